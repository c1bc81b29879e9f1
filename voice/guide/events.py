"""What reaches the guide, all in the past tense. Times inside are room time in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.manner import Manner
from voice.guide.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Opened:
    """The session begins."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase of the table, or amounts, passed the guards of hearing (or a key was pressed).

    `words` is what was said; `phrase` is None for amounts. `certain` is false below the threshold of a safety phrase:
    then it is asked back. `replaces` says that these words contain the phrase that acted just before and go on.
    `manner` is how it was said, None for a key and where the guide's own voice may be in it. `clear` is false where
    crying sounded nearly as loud as the words. `talking` says that others talked just before, `spell` that both ears
    heard different numbers in an amount: it is read back digit by digit.
    """

    words: tuple[str, ...]
    phrase: Phrase | None
    confidence: float = 1.0
    speech_end_s: float = 0.0
    decided_s: float = 0.0
    certain: bool = True
    replaces: bool = False
    manner: Manner | None = None
    clear: bool = True
    talking: bool = False
    spell: bool = False
    agreed: bool = True
    """False where two ears listened and one of them did not hear it."""

    @property
    def text(self) -> str:
        """What was said, as the timeline writes it."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """One near utterance of 0.3 to 2.5 s was nothing of the table."""


@dataclass(frozen=True, slots=True)
class NarrationEnded:
    """The narration with this id is silent: said to its end, or cut."""

    id: int
    cut: bool


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Time for what is due."""


@dataclass(frozen=True, slots=True)
class VoiceBegan:
    """Somebody speaks near the microphone."""


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """Nobody speaks any more, and what was said is decided."""


@dataclass(frozen=True, slots=True)
class CryingBegan:
    """A baby near the microphone has been crying for about two seconds."""


@dataclass(frozen=True, slots=True)
class CryingStopped:
    """No crying was found any more."""


class Trouble(Enum):
    """What can fail or come back around the session."""

    MICROPHONE_LOST = "microphone lost"
    """Nothing comes from it: steps are timed until it is back."""
    MICROPHONE_SILENT = "microphone silent"
    """It gives digital silence, as a muted one does: as good as lost, and told in words that lead to its end."""
    MICROPHONE_BACK = "microphone back"
    SPEAKER_LOST = "speaker lost"
    """Nothing sounds: the screen goes on with the words and the beat."""
    SPEAKER_BACK = "speaker back"
    """It sounds again: told, the beat begins anew, and what was said last meanwhile is said again."""
    REOPENED = "sound re-opened"
    """The sound was gone for a moment while its devices were opened anew: told, and the beat begins anew."""
    DEFAULT_CHANGED = "default device changed"
    """As REOPENED, on the device that is the system's choice now."""
    MICROPHONE_CHANGED = "microphone changed"
    """Another microphone hears her from now on: shown, not said."""
    LATENCY_RAISED = "latency raised"
    """Sound comes later from now on, so that none of it is lost: shown, not said."""
    DISK_FULL = "disk full"
    UNWRITABLE = "journal cannot be written"
    """For another reason than a full disk: it is tried again."""
    DISK_BACK = "disk back"
    JOURNAL_NEWER = "journal of a newer program"
    """It is left alone, and nothing is kept."""
    JOURNAL_BROKEN = "journal damaged"
    """It was put aside, and another begun."""


class Concern(Enum):
    """What could need a touch in the middle of a session, and is better seen to before."""

    DISK = "disk"
    """Almost full."""
    POWER = "power"
    """A battery that may not last."""
    LOUDSPEAKER = "loudspeaker"
    """Muted, or turned down to nothing."""
    MICROPHONE_SILENT = "microphone silent"
    """It has given nothing but zeros so far."""
    MICROPHONE_FAINT = "microphone faint"
    """She spoke, far too softly to be understood."""
    MICROPHONE_LOUD = "microphone loud"
    """It is overdriven."""
    NARROW = "telephone sound"
    """The microphone gives nothing above some 4 kHz, as a headset in its call mode."""
    NOISE = "noise"
    """The room leaves little above it for a voice."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something could need a touch later."""

    concern: Concern


@dataclass(frozen=True, slots=True)
class Happened:
    """Something around the session failed or came back."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the journal was given stands on the disk, or is gone from it where it was to be erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Another program has erased everything, at this room time in seconds; `amounts` of this session came after."""

    at_s: float
    amounts: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C: say goodbye and close."""


@dataclass(frozen=True, slots=True)
class LengthReached:
    """The room closes now."""


Event = (
    Opened
    | Heard
    | NotUnderstood
    | NarrationEnded
    | TimePassed
    | VoiceBegan
    | VoiceEnded
    | CryingBegan
    | CryingStopped
    | Found
    | Happened
    | Kept
    | Erased
    | Interrupted
    | LengthReached
)
