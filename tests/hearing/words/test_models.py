"""Which model is used, and what is said of a folder that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model_folders import make_model
from voice.errors import InputError
from voice.hearing.words.models import builtin_model, check_model, find_model


def test_the_model_that_travels_with_the_program_is_there_and_whole() -> None:
    check_model(builtin_model())
    assert find_model(None, Path("/nowhere")) == builtin_model()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert find_model(make_model(tmp_path / "mine"), tmp_path / "downloaded") == tmp_path / "mine"


def test_a_bare_name_is_a_downloaded_model(tmp_path: Path) -> None:
    model = make_model(tmp_path / "small-en-us")
    assert find_model(Path("small-en-us"), tmp_path) == model


def test_an_old_model_has_its_files_at_the_top(tmp_path: Path) -> None:
    for name in ("final.mdl", "mfcc.conf", "HCLr.fst", "Gr.fst"):
        (tmp_path / name).write_bytes(b"x")
    check_model(tmp_path)


def test_what_is_no_model_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "file.zip").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    (make_model(tmp_path / "cut") / "graph/Gr.fst").write_bytes(b"")
    fixed = make_model(tmp_path / "fixed")
    (fixed / "graph/HCLr.fst").rename(fixed / "graph/HCLG.fst")
    for name, said in (
        ("absent", "There is no model folder"),
        ("file.zip", "is a file; expected the folder of a Vosk model, unpacked"),
        ("empty", "am/final.mdl is missing or empty"),
        ("cut", "graph/Gr.fst is missing or empty"),
        ("fixed", "cannot listen for a list of phrases"),
    ):
        with pytest.raises(InputError, match=said) as caught:
            find_model(tmp_path / name, tmp_path)
        assert str(tmp_path / name) in str(caught.value)
