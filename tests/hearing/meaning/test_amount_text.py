"""Amounts as a second ear writes them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.content.catalogue import load
from voice.guide.amounts import Amount, Kind, Unit, correction, parse
from voice.guide.steps import Side
from voice.hearing.meaning.amount_text import words_of_amount

TABLE = load("en").phrases.amounts


def read(text: str) -> tuple[Amount, ...] | None:
    return parse(words_of_amount(text, TABLE), TABLE)


def corrected(text: str, *before: Amount) -> tuple[Amount, ...] | None:
    return correction(words_of_amount(text, TABLE), TABLE, before=before)


def ml(number: int, side: Side | None = None) -> Amount:
    return Amount(Fraction(number), Unit.ML, side)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("35 ml.", ml(35)),
        ("35ml", ml(35)),
        ("35 mL", ml(35)),
        ("Thirty-five millilitres", ml(35)),
        ("105", ml(105)),
        ("One oh five", ml(105)),
        ("One-oh-five.", ml(105)),
        ("1 0 5", ml(105)),
        ("A hundred and five.", ml(105)),
        ("10 mls", ml(10)),
        ("Ten mills.", ml(10)),
        ("ten c c", ml(10)),
        ("10cc", ml(10)),
        ("Ten CC's.", ml(10)),
        ("Tencc.", ml(10)),
        ("One o five.", ml(105)),
        ("A tablespoon", ml(15)),
        ("A table spoon.", ml(15)),
        ("2 tbsp.", ml(30)),
        ("2.5 ounces", Amount(Fraction(5, 2), Unit.OZ)),
        ("2.5oz.", Amount(Fraction(5, 2), Unit.OZ)),
        (".5 oz", Amount(Fraction(1, 2), Unit.OZ)),
        ("Two and a half ounces.", Amount(Fraction(5, 2), Unit.OZ)),
        ("2 1/2 ounces", Amount(Fraction(5, 2), Unit.OZ)),
        ("2-1/2 oz", Amount(Fraction(5, 2), Unit.OZ)),
        ("2½ oz", Amount(Fraction(5, 2), Unit.OZ)),
        ("½ oz", Amount(Fraction(1, 2), Unit.OZ)),
        ("¾ oz", Amount(Fraction(3, 4), Unit.OZ)),
        ("three quarters of an ounce", Amount(Fraction(3, 4), Unit.OZ)),
        ("one and three-quarter ounces", Amount(Fraction(7, 4), Unit.OZ)),
        ("One and a half.", Amount(Fraction(3, 2), Unit.ML)),
        ("1/2 teaspoon", Amount(Fraction(1, 2), Unit.TSP)),
        ("A teaspoon and a half", Amount(Fraction(3, 2), Unit.TSP)),
        ("15 drops", Amount(None, Unit.DROPS)),
        ("Just a couple of drops.", Amount(None, Unit.DROPS)),
        ("Nothing.", ml(0)),
        ("None", ml(0)),
        ("I didn't get anything.", ml(0)),
        ("0 ml", ml(0)),
        ("I got about 35 mils from the left", ml(35, Side.LEFT)),
        ("Well, I think I pumped around 40.", ml(40)),
        ("It\u2019s twenty.", ml(20)),
        ("Oh, thirty.", ml(30)),
        ("It was 13.", ml(13)),
        ("Thirteen, one three.", ml(13)),
        ("Thirty. Three zero.", ml(30)),
        ("5 ml of colostrum", Amount(Fraction(5), Unit.ML, None, Kind.COLOSTRUM)),
    ],
)
def test_an_amount_in_writing(text: str, amount: Amount) -> None:
    assert read(text) == (amount,)


@pytest.mark.parametrize(
    "text",
    [
        "Left ten, right twelve",
        "Left 10. Right 12.",
        "10 ml on the left, 12 on the right",
        "Left, I got 10; right, 12!",
    ],
)
def test_both_sides_in_writing(text: str) -> None:
    assert read(text) == (ml(10, Side.LEFT), ml(12, Side.RIGHT))


@pytest.mark.parametrize(
    "text",
    [
        "Hang on.",
        "Stop.",
        "We're done.",
        "That's right, 30.",
        "Oh five.",
        "Oh",
        "You",
        "Thank you.",
        "",
        "3:30",
        "1,000",
        "1000 ml",
        "$5",
        "10-12",
        "1/3",
        "3/2 oz",
        "5²",
        "10 minutes",
        "One more",
        "The 3rd",
        "One three",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no, thirteen",
        "Not thirty, thirteen.",
        "I said thirteen",
        "No, it was 13.",
        "No, 1-3.",
        "One three.",
        "1, 3",
        "Thirteen, not thirty.",
        "Actually, thirteen.",
        "No, I said thirteen, one three.",
        "It's not 30, it's 13.",
    ],
)
def test_a_correction_in_any_words(text: str) -> None:
    assert corrected(text, ml(30, Side.LEFT)) == (ml(13, Side.LEFT),)


@pytest.mark.parametrize("text", ["Make it thirty.", "Three oh.", "3-0", "Thirty, three zero, I meant"])
def test_thirteen_made_thirty(text: str) -> None:
    assert corrected(text, ml(13)) == (ml(30),)


@given(st.text())
def test_any_text_gives_small_words_and_no_amount_of_a_thousand(text: str) -> None:
    words = words_of_amount(text, TABLE)
    assert all(word and not word.isspace() for word in words)
    for amount in parse(words, TABLE) or ():
        assert amount.amount is None or amount.amount < 1000 * 15


@given(st.integers(0, 999), st.sampled_from(["{}", "{} ml", "{}ml.", "I got {} millilitres.", "{} cc!"]))
def test_whole_numbers_are_read_as_they_are_written(number: int, form: str) -> None:
    assert read(form.format(number)) == (ml(number),)


@given(st.integers(0, 999), st.integers(0, 99))
def test_decimals_are_read_as_they_are_written(whole: int, digits: int) -> None:
    text = f"{whole}.{digits:02}"
    assert read(f"{text} oz") == (Amount(Fraction(text), Unit.OZ),)
