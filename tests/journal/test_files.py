"""The journal's file: who may read it, and what becomes of one that is broken, newer, older, or cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.journal.sessions import whole
from voice.journal import files, schema
from voice.journal.errors import JournalError, NewerJournalError
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal, erase


def kept(folder: Path) -> None:
    with Journal.open(folder) as journal:
        journal.add(whole())


def pragma(folder: Path, name: str) -> object:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_only_she_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Journal.open(folder) as journal:
        journal.add(whole())
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {FILE_NAME: 0o600, f"{FILE_NAME}-wal": 0o600, f"{FILE_NAME}-shm": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_is_written_ahead_and_of_this_version(tmp_path: Path) -> None:
    kept(tmp_path)
    assert pragma(tmp_path, "journal_mode") == "wal"
    assert pragma(tmp_path, "user_version") == schema.VERSION


def test_where_no_log_can_be_written_ahead_the_rollback_journal_stays(tmp_path: Path) -> None:
    dotfile = f"file:{tmp_path / FILE_NAME}?vfs=unix-dotfile"  # locks by a file, and shares no memory
    with closing(sqlite3.connect(dotfile, uri=True, isolation_level=None)) as connection:
        files._write_ahead(connection)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("damage", ["noise", "half", "zeros", "other"])
def test_a_broken_file_is_kept_aside_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    kept(tmp_path)
    file = tmp_path / FILE_NAME
    whole_file = file.read_bytes()
    if damage == "other":
        file.unlink()
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE bookmarks (url TEXT)")
            other.commit()
    else:
        damaged = {
            "noise": bytes(range(256)) * 64,
            "half": whole_file[: len(whole_file) // 2],
            "zeros": whole_file[:4096] + bytes(8192) + whole_file[12288:],
        }
        file.write_bytes(damaged[damage])
    before = file.read_bytes()
    with Journal.open(tmp_path) as journal:
        assert journal.sessions() == ()
        assert "damaged" in journal.notice and journal.notice.count(".") >= 1
        journal.add(whole())
    (aside,) = tmp_path.glob("journal.broken-*.db")
    assert aside.read_bytes() == before
    with Journal.open(tmp_path) as journal:
        assert journal.notice == "" and journal.sessions() == (whole(),)
    erase(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


def test_an_empty_file_is_a_new_journal(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with Journal.open(tmp_path) as journal:
        assert journal.notice == ""
        journal.add(whole())


def test_what_a_newer_program_wrote_is_left_alone_until_it_is_erased(tmp_path: Path) -> None:
    kept(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(NewerJournalError, match="update this program"):
        Journal.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before
    erase(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_older_one_is_brought_up_with_a_copy_of_what_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)
    monkeypatch.setattr(files, "SCRIPTS", (*schema.SCRIPTS, "ALTER TABLE sessions ADD COLUMN note TEXT;\n"))
    monkeypatch.setattr(files, "VERSION", schema.VERSION + 1)
    with Journal.open(tmp_path) as journal:
        assert journal.sessions() == (whole(),)
    assert pragma(tmp_path, "user_version") == schema.VERSION + 1
    backup = tmp_path / f"journal.v{schema.VERSION}.db"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
        assert copy.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    with Journal.open(tmp_path) as journal:
        journal.erase()
    assert not backup.exists()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path)
    broken = "ALTER TABLE sessions ADD COLUMN note TEXT;\nALTER TABLE nowhere ADD COLUMN note TEXT;\n"
    monkeypatch.setattr(files, "SCRIPTS", (*schema.SCRIPTS, broken))
    monkeypatch.setattr(files, "VERSION", schema.VERSION + 1)
    with pytest.raises(JournalError):
        Journal.open(tmp_path)
    monkeypatch.undo()
    with Journal.open(tmp_path) as journal:
        assert journal.sessions() == (whole(),)


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JournalError, match="make its folder writable"):
        Journal.open(tmp_path / "file")


_MOUNTED = """
set -e
mount -t tmpfs -o size=1m tmpfs "$1"
exec "$2" -c "$3" "$1"
"""
_FULL = """
import sys
from dataclasses import replace
from pathlib import Path
from tests.journal.sessions import ml, whole
from voice.journal.errors import FullDiskError
from voice.journal.journal import Journal
folder = Path(sys.argv[1])
number = 0
with Journal.open(folder) as journal:
    try:
        while True:
            journal.add(replace(whole(id_=f"{number:010}"), tags=("x" * 2000,)))
            number += 1
    except FullDiskError as error:
        assert "make some room" in str(error), error
    assert len(journal.sessions()) == number > 3
with Journal.open(folder) as journal:
    assert len(journal.sessions()) == number
"""
_READ_ONLY = """
import subprocess, sys
from pathlib import Path
from tests.journal.sessions import whole
from voice.journal.errors import JournalError
from voice.journal.journal import Journal
folder = Path(sys.argv[1])
with Journal.open(folder) as journal:
    journal.add(whole())
subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
try:
    Journal.open(folder)
except JournalError as error:
    assert "make its folder writable" in str(error), error
else:
    raise AssertionError("it was opened")
subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
with Journal.open(folder) as journal:
    assert journal.sessions() == (whole(),)
"""


def can_mount() -> bool:
    """Whether a file system of its own can be had here."""
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-rm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="needs a file system of its own")
@pytest.mark.parametrize("story", [_FULL, _READ_ONLY], ids=["full", "read-only"])
def test_a_disk_that_takes_no_more_is_told_and_what_it_took_stays(tmp_path: Path, story: str) -> None:
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", _MOUNTED, "sh", str(tmp_path), sys.executable, story],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
