"""What was played, read again later by a delay that may move between frames."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

HALF_WIDTH = 16
"""Frames on each side of a fractional place that its interpolation reads."""
_PLACES = 256
_KAISER_BETA = 8.0
"""About 80 dB between what passes and what interpolation adds."""

Samples = NDArray[np.float32]


class Reference:
    """The last stretch of what was played, at any delay from 0 to `longest` frames; owned by one thread."""

    def __init__(self, longest: int) -> None:
        self._longest = longest + 2 * HALF_WIDTH
        self._played = np.zeros(8 * self._longest, np.float32)
        self._end = self._longest
        self._filters = _filters()

    def push(self, played: Samples) -> None:
        """Take the next frames, at most `longest` of them."""
        count = len(played)
        if self._end + count > len(self._played):
            self._played[: self._longest] = self._played[self._end - self._longest : self._end]
            self._end = self._longest
        self._played[self._end : self._end + count] = played
        self._end += count

    def read(self, count: int, start_delay: float, end_delay: float) -> Samples:
        """The last `count` frames, played `start_delay` frames earlier at first and `end_delay` after the last.

        The delays are within a frame of each other. A whole delay is read as it is, and so is one too short to be
        interpolated: nothing that was not played yet can be read.
        """
        start_delay, end_delay = max(0.0, start_delay), max(0.0, end_delay)
        if min(start_delay, end_delay) < HALF_WIDTH or (start_delay == end_delay and start_delay == int(start_delay)):
            return self._piece(count, round(start_delay), 0).copy()
        whole = math.floor(min(start_delay, end_delay))
        read = self._piece(count, whole, HALF_WIDTH)
        if not read.any():  # nothing was played, as in most of the time between two beats
            return np.zeros(count, np.float32)
        first, last = self._place(start_delay - whole), self._place(end_delay - whole)
        early: Samples = np.correlate(read, self._filters[first], "valid")
        if first == last:
            return early
        late: Samples = np.correlate(read, self._filters[last], "valid")
        share = np.arange(count, dtype=np.float32) / np.float32(count)
        return np.asarray((1 - share) * early + share * late, dtype=np.float32)

    def _piece(self, count: int, delay: int, beside: int) -> Samples:
        first = self._end - count - delay
        return self._played[first - beside : first + count + beside]

    def _place(self, fraction: float) -> int:
        """The filter for a fraction of a frame: while clocks drift as slowly as crystals do, it is often the same."""
        return min(round(fraction * _PLACES), len(self._filters) - 1)


def _filters() -> Samples:
    """Weights for `np.correlate` that delay by 0 to 2 frames in steps: sincs under a Kaiser window, unity at 0 Hz."""
    fractions = np.arange(2 * _PLACES + 1)[:, None] / _PLACES
    place = np.arange(-HALF_WIDTH, HALF_WIDTH + 1) - fractions
    inside = np.clip(1.0 - (place / (HALF_WIDTH + 1)) ** 2, 0.0, None)
    weights = np.sinc(place) * np.i0(_KAISER_BETA * np.sqrt(inside))
    return np.ascontiguousarray((weights / weights.sum(axis=1, keepdims=True))[:, ::-1], dtype=np.float32)
