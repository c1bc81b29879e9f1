"""The slow gain that brings quiet and loud rooms to one level before recognition."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import power

_TARGET_DB = -30.0
_FIRST_GAIN_DB = -6.0
_HIGHEST_GAIN_DB = 18.0
_LOWEST_GAIN_DB = -12.0
_UP_DB_PER_S = 3.0
_DOWN_DB_PER_S = 12.0
_LOUDEST_FALLS_DB_PER_S = 1.0
_LOWEST_LEVEL_DB = -60.0
_LOUDEST_OUTPUT_DB = -3.0


class SlowGain:
    """A gain that follows the loudest sound of the last half minute; owned by whoever feeds the recogniser.

    The recogniser itself hears from -50 to -12 dBFS equally well, so the gain moves slowly and little: within a word it
    is as good as constant. It never lifts what is far below speech, and never makes anything clip.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._loudest_db = _TARGET_DB - _FIRST_GAIN_DB
        self._gain_db = _FIRST_GAIN_DB

    @property
    def gain_db(self) -> float:
        """What is applied now, in dB."""
        return self._gain_db

    def apply(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The samples at the new level; float32 mono, any length, in order."""
        if not len(samples):
            return samples
        seconds = len(samples) / self._rate_hz
        level_db = 10 * math.log10(power(samples) + 1e-12)
        fallen_db = self._loudest_db - _LOUDEST_FALLS_DB_PER_S * seconds
        if level_db > _LOWEST_LEVEL_DB:
            self._loudest_db = max(level_db, fallen_db)
        wanted_db = min(max(_TARGET_DB - self._loudest_db, _LOWEST_GAIN_DB), _HIGHEST_GAIN_DB)
        # The gain gives way at once to what it would bring near clipping, and comes back slowly.
        most_db = _LOUDEST_OUTPUT_DB - 20 * math.log10(float(max(samples.max(), -samples.min())) + 1e-12)
        before_db = min(self._gain_db, most_db)
        self._gain_db = min(max(wanted_db, before_db - _DOWN_DB_PER_S * seconds), before_db + _UP_DB_PER_S * seconds)
        self._gain_db = min(self._gain_db, most_db)
        ramp_db = np.linspace(before_db, self._gain_db, len(samples), dtype=np.float32)
        levelled: NDArray[np.float32] = samples * np.power(np.float32(10.0), ramp_db / np.float32(20.0))
        return levelled
