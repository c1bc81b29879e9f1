"""The journal as a table: its columns, and how each value of a session is written in a cell.

A row for each amount, and one for a session without any. Of a session with several, the first row alone has what is
true of the whole: sums over a column are right. `voice.exchange.table_reading` is the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voice.exchange.listing import iso
from voice.exchange.measures import figure
from voice.journal.records import Logged, Pause, Session, Span

NEEDED = ("start", "side", "amount", "unit")
"""What a table from elsewhere has at least."""
COLUMNS = (
    *("start", "side", "amount", "unit", "kind", "noted", "state", "state_since", "end", "left_minutes"),
    *("right_minutes", "tags", "tempo", "finished", "clock_known", "spans", "pauses", "session", "entry"),
)
"""Those of our own, in their order."""
Row = dict[str, str]
"""The cells of one row by column; a column that is missing is empty."""


def rows_of(sessions: Iterable[Session]) -> Iterator[Row]:
    """The rows of these sessions, in their order."""
    for session in sessions:
        start = {"start": iso(session.started), "session": session.id}
        whole = _whole(session)
        for number, amount in enumerate(session.amounts or (None,)):
            yield start | (whole if number == 0 else {}) | ({} if amount is None else _amount(amount))


def _whole(session: Session) -> Row:
    return {
        "end": "" if session.ended is None else iso(session.ended),
        "left_minutes": f"{session.left_s / 60:.1f}",
        "right_minutes": f"{session.right_s / 60:.1f}",
        "tags": "; ".join(session.tags),
        "tempo": "" if session.tempo_cpm is None else repr(session.tempo_cpm),
        "finished": _word(session.finished),
        "clock_known": _word(session.clock_known),
        "spans": "; ".join(map(_span, session.spans)),
        "pauses": "; ".join(map(_pause, session.pauses)),
    }


def _amount(one: Logged) -> Row:
    return {
        "side": "" if one.side is None else one.side.value,
        "amount": "" if one.amount is None else figure(one.amount),
        "unit": one.unit.value,
        "kind": "" if one.kind is None else one.kind.value,
        "noted": iso(one.at),
        "state": "" if one.fate is None else one.fate.value,
        "state_since": "" if one.fate_at is None else iso(one.fate_at),
        "entry": one.id,
    }


def _span(one: Span) -> str:
    """ "left 2 12.5-90.0 70.5": side, place, from, to, and how much of it was work, in seconds."""
    place = "?" if one.place is None else one.place
    return f"{one.side.value} {place} {float(one.from_s)!r}-{float(one.to_s)!r} {float(one.expressed_s)!r}"


def _pause(one: Pause) -> str:
    return f"{float(one.from_s)!r}-{'' if one.to_s is None else repr(float(one.to_s))}"


def _word(yes: bool, /) -> str:
    return "yes" if yes else "no"
