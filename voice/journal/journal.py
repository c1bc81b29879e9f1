"""The journal: sessions read, added, changed, deleted and erased, by any number of programs at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from voice.guide.milk import STORED
from voice.journal import rows
from voice.journal.edits import Change, from_text, to_text, undone
from voice.journal.errors import ErasedError, NewerJournalError
from voice.journal.files import FILE_NAME, Opened, delete_file, forget_bytes, forget_copies, in_memory, open_file
from voice.journal.records import Amendment, Past, Sent, Session, Stored
from voice.journal.schema import TABLES
from voice.journal.writing import committed, said_in_words

EDITS_KEPT = 100
"""How many changes by hand can be undone; the oldest are forgotten."""
_WORKED = (
    "(EXISTS (SELECT 1 FROM spans WHERE session = sessions.id)"
    " OR EXISTS (SELECT 1 FROM amounts WHERE session = sessions.id))"
)


class Journal:
    """One connection to the journal, for one thread at a time; a context manager that closes it.

    Everything that writes commits before it returns and raises JournalError where the disk does not take it.
    """

    def __init__(self, opened: Opened, folder: Path | None) -> None:
        self.notice = opened.notice
        """What became of the journal when it was opened, in one sentence; empty where nothing did."""
        self.on_disk = opened.on_disk
        """Whether anything stays when the program ends."""
        self._folder = folder
        self._connection = opened.connection
        self.generation = self._generation()
        """How often everything was erased when this was opened."""

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The journal in the user's data folder, made where there is none, with `history.json` taken in.

        Raises JournalError where it cannot be opened, NewerJournalError where a newer program wrote it. A file that is
        no journal is kept aside and a new one begun; `notice` says so.
        """
        return cls(open_file(folder), folder)

    @classmethod
    def nowhere(cls, folder: Path | None = None, notice: str = "") -> Self:
        """One that nothing stays of; erasing it erases also what lies in `folder`."""
        return cls(in_memory(notice), folder)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- reading

    def sessions(
        self, *, last: int | None = None, between: tuple[datetime, datetime] | None = None
    ) -> tuple[Session, ...]:
        """All in the order of their start; the `last` so many; those that began from one time to before another."""
        condition, values = "1", list[object]()
        if between is not None:
            condition, values = "started_ms >= ? AND started_ms < ?", [rows.to_ms(time) for time in between]
        if last is not None:
            condition = f"id IN (SELECT id FROM sessions WHERE {condition} ORDER BY started_ms DESC, id DESC LIMIT ?)"
            values.append(last)
        return self._read(condition, values)

    def session(self, session_id: str) -> Session | None:
        """The one with this id, or with the only id that begins so; None where there is none."""
        found = self._read("id = ? OR substr(id, 1, ?) = ?", (session_id, len(session_id), session_id))
        return found[0] if len(found) == 1 and session_id else None

    def today(self, now: datetime) -> tuple[Session, ...]:
        """Those that began on the local day of `now`."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.sessions(between=(midnight, midnight + timedelta(days=1)))

    def last_time(self, before: datetime | None = None) -> Session | None:
        """The last session in which a side was worked or an amount noted, of those that began before."""
        until_ms = None if before is None else rows.to_ms(before)
        found = self._read(
            f"id = (SELECT id FROM sessions WHERE {_WORKED} AND (?1 IS NULL OR started_ms < ?1)"
            " ORDER BY started_ms DESC, id DESC LIMIT 1)",
            (until_ms,),
        )
        return found[0] if found else None

    def last_amount(self, since: datetime) -> Stored | None:
        """The amount noted last, with its session, where that was after `since`."""
        found = self._read(
            "id = (SELECT session FROM amounts WHERE at_ms >= ? ORDER BY at_ms DESC, number DESC LIMIT 1)",
            (rows.to_ms(since),),
        )
        return None if not found else Stored(found[0], max(found[0].amounts, key=lambda amount: amount.at))

    def stored_milk(self) -> tuple[Stored, ...]:
        """What lies in fridge or freezer, the milk that was begun first before the others."""
        there = ", ".join(f"'{fate.value}'" for fate in sorted(STORED, key=lambda fate: fate.value))
        found = self._read(f"id IN (SELECT session FROM amounts WHERE fate IN ({there}))")
        return tuple(Stored(session, amount) for session in found for amount in session.amounts if amount.stored)

    def past(self) -> Past:
        """What earlier sessions tell one that opens now."""
        (finished,) = self._connection.execute("SELECT count(*) FROM sessions WHERE finished").fetchone()
        found = self._read(
            "id = (SELECT id FROM sessions WHERE EXISTS (SELECT 1 FROM spans WHERE session = sessions.id)"
            " ORDER BY started_ms DESC, id DESC LIMIT 1)"
        )
        return Past(finished, found[0] if found else None)

    def unfinished(self) -> tuple[Session, ...]:
        """Those that have not come to their end: they run, or were cut short."""
        return self._read("ended_ms IS NULL")

    def version(self) -> int:
        """A number that is another one whenever any other connection has changed something, in this program or not."""
        return self._number("PRAGMA data_version")

    # ---- changing by hand: each can be undone

    def add(self, *sessions: Session) -> None:
        """Add sessions, all or none, in one step to undo. Raises KeyError where one of that id is there already."""
        with self._writing() as connection:
            for session in sessions:
                if self._session(session.id) is not None:
                    raise KeyError(session.id)
                rows.write(connection, session)
            self._remember([Change(session.id, None, session) for session in sessions])

    def change(self, session_id: str, how: Callable[[Session], Session]) -> tuple[Session, Session]:
        """Let a session be what `how` makes of it as it stands now, so that nothing is lost that others add meanwhile.

        Gives it before and after. Raises KeyError where it is not there any more; where `how` raises, nothing changes.
        """
        with self._writing() as connection:
            before = self._session(session_id)
            if before is None:
                raise KeyError(session_id)
            after = how(before)
            rows.write(connection, after, before)
            self._remember([Change(session_id, before, after)])
            return before, after

    def amend(self, amendment: Amendment) -> None:
        """Let an amount be as this says; nothing where it is not there any more."""
        with self._writing() as connection:
            for before in rows.read(connection, "id = (SELECT session FROM amounts WHERE id = ?)", (amendment.id,)):
                after = replace(before, amounts=tuple(amendment.of(one) for one in before.amounts))
                rows.write(connection, after, before)
                self._remember([Change(before.id, before, after)])

    def delete(self, session_id: str) -> None:
        """Take a session out. Raises KeyError where there is none any more."""
        with self._writing() as connection:
            before = self._session(session_id)
            if before is None:
                raise KeyError(session_id)
            rows.remove(connection, session_id)
            self._remember([Change(session_id, before, None)])

    def undo(self) -> tuple[Change, ...]:
        """Take the last step by hand back, and give what it had changed; empty where there is nothing to undo."""
        with self._writing() as connection:
            step = "(SELECT max(step) FROM edits)"
            found = connection.execute(f"SELECT session, before, after FROM edits WHERE step = {step} ORDER BY number")
            changes = tuple(Change(id_, from_text(before), from_text(after)) for id_, before, after in found)
            for change in changes:
                self._take_back(connection, change)
            connection.execute(f"DELETE FROM edits WHERE step = {step}")
            return changes

    # ---- a running session

    def record(self, session: Session, written: Session | None, generation: int | None) -> None:
        """Write what is new of a running session since it was `written` (None: all of it); no step to undo.

        Nothing is left of one that ends without work or an amount. Raises ErasedError where everything was erased since
        `generation`, or the session taken out by hand.
        """
        with self._writing() as connection:
            now, erased_ms = connection.execute("SELECT generation, erased_ms FROM journal").fetchone()
            if now != generation:
                raise ErasedError(rows.from_ms(erased_ms, 0))
            if session.ended is not None and not (session.spans or session.amounts):
                rows.remove(connection, session.id)
                return
            before = self._session(session.id) if written is None else written
            try:
                rows.write(connection, session, before)
            except KeyError:
                raise ErasedError(None) from None

    def look_again(self) -> int:
        """Take note that everything may have been erased; returns the generation."""
        self.generation = self._generation()
        return self.generation

    def close_as_it_was(self, session: Session) -> None:
        """End a session that was cut short; nothing of it is held any more. No step to undo."""
        closed = replace(session, ended=session.last_at, held=False)
        with suppress(ErasedError):
            self.record(closed, session, self.generation)

    def erase(self) -> None:
        """Delete everything that was ever kept here: rows, undo, write-ahead log, backups, the imported history."""
        with self._writing() as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
            now_ms = "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
            connection.execute(f"UPDATE journal SET generation = generation + 1, erased_ms = {now_ms}")
        self.look_again()
        if self._folder is None:
            return
        if self.on_disk:
            forget_bytes(self._connection)
            forget_copies(self._folder)
        else:
            erase(self._folder)

    # ---- what was sent to another program

    def sent(self, place: str) -> tuple[Sent, ...]:
        """What `place` holds of ours, as far as was noted."""
        found = self._connection.execute("SELECT session, remote_id, digest FROM sent WHERE place = ?", (place,))
        return tuple(Sent(*row) for row in found)

    def note_sent(self, place: str, sent: Sent) -> None:
        """Note that `place` holds this, instead of what was noted for the session."""
        with self._writing() as connection:
            values = (place, sent.session_id, sent.remote_id, sent.digest)
            connection.execute(
                "INSERT OR REPLACE INTO sent (place, session, remote_id, digest) VALUES (?, ?, ?, ?)", values
            )

    def forget_sent(self, place: str, session_id: str) -> None:
        """Note that `place` holds nothing of the session."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sent WHERE place = ? AND session = ?", (place, session_id))

    # ---- inside

    def _read(self, condition: str, values: Iterable[object] = ()) -> tuple[Session, ...]:
        with committed(self._connection, writes=False):
            return rows.read(self._connection, condition, tuple(values))

    def _session(self, session_id: str) -> Session | None:
        found = rows.read(self._connection, "id = ?", (session_id,))
        return found[0] if found else None

    def _take_back(self, connection: sqlite3.Connection, change: Change) -> None:
        now = self._session(change.session_id)
        then = undone(change, now)
        if then is not None:
            rows.write(connection, then, now)
        elif now is not None:
            rows.remove(connection, now.id)

    def _remember(self, changes: Iterable[Change]) -> None:
        (step,) = self._connection.execute("SELECT ifnull(max(step), 0) + 1 FROM edits").fetchone()
        self._connection.executemany(
            "INSERT INTO edits (step, session, before, after) VALUES (?, ?, ?, ?)",
            [
                (step, one.session_id, to_text(one.before), to_text(one.after if one.before else None))
                for one in changes
            ],
        )
        self._connection.execute("DELETE FROM edits WHERE step <= ?", (step - EDITS_KEPT,))

    def _generation(self) -> int:
        return self._number("SELECT generation FROM journal")

    def _number(self, question: str) -> int:
        with said_in_words():
            (number,) = self._connection.execute(question).fetchone()
        return int(number)

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return committed(self._connection, writes=True)


def erase(folder: Path) -> None:
    """Delete everything that was ever kept in this folder, whoever wrote it. Raises JournalError."""
    if (folder / FILE_NAME).exists():
        try:
            with Journal.open(folder) as journal:
                journal.erase()
        except NewerJournalError:
            delete_file(folder)
    forget_copies(folder)
