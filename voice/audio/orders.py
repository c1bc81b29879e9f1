"""What the mixer is told (orders, imperative) and what it tells (reports, past tense).

All frames are counted from the first frame the mixer rendered, at the stream's rate. An order takes effect at the first
frame of the block rendered after it was posted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from voice.guide.actions import Earcon as Earcon
from voice.narration.clip import Clip

MIN_RATE_CPM = 10.0
MAX_RATE_CPM = 60.0
"""The range of the beat, in cycles a minute."""

MIN_VOLUME_DB = -24.0
MAX_VOLUME_DB = 12.0
"""From a whisper to loud; the mixer holds volumes outside this range at its ends."""


class Phase(Enum):
    """The thirds of a cycle; the values are the names of the timeline."""

    PRESS = "press"
    COMPRESS = "compress"
    RELAX = "relax"


@dataclass(frozen=True, slots=True)
class Cues:
    """The three cue words. A clip without samples means: always a tone on that beat."""

    press: Clip
    compress: Clip
    relax: Clip

    def of(self, phase: Phase) -> Clip:
        """The word of one third of the cycle."""
        match phase:
            case Phase.PRESS:
                return self.press
            case Phase.COMPRESS:
                return self.compress
            case Phase.RELAX:
                return self.relax
        assert_never(phase)


@dataclass(frozen=True, slots=True)
class Play:
    """Speak a clip now; a clip that is still sounding is cut (5 ms). `id` comes back in its reports."""

    id: int
    clip: Clip


@dataclass(frozen=True, slots=True)
class Hush:
    """Fade narration and a sounding cue word to silence in 5 ms. The beat goes on."""


@dataclass(frozen=True, slots=True)
class StartBeat:
    """Begin the beat afresh with a press `lead_s` seconds from now (later where the first word needs more room).

    `words` is how many cycles speak the cue words before tones take over; 0 is tones at once, None is words always. A
    beat of more than 30 cycles a minute speaks none of its words.
    Raises ValueError for a rate outside 10 to 60 cycles a minute, negative words or a negative lead.
    """

    rate_cpm: float
    cues: Cues
    words: int | None
    lead_s: float = 0.4

    def __post_init__(self) -> None:
        _check_rate(self.rate_cpm)
        _check_words(self.words)
        if not 0 <= self.lead_s < 60:
            raise ValueError(f"lead_s is {self.lead_s}, expected 0 to 60 seconds")


@dataclass(frozen=True, slots=True)
class StopBeat:
    """End the beat; what is sounding of it fades in 5 ms, beats to come are cancelled."""


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Take this rate from the next press on, and its cue words where it has its own.

    Raises ValueError outside 10 to 60 cycles a minute.
    """

    rate_cpm: float
    cues: Cues | None = None

    def __post_init__(self) -> None:
        _check_rate(self.rate_cpm)


@dataclass(frozen=True, slots=True)
class SetCueWords:
    """Speak the cue words for this many cycles from the next press on (None: always), then tones.

    0 acts at once: no further word begins. Raises ValueError when negative.
    """

    words: int | None

    def __post_init__(self) -> None:
        _check_words(self.words)


@dataclass(frozen=True, slots=True)
class PlayEarcon:
    """Sound an earcon now, in place of one still sounding."""

    name: Earcon


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Bring everything to this gain in dB, smoothly. Raises ValueError for what is not a finite number."""

    db: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.db):
            raise ValueError(f"volume is {self.db}, expected a finite number of dB")


@dataclass(frozen=True, slots=True)
class Duck:
    """Lower all speech by 12 dB while somebody talks over it, or bring it back; 30 ms either way."""

    on: bool


Order = Play | Hush | StartBeat | StopBeat | SetTempo | SetCueWords | PlayEarcon | SetVolume | Duck


@dataclass(frozen=True, slots=True)
class Started:
    """The clip of `Play(id)` began to sound: its first sample is at `frame`."""

    id: int
    frame: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The clip of `Play(id)` is silent from `frame` on; `cut` when that was before its own end.

    A clip that was cut before its first sample has an `Ended` and no `Started`.
    """

    id: int
    frame: int
    cut: bool


@dataclass(frozen=True, slots=True)
class BeatSounded:
    """A beat sounded at `frame`: the first sample of its tone, or the vowel onset of its word `cue` (None: a tone).

    The sound itself runs from `start_frame` to `end_frame` unless it is cut later; `rate_cpm` is its cycle's rate.
    """

    phase: Phase
    frame: int
    rate_cpm: float
    cue: Clip | None
    start_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class CueEnded:
    """A cue word that began at `start_frame` is silent from `frame` on; `cut` when that was before its own end.

    A word that is cut before its vowel has no `BeatSounded` of its own: a tone takes the beat, or it is cancelled.
    """

    clip: Clip
    phase: Phase
    start_frame: int
    frame: int
    cut: bool


@dataclass(frozen=True, slots=True)
class EarconStarted:
    """An earcon began at `frame`."""

    name: Earcon
    frame: int


Report = Started | Ended | BeatSounded | CueEnded | EarconStarted


def _check_rate(rate_cpm: float) -> None:
    if not MIN_RATE_CPM <= rate_cpm <= MAX_RATE_CPM:
        raise ValueError(f"rate_cpm is {rate_cpm}, expected {MIN_RATE_CPM:g} to {MAX_RATE_CPM:g} cycles a minute")


def _check_words(words: int | None) -> None:
    if words is not None and words < 0:
        raise ValueError(f"words is {words}, expected 0 or more cycles, or None for always")
