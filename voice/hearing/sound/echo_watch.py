"""Whether the loudspeaker is heard in the microphone at all, from the levels of both."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import frame_powers

FRAME_S = 0.02
_WATCHED_FRAMES = 200
_LAG_FRAMES = 32
_SOUNDING_DB = -55.0
_JUDGED_EVERY_FRAMES = 10
_FEWEST_SOUNDING_FRAMES = 100
"""A single short word ("Saved.") is followed by her own just as its echo would follow it."""
_AUDIBLE_FROM = 0.55
_INAUDIBLE_BELOW = 0.25
_LOWEST_DB = -70.0
_MOSTLY = 0.6


class EchoWatch:
    """Whether the loudspeaker is heard in the microphone, from the levels of both over the last four seconds.

    The levels of 20 ms frames are correlated at delays up to 640 ms: crying or talk beside the narration does not
    follow its rhythm, its echo does. Before anything was played nothing is audible.
    """

    def __init__(self) -> None:
        self.audible = False
        self.judged = False
        """Whether enough was played, ever, to say if it is heard."""
        self.delay_s: float | None = None
        """The delay of the best match, in seconds rounded up to frames; None until the echo was heard."""
        self._played: deque[float] = deque(maxlen=_WATCHED_FRAMES)
        self._heard: deque[float] = deque(maxlen=_WATCHED_FRAMES)
        self._since_judged = 0
        self._frames = 0

    def take(self, played: NDArray[np.float32], heard: NDArray[np.float32], rate_hz: int) -> None:
        """The next samples of both, equally long, a whole number of 20 ms frames, on one clock."""
        frame = round(rate_hz * FRAME_S)
        for samples, levels in ((played, self._played), (heard, self._heard)):
            powers = frame_powers(samples, frame)
            levels.extend(max(10 * math.log10(power + 1e-12), _LOWEST_DB) for power in powers)
        self._since_judged += len(played) // frame
        self._frames += len(played) // frame
        if self._since_judged >= _JUDGED_EVERY_FRAMES and len(self._played) > 2 * _LAG_FRAMES:
            self._since_judged = 0
            self._judge()

    def likeness(self, start_s: float, end_s: float) -> float:
        """How closely a stretch of the last four seconds follows what was played, from 0 to 1; 0 where little was."""
        if not self.audible or self.delay_s is None:
            return 0.0
        oldest = self._frames - len(self._heard)
        start, stop = (round(time_s / FRAME_S) - oldest for time_s in (start_s, end_s))
        heard = np.array(self._heard)
        played = np.array(self._played)
        lags = range(max(0, round(self.delay_s / FRAME_S) - 3), round(self.delay_s / FRAME_S) + 2)
        likenesses = [0.0]
        for lag in lags:
            first = max(start, lag, 0)
            sounding = played[first - lag : max(stop - lag, 0)]
            if len(sounding) and float(np.mean(sounding > _SOUNDING_DB)) >= _MOSTLY:
                likenesses.append(float(_correlations(sounding[np.newaxis], heard[first:stop])[0]))
        return max(likenesses)

    def _judge(self) -> None:
        played = np.array(self._played)
        if int(np.count_nonzero(played > _SOUNDING_DB)) < _FEWEST_SOUNDING_FRAMES:
            return  # too little was played to say anything new
        self.judged = True
        followed = np.array(self._heard)[_LAG_FRAMES:]
        # A row for each lag, from none to the longest.
        rows = np.lib.stride_tricks.sliding_window_view(played, len(followed))[::-1]
        matches = _correlations(rows, followed)
        best = int(np.argmax(matches))
        if matches[best] >= _AUDIBLE_FROM:
            self.audible = True
            self.delay_s = (best + 1) * FRAME_S
        elif matches[best] < _INAUDIBLE_BELOW:
            self.audible = False


def _correlations(rows: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """How closely each row follows the other values, from -1 to 1; 0 where one of both never changes."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    other = other - other.mean()
    scales = np.sqrt(np.einsum("ij,ij->i", rows, rows) * (other @ other))
    likenesses: NDArray[np.float64] = np.divide(rows @ other, scales, out=np.zeros(len(rows)), where=scales > 0)
    return likenesses
