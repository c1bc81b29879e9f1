"""What the plots show, as figures: a pure view of sessions, with no line that anybody should reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from voice.exchange.days import Day, days_of
from voice.exchange.measures import converted
from voice.guide.measures import Origin, Together, Unit
from voice.guide.steps import Side
from voice.journal.records import Logged, Session


class From(Enum):
    """Where an amount is from, as the plots tell them apart."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    UNSAID = "side not said"


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day: amounts in the unit of the series, minutes, and whether there were drops."""

    date: date
    amounts: dict[From, float]
    drops: bool
    left_min: float
    right_min: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A session on the clock: the day it began on, and from when to when in hours, which may pass 24."""

    date: date
    from_h: float
    to_h: float


@dataclass(frozen=True, slots=True)
class Series:
    """All that is drawn. `left_out` sessions have no date that is known to be right."""

    unit: Unit
    days: tuple[DayFigures, ...]
    moments: tuple[Moment, ...]
    left_out: int

    def amount(self, origin: From) -> float:
        """The sum of one origin over all days."""
        return sum(day.amounts[origin] for day in self.days)

    @property
    def left_min(self) -> float:
        """Minutes on the left over all days."""
        return sum(day.left_min for day in self.days)

    @property
    def right_min(self) -> float:
        """Minutes on the right over all days."""
        return sum(day.right_min for day in self.days)


def series(sessions: Iterable[Session], units: Unit | None) -> Series:
    """The figures of these sessions, in `units` or in millilitres."""
    given = list(sessions)
    dated = [session for session in given if session.clock_known]
    unit = units or Unit.ML
    return Series(
        unit,
        tuple(_figures(day, unit) for day in days_of(dated)),
        tuple(map(_moment, dated)),
        len(given) - len(dated),
    )


def _figures(day: Day, unit: Unit) -> DayFigures:
    amounts = dict.fromkeys(From, Fraction(0))
    for one in day.amounts:
        if one.amount is not None:
            amounts[_from(one.side)] += converted(one.amount, one.unit, unit)
    return DayFigures(
        day.date,
        {origin: float(amount) for origin, amount in amounts.items()},
        any(map(_is_drops, day.amounts)),
        day.left_s / 60,
        day.right_s / 60,
    )


def _from(side: Origin | None) -> From:
    match side:
        case None:
            return From.UNSAID
        case Together.BOTH:
            return From.BOTH
        case Side.LEFT:
            return From.LEFT
        case Side.RIGHT:
            return From.RIGHT


def _is_drops(one: Logged) -> bool:
    return one.amount is None


def _moment(session: Session) -> Moment:
    began = session.started
    from_h = began.hour + began.minute / 60 + began.second / 3600
    lasted_h = max(0.0, (session.last_at - began).total_seconds() / 3600)
    return Moment(began.date(), from_h, from_h + min(lasted_h, 24.0))
