"""Transactions: all or nothing, on the disk when they end, and errors in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from voice.journal.errors import BrokenJournalError, FullDiskError, JournalError

_FULL = sqlite3.SQLITE_FULL
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def committed(connection: sqlite3.Connection, *, writes: bool) -> Iterator[sqlite3.Connection]:
    """Everything inside as one transaction, taken back where anything is raised.

    Raises JournalError where the disk does not take it, BrokenJournalError where the file is damaged.
    """
    with said_in_words():
        connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def said_in_words(file: Path | None = None) -> Iterator[None]:
    """Let no exception of the library out. Raises JournalError and BrokenJournalError in place of them."""
    where = "" if file is None else f" {file}"
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # a mistake of ours
    except sqlite3.DatabaseError as error:
        extended = getattr(error, "sqlite_errorcode", 0)
        code = _FULL if extended == sqlite3.SQLITE_IOERR_SHMSIZE else extended & 0xFF
        if code in _BROKEN:
            raise BrokenJournalError(f"The journal{where} is damaged ({error}).") from error
        _raise(code, where, error)
    except OSError as error:
        _raise(_FULL if error.errno == errno.ENOSPC else 0, where, error)


def _raise(code: int, where: str, error: Exception) -> NoReturn:
    what = f"The journal{where} cannot be used ({error})"
    match code:
        case sqlite3.SQLITE_FULL:
            raise FullDiskError(f"{what}: make some room on the disk.") from error
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            raise JournalError(f"{what}: another program is busy with it, so try again in a moment.") from error
        case _:
            raise JournalError(f"{what}: make its folder writable, or choose history = false.") from error
