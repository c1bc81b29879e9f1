"""How loud speech is while it sounds, whatever the pauses between its words."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_FRAME_S = 0.020
_RANGE_DB = 30.0  # frames further than this below the loudest one are pauses
_RESTING_SHARE = 0.1  # speech pauses at least so often


def active_level_dbfs(samples: NDArray[np.float32], rate_hz: int) -> float:
    """RMS of the 20 ms frames within 30 dB of the loudest, in dB relative to full scale 1.0.

    `samples` is mono; a rest shorter than a frame at the end is left out. Digital silence gives -inf.
    """
    power = _frame_power(samples, rate_hz)
    loudest = float(np.max(power, initial=0.0))
    if loudest == 0.0:
        return -math.inf
    active = power[power >= loudest * 10 ** (-_RANGE_DB / 10)]
    return 10 * math.log10(float(np.mean(active)))


def scaled_to(samples: NDArray[np.float32], rate_hz: int, level_dbfs: float) -> NDArray[np.float32]:
    """A copy of `samples` whose active speech lies at `level_dbfs`; silence stays silence. Peaks are not limited."""
    measured = active_level_dbfs(samples, rate_hz)
    if math.isinf(measured):
        return samples.copy()
    return samples * np.float32(10 ** ((level_dbfs - measured) / 20))


def _frame_power(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float64]:
    """Mean square of each whole frame; a sound shorter than one frame counts as one."""
    length = min(max(1, round(_FRAME_S * rate_hz)), max(1, len(samples)))
    whole = len(samples) - len(samples) % length
    frames = samples[:whole].astype(np.float64).reshape(-1, length)
    return np.asarray(np.mean(frames**2, axis=1))


def resting_level_dbfs(samples: NDArray[np.float32], rate_hz: int) -> float:
    """The level while nobody speaks: of the 20 ms frames, the one that a tenth of them stays below, in dBFS.

    Digital silence gives -inf.
    """
    power = float(np.quantile(_frame_power(samples, rate_hz), _RESTING_SHARE)) if len(samples) else 0.0
    return 10 * math.log10(power) if power > 0.0 else -math.inf
