"""The milk clock: until when milk that is stored keeps, by the times of one source. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voice.guide.milk import Fate, Keeping
from voice.journal.records import Session, Stored


@dataclass(frozen=True, slots=True)
class UseBy:
    """Until when milk is to be used, and how that is counted.

    `at` is None where the time is not known to be right: then only `keeps`, counted from `since`, can be told.
    `colder_at` and `colder_keeps` hold in a fridge at `cold_degrees` or less, None where the source has no such time.
    """

    keeps: str
    since: str
    at: datetime | None
    colder_keeps: str | None = None
    colder_at: datetime | None = None
    cold_degrees: int | None = None


_BEGAN = "the start of expressing"
_THAWED = "thawing"


def use_by(milk: Stored, rules: Keeping, *, clock_known: bool) -> UseBy:
    """Until when one amount keeps, counted from the start of expressing, thawed milk from when it was taken out."""
    dated = clock_known and milk.session.clock_known
    began = milk.session.started
    match milk.logged.fate:
        case Fate.FREEZER:
            months = rules.frozen_months
            return UseBy(f"{months} months", _BEGAN, months_after(began, months) if dated else None)
        case Fate.THAWED:
            hours, since = rules.thawed_hours, milk.logged.fate_at
            at = None if since is None or not clock_known else since + timedelta(hours=hours)
            return UseBy(f"{hours} hours", _THAWED, at)
        case _:
            colder = rules.cold_fridge_hours
            return UseBy(
                f"{rules.fridge_hours} hours",
                _BEGAN,
                began + timedelta(hours=rules.fridge_hours) if dated else None,
                None if colder is None else f"{colder} hours",
                None if colder is None or not dated else began + timedelta(hours=colder),
                None if colder is None else rules.cold_degrees,
            )


def use_by_of_mixed(milk: Iterable[Stored], rules: Keeping, *, clock_known: bool) -> UseBy:
    """Mixed milk keeps as long as its oldest: that of its parts which is to be used first. Raises ValueError for none.

    Where no date can be told, that of the part that keeps least.
    """
    parts = [(use_by(one, rules, clock_known=clock_known), one.session.started) for one in milk]
    if any(part.at is None for part, _ in parts):
        return min(parts, key=lambda part: (part[0].since != _THAWED, "month" in part[0].keeps, part[1]))[0]
    return min((part for part, _ in parts), key=lambda part: (part.at is None, part.at))


def oldest_first(stored: Iterable[Stored]) -> tuple[Stored, ...]:
    """What is stored, the milk that was begun first before the others."""
    return tuple(sorted(stored, key=lambda milk: (milk.session.started, milk.logged.at)))


def become(session: Session, amount_id: str, fate: Fate, at: datetime) -> Session:
    """The session with something new having become of one of its amounts. Raises KeyError where it has no such."""
    if all(one.id != amount_id for one in session.amounts):
        raise KeyError(amount_id)
    amounts = (replace(one, fate=fate, fate_at=at) if one.id == amount_id else one for one in session.amounts)
    return replace(session, amounts=tuple(amounts))


def not_stored_yet(sessions: Iterable[Session]) -> Stored | None:
    """The amount noted last of which nobody said what became of it."""
    found = [Stored(session, one) for session in sessions for one in session.amounts if one.fate is None]
    return max(reversed(found), key=lambda milk: milk.logged.at, default=None)


def months_after(time: datetime, months: int) -> datetime:
    """The same day of the month so many months later; the last one of a month that is shorter."""
    year, month = divmod(time.month - 1 + months, 12)
    year, month = time.year + year, month + 1
    return time.replace(year=year, month=month, day=min(time.day, calendar.monthrange(year, month)[1]))
