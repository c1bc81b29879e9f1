"""Finding quiet and sound fast, by energy alone."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from itertools import islice, zip_longest

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import frame_powers

FRAME_S = 0.02
_SMOOTHING_FRAMES = 2
_FLOOR_WINDOW_FRAMES = 100
_PEAK_WINDOW_FRAMES = 60
_OVER_FLOOR_DB = 6.0
_UNDER_PEAK_DB = 20.0
_LOWEST_DB = -90.0
_SOUNDING_OVER_FLOOR_DB = 3.0
"""Steady noise stays within 1 dB of its floor in windows of 40 ms; a word at 0 dB over it rises 3 dB and more."""
_SOUNDING_FROM_DB = -75.0
"""Nothing below this is a voice: a murmur at -50 dBFS has its softest sounds at -80, but its vowels near -45."""
_CLEARLY = 4.0
"""What lies 6 dB above what is explained is more than that."""
_REMEMBERED_FRAMES = 500
_ACTIVE_RANGE_DB = 30.0


class QuietDetector:
    """How long it has been quiet at the end of what was heard, counted in frames of 20 ms.

    Quiet means less than 6 dB above the lowest level of the last two seconds, or 20 dB under the loudest of the last
    1.2 s: the first finds the end of speech in steady noise, the second in a silent room with reverberation. In crying
    or over narration there is no quiet; then the recogniser's own words decide.
    """

    def __init__(self, rate_hz: int) -> None:
        self._frame = round(rate_hz * FRAME_S)
        self._rest = np.zeros(0, np.float32)
        self._smoothing: deque[float] = deque(maxlen=_SMOOTHING_FRAMES)
        self._levels: deque[float] = deque(maxlen=_FLOOR_WINDOW_FRAMES)
        self._quiet_frames = 0
        self._silent_frames = 0
        self._sounding: deque[bool] = deque(maxlen=_REMEMBERED_FRAMES)
        self._powers: deque[float] = deque(maxlen=_REMEMBERED_FRAMES)
        self._frames = 0
        self._raw: deque[float] = deque(maxlen=_FLOOR_WINDOW_FRAMES)

    @property
    def quiet_s(self) -> float:
        """How long the quiet at the end has lasted, in seconds; 0 while something sounds."""
        return self._quiet_frames * FRAME_S

    @property
    def silent_s(self) -> float:
        """For how long nothing has risen over the room's own noise, in seconds."""
        return self._silent_frames * FRAME_S

    @property
    def level_dbfs(self) -> float:
        """The level of the last 40 ms."""
        return self._levels[-1] if self._levels else _LOWEST_DB

    @property
    def floor_dbfs(self) -> float:
        """The room's own noise: the lowest level of the last two seconds."""
        return min(self._levels, default=_LOWEST_DB)

    @property
    def over_floor_db(self) -> float:
        """How far the level lies over that."""
        return self.level_dbfs - self.floor_dbfs

    def last_levels_dbfs(self, seconds: float) -> list[float]:
        """The levels of the last frames, each over 40 ms that end with it; of two seconds at the most."""
        return list(self._levels)[-round(seconds / FRAME_S) :]

    def sounding(self, start_s: float, end_s: float) -> tuple[float, float, float]:
        """Where sound rises over the room's own noise in a stretch of the last ten seconds.

        The start and end of that part, and how many seconds of it sound, all of the stream; (start_s, start_s, 0.0)
        where nothing does. What is no longer remembered counts as sounding.
        """
        first = self._frames - len(self._sounding)
        start, stop = (round(time_s / FRAME_S) - first for time_s in (start_s, end_s))
        if start < 0:
            return start_s, end_s, end_s - start_s
        flags = list(self._sounding)[start : max(stop, start + 1)]
        loud = [place for place, flag in enumerate(flags) if flag]
        if not loud:
            return start_s, start_s, 0.0
        begin_s = max(start_s, (first + start + loud[0]) * FRAME_S)
        return begin_s, min(end_s, max(begin_s, (first + start + loud[-1] + 1) * FRAME_S)), len(loud) * FRAME_S

    def active_level_dbfs(self, start_s: float, end_s: float) -> float:
        """The RMS of the frames within 30 dB of the loudest in a stretch of the last ten seconds, in dBFS."""
        first = self._frames - len(self._powers)
        start, stop = (max(0, round(time_s / FRAME_S) - first) for time_s in (start_s, end_s))
        powers = list(self._powers)[start:stop]
        if not powers:
            return _LOWEST_DB
        least = max(powers) * 10 ** (-_ACTIVE_RANGE_DB / 10)
        active = [power for power in powers if power >= least]
        return max(10 * math.log10(sum(active) / len(active) + 1e-12), _LOWEST_DB)

    def hear(self, samples: NDArray[np.float32], explained: Sequence[float] = ()) -> None:
        """Take the next samples; float32 mono, any length.

        `explained` is the power in each of their frames that is no sound of the room's, as what is left of an echo:
        with it the samples are whole frames, and what is not clearly louder counts as nothing.
        """
        joined = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        whole = len(joined) // self._frame * self._frame
        self._rest = joined[whole:]
        for frame_power, known in zip_longest(frame_powers(joined[:whole], self._frame), explained, fillvalue=0.0):
            self._take(frame_power, known)

    def _take(self, power: float, explained: float) -> None:
        self._raw.append(power)
        if explained > 0.0:
            power = max(power - _CLEARLY * explained, min(self._raw))
        self._powers.append(power)
        self._frames += 1
        self._smoothing.append(power)
        smooth = sum(self._smoothing) / len(self._smoothing)
        level_db = max(10 * math.log10(smooth + 1e-12), _LOWEST_DB)
        self._levels.append(level_db)
        floor_db = min(self._levels)
        peak_db = max(islice(reversed(self._levels), _PEAK_WINDOW_FRAMES))
        sounds = level_db >= max(floor_db + _SOUNDING_OVER_FLOOR_DB, _SOUNDING_FROM_DB)
        self._sounding.append(sounds)
        self._silent_frames = 0 if sounds else self._silent_frames + 1
        limit_db = max(floor_db + _OVER_FLOOR_DB, peak_db - _UNDER_PEAK_DB)
        self._quiet_frames = self._quiet_frames + 1 if level_db < limit_db else 0
