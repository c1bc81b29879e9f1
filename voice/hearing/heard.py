"""What the ears tell: events in the past tense, times in seconds of the stream."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.manner import Manner
from voice.guide.measures import Amount
from voice.guide.phrases import Phrase


class Ignored(Enum):
    """Why a phrase that was heard must not act; the values are the reasons of the timeline."""

    OWN_VOICE = "own-voice"
    LOW_CONFIDENCE = "low-confidence"
    TALK = "talk"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class PhraseHeard:
    """A phrase of the table, or amounts, were recognised; `ignored` says which guard holds it back, if any.

    `phrase` is None where the words are amounts: then `amounts` are those that stand for themselves, and `correction`
    says that the words only make sense as a change to earlier ones. `alone` is false for a safety phrase inside other
    speech, `certain` false for one below its threshold, which is to be asked back. `talking` says that others talked
    just before, `clear` that the words were clearly louder than a crying baby, if there is one.
    """

    phrase: Phrase | None
    words: tuple[str, ...]
    confidence: float
    speech_start_s: float
    speech_end_s: float
    decided_s: float
    amounts: tuple[Amount, ...] = ()
    correction: bool = False
    alone: bool = True
    certain: bool = True
    ignored: Ignored | None = None
    talking: bool = False
    manner: Manner | None = None
    """How it was said; None where the guide's own voice may be in it, and for what must not act."""
    clear: bool = True
    agreed: bool = True
    """False where both ears listened and one of them did not hear it."""
    spell: bool = False
    """Whether both ears heard an amount, and not the same one: it is to be read back digit by digit."""
    probability: float | None = None
    """That it was meant, where both ears judged."""
    transcript: str | None = None
    """What the second ear wrote; never shown or kept in a session."""

    @property
    def text(self) -> str:
        """The phrase as the table has it, or the words of the amount."""
        return self.phrase.text if self.phrase is not None else " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Replaced:
    """She went on speaking: `short` was only the beginning of `long`, which is to act in its place."""

    short: PhraseHeard
    long: PhraseHeard


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """An utterance of 0.3 to 2.5 s was nothing of the table; its level is the RMS of the active speech in dBFS."""

    start_s: float
    end_s: float
    level_dbfs: float


HeardEvent = PhraseHeard | Replaced | NotUnderstood
