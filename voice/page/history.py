"""What pages see of the journal, read on a thread of its own ("history"): a disk that blocks keeps nobody waiting."""

from __future__ import annotations

import json
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from voice.exchange.series import series
from voice.guide.measures import Unit
from voice.journal.errors import JournalError
from voice.journal.journal import Journal
from voice.page.figures import figures
from voice.page.messages import Fields

_REST = 20
"""After a reading the journal is left alone for so many times what it took the processor, so that looking at years of
sessions takes no more than a twentieth of it while one runs. What was erased is gone at once."""


class History:
    """The figures of the journal in this folder; `None` where none is kept. A context manager that ends its thread."""

    def __init__(self, folder: Path | None, units: Unit | None) -> None:
        self._folder = folder
        self._units = units
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="history")
        self._journal: Journal | None = None  # all that follows is the thread's own
        self._version: int | None = None
        self._generation = 0
        self._rests_until_s = 0.0
        self._number = 0
        self._shown: Fields = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.submit(self._let_go)
        self._thread.shutdown()

    def read(self, after: str) -> Future[bytes]:
        """JSON with the `number` of what is to be seen now, and `history` itself where that is not number `after`.

        Never waits, on any thread; the future is done once the journal was read.
        """
        return self._thread.submit(self._answer, after)

    def _answer(self, after: str) -> bytes:
        shown = self._latest()
        if shown != self._shown:
            self._shown = shown
            self._number += 1
        answer: Fields = {"number": self._number}
        if after != str(self._number):
            answer["history"] = self._shown
        return json.dumps(answer, separators=(",", ":")).encode()

    def _latest(self) -> Fields:
        if self._folder is None:
            return {"kept": False}
        try:
            if self._journal is None:
                self._journal = Journal.open(self._folder)
            return self._figures(self._journal)
        except JournalError as error:
            self._let_go()
            return {"kept": True, "why": str(error)}

    def _figures(self, journal: Journal) -> Fields:
        """What was read last, where nothing has changed since, or it is too soon to read all of it again."""
        version, generation = journal.version(), journal.look_again()
        erased = generation != self._generation
        if version == self._version or (time.monotonic() < self._rests_until_s and not erased):
            return self._shown
        began_s = time.thread_time()
        shown: Fields = {"kept": True, **figures(series(journal.sessions(), self._units))}
        self._version, self._generation = version, generation
        self._rests_until_s = time.monotonic() + _REST * (time.thread_time() - began_s)
        return shown

    def _let_go(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self._journal = self._version = None
        self._rests_until_s = 0.0
