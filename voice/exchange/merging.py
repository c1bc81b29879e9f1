"""What of an imported table is new to the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from voice.journal.records import Session


@dataclass(frozen=True, slots=True)
class Merge:
    """`new` is to be added; `same` are there already; `other` are there with other contents, and stay as they are."""

    new: tuple[Session, ...]
    same: tuple[Session, ...]
    other: tuple[Session, ...]


def merge(imported: Iterable[Session], there: Iterable[Session]) -> Merge:
    """Compare sessions by their ids. Raises ValueError where an amount of a new one stands in another session."""
    known = {session.id: session for session in there}
    taken = {amount.id for session in known.values() for amount in session.amounts}
    new, same, other = list[Session](), list[Session](), list[Session]()
    for session in imported:
        before = known.get(session.id)
        if before is None:
            clash = next((amount.id for amount in session.amounts if amount.id in taken), None)
            if clash is not None:
                raise ValueError(f"the entry {clash} stands in another session of the journal")
            new.append(session)
        elif replace(before, held=False) == session:
            same.append(session)
        else:
            other.append(session)
    return Merge(tuple(new), tuple(same), tuple(other))
