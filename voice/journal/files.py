"""The journal's file: made, opened, brought to this version, put aside where it is broken, and forgotten."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from voice.journal.earlier import HISTORY, IMPORTED, take_in
from voice.journal.errors import BrokenJournalError, JournalError, NewerJournalError
from voice.journal.schema import SCRIPTS, VERSION
from voice.journal.writing import committed, said_in_words

FILE_NAME = "journal.db"
BUSY_S = 10.0
"""How long another program may be busy with it until this one gives up for now: an SD card can block for seconds."""
_OWNER_ONLY = 0o600
_BESIDE = ("-wal", "-shm", "-journal")
"""What the library keeps beside the file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection that is ready, and one sentence on what became of the file; empty where nothing did."""

    connection: sqlite3.Connection
    notice: str
    on_disk: bool


def open_file(folder: Path) -> Opened:
    """Open the journal of this folder, made where there is none.

    A file that is broken is kept aside and a new one begun. Raises JournalError, and NewerJournalError where a newer
    program wrote it.
    """
    file = folder / FILE_NAME
    with said_in_words(file):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(file)
        with suppress(PermissionError):
            file.chmod(_OWNER_ONLY)
        was = file.stat()
    notice = ""
    try:
        connection = _ready(file)
    except BrokenJournalError:
        notice = _put_aside(file, was)
        connection = _ready(file)
    try:
        take_in(connection, folder)
    except BaseException:
        connection.close()
        raise
    return Opened(connection, notice, on_disk=True)


def in_memory(notice: str = "") -> Opened:
    """A journal that nothing stays of."""
    connection = _connected(":memory:")
    _migrate(connection, None)
    return Opened(connection, notice, on_disk=False)


def forget_bytes(connection: sqlite3.Connection) -> None:
    """After the rows are deleted: make their bytes go from the file and from its log. Raises JournalError."""
    with said_in_words():
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise JournalError(
            "The journal's log could not be deleted: another program reads it, so try again in a moment."
        )


def forget_copies(folder: Path) -> None:
    """Delete every copy in this folder: backups, broken files, the history that was taken in. Raises JournalError."""
    with said_in_words(folder / FILE_NAME):
        for copy in (*folder.glob(f"{FILE_NAME.removesuffix('.db')}.*.db*"), folder / HISTORY, folder / IMPORTED):
            copy.unlink(missing_ok=True)


def delete_file(folder: Path) -> None:
    """Delete a journal whole, since this program cannot open it. Raises JournalError."""
    with said_in_words(folder / FILE_NAME):
        for end in ("", *_BESIDE):
            (folder / (FILE_NAME + end)).unlink(missing_ok=True)


def _make(file: Path) -> None:
    """Make it for its owner alone, where it is not there.

    A journal that is there is never opened but by the library: closing it would let go of the locks that this process
    holds through any other connection (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))


def _ready(file: Path) -> sqlite3.Connection:
    with said_in_words(file):
        connection = _connected(str(file))
        try:
            _check(connection, file)
            _write_ahead(connection)
            _migrate(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection


def _connected(name: str) -> sqlite3.Connection:
    """Each transaction is on the disk when it ends, and what is deleted is overwritten."""
    connection = sqlite3.connect(name, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Log ahead of the file, so that readers and one writer do not wait for each other.

    Where the file system cannot do that, the library's rollback journal stays, which is as safe.
    """
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")


def _check(connection: sqlite3.Connection, file: Path) -> None:
    """Raises NewerJournalError and BrokenJournalError."""
    version = _version(connection)
    if version > VERSION:
        raise NewerJournalError(
            "A newer version of this program wrote the journal, so I leave it alone and keep nothing this time: "
            "update this program."
        )
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found != "ok" or (version > 0 and "sessions" not in tables) or (version == 0 and tables):
        raise BrokenJournalError(f"The journal {file} is damaged.")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(connection: sqlite3.Connection, file: Path | None) -> None:
    """Bring it to this version, script by script in one transaction, with a copy of what there was before."""
    if _version(connection) == VERSION:
        return
    with committed(connection, writes=True):
        version = _version(connection)  # another program may have been faster
        if file is not None and 0 < version < VERSION:
            _copy(file, file.with_suffix(f".v{version}.db"))
        for script in SCRIPTS[version:]:
            for statement in script.split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _copy(file: Path, to: Path) -> None:
    """A copy that stands by itself, readable by its owner only."""
    to.unlink(missing_ok=True)
    _make(to)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _put_aside(file: Path, was: os.stat_result) -> str:
    """Move a broken file out of the way, unless another program has done so; returns a sentence about it."""
    aside = file.with_suffix(f".broken-{time.time_ns()}.db")
    with said_in_words(file):
        if file.exists() and os.path.samestat(file.stat(), was):
            for end in ("", *_BESIDE):
                with suppress(FileNotFoundError):
                    file.with_name(file.name + end).rename(aside.with_name(aside.name + end))
        _make(file)
    return f"The journal was damaged, so I began a new one; the old one is kept as {aside.name}."
