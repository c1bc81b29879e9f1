"""Microphone and loudspeaker on one count of frames, whatever rates and clocks they have. No device is touched here."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from voice.audio.pipe import Pipe
from voice.audio.ports import Captured, Heard, Played, Samples
from voice.audio.resample import StreamResampler

PATIENCE_S = 0.3
"""Longer than any stream that works keeps its sound back; after that a block goes on without the microphone."""
MOST_AHEAD_S = 0.25
"""A microphone that is further ahead than this has outlived a gap of the loudspeaker: what is too old is dropped."""
_SETTLES_S = 2.0
_AVERAGED_S = 10.0
_CORRECTED_IN_S = 30.0
"""With the average before it, a loop that neither overshoots nor answers the jitter of single blocks."""
_UNSURE_S = 0.01
"""What one clock seems to have gained by the jitter of blocks alone, which a sound server hands over in heaps. Less
corrects nothing: a correction that nothing asks for moves the echo, by up to 100 millionths, and nothing cancels it."""
MOST_CORRECTION = 500e-6
"""Crystals differ by 150 millionths at most."""


class Joint:
    """Pairs what was heard with what was played meanwhile, frame by frame of the loudspeaker; owned by one thread.

    A microphone with a clock of its own is resampled by what its frames gain on the loudspeaker's. With `plays` false
    there is no loudspeaker, and the microphone's own frames count.
    """

    def __init__(self, rate_hz: int, *, plays: bool = True) -> None:
        self._rate_hz = rate_hz
        self._plays = plays
        self._resampler: StreamResampler | None = None
        self._heard = Pipe()
        self._played: deque[Played] = deque()
        self._played_frames = 0
        self._unheard_frames = 0
        """How many of these go on without the microphone."""
        self._late = True
        """Whether the microphone is out of step: nothing came from it yet, or not in time."""
        self._clock = _Clock(rate_hz)
        self._own_clock = False
        self._position = 0

    @property
    def correction(self) -> float:
        """By how much the microphone's clock is found to be faster than the loudspeaker's, as a share."""
        return self._clock.correction

    def connect(self, rate_hz: int, *, own_clock: bool) -> None:
        """A microphone at this rate was opened; `own_clock` unless it shares its stream with the loudspeaker."""
        self._resampler = StreamResampler(rate_hz, self._rate_hz, adjustable=own_clock)
        self._own_clock = own_clock
        self._out_of_step()

    def disconnect(self) -> None:
        """The microphone is gone."""
        self._resampler = None
        self._out_of_step()

    def hear(self, heard: Heard) -> None:
        """Take a block of the microphone."""
        if self._resampler is None:
            return
        samples = self._resampler.push(heard.samples)
        if not self._plays:
            self._played.append(Played(self._position, np.zeros_like(samples)))
            self._played_frames += len(samples)
            self._position += len(samples)
        if self._late and self._plays:
            # What is heard now was not played later than now: what waits from before has nothing beside it.
            self._unheard_frames = max(0, self._played_frames - len(samples))
        self._late = False
        self._heard.push(samples)

    def play(self, played: Played) -> None:
        """Take a block of the loudspeaker."""
        self._played.append(played)
        self._played_frames += len(played.samples)
        if self._resampler is None or self._late or not self._own_clock:
            return
        # Here and not where pairs are taken: blocks of the loudspeaker are even, those of the microphone come in heaps.
        if self._clock.passes(len(played.samples), self._heard.frames - self._played_frames):
            self._resampler.correct(self._clock.correction)

    def take(self) -> Captured | None:
        """The next pair, or None while the microphone's part is still under way."""
        if not self._played:
            return None
        frames = len(self._played[0].samples)
        if self._resampler is None or self._unheard_frames > 0:
            return self._pair(None)
        if self._heard.frames < frames:
            if self._played_frames <= PATIENCE_S * self._rate_hz:
                return None
            self._out_of_step()
            return self._pair(None)
        if self._heard.frames - self._played_frames > MOST_AHEAD_S * self._rate_hz:
            self._heard.keep_last(self._played_frames)
            self._clock = _Clock(self._rate_hz)
        return self._pair(self._heard.pull(frames))

    def _pair(self, heard: Samples | None) -> Captured:
        played = self._played.popleft()
        self._played_frames -= len(played.samples)
        self._unheard_frames = max(0, self._unheard_frames - len(played.samples))
        return Captured(played.frame, heard, played.samples)

    def _out_of_step(self) -> None:
        self._late = True
        self._unheard_frames = 0
        self._heard.keep_last(0)
        self._clock = _Clock(self._rate_hz)


class _Clock:
    """How much faster one clock is than another, from the frames that one gains."""

    def __init__(self, rate_hz: int) -> None:
        self.correction = 0.0
        self._rate_hz = rate_hz
        self._passed = 0
        self._corrected_at = 0
        self._first_gain = 0.0
        self._gain = 0.0

    def passes(self, frames: int, gained: int) -> bool:
        """Some frames later, `gained` is how many the clock is ahead; true when the correction changed, once a second.

        The first two seconds settle what "level" means.
        """
        self._passed += frames
        settles = _SETTLES_S * self._rate_hz
        if self._passed <= settles:
            self._first_gain += gained * frames / settles
            self._gain = self._first_gain
            return False
        self._gain += (gained - self._gain) * frames / (_AVERAGED_S * self._rate_hz)
        if self._passed - self._corrected_at < self._rate_hz:
            return False
        self._corrected_at = self._passed
        gained_s = (self._gain - self._first_gain) / self._rate_hz
        sure_s = math.copysign(max(abs(gained_s) - _UNSURE_S, 0.0), gained_s)
        self.correction = min(MOST_CORRECTION, max(-MOST_CORRECTION, sure_s / _CORRECTED_IN_S))
        return True
