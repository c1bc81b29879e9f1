"""Looks how much memory is left while a session runs, and gives up what it can do without before the system does."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from voice.doctor.memory import LOW_BYTES

POLL_S = 2.0
_EFFECT = 5
"""So many times as long what was given up may take to be gone from memory."""


class MemoryWatch:
    """A context manager with a thread of its own ("memory"), on which `spare` is called one after the other.

    Each is called at most once, when little memory is left and what the one before it gave up was not enough.
    """

    def __init__(
        self, free: Callable[[], int | None], spare: Iterable[Callable[[], None]], *, poll_s: float = POLL_S
    ) -> None:
        """`free` says how many bytes are left, None where nobody can say."""
        self._free = free
        self._spare = deque(spare)
        self._poll_s = poll_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join(POLL_S)

    def _run(self) -> None:
        while self._spare and (free := self._free()) is not None:
            low = free < LOW_BYTES
            if low:
                self._spare.popleft()()
            if self._closing.wait(self._poll_s * (_EFFECT if low else 1)):
                return
