"""The front end: microphone and loudspeaker in, the microphone without the guide's own sound out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import power
from voice.echo.course import Course
from voice.echo.delay import HOP, LONGEST, DelayFinder
from voice.echo.reference import HALF_WIDTH, Reference
from voice.echo.speex import FRAMES, TAIL_FRAMES

LEAD = 320
"""Frames by which the reference comes before the echo, 20 ms: what a filter needs in front of the direct path."""
_FORGOTTEN = TAIL_FRAMES // FRAMES
"""After so many frames without a microphone the canceller's own past of the reference is another."""
_NOTHING = 2.0**-16
"""Half a step of 16 bits: a microphone that gives less gives zeros, which a change of rate lets ring out."""
_LOUDER = 1.25
"""What comes out more than 1 dB louder than it went in has an echo in it that the room has not."""
_SMOOTHED = 0.2
"""The share of each frame in the powers that are compared: some 50 ms."""
_ASTRAY = 160.0
"""Frames that the echo may wander inside the filter before the reference follows it."""

Samples = NDArray[np.float32]


class Cancelling(Protocol):
    """A canceller of frames of `FRAMES`."""

    def cancel(self, heard: Samples, played: Samples) -> Samples:
        """What is left of `heard` without `played`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """A stretch of sound, three equally long float32 signals on one clock, and the delay of the echo at its end."""

    samples: Samples
    """The microphone without the echo."""
    removed: Samples
    """What was taken out of the microphone's signal."""
    played: Samples
    """The loudspeaker in the same moment."""
    delay_s: float | None
    """How much later the loudspeaker arrives in the microphone; None while that is not known."""
    moved: bool
    """Whether that has changed at once, so that what is left of the echo was not to be expected."""


class FrontEnd:
    """Takes the echo out of one stream, in frames of 10 ms; owned by one thread.

    What comes out lags what went in by less than 11 ms: the rest of a frame, and a millisecond in which the reference
    is interpolated.
    """

    def __init__(self, rate_hz: int, canceller: Cancelling | None, expected_delay_s: float | None = None) -> None:
        """Both signals are at `rate_hz`; without a canceller the delay is followed and nothing is taken out.

        `expected_delay_s` is how late the echo came when these devices were last measured (None: nobody did): the
        reference begins there, and moves as ever once the delay of today is found.
        """
        self.course = Course(rate_hz)
        self._rate_hz = rate_hz
        self._canceller = canceller
        self._finder = DelayFinder(rate_hz)
        self._reference = Reference(LONGEST + HOP)
        self._delay = 0.0 if expected_delay_s is None else _led(expected_delay_s * rate_hz)
        """Of the reference, in frames."""
        self._waiting = np.zeros((2, 0), np.float32)
        self._lagging = np.zeros((2, HALF_WIDTH), np.float32)
        self._position = 0
        self._moved = False
        self._silent_frames = 0
        """How many frames of zeros the microphone has given in a row."""
        self._power_in = self._power_out = 0.0
        """Of what went into the canceller and what came out, smoothed."""

    def hear(self, heard: Samples, played: Samples) -> Cleaned:
        """The next stretch, of whole frames and possibly empty; both signals float32 and equally long."""
        self._waiting = np.concatenate((self._waiting, np.stack((heard, played))), axis=1)
        whole = self._waiting.shape[1] // FRAMES * FRAMES
        ready, self._waiting = self._waiting[:, :whole], self._waiting[:, whole:]
        joined = np.concatenate((self._lagging, ready), axis=1)
        self._lagging = joined[:, whole:]
        cleaned = np.empty(whole, np.float32)
        self._moved = False
        for start in range(0, whole, FRAMES):
            frame = slice(start, start + FRAMES)
            cleaned[frame] = self._clean(joined[0, frame], ready[1, frame], ready[0, frame])
        delay_s = None if self.course.line is None else self.course.line.delay / self._rate_hz
        return Cleaned(cleaned, joined[0, :whole] - cleaned, joined[1, :whole], delay_s, self._moved)

    def _clean(self, lagging: Samples, played: Samples, heard: Samples) -> Samples:
        self._reference.push(played)
        self._position += FRAMES
        if self._finder.take(heard, played):
            self._follow(self._position / self._rate_hz)
        if self._canceller is None:
            return lagging
        line = self.course.line
        ends = self._delay if line is None else max(0.0, self._delay + line.slope * FRAMES / self._rate_hz)
        reference = self._reference.read(FRAMES, HALF_WIDTH + self._delay, HALF_WIDTH + ends)
        self._delay = ends
        # What hears nothing hears no echo: none must be made up or unlearned.
        if max(lagging.max(), -lagging.min()) < _NOTHING:
            self._silent_frames += 1
            return lagging
        self._moved = self._moved or self._silent_frames >= _FORGOTTEN
        self._silent_frames = 0
        left = self._canceller.cancel(lagging, reference)
        self._power_in += _SMOOTHED * (power(lagging) - self._power_in)
        self._power_out += _SMOOTHED * (power(left) - self._power_out)
        return left if self._power_out <= _LOUDER * self._power_in else lagging

    def _follow(self, now_s: float) -> None:
        """Move the reference where the echo has jumped, and only there: the filter stays as it was learned."""
        self.course.take(self._finder.highest(), now_s)
        if self.course.line is None:
            return
        self._delay = max(0.0, self._delay + self.course.jumped)
        self._moved = self._moved or self.course.jumped != 0.0
        wanted = _led(self.course.line.at(now_s))
        if abs(wanted - self._delay) > _ASTRAY:
            self._delay = wanted


def _led(delay: float) -> float:
    """The delay of a reference, in whole frames, that comes before an echo of this delay."""
    return float(max(0, round(delay) - LEAD))
