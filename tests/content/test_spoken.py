"""Values in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from voice.content.catalogue import load
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.local_time import LocalTime
from voice.guide.steps import Side

SPOKEN = load("en").spoken


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(Fraction(1), Unit.ML), "1 millilitre"),
        (Amount(Fraction(30), Unit.ML), "30 millilitres"),
        (Amount(Fraction(1, 2), Unit.TSP), "half a teaspoon"),
        (Amount(Fraction(5, 2), Unit.OZ), "2 and a half ounces"),
        (Amount(Fraction(1, 4), Unit.OZ), "a quarter of an ounce"),
        (Amount(Fraction(9, 4), Unit.OZ), "2 and a quarter ounces"),
        (Amount(Fraction(3, 4), Unit.OZ), "three quarters of an ounce"),
        (Amount(Fraction(11, 4), Unit.OZ), "2 and three quarters ounces"),
        (Amount(Fraction(23, 10), Unit.OZ), "2.3 ounces"),
        (Amount(Fraction(0), Unit.ML), "0 millilitres"),
        (Amount(None, Unit.DROPS), "a few drops"),
        (Amount(None, Unit.DROPS, Side.LEFT, Kind.COLOSTRUM), "a few drops of first milk on the left"),
    ],
)
def test_amounts(amount: Amount, text: str) -> None:
    assert SPOKEN.amount(amount) == text


def test_both_sides_are_read_back_together() -> None:
    both = [Amount(Fraction(10), Unit.ML, Side.LEFT), Amount(Fraction(12), Unit.ML, Side.RIGHT)]
    assert SPOKEN.amounts(both) == "10 millilitres on the left and 12 millilitres on the right"


def test_a_number_in_doubt_is_said_with_its_digits() -> None:
    both = [Amount(Fraction(13), Unit.ML, Side.LEFT), Amount(Fraction(130), Unit.ML)]
    assert SPOKEN.amounts(both, [Fraction(130)]) == "13 millilitres on the left and 130, one three zero, millilitres"
    assert SPOKEN.amounts(both[:1], [Fraction(13)]) == "13, one three, millilitres on the left"


def test_places_on_the_breast() -> None:
    assert SPOKEN.hour(2) == "two o'clock"
    assert SPOKEN.spot(2) == "two"
    assert SPOKEN.hours_done([12]) == "twelve o'clock"
    assert SPOKEN.hours_done([12, 2]) == "twelve and two o'clock"
    assert SPOKEN.hours_done([12, 2, 4]) == "twelve, two and four o'clock"


def test_minutes() -> None:
    assert [SPOKEN.minutes(1), SPOKEN.minutes(7)] == ["one minute", "7 minutes"]


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (2.0, "Thursday at 2 AM"),
        (12.5, "Thursday at noon"),
        (24.5, "Thursday at 11 PM"),
        (39.9, "Friday at 3 PM"),
        (6 * 24 + 23.0, "Wednesday at 11 PM"),
        (7 * 24 + 1.0, "January 8"),
        (180 * 24 + 1.0, "June 30"),
    ],
)
def test_until_when_is_told_no_later_than_it_is(hours: float, told: str) -> None:
    thursday = LocalTime(0, 0.0)
    assert SPOKEN.until(thursday.plus(hours * 3600), thursday) == told
