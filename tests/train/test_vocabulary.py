"""The words a model must know, and how they come to be said for training."""

from __future__ import annotations

import numpy as np

from scripts.train.alignment import NO_WORD, Alignment
from scripts.train.excerpts import Cut, find_excerpts
from scripts.train.graph import VOCABULARY
from scripts.train.recordings import Recording, Split
from scripts.train.synthetic import plan
from scripts.train.units import INDEX
from scripts.train.vocabulary import amount_texts, command_words, frequent_words, in_words, narration_texts
from voice.content.catalogue import load
from voice.hearing.words.models import builtin_model


def test_numbers_are_said_with_the_words_of_the_table() -> None:
    assert [in_words(number) for number in (0, 7, 19, 20, 42, 100, 121, 200)] == [
        "zero",
        "seven",
        "nineteen",
        "twenty",
        "forty two",
        "one hundred",
        "one hundred and twenty one",
        "two hundred",
    ]


def test_every_word_of_the_table_and_of_amounts_is_wanted() -> None:
    words = set(command_words())
    table = load("en").phrases
    assert words >= {word for phrase in table.all for word in phrase.words} | table.around
    assert words >= {word for text in amount_texts(50, seed=3) for word in text.split()}


def test_narration_is_what_the_guide_says_without_what_is_filled_in() -> None:
    texts = narration_texts()
    assert len(texts) > 100
    assert not [text for text in texts if set(text) & set("{}") or "  " in text]


def test_the_shipped_model_knows_them_and_five_thousand_more() -> None:
    known = (builtin_model() / VOCABULARY).read_text(encoding="utf-8").split()
    assert set(command_words()) <= set(known)
    assert len(known) >= 5_400


def test_the_most_frequent_words_come_first_and_names_that_nobody_knows_not_at_all() -> None:
    assert frequent_words(["the cat xqzzt", "the dog", "the cat"], most=2) == ("the", "cat")


def test_voices_are_drawn_by_seed() -> None:
    first, again, other = (plan(["stop"], 5, flite=True, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert {one.text for one in first} == {"stop"}


def _said(text: str, frames: int) -> tuple[Recording, Alignment]:
    """A sentence in which every word is one phone of so many frames."""
    words = len(text.split())
    recording = Recording(0, 0, text, "a", "CC0", "here", "more", Split.TRAIN)
    units = np.full(words + 1, INDEX["AA"], np.int16)
    places = np.append(np.arange(words), NO_WORD).astype(np.int16)
    return recording, Alignment(units, places, np.arange(words + 1, dtype=np.int32) * frames, (words + 1) * frames, 0.0)


def test_phrases_are_cut_from_sentences_where_they_are_not_swallowed() -> None:
    slow, fast = _said("he went on to go on", 25), _said("go on", 6)
    cuts = find_excerpts([slow[0], fast[0]], [slow[1], fast[1]], ["go on", "on"], most=9, seed=0)
    assert cuts == [Cut(0, 2, 3), Cut(0, 4, 6), Cut(0, 5, 6)]


def test_a_phrase_is_cut_so_often_and_no_more() -> None:
    recording, alignment = _said("on on on", 25)
    assert len(find_excerpts([recording] * 3, [alignment] * 3, ["on"], most=4, seed=0)) == 4
