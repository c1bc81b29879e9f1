"""The pages of the PDF as text: a week on each, in rows, with a total for each day. Pure: no library, no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from voice.exchange.days import Day, Week, weeks_of
from voice.exchange.measures import minutes, shown_amount, shown_total, total
from voice.journal.records import Logged, Session

COLUMNS = ("Day", "Start", "Left", "Right", "Amount", "Kind")
UNCERTAIN = "~ The computer may not have known this time."
MINUTES = "Left and right are minutes. Amounts are as they were said; drops are not counted."


class Weight(Enum):
    """How a row is printed."""

    PLAIN = "plain"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class PageRow:
    """The cells of one row, one for each of `COLUMNS`."""

    cells: tuple[str, str, str, str, str, str]
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class Page:
    """One week: its title, its rows, and the lines under them."""

    title: str
    rows: tuple[PageRow, ...]
    notes: tuple[str, ...]


def pages_of(sessions: Iterable[Session]) -> tuple[Page, ...]:
    """A page for each week in which there was a session."""
    return tuple(map(_page, weeks_of(sessions)))


def _page(week: Week) -> Page:
    uncertain = any(not session.clock_known for day in week.days for session in day.sessions)
    return Page(
        f"Week of {week.monday.day} {week.monday:%B %Y}",
        tuple(row for day in week.days for row in _day(day)),
        (MINUTES, UNCERTAIN) if uncertain else (MINUTES,),
    )


def _day(day: Day) -> Iterator[PageRow]:
    name = f"{day.date:%a %Y-%m-%d}"
    for session in day.sessions:
        began = f"{'' if session.clock_known else '~'}{session.started:%H:%M}"
        first = (name, began, minutes(session.left_s), minutes(session.right_s))
        for amount in session.amounts or (None,):
            yield PageRow((*first, *_amount(amount)))
            first = ("", "", "", "")
        name = ""
    yield PageRow(
        ("Total", "", minutes(day.left_s), minutes(day.right_s), shown_total(total(day.amounts)), ""), Weight.TOTAL
    )


def _amount(one: Logged | None) -> tuple[str, str]:
    if one is None:
        return "", ""
    return shown_amount(one), "" if one.kind is None else one.kind.value
