"""The way of the echo from the loudspeaker's samples to the microphone's clock: a delay that may jump and drift."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.room.scenario import Jump

Signal = NDArray[np.float64]

HALF_WIDTH = 16
"""Frames on each side of a fractional position that its interpolation reads."""

_STRETCH = 512
"""Frames over which a drifting delay is taken as a straight line between two interpolations."""
_KAISER_BETA = 8.0
"""About 80 dB between what passes and what interpolation adds."""


@dataclass(frozen=True, slots=True)
class Course:
    """The delay at every frame, in frames: a start, steps upward at jumps and a slope.

    With a slope the delay never falls below `HALF_WIDTH` frames (0.7 ms at 24 kHz): interpolation reads that far ahead,
    and the microphone cannot hear what has not been played.
    """

    start: int
    slope: float
    jump_frames: tuple[int, ...]
    totals: tuple[int, ...]
    """What all jumps up to this one add to the delay, in frames."""

    def jumped(self, frame: int) -> int:
        """What the jumps until `frame` add, in frames."""
        passed = sum(at <= frame for at in self.jump_frames)
        return self.totals[passed - 1] if passed else 0

    def at(self, frame: int, jumped: int) -> float:
        """The delay at `frame` where the jumps have added `jumped` frames."""
        return max(float(HALF_WIDTH), self.start + jumped + self.slope * frame)

    def longest(self, frames: int) -> int:
        """The longest delay within the first `frames` frames."""
        steps = max((0, *self.totals))
        return math.ceil(self.start + steps + max(0.0, self.slope * frames)) + HALF_WIDTH


def plan_course(*, delay_ms: float, drift_ppm: float, jumps: tuple[Jump, ...], rate_hz: int) -> Course:
    """The course of an echo's delay; without drift, delays are rounded to whole frames."""
    total_ms, totals = 0.0, []
    start = round(delay_ms * rate_hz / 1000)
    for jump in jumps:
        total_ms += jump.grows_ms
        totals.append(round((delay_ms + total_ms) * rate_hz / 1000) - start)
    return Course(start, drift_ppm * 1e-6, tuple(round(jump.at_s * rate_hz) for jump in jumps), tuple(totals))


class DelayLine:
    """Delays a stream along a course; output frame n is what was played `course` frames before frame n.

    Blocks may have any length. Memory is bounded by the longest delay of a room that is open for `frames` frames; later
    a still growing delay stays at that. Owned by one thread.
    """

    def __init__(self, course: Course, frames: int) -> None:
        self._course = course
        self._keep = course.longest(frames) + _STRETCH + 2 * HALF_WIDTH
        self._played: Signal = np.zeros(4 * self._keep)
        self._end = self._keep  # where in `_played` the present lies; silence came before the opening
        self._frame = 0
        self._stretch: tuple[int, int] | None = None
        self._filters: tuple[int, Signal, Signal] | None = None

    def process(self, block: NDArray[np.floating]) -> Signal:
        """The next `len(block)` frames of the output."""
        self._store(block)
        output: Signal = np.empty(len(block))
        first, last = self._frame, self._frame + len(block)
        while self._frame < last:
            end = self._segment_end(last)
            origin = self._end - last  # `_played[origin + n]` is what was played at frame n
            output[self._frame - first : end - first] = self._segment(self._frame, end, origin)
            self._frame = end
        return output

    def _store(self, block: NDArray[np.floating]) -> None:
        count = len(block)
        if self._end + count > len(self._played):
            size = max(4 * self._keep, self._keep + count)
            moved: Signal = np.zeros(size)
            moved[: self._keep] = self._played[self._end - self._keep : self._end]
            self._played, self._end = moved, self._keep
        self._played[self._end : self._end + count] = block
        self._end += count

    def _segment_end(self, last: int) -> int:
        """Where this call must look again: at a jump, at the next stretch of a drifting delay, or at its end."""
        ends = [last, *(at for at in self._course.jump_frames if at > self._frame)]
        if self._course.slope:
            ends.append((self._frame // _STRETCH + 1) * _STRETCH)
        return min(ends)

    def _segment(self, start: int, end: int, origin: int) -> Signal:
        jumped = self._course.jumped(start)
        if not self._course.slope:
            delay = self._course.start + jumped
            return self._played[origin + start - delay : origin + end - delay]
        stretch = start // _STRETCH
        if self._filters is None or self._stretch != (stretch, jumped):
            self._stretch = (stretch, jumped)
            self._filters = self._design(stretch, jumped)
        delay, early, late = self._filters
        read = self._played[origin + start - delay - HALF_WIDTH : origin + end - delay + HALF_WIDTH]
        share = (np.arange(start, end) - stretch * _STRETCH) / _STRETCH
        return (1.0 - share) * np.convolve(read, early, "valid") + share * np.convolve(read, late, "valid")

    def _design(self, stretch: int, jumped: int) -> tuple[int, Signal, Signal]:
        """Whole frames of delay, and the interpolations for the rest at the stretch's start and end."""
        start, end = (self._course.at(frame * _STRETCH, jumped) for frame in (stretch, stretch + 1))
        whole = min(int(start), self._keep - _STRETCH - 2 * HALF_WIDTH)
        return whole, _interpolation(start - whole), _interpolation(end - whole)


def _interpolation(fraction: float) -> Signal:
    """Weights for `np.convolve` that delay by `fraction` frames: a sinc under a Kaiser window, unity at 0 Hz."""
    place = np.arange(-HALF_WIDTH, HALF_WIDTH + 1) - fraction
    inside = np.clip(1.0 - (place / (HALF_WIDTH + 1)) ** 2, 0.0, None)
    weights = np.sinc(place) * np.i0(_KAISER_BETA * np.sqrt(inside))
    return np.asarray(weights / weights.sum(), dtype=np.float64)
