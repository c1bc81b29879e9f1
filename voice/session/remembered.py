"""What a session remembers when it opens: the journal found, and what a crash left unfinished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from voice.guide.events import Trouble
from voice.journal.errors import FullDiskError, JournalError, NewerJournalError
from voice.journal.journal import Journal
from voice.journal.records import Past, Session
from voice.journal.running import Running, left_behind
from voice.journal.scribe import Scribe
from voice.session.diary import Diary

RESTORED_FOR = timedelta(hours=12)
"""How long after a crash a session is gone on with (the contract)."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The journal as it was found, and the scribe that writes into it; whoever has this closes both."""

    journal: Journal
    scribe: Scribe
    past: Past
    earlier: Session | None
    """What was cut short not long ago."""
    trouble: Trouble | None
    """What keeps it from being written, or was found broken."""
    notice: str
    """The same in a sentence that says what to do; empty where all is well."""

    keeps: bool
    """Whether anything stays on the disk."""

    def opens_at(self, now: datetime) -> datetime:
        """When a session opens at `now`: a clock that lost its battery can stand before what was cut short."""
        return now if self.earlier is None else max(now, self.earlier.last_at)

    def diary(self, now: datetime) -> Diary:
        """The diary of the session that opens now."""
        return Diary(self.scribe, self.opens_at(now), self.earlier, self.trouble)

    def close(self) -> str:
        """Write what waits, and let go of the journal; returns a sentence where it could not be written."""
        self.scribe.close()
        self.journal.close()
        return self.scribe.unsaved


def remember(folder: Path, now: datetime, *, enabled: bool, threaded: bool = True) -> Remembered:
    """Open the journal of a folder; where that cannot be done the session goes on without, and tries again.

    Not `enabled`, nothing is read or written, and erasing erases what lies there all the same.
    """
    if not enabled:
        return _without(folder, None, "", tries_again=False)
    try:
        journal = Journal.open(folder)
        earlier = _left_over(journal, folder, now)
        past = journal.past()
    except NewerJournalError as error:
        return _without(folder, Trouble.JOURNAL_NEWER, str(error), tries_again=False)
    except FullDiskError as error:
        return _without(folder, Trouble.DISK_FULL, str(error), tries_again=True)
    except JournalError as error:
        return _without(folder, Trouble.UNWRITABLE, str(error), tries_again=True)
    scribe = Scribe(partial(Journal.open, folder), folder, journal.generation, threaded=threaded)
    trouble = Trouble.JOURNAL_BROKEN if journal.notice else None
    if earlier is None:
        return Remembered(journal, scribe, past, None, trouble, journal.notice, keeps=True)
    session, running = earlier
    scribe.goes_on(session, running)
    return Remembered(journal, scribe, past, session, trouble, journal.notice, keeps=True)


def finished_sessions(folder: Path) -> int:
    """How many sessions have come to their end; none where the journal cannot be opened."""
    try:
        with Journal.open(folder) as journal:
            return journal.past().finished_sessions
    except JournalError:
        return 0


def _without(folder: Path, trouble: Trouble | None, notice: str, *, tries_again: bool) -> Remembered:
    journal = Journal.nowhere(folder, notice)
    if tries_again:
        scribe = Scribe(partial(Journal.open, folder), folder, None, threaded=True)
    else:
        scribe = Scribe(lambda: journal, None, journal.generation, threaded=False)
    return Remembered(journal, scribe, Past(), None, trouble, notice, keeps=tries_again)


def _left_over(journal: Journal, folder: Path, now: datetime) -> tuple[Session, Running] | None:
    """What was cut short last, with its lock, if that is not long ago; all else that no program runs ends as it was.

    A clock that lost its battery can stand before what it wrote: either way it counts.
    """
    found: tuple[Session, Running] | None = None
    unfinished = {session.id for session in journal.unfinished()}
    for session_id in set(left_behind(folder)) - unfinished:
        with Running(folder, session_id) as lock:
            lock.take()
    for session in sorted(journal.unfinished(), key=lambda one: one.last_at):
        running = Running(folder, session.id)
        if not running.take():
            continue
        if (now_there := journal.session(session.id)) is None or now_there.ended is not None:
            running.release()  # it ended between the look and the lock
            continue
        session = now_there
        if (session.spans or session.held) and abs(now - session.last_at) <= RESTORED_FOR:
            if found is not None:
                _close(journal, *found)
            found = session, running
        else:
            _close(journal, session, running)
    return found


def _close(journal: Journal, session: Session, running: Running) -> None:
    journal.close_as_it_was(session)
    running.release()
