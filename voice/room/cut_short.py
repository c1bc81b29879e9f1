"""A session that a crash cut short before the room opens, put into the rehearsal's journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from voice.guide.steps import Side
from voice.journal.journal import Journal
from voice.journal.records import Session, Span
from voice.room.scenario import CutShort


def leave(folder: Path, cut: CutShort, opens_at: datetime) -> None:
    """Let the journal hold a session that a crash has ended."""
    first_s, last_s = (cut.right_s, cut.left_s) if cut.side is Side.LEFT else (cut.left_s, cut.right_s)
    first = Span(cut.side.other, None, 0.0, first_s, first_s)
    last = Span(cut.side, None, first_s, first_s + last_s, last_s)
    began = opens_at - timedelta(seconds=cut.ago_s + last.to_s)
    session = Session(began, spans=(first, last) if first_s else (last,), held=cut.held)
    with Journal.open(folder) as journal:
        journal.record(session, None, journal.generation)
