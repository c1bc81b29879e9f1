"""What an amount could be instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.content.catalogue import load
from voice.guide.amounts import correction, parse
from voice.guide.measures import Words
from voice.guide.numerals import number_words
from voice.hearing.meaning.sound_alikes import readings

TABLE = load("en").phrases.amounts


def texts(said: str) -> list[str]:
    return [" ".join(reading.words) for reading in readings(tuple(said.split()), TABLE)]


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("thirteen", ["thirteen", "thirty"]),
        ("ninety", ["ninety", "nineteen"]),
        ("i got fifteen millilitres", ["i got fifteen millilitres", "i got fifty millilitres"]),
        ("a hundred and thirteen", ["a hundred and thirteen", "a hundred and thirty"]),
        ("one forty", ["one forty", "one fourteen"]),
        ("no thirteen", ["no thirteen", "no thirty"]),
        ("not thirty thirteen", ["not thirty thirteen", "not thirteen thirty"]),
    ],
)
def test_teens_and_tens_take_each_others_place(said: str, instead: list[str]) -> None:
    assert texts(said) == instead


@pytest.mark.parametrize("said", ["ten", "twenty", "thirty five", "two and a half ounces", "thirteen one three"])
def test_what_sounds_like_nothing_else_stands_alone(said: str) -> None:
    assert texts(said) == [said]


def test_each_side_can_be_mistaken_by_itself() -> None:
    assert texts("left thirteen right forty") == [
        "left thirteen right forty",
        "left thirty right forty",
        "left thirteen right fourteen",
        "left thirty right fourteen",
    ]


def test_what_is_no_amount_has_no_reading() -> None:
    assert texts("hang on") == texts("thirty thirty thirty") == texts("") == []


def test_the_second_ear_is_asked_about_words_and_digits() -> None:
    thirteen, thirty = readings(("no", "thirteen", "millilitres"), TABLE)
    assert thirteen.texts == ("no thirteen millilitres", "no 13 millilitres")
    assert thirty.texts == ("no thirty millilitres", "no 30 millilitres")
    (both,) = readings(("left", "a", "hundred", "and", "five", "right", "half", "an", "ounce"), TABLE)
    assert both.texts[-1] == "left 105 right half an ounce"
    (half,) = readings(("half", "an", "ounce"), TABLE)
    assert half.texts == ("half an ounce",)


words = st.sampled_from(["left", "right", "no", "not", "and", "a", "hundred", "half", "ml", "oh"])
numbers = st.integers(0, 99).map(lambda number: number_words(number, TABLE))


@given(st.lists(st.one_of(words.map(lambda word: (word,)), numbers), max_size=5))
def test_every_reading_means_what_it_says_and_the_first_is_what_was_heard(parts: list[Words]) -> None:
    heard = tuple(word for part in parts for word in part)
    found = readings(heard, TABLE)
    amounts = parse(heard, TABLE) or correction(heard, TABLE, before=())
    assert [reading.words for reading in found[:1]] == ([heard] if amounts is not None else [])
    assert len({reading.amounts for reading in found}) == len(found)
    for reading in found:
        assert (parse(reading.words, TABLE) or correction(reading.words, TABLE, before=())) == reading.amounts
        assert 1 <= len(reading.texts) <= 2
