"""Text to the second ear's tokens and back."""

from __future__ import annotations

import pytest

from voice.hearing.words.second_files import SECOND_EAR_FILES, TOKENS
from voice.hearing.words.spelling import spellings, words_of
from voice.hearing.words.tokens import Tokens


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens((SECOND_EAR_FILES.folder() / TOKENS).read_bytes())


@pytest.mark.parametrize("text", ["Stop.", "I'm finished.", "How long does it keep?", "35 ml, please!", "½ naïve"])
def test_what_is_encoded_reads_as_it_was(tokens: Tokens, text: str) -> None:
    assert tokens.decode(tokens.encode(text)) == text


def test_a_character_with_a_token_of_its_own_is_never_written_as_bytes(tokens: Tokens) -> None:
    assert tokens.encode("Stop.")[-1] == 29889


def test_tokens_that_end_in_the_middle_of_one_are_refused() -> None:
    with pytest.raises(ValueError, match="in the middle"):
        Tokens(b"\x01a\x05bc")


def test_words_are_those_of_the_table() -> None:
    assert words_of("I'm done, thanks!  Thirty-five…") == ("i'm", "done", "thanks", "thirty", "five")


def test_what_is_asked_is_spelled_with_a_question_mark() -> None:
    assert spellings("i'm done") == ("I'm done.", "I'm done", "I'm done", "I'm done!")
    assert spellings("how long")[-1] == "How long?"
