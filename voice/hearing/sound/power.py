"""The power of short stretches of sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def power(samples: NDArray[np.float32]) -> float:
    """The mean square of float32 samples, 0 of none: one pass over them, with nothing made on the way."""
    return float(np.dot(samples, samples)) / len(samples) if len(samples) else 0.0


def frame_powers(samples: NDArray[np.float32], frame: int) -> list[float]:
    """The mean square of each frame of so many samples; the samples are whole frames."""
    return [power(samples[start : start + frame]) for start in range(0, len(samples), frame)]
