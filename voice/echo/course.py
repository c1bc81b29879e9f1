"""The course of the delay: found, followed while the clocks drift apart, and found again after a jump. Pure values.

Times are seconds of the stream, delays frames.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from voice.echo.delay import Peak

SURE = 12.0
"""How far a peak must stand out. Noise alone reaches 5; narration 30 dB under a voice in the room still reaches 12."""
_AGREE = 16.0
"""Two peaks in a row within a millisecond of each other mean the same."""
_JUMPED = 32.0
"""A delay further than 2 ms from where it should be has jumped."""
_STEADY_S = 4.0
_WINDOW_S = 40.0
_LEAST_PPM = 2.0
"""Slower drifts are left to the filter."""


@dataclass(frozen=True, slots=True)
class Line:
    """The delay now, and its slope in frames a second."""

    delay: float
    slope: float
    at_s: float

    def at(self, time_s: float) -> float:
        """The delay at another time."""
        return self.delay + self.slope * (time_s - self.at_s)


class Course:
    """Follows the delay of one echo path; owned by one thread."""

    def __init__(self, rate_hz: int) -> None:
        self.line: Line | None = None
        """None until the loudspeaker was heard."""
        self.jumped = 0.0
        """By how many frames the last `take` found the delay changed at once."""
        self._rate_hz = rate_hz
        self._points: deque[tuple[float, float]] = deque()
        self._elsewhere: Peak | None = None

    @property
    def drift_ppm(self) -> float:
        """How much faster the microphone's clock runs than the loudspeaker's; 0 where no difference is seen."""
        return 0.0 if self.line is None else 1e6 * self.line.slope / self._rate_hz

    def take(self, highest: Peak, time_s: float) -> None:
        """Learn from the next estimate: the best of all delays."""
        self.jumped = 0.0
        expected = None if self.line is None else self.line.at(time_s)
        if expected is not None and abs(highest.delay - expected) <= _JUMPED:
            self._elsewhere = None
            if highest.height >= SURE:
                self._follow(time_s, highest.delay)
        elif self._confirms(highest):
            self._move(time_s, highest.delay, expected)

    def _confirms(self, highest: Peak) -> bool:
        """Whether this surely is a delay, for the second time in a row."""
        before, self._elsewhere = self._elsewhere, highest if highest.height >= SURE else None
        return before is not None and self._elsewhere is not None and abs(before.delay - highest.delay) <= _AGREE

    def _move(self, time_s: float, delay: float, expected: float | None) -> None:
        if expected is not None:
            self.jumped = delay - expected
            self._points = deque((at_s, one + self.jumped) for at_s, one in self._points)
        self._elsewhere = None
        self._follow(time_s, delay)

    def _follow(self, time_s: float, delay: float) -> None:
        self._points.append((time_s, delay))
        while self._points[0][0] < time_s - _WINDOW_S:
            self._points.popleft()
        self.line = self._fitted(time_s)

    def _fitted(self, time_s: float) -> Line:
        """A straight line through the points of the last 40 s."""
        count = len(self._points)
        mean_s = sum(at_s for at_s, _ in self._points) / count
        mean = sum(delay for _, delay in self._points) / count
        spread = sum((at_s - mean_s) ** 2 for at_s, _ in self._points)
        if time_s - self._points[0][0] < _STEADY_S:
            return Line(mean, 0.0, time_s)
        slope = sum((at_s - mean_s) * (delay - mean) for at_s, delay in self._points) / spread
        if abs(slope) < _LEAST_PPM * 1e-6 * self._rate_hz:
            return Line(mean, 0.0, time_s)
        return Line(mean + slope * (time_s - mean_s), slope, time_s)
