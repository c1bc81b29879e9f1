"""What a canceller leaves of the guide's own voice: how much is to be expected, and what is more than that.

Where the echo was taken out, the rest of it lies a nearly constant distance below what was taken. A stretch that is
louder than that has somebody else in it; one that is not holds nothing but the guide. Levels are those of 20 ms frames.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

FRAME_S = 0.02
_REMEMBERED_FRAMES = 500
_RATIO_FRAMES = 250
"""Frames with an echo from which the distance is learned: 5 s of them."""
_FEWEST_FRAMES = 50
_ECHO_FROM = 1e-7
"""The power from which an echo counts, -70 dBFS."""
_RINGS_ON = 0.5
"""A room rings on after each frame: 3 dB less in the next, as with a reverberation time of 0.4 s."""
_LEAST_RATIO = 10**-3.5
"""No canceller is trusted further than this: single sounds stay up to 13 dB above the median of what it leaves."""
_LEARNED_RATIO = 10**-0.6

Samples = NDArray[np.float32]


class Residual:
    """Judges one stream; owned by whoever owns the ears. Times are stream seconds."""

    def __init__(self) -> None:
        self._frames = 0
        self._cleaned: deque[float] = deque(maxlen=_REMEMBERED_FRAMES)
        self._expected: deque[float] = deque(maxlen=_REMEMBERED_FRAMES)
        self._ratios: deque[float] = deque(maxlen=_RATIO_FRAMES)
        self._ratio = 1.0
        self._ringing = 0.0

    @property
    def learned(self) -> bool:
        """Whether the canceller takes away enough to tell what it leaves from other sounds."""
        return len(self._ratios) >= _FEWEST_FRAMES and self._ratio <= _LEARNED_RATIO

    @property
    def left_db(self) -> float:
        """How far what is left of the echo lies below it, in dB (negative); 0 where nothing is known."""
        return 10 * math.log10(self._ratio) if self.learned else 0.0

    def take(self, cleaned: Samples, removed: Samples, rate_hz: int) -> list[float]:
        """The next samples and what was taken out of them, whole frames; returns the power expected in each frame.

        Nothing is expected before the canceller has learned.
        """
        size = round(rate_hz * FRAME_S)
        powers = (np.mean(np.square(x.reshape(-1, size), dtype=np.float64), axis=1) for x in (cleaned, removed))
        expected: list[float] = []
        for left, echo in zip(*powers, strict=True):
            self._ringing = max(float(echo), self._ringing * _RINGS_ON)
            if self._ringing >= _ECHO_FROM:
                self._ratios.append(float(left) / self._ringing)
            expected.append(self._ratio * self._ringing if self.learned else 0.0)
            self._cleaned.append(float(left))
        self._expected += expected
        self._frames += len(expected)
        if self._ratios:
            self._ratio = max(float(np.median(self._ratios)), _LEAST_RATIO)
        return expected

    def forget(self) -> None:
        """The echo has moved: nothing is expected until it was learned again."""
        self._ratios.clear()
        self._expected = deque([0.0] * len(self._expected), maxlen=_REMEMBERED_FRAMES)

    def excess_db(self, start_s: float, end_s: float) -> float | None:
        """How much louder a stretch of the last ten seconds is than what is expected of the echo; None: unknown."""
        first = self._frames - len(self._cleaned)
        start, stop = (max(0, round(time_s / FRAME_S) - first) for time_s in (start_s, end_s))
        expected = sum(list(self._expected)[start:stop])
        if not self.learned or expected <= 0.0:
            return None
        return 10 * math.log10(sum(list(self._cleaned)[start:stop]) / expected + 1e-12)
