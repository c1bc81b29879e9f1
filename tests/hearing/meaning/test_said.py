"""A written text becomes words."""

from __future__ import annotations

from voice.hearing.meaning.said import said


def test_words_are_small_and_without_punctuation() -> None:
    assert said("Wait, I\N{RIGHT SINGLE QUOTATION MARK}m NOT ready!").words == ("wait", "i'm", "not", "ready")


def test_it_knows_where_a_part_of_the_sentence_begins() -> None:
    spoken = said("No, it hurts. Stop.")
    assert spoken.before(2) == ("it",)
    assert spoken.after(2) == ("hurts",)
    assert [part.words for part in spoken.parts()] == [("no",), ("it", "hurts"), ("stop",)]


def test_only_the_last_part_is_a_question() -> None:
    assert [part.question for part in said("Okay, what now?").parts()] == [False, True]


def test_a_hyphen_parts_words_and_no_sentence() -> None:
    assert said("9-1-1").parts()[0].words == ("9", "1", "1")


def test_what_is_the_same_is_read_as_one() -> None:
    same = {("i", "am"): ("i'm",), ("9", "1", "1"): ("nine", "one", "one")}
    assert said("I am here, I am, 911? 9-1-1!").reading(same).text == "i'm here i'm 911 nine one one"


def test_breaks_stay_where_they_were() -> None:
    spoken = said("I am here, it hurts").reading({("i", "am"): ("i'm",)})
    assert [part.text for part in spoken.parts()] == ["i'm here", "it hurts"]


def test_a_word_said_again_is_left_out() -> None:
    assert said("wait wait no no wait").without_repeats() == ("wait", "no", "wait")
