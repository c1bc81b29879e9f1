"""Languages are folders: a new one needs files only, and a broken one is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voice.content import catalogue
from voice.errors import InputError

ENGLISH = Path(catalogue.__file__).parent / "en"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of languages with one, `xx`, that begins as a copy of English."""
    shutil.copytree(ENGLISH, tmp_path / "xx")
    return tmp_path


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_english_is_there() -> None:
    assert "en" in catalogue.languages()


def test_another_language_is_another_folder(folder: Path) -> None:
    rewrite(folder / "xx" / "prompts.toml", "Wash your hands well", "Lave-toi bien les mains")
    rewrite(folder / "xx" / "phrases.toml", '"next step"', '"la suite"')
    rewrite(folder / "xx" / "spoken.toml", "press = ", "press = 'appuie' # ")

    other = catalogue.load("xx", folder)

    assert catalogue.languages(folder) == ("xx",)
    assert other.prompts["wash"].text.startswith("Lave-toi")
    assert other.phrases.find(("la", "suite")) is not None
    assert other.spoken.cues.press == "appuie"


def test_an_unknown_language_names_the_known_ones(folder: Path) -> None:
    with pytest.raises(InputError, match=r"no language 'yy'; expected one of xx"):
        catalogue.load("yy", folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "xx" / "spoken.toml").unlink()
    with pytest.raises(InputError, match=r"spoken.toml is missing"):
        catalogue.load("xx", folder)


def test_a_missing_prompt_is_named(folder: Path) -> None:
    rewrite(folder / "xx" / "prompts.toml", "[prompts.wash]", "[prompts.wish]")
    with pytest.raises(InputError, match=r"xx/prompts.toml: the key 'wash' is missing"):
        catalogue.load("xx", folder)


def test_braces_that_nothing_fills_are_named(folder: Path) -> None:
    rewrite(folder / "xx" / "prompts.toml", "{hour} around the areola", "{clock} around the areola")
    with pytest.raises(InputError, match=r"prompt move has clock in braces"):
        catalogue.load("xx", folder)


def test_a_phrase_with_two_meanings_is_named(folder: Path) -> None:
    rewrite(folder / "xx" / "phrases.toml", '"next step"', '"restart"')
    with pytest.raises(InputError, match=r"xx/phrases.toml: .*twice: restart"):
        catalogue.load("xx", folder)


def test_a_mark_on_no_phrase_is_named(folder: Path) -> None:
    rewrite(folder / "xx" / "phrases.toml", 'body_words = ["ow"', 'body_words = ["aua"')
    with pytest.raises(InputError, match=r"body_words names aua"):
        catalogue.load("xx", folder)


def test_a_sentence_of_no_command_is_named(folder: Path) -> None:
    rewrite(folder / "xx" / "sentences.toml", 'command = "storage"', 'command = "larder"')
    with pytest.raises(InputError, match=r"xx/sentences.toml: 'larder' is not a valid Command"):
        catalogue.load("xx", folder)


def test_a_mark_that_no_sentence_has_is_named(folder: Path) -> None:
    rewrite(folder / "xx" / "sentences.toml", "whole = true\nexample", "alone = true\nexample")
    with pytest.raises(InputError, match=r"xx/sentences.toml: .*'alone'"):
        catalogue.load("xx", folder)


def test_broken_toml_is_named(folder: Path) -> None:
    (folder / "xx" / "prompts.toml").write_text("[prompts", encoding="utf-8")
    with pytest.raises(InputError, match=r"prompts.toml: .*expected TOML"):
        catalogue.load("xx", folder)
