"""A front end with a meter beside it: what went in, what came out, and how late the echo is. No sound is kept."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice.doctor.room_trial import Stretch
from voice.echo.front_end import Cleaned, FrontEnd
from voice.echo.speex import FRAMES

SILENCE_DBFS = -100.0
"""What the level of digital silence is given as."""
_TOLD_AFTER_S = 10.0
"""A drift is known once the delay was followed for so long."""
_ACTIVE_RANGE_DB = 30.0
_LOUD_RANGE_DB = 15.0
"""What a canceller takes out is measured in the frames within this of the loudest: pauses hold the room's noise."""

Samples = NDArray[np.float32]


class RoomMeter:
    """Stands in the place of its front end; owned by one thread. Levels are counted in frames of 10 ms."""

    def __init__(self, front_end: FrontEnd, rate_hz: int) -> None:
        self.peak = 0.0
        """The loudest sample that went in."""
        self.delay_s: float | None = None
        """The delay of the echo now; None until it was found."""
        self._front_end = front_end
        self._frame_s = FRAMES / rate_hz
        self._heard: list[float] = []
        self._left: list[float] = []
        self._found_s: float | None = None
        self._cancels = False

    @property
    def drift_ppm(self) -> float | None:
        """How much faster the microphone's clock runs; None while that cannot be told."""
        now_s = len(self._heard) * self._frame_s
        if self._found_s is None or now_s - self._found_s < _TOLD_AFTER_S:
            return None
        return self._front_end.course.drift_ppm

    def hear(self, heard: Samples, played: Samples) -> Cleaned:
        """What the front end makes of it."""
        cleaned = self._front_end.hear(heard, played)
        self.peak = max(self.peak, float(np.max(np.abs(heard), initial=0.0)))
        self._heard += _powers(cleaned.samples + cleaned.removed)
        self._left += _powers(cleaned.samples)
        self._cancels = self._cancels or bool(np.any(cleaned.removed))
        self.delay_s = cleaned.delay_s
        if self._found_s is None and cleaned.delay_s is not None:
            self._found_s = len(self._heard) * self._frame_s
        return cleaned

    def level_dbfs(self, stretch: Stretch) -> float:
        """The level of all that was heard in a stretch."""
        return _dbfs(self._cut(self._heard, stretch), math.inf)

    def active_dbfs(self, stretch: Stretch) -> float:
        """The level of what was heard while it sounded: the frames within 30 dB of the loudest."""
        return _dbfs(self._cut(self._heard, stretch), _ACTIVE_RANGE_DB)

    def left_dbfs(self, stretch: Stretch) -> float:
        """The same of what the canceller left."""
        return _dbfs(self._cut(self._left, stretch), _ACTIVE_RANGE_DB)

    def removed_db(self, stretch: Stretch) -> float | None:
        """By how much the loud frames of a stretch became quieter; None where nothing takes anything out."""
        heard, left = self._cut(self._heard, stretch), self._cut(self._left, stretch)
        if not self._cancels or not np.any(heard):
            return None
        loud = heard >= heard.max() * 10 ** (-_LOUD_RANGE_DB / 10)
        return 10 * math.log10(float(heard[loud].sum()) / (float(left[loud].sum()) + 1e-15))

    def _cut(self, powers: list[float], stretch: Stretch) -> NDArray[np.float64]:
        start, stop = (max(0, round(time_s / self._frame_s)) for time_s in (stretch.start_s, stretch.end_s))
        return np.array(powers[start:stop])


def _powers(samples: Samples) -> list[float]:
    return [float(power) for power in np.mean(np.square(samples.reshape(-1, FRAMES), dtype=np.float64), axis=1)]


def _dbfs(powers: NDArray[np.float64], range_db: float) -> float:
    if not np.any(powers):
        return SILENCE_DBFS
    active = powers[powers >= powers.max() * 10 ** (-range_db / 10)]
    return max(10 * math.log10(float(np.mean(active))), SILENCE_DBFS)
