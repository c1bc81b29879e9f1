"""What the journal holds, as values. Pain, illness, emergency and crisis stand nowhere in it.

Seconds are counted from a session's start, in frames of its sound; times are aware datetimes, whole milliseconds.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from fractions import Fraction

from voice.guide.measures import Kind, Origin, Unit
from voice.guide.milk import STORED, Fate
from voice.guide.steps import Side


def new_id() -> str:
    """A name for a session or an amount: ten hexadecimal digits, nothing that tells of it."""
    return secrets.token_hex(5)


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of work: a side and a place of the thumb, without a change of either.

    `expressed_s` is how much of it the beat sounded: it is less than the whole where a pause lies in it. `place` is a
    clock hour, None where nobody knows it.
    """

    side: Side
    place: int | None
    from_s: float
    to_s: float
    expressed_s: float


@dataclass(frozen=True, slots=True)
class Pause:
    """She paused, or it paused itself; why stands nowhere. `to_s` is None while it lasts."""

    from_s: float
    to_s: float | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """An amount as she said it: `amount` in `unit`, None for drops, which are never counted.

    `side` and `kind` are None where nobody said them; `fate` is None while nobody said what became of it, `fate_at` is
    when that was.
    """

    amount: Fraction | None
    unit: Unit
    side: Origin | None
    kind: Kind | None
    at: datetime
    fate: Fate | None = None
    fate_at: datetime | None = None
    id: str = field(default_factory=new_id)

    @property
    def stored(self) -> bool:
        """Whether the milk lies in a fridge or a freezer."""
        return self.fate in STORED


@dataclass(frozen=True, slots=True)
class Amendment:
    """What the amount with this id is from now on, whichever session it belongs to."""

    id: str
    amount: Fraction | None
    unit: Unit
    side: Origin | None
    kind: Kind | None
    fate: Fate | None
    fate_at: datetime | None

    def of(self, logged: Logged) -> Logged:
        """The amount as it is then; another one stays as it was."""
        if logged.id != self.id:
            return logged
        return replace(logged, **{field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Session:
    """One session, or what was added by hand: `started` in local time with its offset from UTC.

    `ended` is None while it runs, and after a crash. `finished` says that it came to its goodbye after work. `held`
    says that only "continue" may go on; it is cleared at the end. `clock_known` is false where the computer may not
    have known the time.
    """

    started: datetime
    ended: datetime | None = None
    spans: tuple[Span, ...] = ()
    pauses: tuple[Pause, ...] = ()
    amounts: tuple[Logged, ...] = ()
    tags: tuple[str, ...] = ()
    tempo_cpm: float | None = None
    finished: bool = False
    held: bool = False
    clock_known: bool = True
    id: str = field(default_factory=new_id)

    def at(self, seconds: float) -> datetime:
        """The time so many seconds after its start."""
        return self.started + timedelta(seconds=seconds)

    def expressed_s(self, side: Side) -> float:
        """Seconds of work on one side."""
        return sum(span.expressed_s for span in self.spans if span.side is side)

    @property
    def left_s(self) -> float:
        """Seconds of work on the left."""
        return self.expressed_s(Side.LEFT)

    @property
    def right_s(self) -> float:
        """Seconds of work on the right."""
        return self.expressed_s(Side.RIGHT)

    @property
    def last_side(self) -> Side | None:
        """The side she ended with; None where none was worked."""
        return self.spans[-1].side if self.spans else None

    @property
    def turns(self) -> tuple[Span, ...]:
        """The spans with their places joined: left, right, left stays three. `place` is the last one."""
        return _joined(self.spans)

    @property
    def last_at(self) -> datetime:
        """When the last thing in it was: its end, else the latest span, pause or amount."""
        seconds = [span.to_s for span in self.spans]
        seconds += [pause.from_s if pause.to_s is None else pause.to_s for pause in self.pauses]
        times = [self.at(max(seconds, default=0.0)), *(amount.at for amount in self.amounts)]
        return self.ended or max(times)


@dataclass(frozen=True, slots=True)
class Stored:
    """Milk that is still there: an amount and the session it is from."""

    session: Session
    logged: Logged


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry that another program holds of a session of ours: its number there, and a digest of what was sent."""

    session_id: str
    remote_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier sessions tell the next one."""

    finished_sessions: int = 0
    last: Session | None = None
    """The last session in which a side was worked; None where there was none."""


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    turns: list[Span] = []
    for span in spans:
        if turns and turns[-1].side is span.side:
            last = turns.pop()
            span = replace(span, from_s=last.from_s, expressed_s=last.expressed_s + span.expressed_s)
        turns.append(span)
    return tuple(turns)
