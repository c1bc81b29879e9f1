"""A gain that moves in straight lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Gain = np.float32 | NDArray[np.float32]
"""A gain for a whole block, or one for each of its frames."""


class Ramp:
    """A gain that holds its value until sent elsewhere; every frame's value depends on the frame alone."""

    __slots__ = ("_begin", "_duration", "_from", "_to")

    def __init__(self, value: float, duration: int) -> None:
        """Hold `value`; every later move takes `duration` frames."""
        self._from = value
        self._to = value
        self._begin = 0
        self._duration = max(1, duration)

    @property
    def target(self) -> float:
        """Where the gain is, or is going."""
        return self._to

    @property
    def arrives(self) -> int:
        """The frame from which the gain holds its target."""
        return self._begin if self._from == self._to else self._begin + self._duration

    def at(self, frame: int) -> float:
        """The gain at one frame that is not before the last move."""
        if frame >= self._begin + self._duration:
            return self._to
        return self._from + (self._to - self._from) * (frame - self._begin) / self._duration

    def go(self, frame: int, value: float) -> None:
        """Move to `value` from `frame` on, beginning at the gain of that frame; already going there: no change."""
        if value == self._to:
            return
        self._from, self._to, self._begin = self.at(frame), value, frame

    def over(self, begin: int, end: int) -> Gain:
        """The gains of the frames from `begin` up to `end`."""
        moving = min(end, self._begin + self._duration) - begin
        if moving <= 0 or self._from == self._to:
            return np.float32(self._to)
        gains = np.full(end - begin, self._to, np.float32)
        steps = np.arange(begin - self._begin, begin - self._begin + moving)
        gains[:moving] = self._from + (self._to - self._from) * steps / self._duration
        return gains
