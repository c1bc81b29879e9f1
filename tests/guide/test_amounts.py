"""Amounts as people say them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.content.catalogue import load
from voice.guide.amounts import Amount, Kind, Unit, correction, kind_of, parse, spells, vocabulary
from voice.guide.numerals import number_words
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
        ("nothing", Fraction(0), Unit.ML),
        ("i got none", Fraction(0), Unit.ML),
        ("one oh five", Fraction(105), Unit.ML),
        ("one zero five", Fraction(105), Unit.ML),
        ("two oh two point five", Fraction(405, 2), Unit.ML),
        ("a hundred and five", Fraction(105), Unit.ML),
        ("one and a half", Fraction(3, 2), Unit.ML),
        ("one and three quarters", Fraction(7, 4), Unit.ML),
        ("three quarters of an ounce", Fraction(3, 4), Unit.OZ),
        ("two ounces and three quarters", Fraction(11, 4), Unit.OZ),
        ("two point oh five ounces", Fraction(41, 20), Unit.OZ),
        ("point five ounces", Fraction(1, 2), Unit.OZ),
        ("an ounce and a half", Fraction(3, 2), Unit.OZ),
        ("a tablespoon", Fraction(15), Unit.ML),
        ("two and a half tablespoons", Fraction(75, 2), Unit.ML),
        ("a tablespoon and a half", Fraction(45, 2), Unit.ML),
        ("ten c c", Fraction(10), Unit.ML),
        ("ten mls", Fraction(10), Unit.ML),
        ("thirteen one three", Fraction(13), Unit.ML),
        ("thirty three oh millilitres", Fraction(30), Unit.ML),
        ("i think i got about thirty", Fraction(30), Unit.ML),
        ("okay log fifteen please", None, None),
    ],
)
def test_one_amount(text: str, number: Fraction | None, unit: Unit | None) -> None:
    expected = None if number is None or unit is None else (Amount(number, unit),)
    assert heard(text) == expected


@pytest.mark.parametrize(
    "text",
    ["a few drops", "few drops", "drops", "three drops", "a drop", "log a few drops", "fifteen drops", "some drops"],
)
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
    [
        "one three",
        "three oh",
        "oh five",
        "one no five",
        "ten on",
        "one and",
        "ten of the",
        "oh",
        "one oh",
        "thirteen one four",
        "that's right thirty",
        "hang on",
        "stop",
        "we're done",
        "two quarters quarters",
        "four quarters",
        "one three quarters",
        "it was",
        "nothing ten",
        "",
        "log",
        "next",
        "ten twelve",
        "left",
        "left ten twelve",
        "left ten left twelve",
        "no drops",
        "a few",
        "half",
    ],
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


@pytest.mark.parametrize(
    "text",
    [
        "no it was twelve",
        "i said twelve",
        "make it twelve",
        "sorry twelve",
        "not twenty twelve",
        "no i got twelve",
        "twelve instead of twenty",
        "no twelve millilitres",
        "actually that's twelve",
    ],
)
def test_a_correction_is_announced_in_many_ways(text: str) -> None:
    assert corrected(text, ml(20, Side.LEFT)) == (ml(12, Side.LEFT),)


def test_no_between_digits_is_neither_a_correction_nor_oh() -> None:
    assert corrected("one no five", ml(10)) is None
    assert corrected("thirty no five", ml(30)) == (ml(5),)


def test_a_hundred_said_short_is_a_hundred_in_a_correction_too() -> None:
    assert corrected("no one twenty", ml(20)) == (ml(120),)
    assert corrected("not one twenty one thirty", ml(120)) == (ml(130),)
    assert corrected("not thirty five", ml(30)) == (ml(5),)
    assert corrected("no one oh five", ml(5)) == (ml(105),)


def test_digits_correct_only_what_sounds_like_them() -> None:
    assert (
        corrected("one three", ml(30, Side.LEFT)) == corrected("one three", ml(13, Side.LEFT)) == (ml(13, Side.LEFT),)
    )
    assert corrected("three zero", ml(13)) == corrected("no three oh", ml(13)) == (ml(30),)
    assert corrected("one three oh", ml(113)) == (ml(130),)
    assert corrected("one three", ml(20)) is None
    assert corrected("one three") is None
    assert corrected("not one three", ml(1)) == (ml(3),)
    assert corrected("one three", ml(30, Side.LEFT), ml(12, Side.RIGHT)) == (ml(13, Side.LEFT), ml(12, Side.RIGHT))


def test_a_bare_sound_alike_corrects_only_while_it_is_asked() -> None:
    before = (ml(30, Side.LEFT),)
    for text in ("thirteen", "it was thirteen", "left thirteen"):
        words = tuple(text.split())
        assert correction(words, TABLE, before=before, asked=True) == (ml(13, Side.LEFT),)
        assert correction(words, TABLE, before=before) is None
    for text in ("right thirteen", "thirty", "twelve", "it was ten on the right"):
        assert correction(tuple(text.split()), TABLE, before=before, asked=True) is None


def test_spelled_numbers_are_known_without_what_was_said_before() -> None:
    assert spells(("one", "three"), TABLE) and spells(("nine", "oh"), TABLE)
    assert not any(spells(tuple(text.split()), TABLE) for text in ("one two", "thirteen", "one", "oh one", ""))


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
    assert {
        "log",
        "i got",
        "twenty five",
        "half",
        "a few",
        "left ten",
        "a tablespoon",
        "nothing",
        "one oh five",
        "two and a half",
    } <= set(entries)


def test_what_only_a_text_has_is_not_listened_for() -> None:
    entries = set(vocabulary(TABLE))
    assert entries.isdisjoint({"i said", "it was", "ml", "c c", "quarters", "oh", "some"})
    assert vocabulary(TABLE.listened_for) == vocabulary(TABLE)


phrases = [*TABLE.opening, *TABLE.correcting, *TABLE.nothing, *TABLE.units, *TABLE.kinds]
others = [*vocabulary(TABLE), *TABLE.oh, *TABLE.fractions, *TABLE.filler, *TABLE.few, *map(" ".join, phrases)]
words = st.lists(st.sampled_from(sorted({word for entry in others for word in entry.split()})), max_size=9)


@given(words, words)
def test_any_words_give_amounts_or_nothing(said: list[str], then: list[str]) -> None:
    amounts = parse(tuple(said), TABLE, side=Side.LEFT)
    for amount in amounts or ():
        assert (amount.amount is None) == (amount.unit is Unit.DROPS)
        assert CATALOGUE.spoken.amount(amount)
    changed = correction(tuple(then), TABLE, before=amounts or ())
    assert changed is None or 1 <= len(changed) <= 2


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["oh", "zero"]), st.sampled_from(["", "ml", "and a half"]))
def test_oh_among_digits_is_never_left_out(hundreds: int, ones: int, oh: str, then: str) -> None:
    names = {value: word for word, value in TABLE.numbers.items()}
    amounts = heard(f"{names[hundreds]} {oh} {names[ones]} {then}")
    assert amounts is not None and amounts[0].amount == hundreds * 100 + ones + (
        Fraction(1, 2) if "half" in then else 0
    )


@given(st.sampled_from(sorted(TABLE.sound_alikes)), st.integers(0, 9), words)
def test_a_number_and_its_twin_correct_each_other(number: int, hundreds: int, said: list[str]) -> None:
    one, other = number + 100 * hundreds, TABLE.sound_alikes[number] + 100 * hundreds
    assert TABLE.twin(TABLE.twin(Fraction(one))) == one
    words = number_words(other, TABLE)
    assert correction(words, TABLE, before=(ml(one),), asked=True) == (ml(other),)
    assert correction(("no", *words), TABLE, before=(ml(one),)) == (ml(other),)
    changed = correction(tuple(said), TABLE, before=(ml(one),), asked=True)
    assert changed is None or 1 <= len(changed) <= 2


@given(st.integers(1, 999))
def test_whole_numbers_are_understood_as_they_are_said(number: int) -> None:
    names = {value: word for word, value in TABLE.numbers.items()}
    hundreds, low = divmod(number, 100)
    said = [names[hundreds], "hundred"] if hundreds else []
    if low:
        said += [names[low]] if low in names else [names[low - low % 10], names[low % 10]]
    assert heard(" ".join(said)) == (ml(number),)
