"""Between records and rows: what is read of a session, and what is written where it has changed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

from voice.guide.measures import Kind, Origin, Together, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.records import Logged, Pause, Session, Span

_SIDES = {side.value: side for side in Side}
_ORIGINS: dict[str, Origin] = {**_SIDES, Together.BOTH.value: Together.BOTH}
_UNITS = {unit.value: unit for unit in Unit}
_KINDS = {kind.value: kind for kind in Kind}
_FATES = {fate.value: fate for fate in Fate}
"""A look-up is three times as fast as an enum's call, and thousands of rows are read at once."""
_SESSION = "id, started_ms, offset_min, ended_ms, tempo_cpm, finished, held, clock_known"
_AMOUNT = "id, session, number, side, amount, unit, kind, at_ms, offset_min, fate, fate_ms"


def read(connection: sqlite3.Connection, which: str = "1", values: Sequence[object] = ()) -> tuple[Session, ...]:
    """The sessions for which the SQL condition `which` on their row holds, in the order of their start."""
    chosen = f"SELECT id FROM sessions WHERE {which}"
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for id_, side, *rest in connection.execute(
        "SELECT session, side, place, from_s, to_s, expressed_s FROM spans "
        f"WHERE session IN ({chosen}) ORDER BY session, number",
        values,
    ):
        spans[id_].append(Span(_SIDES[side], *rest))
    pauses: defaultdict[str, list[Pause]] = defaultdict(list)
    for id_, from_s, to_s in connection.execute(
        f"SELECT session, from_s, to_s FROM pauses WHERE session IN ({chosen}) ORDER BY session, number", values
    ):
        pauses[id_].append(Pause(from_s, to_s))
    amounts: defaultdict[str, list[Logged]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT {_AMOUNT} FROM amounts WHERE session IN ({chosen}) ORDER BY session, number, at_ms", values
    ):
        amounts[row[1]].append(_logged(row))
    tags: defaultdict[str, list[str]] = defaultdict(list)
    for id_, tag in connection.execute(
        f"SELECT session, tag FROM tags WHERE session IN ({chosen}) ORDER BY session, number", values
    ):
        tags[id_].append(tag)
    return tuple(
        Session(
            started=from_ms(started_ms, offset_min),
            ended=None if ended_ms is None else from_ms(ended_ms, offset_min),
            spans=tuple(spans[id_]),
            pauses=tuple(pauses[id_]),
            amounts=tuple(amounts[id_]),
            tags=tuple(tags[id_]),
            tempo_cpm=tempo_cpm,
            finished=bool(finished),
            held=bool(held),
            clock_known=bool(clock_known),
            id=id_,
        )
        for id_, started_ms, offset_min, ended_ms, tempo_cpm, finished, held, clock_known in connection.execute(
            f"SELECT {_SESSION} FROM sessions WHERE {which} ORDER BY started_ms, id", values
        )
    )


def write(connection: sqlite3.Connection, session: Session, before: Session | None = None) -> None:
    """Write a session: whole where there is none `before`, else what has changed since.

    What somebody else has changed of it meanwhile stays where it is not what changed here. Raises KeyError where it is
    there no more.
    """
    row = _session_row(session)
    if before is None:
        connection.execute(f"INSERT INTO sessions ({_SESSION}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    else:
        _write_changed(connection, row, _session_row(before))
    old = Session(session.started) if before is None else before
    _write_numbered(
        connection, "spans", "side, place, from_s, to_s, expressed_s", session.id, _spans(session), _spans(old)
    )
    _write_numbered(connection, "pauses", "from_s, to_s", session.id, _pauses(session), _pauses(old))
    _write_amounts(connection, session, old)
    if session.tags != old.tags:
        connection.execute("DELETE FROM tags WHERE session = ?", (session.id,))
        rows = [(session.id, number, tag) for number, tag in enumerate(session.tags)]
        connection.executemany("INSERT INTO tags (session, number, tag) VALUES (?, ?, ?)", rows)


def remove(connection: sqlite3.Connection, session_id: str) -> None:
    """Take a session out, with all that hangs on it."""
    connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))


