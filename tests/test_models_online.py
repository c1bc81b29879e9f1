"""A model comes from its publisher: in one go, in pieces, or not at all and with a sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.model_folders import make_archive
from tests.publisher import Shelf, serving
from voice.cli.model import get_model
from voice.errors import InputError, VoiceError
from voice.model_store import ModelStore
from voice.models_online import Publisher, online_model

_NAME = "small-en-us"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(make_archive(tmp_path / "published.zip", padding=300_000).read_bytes())


@contextmanager
def _publisher(shelf: Shelf) -> Iterator[Publisher]:
    with serving(shelf) as base_url:
        yield Publisher(base_url)


def _unseen(have: int, total: int) -> None:
    pass


def _first_bytes(shelf: Shelf) -> list[int]:
    return [first for name, first in shelf.requests if name.endswith(".zip")]


def test_a_model_is_downloaded_verified_and_unpacked(store: ModelStore, shelf: Shelf) -> None:
    seen: list[tuple[int, int]] = []
    with _publisher(shelf) as publisher:
        folder = get_model(_NAME, store, publisher, lambda have, total: seen.append((have, total)))
    assert store.names() == (_NAME,)
    assert folder == store.place(_NAME)
    assert [entry.name for entry in store.folder.iterdir()] == [_NAME]
    size = len(shelf.archive)
    assert seen[0] == (0, size)
    assert seen[-1] == (size, size)
    assert seen == sorted(seen)


def test_a_model_that_is_there_is_not_asked_for_again(store: ModelStore, shelf: Shelf) -> None:
    with _publisher(shelf) as publisher:
        get_model(_NAME, store, publisher, _unseen)
        asked = len(shelf.requests)
        get_model(_NAME, store, publisher, _unseen)
    assert len(shelf.requests) == asked


def test_a_connection_that_breaks_is_taken_up_where_it_broke(store: ModelStore, shelf: Shelf) -> None:
    shelf.cuts = [100_000, 50_000]
    with _publisher(shelf) as publisher:
        get_model(_NAME, store, publisher, _unseen)
    assert _first_bytes(shelf) == [0, 100_000, 150_000]
    assert store.has(_NAME)


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(store: ModelStore, shelf: Shelf) -> None:
    shelf.cuts = [100_000, 0, 0, 0]
    with _publisher(shelf) as publisher:
        with pytest.raises(VoiceError, match=r"stopped at 0 of 0 MB .*run this again to go on from there"):
            get_model(_NAME, store, publisher, _unseen)
        assert not store.has(_NAME)
        get_model(_NAME, store, publisher, _unseen)
    assert _first_bytes(shelf) == [0, 100_000, 100_000, 100_000, 100_000]
    assert store.has(_NAME)


def test_a_server_without_ranges_begins_again(store: ModelStore, shelf: Shelf) -> None:
    shelf.ranges = False
    shelf.cuts = [100_000]
    with _publisher(shelf) as publisher:
        get_model(_NAME, store, publisher, _unseen)
    assert store.has(_NAME)


def test_an_archive_that_is_not_the_listed_one_is_deleted(store: ModelStore, shelf: Shelf) -> None:
    shelf.listed = shelf.true_list()
    shelf.archive = shelf.archive[:1000] + b"?" + shelf.archive[1001:]
    with _publisher(shelf) as publisher, pytest.raises(VoiceError, match="does not match the publisher's checksum"):
        get_model(_NAME, store, publisher, _unseen)
    assert list(store.folder.iterdir()) == []


def test_an_archive_that_has_grown_is_not_read_beyond_its_listed_size(store: ModelStore, shelf: Shelf) -> None:
    shelf.listed = shelf.true_list()
    shelf.archive += b"more"
    with _publisher(shelf) as publisher:
        get_model(_NAME, store, publisher, _unseen)
    assert store.has(_NAME)


@pytest.mark.parametrize("listed", [{"models": 1}, [{"name": "vosk-model-small-en-us-0.15"}], 7, [None]])
def test_a_list_that_cannot_be_read_is_said(store: ModelStore, shelf: Shelf, listed: object) -> None:
    shelf.listed = listed
    with _publisher(shelf) as publisher, pytest.raises(VoiceError, match="list of models cannot be read"):
        get_model(_NAME, store, publisher, _unseen)


def test_a_model_that_is_no_longer_listed_is_said(store: ModelStore, shelf: Shelf) -> None:
    shelf.listed = []
    with _publisher(shelf) as publisher, pytest.raises(VoiceError, match="no longer lists vosk-model-small-en-us"):
        get_model(_NAME, store, publisher, _unseen)


def test_without_a_network_one_sentence_says_so(store: ModelStore, shelf: Shelf) -> None:
    with serving(shelf) as base_url:
        pass  # the server is gone, and its port with it
    with pytest.raises(VoiceError, match="cannot be reached"):
        get_model(_NAME, store, Publisher(base_url), _unseen)
    with _publisher(shelf) as publisher:
        listing = publisher.listing(online_model(_NAME))
    with pytest.raises(VoiceError, match="The download stopped"):
        Publisher(base_url).download(listing, store.folder, _unseen)


def test_a_name_that_nobody_publishes_is_refused(store: ModelStore, shelf: Shelf) -> None:
    with _publisher(shelf) as publisher, pytest.raises(InputError, match="expected one of small-en-us"):
        get_model("big-en-us", store, publisher, _unseen)
    assert shelf.requests == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, shelf: Shelf) -> None:
    (tmp_path / "models").write_text("a file is in the way", encoding="utf-8")
    with _publisher(shelf) as publisher, pytest.raises(VoiceError, match="cannot be kept in"):
        get_model(_NAME, ModelStore(tmp_path / "models"), publisher, _unseen)
