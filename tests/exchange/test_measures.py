"""Amounts in figures: exact as said, rounded where converted, drops never counted."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from voice.exchange.measures import figure, minutes, shown, shown_amount, shown_total, total
from voice.guide.measures import Together, Unit
from voice.guide.steps import Side
from voice.journal.records import Logged

_AT = datetime(2026, 3, 1, tzinfo=UTC)


def _logged(amount: str | None, unit: Unit, side: Side | Together | None = None) -> Logged:
    return Logged(None if amount is None else Fraction(amount), unit, side, None, _AT)


@pytest.mark.parametrize(
    ("amount", "text"), [("12", "12"), ("5/2", "2.5"), ("1/4", "0.25"), ("1/3", "1/3"), ("0", "0"), ("0.05", "0.05")]
)
def test_an_amount_is_written_exactly(amount: str, text: str) -> None:
    assert figure(Fraction(amount)) == text
    assert Fraction(text) == Fraction(amount)


@pytest.mark.parametrize(
    ("amount", "unit", "units", "text"),
    [
        ("0.5", Unit.OZ, Unit.ML, "14.8 ml"),
        ("1", Unit.OZ, Unit.ML, "29.6 ml"),
        ("30", Unit.ML, Unit.OZ, "1.01 oz"),
        ("1", Unit.TSP, Unit.ML, "5 ml"),
        ("12", Unit.ML, Unit.ML, "12 ml"),
        ("1/3", Unit.TSP, None, "1/3 tsp"),
        ("100", Unit.ML, None, "100 ml"),
    ],
)
def test_an_amount_is_shown_as_said_or_in_the_unit_that_was_chosen(
    amount: str, unit: Unit, units: Unit | None, text: str
) -> None:
    assert shown(Fraction(amount), unit, units) == text


def test_drops_stay_drops_in_every_unit() -> None:
    drops = _logged(None, Unit.DROPS, Side.LEFT)
    assert shown_amount(drops, Unit.ML) == "drops left"
    assert shown_amount(_logged("3", Unit.ML, Together.BOTH)) == "3 ml both"


def test_sums_are_by_unit_or_in_one() -> None:
    amounts = [
        _logged("12", Unit.ML),
        _logged(None, Unit.DROPS),
        _logged("0.5", Unit.OZ),
        _logged("8", Unit.ML),
        _logged(None, Unit.DROPS),
    ]
    assert shown_total(total(amounts)) == "20 ml, 0.5 oz, drops 2 times"
    assert shown_total(total(amounts, Unit.ML)) == "34.8 ml, drops 2 times"
    assert shown_total(total(amounts[1:2])) == "drops"
    assert shown_total(total([])) == ""


@pytest.mark.parametrize(("seconds", "text"), [(0, "0"), (0.5, "<1"), (59, "<1"), (61, "1"), (480, "8"), (500, "8")])
def test_minutes_are_whole(seconds: float, text: str) -> None:
    assert minutes(seconds) == text
