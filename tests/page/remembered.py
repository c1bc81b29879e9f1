"""Sessions that a history shows: an ordinary fortnight, written into a journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from voice.guide.measures import Kind, Origin, Together, Unit
from voice.guide.steps import Side
from voice.journal.records import Logged, Session, Span

HERE = timezone(timedelta(hours=2))
"""Where she is: two hours ahead of UTC."""


def session(began: datetime, left_min: float, right_min: float, *amounts: Logged) -> Session:
    """One session: the left first, then the right, ended when its work was."""
    left_s, right_s = left_min * 60, right_min * 60
    spans = (Span(Side.LEFT, 12, 0.0, left_s, left_s), Span(Side.RIGHT, 12, left_s, left_s + right_s, right_s))
    worked = tuple(span for span in spans if span.expressed_s)
    return Session(began, began + timedelta(seconds=left_s + right_s), worked, amounts=amounts, finished=True)


def noted(amount: str, side: Origin | None, at: datetime, unit: Unit = Unit.ML) -> Logged:
    """An amount as it was said; "" is drops."""
    return Logged(Fraction(amount) if amount else None, unit if amount else Unit.DROPS, side, Kind.MILK, at)


def fortnight() -> Iterator[Session]:
    """Two weeks of March 2026, three sessions a day, one of them over midnight, one without a date."""
    for day in range(14):
        for number, (hour, minute) in enumerate([(3, 20), (11, 5), (23, 50)]):
            began = datetime(2026, 3, 1 + day, hour, minute, tzinfo=HERE)
            amounts = [noted(str(8 + day + number), Side.LEFT, began), noted(str(6 + day), Side.RIGHT, began)]
            if day % 5 == 1:
                amounts = [noted("14", Together.BOTH, began), noted("", None, began)]
            if day == 7:
                amounts = [noted("5", None, began)]
            yield session(began, 8 + number, 7 + day % 3, *amounts)
    yield replace(session(datetime(2000, 1, 1, 0, 4, tzinfo=HERE), 5, 5), clock_known=False)
