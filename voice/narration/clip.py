"""A rendered piece of speech."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Speech as samples at the stream's rate.

    `samples` is float32 mono in [-1, 1], read-only; `onset_frames` is where the first vowel begins, counted from the
    clip's start (0 for sentences); `key` names everything that changes the sound.
    """

    text: str
    samples: NDArray[np.float32]
    rate_hz: int
    onset_frames: int = 0
    key: str = ""

    @property
    def duration_s(self) -> float:
        """How long the clip sounds, in seconds."""
        return len(self.samples) / self.rate_hz
