"""From the rows of a table to sessions: all of them, or none and the place of the first that is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from voice.exchange import cells
from voice.exchange.cells import CellError
from voice.exchange.table import NEEDED, Row
from voice.guide.measures import Unit
from voice.guide.steps import Side
from voice.journal.records import Logged, Session, Span


class RowError(ValueError):
    """A row that cannot be taken in: its line, counted from 1, the column where it is one, and what is wrong."""

    def __init__(self, line: int, column: str | None, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row and the line of its file on which it begins."""

    line: int
    row: Row


def missing_columns(header: Sequence[str]) -> tuple[str, ...]:
    """Those that a table needs and this one lacks."""
    return tuple(name for name in NEEDED if name not in header)


def sessions_of(rows: Iterable[Numbered]) -> tuple[Session, ...]:
    """The sessions of a table, in the order of their first rows. Raises RowError for the first row that is wrong.

    Rows with the same `session` are one; rows without one are one session where they begin at the same time. Its id
    then follows from that time: the same table comes in once only.
    """
    groups: dict[str, list[tuple[Numbered, datetime]]] = {}
    for numbered in rows:
        try:
            start = cells.time("start", numbered.row.get("start", ""))
            written = numbered.row.get("session", "")
            key = cells.name("session", written) if written else _id_of(start)
        except CellError as error:
            raise RowError(numbered.line, error.column, str(error)) from error
        groups.setdefault(key, []).append((numbered, start))
    seen: dict[str, int] = {}
    return tuple(_session(id_, group, seen) for id_, group in groups.items())


def _session(id_: str, group: list[tuple[Numbered, datetime]], seen: dict[str, int]) -> Session:
    first, start = group[0]
    for numbered, other in group[1:]:
        if other != start:
            raise RowError(numbered.line, "start", f"start is not that of line {first.line}, which is the same session")
        if any(numbered.row.get(name) for name in ("spans", "pauses", "end")):
            raise RowError(numbered.line, "end", f"line {first.line} tells of the whole of this session already")
    line = first.line
    try:
        session = _whole(first.row, start, id_)
        amounts = list[Logged]()
        for numbered, _ in group:
            line = numbered.line
            amount = _amount(numbered.row, session, f"{id_}-{len(amounts)}")
            if amount is None:
                continue
            if amount.id in seen:
                raise CellError("entry", amount.id, f"another name than on line {seen[amount.id]}")
            seen[amount.id] = line
            amounts.append(amount)
    except CellError as error:
        raise RowError(line, error.column, str(error)) from error
    return Session(
        session.started,
        session.ended,
        session.spans,
        session.pauses,
        tuple(amounts),
        session.tags,
        session.tempo_cpm,
        session.finished,
        clock_known=session.clock_known,
        id=id_,
    )


def _whole(row: Row, start: datetime, id_: str) -> Session:
    """What a first row tells of its session; one from elsewhere that tells no end is over."""
    end = cells.optional(cells.time, "end", row.get("end", ""))
    own = bool(row.get("session"))
    spans = cells.spans("spans", row.get("spans", "")) or (() if own else _spans_from_minutes(row))
    if end is None and not own:
        end = Session(start, spans=spans).last_at
    if end is not None and end < start:
        raise CellError("end", row["end"], "a time after the start")
    finished = cells.optional(cells.yes_or_no, "finished", row.get("finished", ""))
    clock_known = cells.optional(cells.yes_or_no, "clock_known", row.get("clock_known", ""))
    return Session(
        start,
        end,
        spans,
        cells.pauses("pauses", row.get("pauses", "")),
        tags=cells.tags(row.get("tags", "")),
        tempo_cpm=cells.optional(cells.number, "tempo", row.get("tempo", "")),
        finished=bool(finished),
        clock_known=clock_known is not False,
        id=id_,
    )


def _spans_from_minutes(row: Row) -> tuple[Span, ...]:
    """One stretch for each side, left first, where a table from elsewhere tells minutes."""
    spans: list[Span] = []
    at_s = 0.0
    for side in Side:
        column = f"{side.value}_minutes"
        minutes = cells.optional(cells.number, column, row.get(column, "")) or 0.0
        if minutes > 24 * 60:
            raise CellError(column, row[column], "minutes of one day at most")
        if minutes > 0:
            spans.append(Span(side, None, at_s, at_s + minutes * 60, minutes * 60))
            at_s += minutes * 60
    return tuple(spans)


def _amount(row: Row, session: Session, id_: str) -> Logged | None:
    """None for a row that tells of a session without any."""
    written, unit_written = row.get("amount", ""), row.get("unit", "")
    if not written and not unit_written and row.get("session"):
        return None
    unit = cells.unit("unit", unit_written)
    if unit is Unit.DROPS and written:
        raise CellError("amount", written, "nothing, since drops are not counted")
    noted = cells.optional(cells.time, "noted", row.get("noted", ""))
    entry = row.get("entry", "")
    return Logged(
        amount=None if unit is Unit.DROPS else cells.amount("amount", written),
        unit=unit,
        side=cells.optional(cells.side, "side", row.get("side", "")),
        kind=cells.optional(cells.kind, "kind", row.get("kind", "")),
        at=noted or session.last_at,
        fate=cells.optional(cells.fate, "state", row.get("state", "")),
        fate_at=cells.optional(cells.time, "state_since", row.get("state_since", "")),
        id=cells.name("entry", entry) if entry else id_,
    )


def _id_of(start: datetime) -> str:
    return hashlib.sha256(f"from elsewhere {start.astimezone(UTC).isoformat()}".encode()).hexdigest()[:10]
