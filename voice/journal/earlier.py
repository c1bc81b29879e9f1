"""The history that earlier versions kept in one JSON file: taken in once, and kept aside until it is erased."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from voice.guide.measures import Kind, Unit
from voice.guide.steps import Side
from voice.journal import rows
from voice.journal.records import Logged, Session, Span
from voice.journal.writing import committed
from voice.records import read_records

HISTORY = "history.json"
IMPORTED = "history.imported.json"
_FINEST = 1000
"""Amounts were written as decimal numbers: no part of a unit was smaller."""


def take_in(connection: sqlite3.Connection, folder: Path) -> None:
    """Take in what stands in the old history of this folder, if there is one. Raises JournalError.

    The ids follow from the records, so that nothing comes in twice where the program is interrupted here.
    """
    file = folder / HISTORY
    if not file.exists():
        return
    records = read_records(file)
    with committed(connection, writes=True):
        for session in _sessions(records, file):
            if not rows.read(connection, "id = ?", (session.id,)):
                rows.write(connection, session)
    with suppress(OSError):  # then it is looked at once more the next time, and nothing of it is new
        file.replace(folder / IMPORTED)
        (folder / IMPORTED).chmod(0o600)


def _sessions(records: list[dict[str, Any]], file: Path) -> list[Session]:
    began = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    sessions: list[Session] = []
    for number, record in reversed(list(enumerate(records))):
        dated = _time(record.get("date"))
        began = dated or began  # one without a date began no later than the one after it
        id_ = hashlib.sha256(f"{number} {json.dumps(record, sort_keys=True)}".encode()).hexdigest()[:10]
        sessions.append(_session(record, began, id_, clock_known=dated is not None))
    return sessions[::-1]


def _session(record: Mapping[str, Any], began: datetime, id_: str, *, clock_known: bool) -> Session:
    spans = _spans(record)
    session = Session(began, spans=spans, finished=record.get("finished") is True, clock_known=clock_known, id=id_)
    ended = session.last_at
    written = record.get("amounts")
    amounts = [
        _amount(one, ended, f"{id_}-{number}")
        for number, one in enumerate(written if isinstance(written, list) else ())
    ]
    return Session(
        began,
        ended,
        spans,
        amounts=tuple(one for one in amounts if one is not None),
        finished=session.finished,
        clock_known=clock_known,
        id=id_,
    )


def _spans(record: Mapping[str, Any]) -> tuple[Span, ...]:
    """One for each side, in the order that ends with the last one: no more was written."""
    if record.get("last_side") not in ("left", "right"):
        return ()
    last = Side(record["last_side"])
    first_s, last_s = (_seconds(record.get(f"{side.value}_s")) for side in (last.other, last))
    spans = (Span(last.other, None, 0.0, first_s, first_s), Span(last, None, first_s, first_s + last_s, last_s))
    return tuple(span for span in spans if span.side is last or span.expressed_s > 0)


def _amount(written: object, at: datetime, id_: str) -> Logged | None:
    """None for what is no amount."""
    if not isinstance(written, dict):
        return None
    try:
        number = written.get("amount")
        unit, side, kind = Unit(written.get("unit")), written.get("side"), written.get("kind")
        amount = None if unit is Unit.DROPS else Fraction(str(number)).limit_denominator(_FINEST)
        return Logged(amount, unit, rows.origin_of(side), None if kind is None else Kind(kind), at, id=id_)
    except (KeyError, ValueError):
        return None


def _seconds(written: object) -> float:
    return float(written) if isinstance(written, int | float) and written > 0 else 0.0


def _time(written: object) -> datetime | None:
    """A local time as earlier versions wrote it; None for anything else that stands there."""
    try:
        return datetime.fromisoformat(written).astimezone() if isinstance(written, str) else None
    except (ValueError, OverflowError):
        return None
