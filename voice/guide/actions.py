"""What the guide wants done, all in the imperative; the session carries it out in order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.amounts import Amount
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.steps import Side, Step
from voice.guide.stretches import Rest, Stretch


class Spoken(Enum):
    """Kinds of speech, as the timeline names them."""

    PROMPT = "prompt"
    ANSWER = "answer"
    REPEAT = "repeat"
    NOTE = "note"
    CUE = "cue"


class Earcon(Enum):
    """Short sounds with a meaning, as the timeline names them."""

    HEARD = "heard"
    NOT_UNDERSTOOD = "not_understood"
    PAUSED = "paused"
    RESUMED = "resumed"
    SWITCHED = "switched"


class Reason(Enum):
    """Why a phrase did nothing, as the timeline names it."""

    OWN_VOICE = "own-voice"
    LOW_CONFIDENCE = "low-confidence"
    ASLEEP = "asleep"
    NOT_LIVE = "not-live"
    REPEAT = "repeat"
    TALK = "talk"
    ASKED = "asked"
    REPLACED = "replaced"


class Ending(Enum):
    """How a session ends, as the timeline names it."""

    FINISHED = "finished"
    STOPPED = "stopped"
    LENGTH = "length"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text`, cutting what is being said; answer with NarrationEnded(id).

    `gain_db` is how much louder than everything else it sounds, negative: softer.
    """

    id: int
    text: str
    kind: Spoken
    step: Step
    gain_db: float = 0.0
    goes_on: bool = False
    """Another sentence of the same prompt follows by itself."""


@dataclass(frozen=True, slots=True)
class Hush:
    """Cut the narration."""


@dataclass(frozen=True, slots=True)
class StartBeat:
    """Begin a cycle; the first `words` cycles with cue words (None: all of them)."""

    tempo_cpm: float
    words: int | None


@dataclass(frozen=True, slots=True)
class StopBeat:
    """Hold the beat."""


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Change the tempo at the next cycle."""

    tempo_cpm: float


@dataclass(frozen=True, slots=True)
class CountAloud:
    """Speak cue words for so many cycles from the next on (None: all, 0: tones alone)."""

    words: int | None


@dataclass(frozen=True, slots=True)
class PlayEarcon:
    """Sound an earcon."""

    name: Earcon


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Change the loudness of everything, in dB from the default."""

    volume_db: float


@dataclass(frozen=True, slots=True)
class Show:
    """The state changed; times are seconds expressed."""

    step: Step
    side: Side | None
    position: int | None
    paused: bool
    asleep: bool
    left_s: float
    right_s: float


@dataclass(frozen=True, slots=True)
class ShowKeys:
    """Hearing failed twice: show the keys instead of talking."""


@dataclass(frozen=True, slots=True)
class ShowNote:
    """Show a sentence that is not said."""

    text: str


@dataclass(frozen=True, slots=True)
class Acted:
    """For the record: a command acted."""

    command: Command
    heard: Heard
    value: str | tuple[Amount, ...] | None


@dataclass(frozen=True, slots=True)
class Ignored:
    """For the record: a phrase did nothing, and why."""

    heard: Heard
    reason: Reason


@dataclass(frozen=True, slots=True)
class Save:
    """For the record: an amount counts now."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Keep:
    """Write the session into the journal as it stands; answer with Kept once it is on the disk.

    Times are room time in seconds; it began at `since_s`. `held` says that only "continue" may go on, `over` that it
    ends now, `finished` that it came to its goodbye after work.
    """

    since_s: float
    stretches: tuple[Stretch, ...]
    rests: tuple[Rest, ...]
    amounts: tuple[Amount, ...]
    tempo_cpm: float
    held: bool
    over: bool = False
    finished: bool = False


@dataclass(frozen=True, slots=True)
class CloseEarlier:
    """End the session that was cut short as it was: what is kept from now on is another."""


@dataclass(frozen=True, slots=True)
class EraseHistory:
    """Delete everything that was ever kept; answer with Kept once it is gone."""


@dataclass(frozen=True, slots=True)
class End:
    """Close the session."""

    reason: Ending
    left_s: float
    right_s: float


Action = (
    Say
    | Hush
    | StartBeat
    | StopBeat
    | SetTempo
    | CountAloud
    | PlayEarcon
    | SetVolume
    | Show
    | ShowKeys
    | ShowNote
    | Acted
    | Ignored
    | Save
    | Keep
    | CloseEarlier
    | EraseHistory
    | End
)
