"""Words that no dictionary has."""

# ruff: noqa: RUF001 -- the letters of the phonetic alphabet are meant

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.train.g2p import from_ipa, guess
from scripts.train.lexicon import MOST_VARIANTS, Lexicon, lexicon_for, load_lexicon


@pytest.mark.parametrize(
    ("ipa", "phones"),
    [
        ("ˈwɪspɚ", "W IH S P ER"),
        ("tʃˈɪlz", "CH IH L Z"),
        ("kəlˈɑːstɹəm", "K AH L AA S T R AH M"),
        ("fɹˈɪdʒ", "F R IH JH"),
        ("jˌuːɹˈoʊ", "Y UW R OW"),
        ("əɡˈɛn", "AH G EH N"),
        ("bˈʌʔn̩", "B AH T AH N"),
    ],
)
def test_a_transcription_becomes_phones(ipa: str, phones: str) -> None:
    assert " ".join(from_ipa(ipa)) == phones


def test_espeak_says_each_word_of_a_list() -> None:
    said = guess(["zorp", "blivet", "galumphing"])
    assert {word: " ".join(phones) for word, phones in said.items()} == {
        "zorp": "Z AO R P",
        "blivet": "B L AY V AH T",
        "galumphing": "G AE L AH M F IH NG",
    }


def test_what_makes_no_sound_is_left_out() -> None:
    assert "'" not in guess(["'", "zorp"])


def test_the_dictionary_comes_first_and_what_it_lacks_is_guessed_and_kept(tmp_path: Path) -> None:
    lexicon_for(["read", "zorp"]).save(tmp_path / "lexicon.json")
    lexicon = load_lexicon(tmp_path / "lexicon.json")
    assert lexicon.of("read") == (("R", "EH", "D"), ("R", "IY", "D"))
    assert lexicon.of("zorp") == (("Z", "AO", "R", "P"),)
    assert "blivet" not in lexicon


def test_what_she_says_is_known_in_british_as_well() -> None:
    assert ("K", "AA", "N", "T") in Lexicon().of("can't")
    assert ("HH", "AA", "F") in Lexicon().of("half")
    assert len(Lexicon().of("half")) <= MOST_VARIANTS
