"""Changes by hand, kept so that each can be undone, also where somebody else has changed the session meanwhile."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from voice.guide.measures import Kind, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.records import Logged, Pause, Session, Span
from voice.journal.rows import origin_of


@dataclass(frozen=True, slots=True)
class Change:
    """A session before and after: None before where it was added, None after where it was deleted."""

    session_id: str
    before: Session | None
    after: Session | None


def undone(change: Change, now: Session | None) -> Session | None:
    """What becomes of the session, which stands as `now`: what the change made is taken back, anything else stays.

    None means that it is to be deleted, or is gone already.
    """
    before, after = change.before, change.after
    if before is None or after is None or now is None:
        return before
    taken_back = {
        field.name: getattr(before, field.name)
        for field in fields(Session)
        if field.name not in ("id", "amounts") and getattr(before, field.name) != getattr(after, field.name)
    }
    was, became = ({amount.id: amount for amount in session.amounts} for session in (before, after))
    kept = [was.get(one.id, one) if was.get(one.id) != became.get(one.id) else one for one in now.amounts]
    kept = [one for one in kept if one.id in was or one.id not in became]
    gone = [one for id_, one in was.items() if id_ not in became and one not in kept]
    amounts = tuple(sorted((*kept, *gone), key=lambda one: one.at))
    return replace(now, amounts=amounts, **taken_back)


def to_text(session: Session | None) -> str | None:
    """A session as JSON."""
    if session is None:
        return None
    return json.dumps(_plain(session), separators=(",", ":"))


def from_text(text: str | None) -> Session | None:
    """A session from what `to_text` wrote."""
    if text is None:
        return None
    written: dict[str, Any] = json.loads(text)
    return Session(
        started=datetime.fromisoformat(written["started"]),
        ended=_time(written["ended"]),
        spans=tuple(Span(Side(side), *rest) for side, *rest in written["spans"]),
        pauses=tuple(Pause(*pause) for pause in written["pauses"]),
        amounts=tuple(map(_logged, written["amounts"])),
        tags=tuple(written["tags"]),
        **{name: written[name] for name in ("tempo_cpm", "finished", "held", "clock_known", "id")},
    )


def _plain(session: Session) -> dict[str, object]:
    return {
        "started": session.started.isoformat(),
        "ended": None if session.ended is None else session.ended.isoformat(),
        "spans": [(one.side.value, one.place, one.from_s, one.to_s, one.expressed_s) for one in session.spans],
        "pauses": [(one.from_s, one.to_s) for one in session.pauses],
        "amounts": [
            (
                None if one.amount is None else str(one.amount),
                one.unit.value,
                None if one.side is None else one.side.value,
                None if one.kind is None else one.kind.value,
                one.at.isoformat(),
                None if one.fate is None else one.fate.value,
                None if one.fate_at is None else one.fate_at.isoformat(),
                one.id,
            )
            for one in session.amounts
        ],
        "tags": session.tags,
        **{name: getattr(session, name) for name in ("tempo_cpm", "finished", "held", "clock_known", "id")},
    }


def _logged(written: list[Any]) -> Logged:
    amount, unit, side, kind, at, fate, fate_at, id_ = written
    return Logged(
        None if amount is None else Fraction(amount),
        Unit(unit),
        origin_of(side),
        None if kind is None else Kind(kind),
        datetime.fromisoformat(at),
        None if fate is None else Fate(fate),
        _time(fate_at),
        id_,
    )


def _time(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
