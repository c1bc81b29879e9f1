"""What the journal tells a session of amounts before it, and whether times can be trusted to count from."""

from __future__ import annotations

from datetime import datetime, timedelta

from voice.guide.amounts import Amount
from voice.guide.milk import Fate, Milk
from voice.guide.state import NOTHING_NOTED, Noted
from voice.journal.errors import JournalError
from voice.journal.journal import Journal
from voice.journal.records import Logged, Session, Stored

RECALLED = timedelta(hours=12)
"""How long ago an amount may be that is put right by voice (the contract)."""


def kept_in(session: Session) -> Fate | None:
    """What became of a session's milk, as far as was said of the amount that was noted last."""
    return session.amounts[-1].fate if session.amounts else None


def noted(journal: Journal, opens_at: datetime, *, besides: str | None, clock_known: bool) -> Noted:
    """What a session that opens then is told of the amounts before, but for those of the session `besides`.

    Where the journal cannot be read there are none.
    """
    try:
        stored, today = journal.stored_milk(), journal.today(opens_at)
        last = journal.last_amount(opens_at - RECALLED)
    except JournalError:
        return NOTHING_NOTED
    of_today = [Stored(session, logged) for session in today for logged in session.amounts]
    found = {
        one.logged.id: one for one in (*stored, *of_today, *((last,) if last else ())) if one.session.id != besides
    }
    in_order = sorted(found.values(), key=lambda one: (_begun(one.session), one.logged.at))
    recalled = last.logged if last is not None and last.logged.id in found else None
    return Noted(
        milk=tuple(_milk(one, opens_at, clock_known=clock_known) for one in in_order),
        last=None if recalled is None else recalled.id,
        last_s=0.0 if recalled is None else (recalled.at - opens_at).total_seconds(),
        today=frozenset(one.logged.id for one in of_today if one.logged.id in found),
    )


def _milk(one: Stored, opens_at: datetime, *, clock_known: bool) -> Milk:
    session, logged = one.session, one.logged
    begun_s = (_begun(session) - opens_at).total_seconds()
    known = clock_known and session.clock_known and begun_s <= 0
    fate_s = None if logged.fate_at is None else (logged.fate_at - opens_at).total_seconds()
    return Milk(logged.id, _amount(logged), begun_s if known else None, logged.fate, fate_s)


def _begun(session: Session) -> datetime:
    """When expressing began; what was added by hand may hold no more than when it was."""
    return session.at(session.spans[0].from_s) if session.spans else session.started


def _amount(logged: Logged) -> Amount:
    return Amount(logged.amount, logged.unit, logged.side, logged.kind)
