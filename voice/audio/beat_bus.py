"""The beat as sound: tones and cue words placed on the schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from voice.audio.beat import Beat, Schedule
from voice.audio.orders import BeatSounded, CueEnded, Phase, Report
from voice.audio.ramp import Gain
from voice.audio.sounding import Sound, Sounding
from voice.narration.clip import Clip
from voice.narration.pace import SPOKEN_UP_TO_CPM


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A cue word ready to sound, with its vowel `onset` frames from its start."""

    clip: Clip
    sound: Sound
    onset: int

    @classmethod
    def of(cls, clip: Clip) -> Word:
        """Make a cue word ready, outside the audio callback."""
        onset = min(max(0, clip.onset_frames), len(clip.samples))
        return cls(clip, Sound.prepared(clip.samples, clip.rate_hz), onset)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    word: Word
    phase: Phase
    sounding: Sounding


class BeatBus:
    """Owned by the mixer's thread. Every decision is taken at an exact frame, so blocks of any size sound the same."""

    def __init__(self, rate_hz: int, tones: Mapping[Phase, NDArray[np.float32]]) -> None:
        self._rate_hz = rate_hz
        self._tones = {phase: Sound(samples) for phase, samples in tones.items()}
        self._words: Mapping[Phase, Word] = {}
        self._schedule: Schedule | None = None
        self._next: Beat | None = None
        self._next_rate_cpm: float | None = None
        # Cycles that speak: from the first of these up to the second (None: for ever).
        self._speaks_from = 0
        self._speaks_until: int | None = 0
        # No word may begin before this frame: it has been rendered, or belongs to the beat before.
        self._open_from = 0
        # What was decided for the next beat ahead of its frame.
        self._under_way: _Said | None = None
        self._tone_instead = False
        self._said: list[_Said] = []
        self._toned: list[Sounding] = []

    @property
    def running(self) -> bool:
        """Whether there are beats to come."""
        return self._next is not None

    def start(self, frame: int, rate_cpm: float, words: Mapping[Phase, Word], cycles: int | None, lead: int) -> None:
        """Begin afresh: a press `lead` frames after `frame`, or later where the first word needs it."""
        self.stop(frame)
        room = words[Phase.PRESS].onset if cycles != 0 else 0
        self._words = words
        self._schedule = Schedule(self._rate_hz, rate_cpm, Fraction(frame + max(lead, room)))
        self._next = self._schedule.beat(0, Phase.PRESS)
        self._speaks_from, self._speaks_until = 0, cycles
        self._open_from = frame

    def stop(self, frame: int) -> None:
        """Fade what sounds, cancel what was to come."""
        for sounding in (*self._toned, *(said.sounding for said in self._said)):
            sounding.fade(frame)
        self._next = self._next_rate_cpm = self._under_way = None
        self._tone_instead = False

    def retime(self, frame: int, rate_cpm: float, words: Mapping[Phase, Word] | None) -> None:
        """Take another rate at the next press, and these words from `frame` on; None: the same words."""
        if self._schedule is None or self._next is None:
            return
        if words is not None:
            self._words, self._open_from = words, max(self._open_from, frame)
        if self._next.phase is Phase.PRESS:
            self._schedule = self._schedule.retimed(self._next.cycle, rate_cpm)
            self._next = self._schedule.beat(self._next.cycle, Phase.PRESS)
        else:
            self._next_rate_cpm = rate_cpm

    def speak(self, frame: int, cycles: int | None) -> None:
        """Words for `cycles` cycles from the next press that still has room for its word; 0: none from now on."""
        if self._schedule is None or self._next is None:
            return
        if cycles == 0:
            self._speaks_until = self._speaks_from
            return
        fresh = self._next.cycle
        spoken = self._speaks(fresh)
        ready = self._next.phase is Phase.PRESS and self._under_way is None and not self._tone_instead
        if not ready or self._next.frame - self._words[Phase.PRESS].onset < frame:
            fresh += 1
        # A cycle that is speaking already goes on doing so.
        self._speaks_from = self._next.cycle if spoken else fresh
        self._speaks_until = None if cycles is None else fresh + cycles

    def quieten(self, frame: int) -> None:
        """Fade words that sound; a beat whose word had not reached its vowel gets a tone."""
        for said in self._said:
            said.sounding.fade(frame)
        if self._under_way is not None:
            self._under_way, self._tone_instead = None, True

    def advance(self, end: int, narration_until: int) -> list[Report]:
        """Place what begins before frame `end`; words give way to tones where narration sounds up to a frame."""
        sounded: list[Report] = []
        while self._next is not None and self._decide(self._next, end, narration_until) and self._next.frame < end:
            sounded.append(self._sound(self._next))
            self._step(self._next)
        return sounded

    def mix(self, out: NDArray[np.float32], begin: int, tones: Gain, words: Gain) -> None:
        """Add a block that begins at frame `begin`, with one gain for tones and one for words."""
        for sounding in self._toned:
            sounding.mix(out, begin, tones)
        for said in self._said:
            said.sounding.mix(out, begin, words)

    def finished(self, end: int) -> list[Report]:
        """The words that fell silent before frame `end`; forgets them and the tones that are over."""
        over = [said for said in self._said if said.sounding.end < end]
        self._said = [said for said in self._said if said.sounding.end >= end]
        self._toned = [sounding for sounding in self._toned if sounding.end >= end]
        return [
            CueEnded(said.word.clip, said.phase, said.sounding.start, said.sounding.end, said.sounding.cut)
            for said in over
        ]

    @property
    def sounding(self) -> bool:
        """Whether anything is in the air."""
        return bool(self._toned or self._said)

    def _speaks(self, cycle: int) -> bool:
        return self._speaks_from <= cycle and (self._speaks_until is None or cycle < self._speaks_until)

    def _decide(self, beat: Beat, end: int, narration_until: int) -> bool:
        """Word or tone; begins the word. False while that cannot be known before frame `end`."""
        word = self._words[beat.phase]
        spoken = self._speaks(beat.cycle) and beat.rate_cpm <= SPOKEN_UP_TO_CPM and len(word.sound.samples) > 0
        if self._under_way or self._tone_instead or not spoken:
            return True
        begin = beat.frame - word.onset
        if begin >= end:
            return False
        if begin < self._open_from or begin < narration_until:
            self._tone_instead = True
            return True
        for said in self._said:  # at fast rates a word may be longer than a third
            said.sounding.fade(begin)
        self._under_way = _Said(word, beat.phase, Sounding(word.sound, begin, self._rate_hz))
        self._said.append(self._under_way)
        return True

    def _sound(self, beat: Beat) -> BeatSounded:
        if self._under_way is not None:
            placed, clip = self._under_way.sounding, self._under_way.word.clip
        else:
            placed, clip = Sounding(self._tones[beat.phase], beat.frame, self._rate_hz), None
            self._toned.append(placed)
        return BeatSounded(beat.phase, beat.frame, beat.rate_cpm, clip, placed.start, placed.end)

    def _step(self, beat: Beat) -> None:
        assert self._schedule is not None
        following = self._schedule.after(beat)
        if following.phase is Phase.PRESS and self._next_rate_cpm is not None:
            self._schedule = self._schedule.retimed(following.cycle, self._next_rate_cpm)
            following = self._schedule.beat(following.cycle, Phase.PRESS)
            self._next_rate_cpm = None
        self._next, self._open_from = following, beat.frame
        self._under_way, self._tone_instead = None, False
