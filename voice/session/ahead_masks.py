"""Masks made ahead, on a thread of its own, so that a live session never waits for them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from voice.errors import InputError, RecogniserError, RendererError
from voice.guide.phrases import PhraseTable
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.mask import NEVER_LOST, Mask, MaskSpan
from voice.hearing.words.mask_maker import Kept, MaskMaker, MaskShelf, words_of
from voice.hearing.words.recogniser import Recogniser
from voice.narration.clip import Clip

_JOIN_S = 2.0
_MOST_REQUESTS = 32
_NICE = 15
_ABOUT_S = 1.0
"""How far from its place in the text a word may sound."""

Make = Callable[[], tuple[Clip, ListeningSet]]
"""Makes a clip that is foreseen, and names the set under which it will sound. Raises RendererError."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What masks are made with and kept by; `recogniser` starts one, `model` is its model's fingerprint."""

    recogniser: Callable[[], Recogniser]
    table: PhraseTable
    kept: Kept
    model: str


class AheadMasks:
    """Masks without waiting.

    One thread ("masks") lets a recogniser of its own, at low priority, listen to the clips that are foreseen and then
    to those that were missed; the recogniser runs only while there is work. Until a mask is made, the words of the
    clip's text stand in for it. At most 32 missed clips wait; the oldest is forgotten, since it will be missed again.
    `mask` belongs to the session's thread.
    """

    def __init__(self, workshop: Workshop, foreseen: Iterable[Make]) -> None:
        self._workshop = workshop
        self._shelf = MaskShelf(workshop.table, workshop.kept, workshop.model)
        self._foreseen = deque(foreseen)
        self._missed: deque[tuple[Clip, ListeningSet]] = deque(maxlen=_MOST_REQUESTS)
        self._changed = threading.Condition()
        self._closing = False
        self._at_work: Recogniser | None = None
        self._thread = threading.Thread(target=self._run, name="masks", daemon=True)

    def start(self) -> None:
        """Begin to make masks."""
        self._thread.start()

    def mask(self, clip: Clip, live: ListeningSet) -> Mask:
        """The mask of a clip, or what its text lets expect."""
        made = self._shelf.get(clip, live)
        if made is not None:
            return made
        with self._changed:
            self._missed.append((clip, live))
            self._changed.notify()
        return expected_mask(clip, self._workshop.table)

    def close(self) -> None:
        """Make nothing more.

        What is being made is given up: a thread that computed while the interpreter ends would abort the process.
        """
        with self._changed:
            self._closing = True
            self._changed.notify()
            if self._at_work is not None:
                _end(self._at_work.pid)
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while self._wait():
            try:
                self._work()
            except (RecogniserError, RendererError, InputError):
                # The session's own recogniser and voice tell of the trouble; here the text stands in for the masks.
                self._foreseen.clear()
                self._missed.clear()

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or bool(self._foreseen) or bool(self._missed))
            return not self._closing

    def _work(self) -> None:
        """Make masks until nothing is left to do."""
        first = self._next_unmade()
        if first is None:
            return
        with self._workshop.recogniser() as recogniser:
            _lower(recogniser.pid)
            with self._changed:
                self._at_work = None if self._closing else recogniser
            shop = self._workshop
            maker = MaskMaker(recogniser, shop.table, shop.kept, shop.model)
            unmade: tuple[Clip, ListeningSet] | None = first
            try:
                while self._at_work is not None and unmade is not None:
                    maker.mask(*unmade)
                    unmade = self._next_unmade()
            finally:
                with self._changed:
                    self._at_work = None

    def _next_unmade(self) -> tuple[Clip, ListeningSet] | None:
        while (wanted := self._next()) is not None:
            if self._shelf.get(*wanted) is None:
                return wanted
        return None

    def _next(self) -> tuple[Clip, ListeningSet] | None:
        with self._changed:
            if self._closing:
                return None
            if self._missed:
                return self._missed.popleft()
            make = self._foreseen.popleft() if self._foreseen else None
        return None if make is None else make()


def expected_mask(clip: Clip, table: PhraseTable) -> Mask:
    """What can be expected of a clip that nobody has listened to: each phrase whose words are in its text, anywhere in
    it; what must not be missed only about where it stands.
    """
    return Mask(tuple(_expected(clip, table)))


def _expected(clip: Clip, table: PhraseTable) -> Iterator[MaskSpan]:
    words = words_of(clip.text)
    known = set(words)
    for phrase in table.all:
        if phrase.command in NEVER_LOST:
            for start in range(len(words) - len(phrase.words) + 1):
                if words[start : start + len(phrase.words)] == phrase.words:
                    begin, end = (clip.duration_s * at / len(words) for at in (start, start + len(phrase.words)))
                    yield MaskSpan(phrase.text, max(0.0, begin - _ABOUT_S), min(clip.duration_s, end + _ABOUT_S))
        elif known.issuperset(phrase.words):
            yield MaskSpan(phrase.text, 0.0, clip.duration_s, said=False)  # nobody knows where: only an echo matters


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass  # it has died by itself


def _lower(pid: int) -> None:
    if sys.platform != "win32":
        try:
            os.setpriority(os.PRIO_PROCESS, pid, _NICE)
        except ProcessLookupError:
            pass  # it has died, and the first request will say so
