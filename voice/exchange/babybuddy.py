"""What Baby Buddy is to hold of the journal: one entry a session, and what has to be sent for it. Pure.

Baby Buddy (github.com/babybuddy/babybuddy) keeps amounts as bare numbers, knows no side, and takes for one child no two
pumping entries that overlap, none of 24 hours or more, and none that begins ahead of its clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from voice.exchange.listing import iso
from voice.exchange.measures import shown_amount, total
from voice.guide.measures import Unit
from voice.journal.records import Sent, Session

_LONGEST = timedelta(hours=24)
_PLACES = 2
_OURS = re.compile(r"\bvoice ([0-9A-Za-z][0-9A-Za-z-]{0,39})$", re.MULTILINE)


class Skip(Enum):
    """Why a session is not sent."""

    DROPS = "drops alone have no number"
    UNDATED = "the computer did not know its date; voice history edit --at tells it"
    AHEAD = "it begins ahead of now"
    LONG = "it lasts 24 hours or more"


@dataclass(frozen=True, slots=True)
class Entry:
    """A pumping entry as it is sent; `notes` tells the sides and our id, by which it is found again."""

    session_id: str
    start: datetime
    end: datetime
    amount: float
    notes: str

    def fields(self, child: int) -> dict[str, object]:
        """What stands in the request."""
        return {
            "child": child,
            "amount": self.amount,
            "start": iso(self.start),
            "end": iso(self.end),
            "notes": self.notes,
        }

    @property
    def digest(self) -> str:
        """Changes with anything that is sent."""
        return hashlib.sha256(json.dumps(self.fields(0), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done; `change` has the number of the entry there, `unchanged` counts what needs nothing."""

    post: tuple[Entry, ...]
    change: tuple[tuple[str, Entry], ...]
    delete: tuple[Sent, ...]
    unchanged: int
    skipped: Mapping[str, Skip]

    @property
    def drops_alone(self) -> int:
        """How many sessions had nothing but drops."""
        return sum(why is Skip.DROPS for why in self.skipped.values())


def entry_of(session: Session, unit: Unit, now: datetime) -> Entry | Skip | None:
    """The entry of a session, or why there is none; None for a session without an amount: it keeps nothing of that."""
    if not session.amounts:
        return None
    of = total(session.amounts, unit)
    if unit not in of.by_unit:
        return Skip.DROPS
    if not session.clock_known:
        return Skip.UNDATED
    if session.started > now:
        return Skip.AHEAD
    end = min(session.last_at, now)
    if end - session.started >= _LONGEST:
        return Skip.LONG
    return Entry(session.id, session.started, end, round(float(of.by_unit[unit]), _PLACES), _notes(session))


def plan(
    sessions: Iterable[Session], sent: Iterable[Sent], found: Mapping[str, str], unit: Unit, now: datetime
) -> Plan:
    """What has to be sent so that it holds these sessions, all there are.

    `sent` is what was noted as sent, `found` the numbers of entries there in whose notes an id of ours stands: of an
    earlier try whose answer was lost.
    """
    noted = {one.session_id: one for one in sent}
    post, change, unchanged = list[Entry](), list[tuple[str, Entry]](), 0
    skipped: dict[str, Skip] = {}
    wanted: set[str] = set()
    for session in sessions:
        entry = entry_of(session, unit, now)
        if isinstance(entry, Skip):
            skipped[session.id] = entry
        elif entry is not None:
            wanted.add(session.id)
            there = noted.get(session.id)
            if there is not None and there.digest == entry.digest:
                unchanged += 1
            elif there is not None:
                change.append((there.remote_id, entry))
            elif session.id in found:
                change.append((found[session.id], entry))
            else:
                post.append(entry)
    kept = wanted | {id_ for id_, why in skipped.items() if why is not Skip.DROPS}
    gone = tuple(one for id_, one in noted.items() if id_ not in kept)
    return Plan(tuple(post), tuple(change), gone, unchanged, skipped)


def id_in(notes: str) -> str | None:
    """Our id in the notes of an entry; None where it is not one of ours."""
    found = _OURS.findall(notes)
    return found[-1] if found else None


def _notes(session: Session) -> str:
    """ "12 ml left, drops right; milk", then our id on a line of its own."""
    kinds = dict.fromkeys(one.kind.value for one in session.amounts if one.kind is not None)
    amounts = ", ".join(shown_amount(one) for one in session.amounts)
    return f"{'; '.join([amounts, *kinds])}\nvoice {session.id}"
