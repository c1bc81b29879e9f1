"""Sessions by day and by week, as they were where she was: the local day on which each began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from voice.journal.records import Logged, Session


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which there was a session, with all that began on it."""

    date: date
    sessions: tuple[Session, ...]

    @property
    def left_s(self) -> float:
        """Seconds of work on the left."""
        return sum(session.left_s for session in self.sessions)

    @property
    def right_s(self) -> float:
        """Seconds of work on the right."""
        return sum(session.right_s for session in self.sessions)

    @property
    def amounts(self) -> tuple[Logged, ...]:
        """Every amount of its sessions."""
        return tuple(amount for session in self.sessions for amount in session.amounts)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday (ISO 8601), with the days on which there was a session."""

    monday: date
    days: tuple[Day, ...]


def days_of(sessions: Iterable[Session]) -> tuple[Day, ...]:
    """The days of sessions in the order of their start; days without one are left out."""
    ordered = sorted(sessions, key=lambda session: (session.started.date(), session.started))
    return tuple(Day(day, tuple(there)) for day, there in groupby(ordered, lambda session: session.started.date()))


def weeks_of(sessions: Iterable[Session]) -> tuple[Week, ...]:
    """The weeks of sessions; weeks without one are left out."""
    return tuple(Week(monday, tuple(days)) for monday, days in groupby(days_of(sessions), _monday))


def _monday(day: Day) -> date:
    return day.date - timedelta(days=day.date.weekday())
