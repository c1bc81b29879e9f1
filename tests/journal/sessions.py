"""Sessions to keep: one of each kind."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from fractions import Fraction

from voice.guide.measures import Kind, Together, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.records import Logged, Pause, Session, Span

CEST = timezone(timedelta(hours=2))
AT_THREE = datetime(2026, 7, 1, 3, 20, tzinfo=CEST)


def whole(began: datetime = AT_THREE, *, id_: str = "a1b2c3d4e5") -> Session:
    """Left, right, left, with a pause, two amounts and a tag."""
    return Session(
        began,
        began + timedelta(minutes=20),
        (
            Span(Side.LEFT, 12, 60.0, 180.5, 120.5),
            Span(Side.LEFT, 2, 180.5, 300.0, 100.0),
            Span(Side.RIGHT, 12, 320.0, 600.0, 280.0),
            Span(Side.LEFT, 2, 610.0, 700.0, 90.0),
        ),
        (Pause(200.0, 219.5),),
        (
            Logged(
                Fraction(5, 2),
                Unit.OZ,
                Together.BOTH,
                Kind.MILK,
                began + timedelta(minutes=19),
                Fate.FRIDGE,
                began,
                id_ + "-1",
            ),
            Logged(None, Unit.DROPS, Side.LEFT, Kind.COLOSTRUM, began + timedelta(minutes=19), id=id_ + "-2"),
        ),
        ("tired",),
        18.0,
        finished=True,
        id=id_,
    )


def running(began: datetime = AT_THREE, *, seconds: float = 100.0, id_: str = "0f0f0f0f0f") -> Session:
    """One that has not ended: on the left, for so long."""
    return Session(began, spans=(Span(Side.LEFT, 12, 30.0, 30.0 + seconds, seconds),), tempo_cpm=18.0, id=id_)


def ml(number: int, at: datetime = AT_THREE) -> Logged:
    """So many millilitres from the left."""
    return Logged(Fraction(number), Unit.ML, Side.LEFT, Kind.MILK, at)
