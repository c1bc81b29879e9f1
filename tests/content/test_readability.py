"""The measure itself, on words whose syllables everyone can count."""

from __future__ import annotations

import pytest

from tests.content.readability import grade, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("press", 1),
        ("place", 1),
        ("baby's", 2),
        ("breathe", 1),
        ("compress", 2),
        ("relax", 2),
        ("areola", 4),
        ("colostrum", 3),
        ("refrigerate", 4),
        ("emergency", 4),
        ("container", 3),
        ("rested", 2),
        ("paused", 1),
        ("needle", 2),
        ("hundred", 2),
        ("dry", 1),
    ],
)
def test_syllables_of_everyday_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_talk_is_easier_than_officialese() -> None:
    assert (
        grade("Wash your hands. Sit down.")
        < 2
        < 12
        < grade("Practitioners recommend regular antibacterial sanitation.")
    )


def test_a_decimal_point_ends_no_sentence() -> None:
    assert sentences("It is 1.5 inches. Say next?") == ["It is 1.5 inches.", "Say next?"]
