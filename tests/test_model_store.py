"""An archive becomes a model: whole or not at all, and never outside its folder."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from tests.model_folders import FILES, make_archive, make_model
from voice.errors import InputError, VoiceError
from voice.model_store import ModelStore


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def _is_untouched(store: ModelStore) -> bool:
    return store.names() == () and (not store.folder.exists() or list(store.folder.iterdir()) == [])


@pytest.mark.parametrize("inside", ["vosk-model-small/", ""])
def test_an_archive_is_unpacked_as_one_folder(store: ModelStore, tmp_path: Path, inside: str) -> None:
    folder = store.install(make_archive(tmp_path / "a.zip", inside=inside), "small")
    assert store.names() == ("small",)
    assert [(folder / name).read_text() for name in FILES] == list(FILES)
    assert [entry.name for entry in store.folder.iterdir()] == ["small"]


def test_a_broken_model_is_replaced(store: ModelStore, tmp_path: Path) -> None:
    (make_model(store.place("small")) / "am/final.mdl").unlink()
    assert not store.has("small")
    store.install(make_archive(tmp_path / "a.zip"), "small")
    assert store.names() == ("small",)


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "..\\outside", "C:outside"])
def test_an_archive_that_would_write_elsewhere_is_refused(store: ModelStore, tmp_path: Path, name: str) -> None:
    archive = make_archive(tmp_path / "a.zip", inside="", files=(*FILES, name))
    with pytest.raises(VoiceError, match="would write to"):
        store.install(archive, "small")
    assert _is_untouched(store)


def test_a_link_in_an_archive_is_refused(store: ModelStore, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("model/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(make_archive(tmp_path / "a.zip"), "a") as archive:
        archive.writestr(link, "/etc")
    with pytest.raises(VoiceError, match="would write to model/link"):
        store.install(tmp_path / "a.zip", "small")
    assert _is_untouched(store)


def test_an_archive_of_something_else_is_refused(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a Vosk model"):
        store.install(make_archive(tmp_path / "a.zip", files=("readme",)), "small")
    assert _is_untouched(store)


def test_a_damaged_archive_is_refused(store: ModelStore, tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "a.zip")
    content = archive.read_bytes()
    for damaged in (content[: len(content) // 2], content.replace(b"graph/Gr.fst", b"graph/Gr.fsT", 1)):
        archive.write_bytes(damaged)
        with pytest.raises(VoiceError, match="is damaged"):
            store.install(archive, "small")
        assert _is_untouched(store)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(VoiceError, match="cannot be written to"):
        ModelStore(tmp_path / "models").install(make_archive(tmp_path / "a.zip"), "small")


def test_what_is_left_of_an_unpacking_that_was_cut_off_is_no_model(store: ModelStore) -> None:
    make_model(store.folder / ".unpacking-x")
    assert store.names() == ()
