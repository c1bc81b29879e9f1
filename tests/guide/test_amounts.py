"""Amounts as people say them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.content.catalogue import load
from voice.guide.amounts import Amount, Kind, Unit, correction, kind_of, parse, vocabulary
from voice.guide.steps import Side

CATALOGUE = load("en")
TABLE = CATALOGUE.phrases.amounts


def heard(text: str, side: Side | None = None) -> tuple[Amount, ...] | None:
    return parse(tuple(text.split()), TABLE, side=side)


def corrected(text: str, *before: Amount) -> tuple[Amount, ...] | None:
    return correction(tuple(text.split()), TABLE, before=before)


def ml(number: int, side: Side | None = None) -> Amount:
    return Amount(Fraction(number), Unit.ML, side)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("log thirty", Fraction(30), Unit.ML),
        ("thirty", Fraction(30), Unit.ML),
        ("i got ten millilitres", Fraction(10), Unit.ML),
        ("i got about ten mil", Fraction(10), Unit.ML),
        ("two ounces", Fraction(2), Unit.OZ),
        ("an ounce", Fraction(1), Unit.OZ),
        ("half a teaspoon", Fraction(1, 2), Unit.TSP),
        ("half of a teaspoon", Fraction(1, 2), Unit.TSP),
        ("a half teaspoon", Fraction(1, 2), Unit.TSP),
        ("one half ounce", Fraction(1, 2), Unit.OZ),
        ("three quarter teaspoon", Fraction(3, 4), Unit.TSP),
        ("two and a half ounces", Fraction(5, 2), Unit.OZ),
        ("two ounces and a half", Fraction(5, 2), Unit.OZ),
        ("two point three ounces", Fraction(23, 10), Unit.OZ),
        ("one hundred twenty", Fraction(120), Unit.ML),
        ("one hundred and twenty", Fraction(120), Unit.ML),
        ("one twenty", Fraction(120), Unit.ML),
        ("a hundred millilitres", Fraction(100), Unit.ML),
        ("twenty five", Fraction(25), Unit.ML),
        ("zero", Fraction(0), Unit.ML),
        ("okay log fifteen please", None, None),
    ],
)
def test_one_amount(text: str, number: Fraction | None, unit: Unit | None) -> None:
    expected = None if number is None or unit is None else (Amount(number, unit),)
    assert heard(text) == expected


@pytest.mark.parametrize("text", ["a few drops", "few drops", "drops", "three drops", "a drop", "log a few drops"])
def test_drops_are_never_counted(text: str) -> None:
    assert heard(text) == (Amount(None, Unit.DROPS),)


@pytest.mark.parametrize(
    "text",
    [
        "left ten right twelve",
        "ten left twelve right",
        "ten on the left and twelve on the right",
        "i got left ten millilitres and right twelve",
        "left side ten right side twelve mils",
    ],
)
def test_both_sides_at_once(text: str) -> None:
    assert heard(text) == (ml(10, Side.LEFT), ml(12, Side.RIGHT))


def test_a_unit_at_the_end_holds_for_both_sides_unless_it_is_drops() -> None:
    ounces = Amount(Fraction(2), Unit.OZ, Side.LEFT), Amount(Fraction(3), Unit.OZ, Side.RIGHT)
    assert heard("left two right three ounces") == ounces
    assert heard("left ten right a few drops") == (ml(10, Side.LEFT), Amount(None, Unit.DROPS, Side.RIGHT))


def test_the_side_she_worked_last_is_taken_where_she_names_none() -> None:
    assert heard("thirty", Side.RIGHT) == (ml(30, Side.RIGHT),)
    assert heard("left thirty", Side.RIGHT) == (ml(30, Side.LEFT),)


def test_the_kind_of_milk_comes_before_or_after() -> None:
    five = (Amount(Fraction(5), Unit.ML, None, Kind.COLOSTRUM),)
    assert heard("five of colostrum") == heard("first milk five millilitres") == five
    both = heard("left five first milk right twenty later milk")
    assert both is not None
    assert [amount.kind for amount in both] == [Kind.COLOSTRUM, Kind.MILK]


def test_the_kind_alone_is_an_answer_but_no_amount() -> None:
    assert kind_of(("first", "milk"), TABLE) is Kind.COLOSTRUM
    assert kind_of(("milk",), TABLE) is Kind.MILK
    assert heard("later milk") is None
    assert kind_of(("no", "milk"), TABLE) is None
    assert kind_of(("thirty",), TABLE) is None


@pytest.mark.parametrize(
    "text",
    ["", "log", "next", "ten twelve", "left", "left ten twelve", "left ten left twelve", "no drops", "a few", "half"],
)
def test_what_is_no_amount(text: str) -> None:
    assert heard(text) is None or text == "half"


def test_a_correction_replaces_the_number_and_keeps_the_rest() -> None:
    assert corrected("no twelve", ml(20, Side.LEFT)) == (ml(12, Side.LEFT),)
    ounces = Amount(Fraction(2), Unit.OZ, Side.LEFT, Kind.MILK)
    assert corrected("no three", ounces) == (Amount(Fraction(3), Unit.OZ, Side.LEFT, Kind.MILK),)
    assert corrected("no thirty millilitres", ounces) == (Amount(Fraction(30), Unit.ML, Side.LEFT, Kind.MILK),)


@pytest.mark.parametrize("text", ["not thirteen thirty", "no not thirteen thirty", "thirty not thirteen", "no thirty"])
def test_thirteen_becomes_thirty(text: str) -> None:
    assert corrected(text, ml(13)) == (ml(30),)


def test_a_small_number_before_a_ten_is_not_a_hundred_in_a_correction() -> None:
    assert corrected("not three thirty", ml(3)) == (ml(30),)


def test_the_rejected_number_tells_which_side_was_meant() -> None:
    before = ml(15, Side.LEFT), ml(12, Side.RIGHT)
    assert corrected("not fifteen fifty", *before) == (ml(50, Side.LEFT), ml(12, Side.RIGHT))
    assert corrected("no left eight", *before) == (ml(8, Side.LEFT), ml(12, Side.RIGHT))
    assert corrected("no eight", *before) == (ml(15, Side.LEFT), ml(8, Side.RIGHT))
    assert corrected("no left eight right nine", *before) == (ml(8, Side.LEFT), ml(9, Side.RIGHT))


def test_drops_give_way_to_a_number_in_millilitres_and_back() -> None:
    drops = Amount(None, Unit.DROPS, Side.LEFT)
    assert corrected("no five", drops) == (ml(5, Side.LEFT),)
    assert corrected("no a few drops", ml(5, Side.LEFT)) == (drops,)


@pytest.mark.parametrize("text", ["no", "not thirteen", "twelve", "no next", "no the left"])
def test_what_corrects_nothing(text: str) -> None:
    assert corrected(text, ml(13)) is None


def test_the_examples_that_people_see_are_understood() -> None:
    assert all(heard(example) for example in TABLE.examples)
    assert all(corrected(example, ml(13)) for example in TABLE.corrections)


def test_the_vocabulary_holds_each_entry_once() -> None:
    entries = vocabulary(TABLE)
    assert len(entries) == len(set(entries))
    assert {"log", "i got", "twenty five", "half", "a few", "left ten"} <= set(entries)


words = st.lists(st.sampled_from(sorted({word for entry in vocabulary(TABLE) for word in entry.split()})), max_size=9)


@given(words, words)
def test_any_words_give_amounts_or_nothing(said: list[str], then: list[str]) -> None:
    amounts = parse(tuple(said), TABLE, side=Side.LEFT)
    for amount in amounts or ():
        assert (amount.amount is None) == (amount.unit is Unit.DROPS)
        assert CATALOGUE.spoken.amount(amount)
    changed = correction(tuple(then), TABLE, before=amounts or ())
    assert changed is None or 1 <= len(changed) <= 2


@given(st.integers(1, 999))
def test_whole_numbers_are_understood_as_they_are_said(number: int) -> None:
    names = {value: word for word, value in TABLE.numbers.items()}
    hundreds, low = divmod(number, 100)
    said = [names[hundreds], "hundred"] if hundreds else []
    if low:
        said += [names[low]] if low in names else [names[low - low % 10], names[low % 10]]
    assert heard(" ".join(said)) == (ml(number),)
