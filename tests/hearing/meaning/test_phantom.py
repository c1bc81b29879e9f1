"""Texts that are written where nobody speaks."""

from __future__ import annotations

import pytest

from voice.hearing.meaning.phantom import is_phantom


@pytest.mark.parametrize("text", ["", " ", "...", "You", "you.", "Thank you.", "Oh!", "Uh,", "Ah"])
def test_noise_is_written_as_a_few_words(text: str) -> None:
    assert is_phantom(text)


@pytest.mark.parametrize(
    "text",
    ["stop stop stop stop stop stop", "No, no, no, no, no.", "I'm sorry, I'm sorry, I'm sorry, I'm sorry, I'm sorry"],
)
def test_a_text_that_goes_in_circles_is_none(text: str) -> None:
    assert is_phantom(text)


def test_a_text_may_begin_well_and_end_in_circles() -> None:
    assert is_phantom("and then the the the the the")


@pytest.mark.parametrize("text", ["Stop!", "Thank you, next.", "No, no, no.", "Oh no.", "it hurts it hurts it hurts"])
def test_what_people_say_is_no_phantom(text: str) -> None:
    assert not is_phantom(text)
