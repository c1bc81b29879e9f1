"""The scribe: writes a running session into the journal, on a thread of its own, since a card can block for seconds."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from voice.journal.errors import BrokenJournalError, ErasedError, FullDiskError, JournalError, NewerJournalError
from voice.journal.journal import Journal
from voice.journal.records import Session
from voice.journal.running import Running
from voice.journal.writing import said_in_words

CLOSES_S = 10.0
"""How long the end of the program waits for what is still to be written: a card can block for so long."""


class Why(Enum):
    """Why something could not be written."""

    FULL = auto()
    UNWRITABLE = auto()
    NEWER = auto()


@dataclass(frozen=True, slots=True)
class Done:
    """Everything up to this order stands on the disk."""

    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be written; all of it waits."""

    why: Why


@dataclass(frozen=True, slots=True)
class Replaced:
    """The journal was damaged and another begun."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Another program has erased everything, or taken this session out; what waited is dropped.

    `at` is when, None where nobody knows: after what was written last.
    """

    at: datetime | None


News = Done | Failed | Replaced | Gone


@dataclass(slots=True)
class _Waiting:
    """What is to be written: the latest of each session, in the order they began, and whether to erase before."""

    sessions: dict[str, Session]
    erase: bool = False


class Scribe:
    """Takes whole sessions, each in place of the one with its id, and writes what is new of them.

    Orders come from one thread and are never waited for; `news` tells what became of them. Of orders that wait only the
    latest of each session counts. Without its thread every order is carried out before it returns.
    """

    def __init__(
        self, open_journal: Callable[[], Journal], folder: Path | None, generation: int | None, *, threaded: bool
    ) -> None:
        """`folder` takes the locks of running sessions; None for a journal in memory, which is another's to close.

        `generation` is the one that this program has read; None where it could read nothing.
        """
        self.disk_full = False
        """For rehearsing one."""
        self.unsaved = ""
        """Why what waits could not be written the last time, in a sentence; empty where nothing waits."""
        self._open = open_journal
        self._folder = folder
        self._generation = generation
        self._journal: Journal | None = None
        self._written: dict[str, Session] = {}
        """What stands in the journal of the sessions of this program, as this program wrote it."""
        self._running: dict[str, Running] = {}
        self._lock = threading.Condition()
        self._waiting = _Waiting({})
        self._number = 0
        self._news: deque[News] = deque(maxlen=64)
        self._poked = self._closing = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True) if threaded else None
        if self._thread is not None:
            self._thread.start()

    def goes_on(self, session: Session, running: Running) -> None:
        """This one stands in the journal already, and is written on; its lock is the scribe's from now on.

        Only before anything is ordered.
        """
        self._written[session.id] = session
        self._running[session.id] = running

    def write(self, session: Session) -> int:
        """Have a session written; returns the order's number."""
        with self._lock:
            self._waiting.sessions[session.id] = session
            return self._ordered()

    def erase(self) -> int:
        """Have everything erased, and what waits forgotten; returns the order's number."""
        with self._lock:
            self._waiting = _Waiting({}, erase=True)
            return self._ordered()

    def retry(self) -> None:
        """Try again what could not be written."""
        with self._lock:
            self._poke()

    def news(self) -> list[News]:
        """What has become of orders since the last call."""
        with self._lock:
            news = list(self._news)
            self._news.clear()
        return news

    def close(self) -> None:
        """Write what waits, if the disk takes it, and let go of the journal."""
        with self._lock:
            self._closing = True
            self._lock.notify()
        if self._thread is not None:
            self._thread.join(CLOSES_S)
            if self._error is not None:
                raise self._error
            if self._thread.is_alive():
                self.unsaved = "This session could not be saved in time: the disk does not answer."
        else:
            self._leave()

    def _ordered(self) -> int:
        self._number += 1
        self._poke()
        return self._number

    def _poke(self) -> None:
        if self._thread is None:
            self._work()
        else:
            self._poked = True
            self._lock.notify()

    # ---- on the thread

    def _run(self) -> None:
        try:
            while self._awaits_orders():
                self._work()
            self._leave()
        except BaseException as error:  # noqa: BLE001 - a mistake of ours: whoever closes it gets it
            self._error = error
            self._tell(Failed(Why.UNWRITABLE))

    def _awaits_orders(self) -> bool:
        """Whether there are orders, once there are or it is to close."""
        with self._lock:
            self._lock.wait_for(lambda: self._poked or self._closing)
            poked, self._poked = self._poked, False
        return poked

    def _leave(self) -> None:
        if self._waiting.erase or self._waiting.sessions:
            self._work()
        if self._journal is not None and self._folder is not None:
            self._journal.close()
            self._journal = None
        self._let_go()

    def _work(self) -> None:
        """Carry out what waits; what fails waits on, beside what has come meanwhile."""
        with self._lock:
            orders, self._waiting, number = self._waiting, _Waiting({}), self._number
        try:
            self._carry_out_surely(orders)
        except ErasedError as gone:
            with self._lock:
                self._waiting = _Waiting({}, erase=self._waiting.erase)
            self._forget_written()
            self._generation = None if self._journal is None else self._journal.look_again()
            self._tell(Gone(gone.at))
        except JournalError as error:
            with self._lock:
                sessions = orders.sessions | self._waiting.sessions
                if not self._waiting.erase:
                    self._waiting = _Waiting(sessions, erase=orders.erase)
            self.unsaved = f"This session could not be saved. {error}"
            self._tell(Failed(_why(error)))
        else:
            self.unsaved = ""
            self._tell(Done(number))

    def _carry_out_surely(self, orders: _Waiting) -> None:
        """Raises ErasedError and JournalError."""
        if self.disk_full:
            raise FullDiskError("The disk is full, in rehearsal: this one ends with it.")
        try:
            self._carry_out(orders)
        except BrokenJournalError:
            self._begin_anew()
            self._carry_out(orders)

    def _carry_out(self, orders: _Waiting) -> None:
        journal = self._opened()
        if orders.erase:
            journal.erase()
            self._generation = journal.generation
            self._forget_written()
        for session in orders.sessions.values():
            if session.ended is None:
                self._lock_running(session.id)
            journal.record(session, self._written.get(session.id), self._generation)
            self._written[session.id] = session
            if session.ended is not None and session.id in self._running:
                self._running.pop(session.id).release()

    def _lock_running(self, session_id: str) -> None:
        if self._folder is not None and session_id not in self._running:
            running = Running(self._folder, session_id)
            with said_in_words(self._folder):
                running.take()
            self._running[session_id] = running

    def _forget_written(self) -> None:
        self._written.clear()
        self._let_go()

    def _let_go(self) -> None:
        for running in self._running.values():
            running.release()
        self._running.clear()

    def _opened(self) -> Journal:
        if self._journal is None:
            self._journal = self._open()
            if self._journal.notice:
                self._forget_written()
                self._tell(Replaced())
                self._generation = self._journal.generation
            if self._generation is None:
                self._generation = self._journal.generation
        return self._journal

    def _begin_anew(self) -> None:
        """The file is broken: opening it once more puts it aside, and all of this session goes into the new one."""
        if self._journal is not None:
            with suppress(JournalError):
                self._journal.close()
        self._journal = None
        self._forget_written()
        self._generation = None

    def _tell(self, news: News) -> None:
        with self._lock:
            self._news.append(news)


def _why(error: JournalError) -> Why:
    match error:
        case FullDiskError():
            return Why.FULL
        case NewerJournalError():
            return Why.NEWER
        case _:
            return Why.UNWRITABLE
