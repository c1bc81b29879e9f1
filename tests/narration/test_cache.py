"""The cache: bounded, checked, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voice.narration.cache import DiskCache

_MUCH = 1_000_000


def _only_entry(directory: Path) -> Path:
    (entry,) = directory.iterdir()
    return entry


def test_what_was_put_is_there_also_for_the_next_program(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "made" / "when needed", limit_bytes=_MUCH)
    assert cache.get("a") is None
    cache.put("a", b"sound")
    cache.put("b", b"")
    later = DiskCache(tmp_path / "made" / "when needed", limit_bytes=_MUCH)
    assert later.get("a") == b"sound" and later.get("b") == b"" and cache.write_failures == 0


def test_putting_again_replaces(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, limit_bytes=_MUCH)
    cache.put("a", b"old")
    cache.put("a", b"new")
    assert cache.get("a") == b"new" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_entry_is_forgotten_and_deleted(tmp_path: Path, damage: str) -> None:
    cache = DiskCache(tmp_path, limit_bytes=_MUCH)
    cache.put("a", bytes(range(100)))
    entry = _only_entry(tmp_path)
    stored = entry.read_bytes()
    entry.write_bytes({"cut": stored[:-1], "flipped": stored[:-1] + b"\0", "emptied": b""}[damage])
    assert cache.get("a") is None
    assert not entry.exists()
    cache.put("a", b"again")
    assert cache.get("a") == b"again"


def test_the_entries_used_longest_ago_go_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, limit_bytes=3_500)
    for age, key in enumerate(("a", "b", "c")):
        cache.put(key, bytes(1_000))
        os.utime(tmp_path / f"{key}.clip", (age, age))
    assert cache.get("a") is not None  # used just now
    cache.put("d", bytes(1_000))
    assert cache.get("b") is None
    assert all(cache.get(key) is not None for key in "acd")


def test_what_a_killed_program_left_half_written_goes_too(tmp_path: Path) -> None:
    (tmp_path / "left.part").write_bytes(bytes(5_000))
    os.utime(tmp_path / "left.part", (0, 0))
    cache = DiskCache(tmp_path, limit_bytes=3_000)
    cache.put("a", bytes(1_000))
    assert [path.name for path in tmp_path.iterdir()] == ["a.clip"]


def test_a_full_disk_is_counted_and_otherwise_harmless(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, limit_bytes=_MUCH)
    cache.put("a", b"kept")
    cache.fail_writes = True
    cache.put("b", b"lost")
    assert cache.write_failures == 1 and cache.get("a") == b"kept" and cache.get("b") is None
    cache.fail_writes = False
    cache.put("b", b"found")
    assert cache.write_failures == 1 and cache.get("b") == b"found"


def test_a_folder_that_cannot_be_made_is_a_failed_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = DiskCache(tmp_path / "file" / "below", limit_bytes=_MUCH)
    cache.put("a", b"sound")
    assert cache.write_failures == 1 and cache.get("a") is None


def test_a_shared_folder_is_read_and_never_changed(tmp_path: Path) -> None:
    DiskCache(tmp_path / "shared", limit_bytes=_MUCH).put("a", b"theirs")
    cache = DiskCache(tmp_path / "own", shared=(tmp_path / "none", tmp_path / "shared"), limit_bytes=_MUCH)
    assert cache.get("a") == b"theirs"
    cache.put("a", b"mine")
    assert cache.get("a") == b"mine"
    entry = _only_entry(tmp_path / "shared")
    entry.write_bytes(b"damaged")
    assert DiskCache(tmp_path / "other", shared=(tmp_path / "shared",), limit_bytes=_MUCH).get("a") is None
    assert entry.read_bytes() == b"damaged"
