"""The timeline of a rehearsal: what happened, as values whose fields are the contract's, and as lines of JSON.

Times are seconds of room time. A record's `t` is where it stands in the timeline.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voice.audio.orders import Earcon, Phase
from voice.guide.actions import Ending, Reason, Spoken
from voice.guide.commands import Command
from voice.guide.measures import Amount, Kind, Origin, Unit
from voice.guide.steps import Side, Step
from voice.session.faults import FaultKind


@dataclass(frozen=True, slots=True)
class Said:
    """The guide spoke; `end` is where it fell silent, `cut` that this was before the last word."""

    t: float
    step: Step
    kind: Spoken
    text: str
    start: float
    end: float
    cut: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase of the table was recognised, before any guard.

    `speech_end` is the end of its last word, `decided` the time of the last sample the recogniser had been fed.
    `probability` and `text`, what the second ear wrote, are those of a rehearsal with two ears, and None anywhere else.
    """

    t: float
    phrase: str
    confidence: float
    speech_end: float
    decided: float
    probability: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A recognised phrase did nothing."""

    t: float
    phrase: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command acted; `value` is None where the command has none."""

    t: float
    command: Command
    phrase: str
    confidence: float
    speech_end: float
    decided: float
    value: str | int | tuple[Amount, ...] | None = None


@dataclass(frozen=True, slots=True)
class StateChanged:
    """Where the session stands since `t`; `position` is a clock hour, times on the sides are seconds."""

    t: float
    step: Step
    side: Side | None
    position: int | None
    paused: bool
    asleep: bool
    left_s: float
    right_s: float


@dataclass(frozen=True, slots=True)
class BeatSounded:
    """A beat's first sample is `frame` of the loudspeaker's signal; `rate` in cycles a minute."""

    t: float
    phase: Phase
    frame: int
    rate: float


@dataclass(frozen=True, slots=True)
class EarconSounded:
    """An earcon began."""

    t: float
    name: Earcon


@dataclass(frozen=True, slots=True)
class FaultPassed:
    """A fault of the scenario struck; `survived`: the session still answered 10 s later."""

    t: float
    kind: FaultKind
    survived: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """An amount was saved; `amount` is None for drops."""

    t: float
    side: Origin | None
    kind: Kind | None
    amount: Fraction | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Ended:
    """The session closed; times on the sides are seconds."""

    t: float
    reason: Ending
    left_s: float
    right_s: float


Record = Said | Heard | Ignored | Commanded | StateChanged | BeatSounded | EarconSounded | FaultPassed | Logged | Ended


class Timeline:
    """Collects records in the order in which they become known and gives them in the order in which they happened."""

    def __init__(self) -> None:
        self._records: list[Record] = []

    def add(self, record: Record) -> None:
        """Keep a record; many are only known after later ones have been added."""
        self._records.append(record)

    def records(self) -> tuple[Record, ...]:
        """All records by `t`; those of the same time in the order in which they were added."""
        return tuple(sorted(self._records, key=lambda record: record.t))
