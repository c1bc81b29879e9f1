"""What is known when it is judged whether a command was meant: of a stretch of sound, and of one candidate in it."""

from __future__ import annotations

from dataclasses import dataclass

from voice.hearing.judgement.thresholds import Kind
from voice.hearing.words.listening import Meaning
from voice.hearing.words.word import Words


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of sound between two quiets, and what the first ear made of it; times in seconds of the stream.

    `runs` are its words, in groups with 0.2 s without speech between them, none where it heard none; `near` are the
    same without what was said far behind the rest. `level_dbfs` is the RMS of the active speech, and `over_room_db` how
    far that lies over the room's own noise.
    """

    start_s: float
    end_s: float
    runs: tuple[Words, ...]
    near: tuple[Words, ...]
    decided_s: float
    level_dbfs: float
    over_room_db: float
    live: frozenset[Meaning]
    """What is listened for."""
    amounts_live: bool
    over_before_db: float = 40.0
    """How far the level lies over that of the second before."""
    crying: bool = False
    drowned: bool = False
    """Whether a crying baby is nearly as loud."""
    narrow: bool = False
    """Whether the microphone gives telephone sound."""
    own_voice: bool = False
    """Whether the guide's own voice sounds in it too."""

    @property
    def length_s(self) -> float:
        """How long it lasts."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that both ears and the room tell of one candidate; logarithms are natural.

    `confidence` is the first ear's, None where it did not hear it. `margin` is how much less likely than its
    own text the second ear finds it, `exact` says that its text means the candidate, `of_table` that it does so in the
    table's words, `certainty` how sure it is of its text, `phantom` that this is what it writes where nobody speaks.
    """

    text: str
    """The candidate's words."""
    meaning: Meaning | None
    """None where it is an amount."""
    kind: Kind
    words: int
    confidence: float | None
    margin: float
    exact: bool
    of_table: bool
    certainty: float
    phantom: bool
    length_s: float
    level_dbfs: float
    over_room_db: float
    over_before_db: float
    talk_s: float
    """How long others talked in the eight seconds before."""
    crying: bool
    narrow: bool
    own_voice: bool