def to_ms(time: datetime) -> int:
    """Milliseconds since 1970; ValueError for a time without its offset."""
    if time.tzinfo is None:
        raise ValueError("a time in the journal needs its offset from UTC")
    return round((time - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def from_ms(ms: int, offset_min: int) -> datetime:
    """That instant, in local time with this offset."""
    return datetime.fromtimestamp(ms / 1000, _zone(offset_min))


@cache
def _zone(offset_min: int) -> timezone:
    return timezone(timedelta(minutes=offset_min))


def offset_min(time: datetime) -> int:
    """Minutes that local time is ahead of UTC."""
    return round((time.utcoffset() or timedelta()) / timedelta(minutes=1))


def origin_of(written: str | None) -> Origin | None:
    """Where an amount is from, by its written name. Raises KeyError for any other."""
    return None if written is None else _ORIGINS[written]


@lru_cache(maxsize=4096)
def _number(written: str) -> Fraction:
    return Fraction(written)


def _logged(row: tuple[Any, ...]) -> Logged:
    """An amount from its row, whose values the STRICT table has checked."""
    id_, _, _, side, amount, unit, kind, at_ms, offset, fate, fate_ms = row
    return Logged(
        amount=None if amount is None else _number(amount),
        unit=_UNITS[unit],
        side=origin_of(side),
        kind=None if kind is None else _KINDS[kind],
        at=from_ms(at_ms, offset),
        fate=None if fate is None else _FATES[fate],
        fate_at=None if fate_ms is None else from_ms(fate_ms, offset),
        id=id_,
    )


def _session_row(session: Session) -> tuple[object, ...]:
    return (
        session.id,
        to_ms(session.started),
        offset_min(session.started),
        None if session.ended is None else to_ms(session.ended),
        session.tempo_cpm,
        int(session.finished),
        int(session.held),
        int(session.clock_known),
    )


def _write_changed(connection: sqlite3.Connection, row: tuple[object, ...], before: tuple[object, ...]) -> None:
    names = _SESSION.split(", ")
    changed = [name for name, new, old in zip(names, row, before, strict=True) if new != old] or names[:1]
    values = [row[names.index(name)] for name in changed]
    assignments = ", ".join(f"{name} = ?" for name in changed)
    found = connection.execute(f"UPDATE sessions SET {assignments} WHERE id = ?", (*values, row[0])).rowcount
    if not found:
        raise KeyError(row[0])


def _write_numbered(
    connection: sqlite3.Connection,
    table: str,
    columns: str,
    id_: str,
    rows: list[tuple[object, ...]],
    old: list[tuple[object, ...]],
) -> None:
    """Rows that are told apart by their number: those that have changed, and away with those beyond the last."""
    marks = ", ".join("?" * (len(columns.split(", ")) + 2))
    for number, (new, before) in enumerate(zip_longest(rows, old)):
        if new is not None and new != before:
            connection.execute(
                f"INSERT OR REPLACE INTO {table} (session, number, {columns}) VALUES ({marks})", (id_, number, *new)
            )
    if len(old) > len(rows):
        connection.execute(f"DELETE FROM {table} WHERE session = ? AND number >= ?", (id_, len(rows)))


def _spans(session: Session) -> list[tuple[object, ...]]:
    return [(one.side.value, one.place, one.from_s, one.to_s, one.expressed_s) for one in session.spans]


def _pauses(session: Session) -> list[tuple[object, ...]]:
    return [(one.from_s, one.to_s) for one in session.pauses]


def _write_amounts(connection: sqlite3.Connection, session: Session, before: Session) -> None:
    rows, old = _amounts(session), _amounts(before)
    for gone in old.keys() - rows.keys():
        connection.execute("DELETE FROM amounts WHERE id = ?", (gone,))
    changed: Iterable[tuple[object, ...]] = [row for id_, row in rows.items() if old.get(id_) != row]
    connection.executemany(
        f"INSERT OR REPLACE INTO amounts ({_AMOUNT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", changed
    )


def _amounts(session: Session) -> dict[str, tuple[object, ...]]:
    return {
        one.id: (
            one.id,
            session.id,
            number,
            None if one.side is None else one.side.value,
            None if one.amount is None else str(one.amount),
            one.unit.value,
            None if one.kind is None else one.kind.value,
            to_ms(one.at),
            offset_min(one.at),
            None if one.fate is None else one.fate.value,
            None if one.fate_at is None else to_ms(one.fate_at),
        )
        for number, one in enumerate(session.amounts)
    }
