"""Sessions as people read them in a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from voice.exchange.measures import minutes, shown_amount
from voice.guide.measures import Unit
from voice.journal.records import Logged, Session

Plain = dict[str, object]
"""An object of JSON."""


def lines(sessions: Iterable[Session], units: Unit | None) -> tuple[str, ...]:
    """One line a session: its id, when it began, the minutes on each side, its amounts, its tags.

    A time with "~" before it may be wrong: the computer may not have known it.
    """
    rows = [_row(session, units) for session in sessions]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(4)]
    return tuple("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def line(session: Session, units: Unit | None) -> str:
    """The same for one session."""
    return lines([session], units)[0]


def as_json(sessions: Iterable[Session]) -> str:
    """A list with an object a session; times as ISO 8601 with offset, seconds from the start, amounts as said."""
    return json.dumps([plain(session) for session in sessions], ensure_ascii=False, indent=1)


def plain(session: Session) -> Plain:
    """One session as plain values. That it was held is nobody's business."""
    return {
        "id": session.id,
        "start": iso(session.started),
        "end": None if session.ended is None else iso(session.ended),
        "left_s": round(session.left_s, 3),
        "right_s": round(session.right_s, 3),
        "last_side": None if session.last_side is None else session.last_side.value,
        "spans": [
            {"side": one.side.value, "place": one.place, "from": one.from_s, "to": one.to_s, "worked": one.expressed_s}
            for one in session.spans
        ],
        "pauses": [{"from": one.from_s, "to": one.to_s} for one in session.pauses],
        "amounts": [_plain_amount(one) for one in session.amounts],
        "tags": list(session.tags),
        "tempo": session.tempo_cpm,
        "finished": session.finished,
        "clock_known": session.clock_known,
    }


def iso(time: datetime) -> str:
    """A time with its offset, in milliseconds only where it has any."""
    return time.isoformat(timespec="milliseconds" if time.microsecond else "seconds")


def _plain_amount(one: Logged) -> Plain:
    return {
        "id": one.id,
        "amount": None if one.amount is None else float(one.amount),
        "unit": one.unit.value,
        "side": None if one.side is None else one.side.value,
        "kind": None if one.kind is None else one.kind.value,
        "at": iso(one.at),
        "state": None if one.fate is None else one.fate.value,
        "state_since": None if one.fate_at is None else iso(one.fate_at),
    }


def _row(session: Session, units: Unit | None) -> tuple[str, ...]:
    began = f"{' ' if session.clock_known else '~'}{session.started:%Y-%m-%d %H:%M}"
    sides = (("left", session.left_s), ("right", session.right_s))
    worked = ", ".join(f"{side} {minutes(seconds)} min" for side, seconds in sides if seconds > 0)
    amounts = ", ".join(_noted(one, units) for one in session.amounts)
    return session.id, began, worked, "; ".join(part for part in (amounts, ", ".join(session.tags)) if part)


def _noted(one: Logged, units: Unit | None) -> str:
    marks = [mark for mark in (one.kind and one.kind.value, one.fate and one.fate.value) if mark]
    return shown_amount(one, units) + (f" ({', '.join(marks)})" if marks else "")
