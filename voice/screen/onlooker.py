"""Looks on while a session runs, and hands every painter the same view of each moment."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from voice.guide.actions import Say
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.screen.view import Seen, View, view
from voice.session import timeline
from voice.session.keys import Legend
from voice.session.moment import Moment
from voice.session.watch import PromptWatch


class Painter(Protocol):
    """Shows a session; called on the session's thread, and never waits."""

    def show(self, view: View) -> None:
        """The view of this moment."""
        ...

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        ...


class Onlooker(PromptWatch):
    """Makes one view of each moment for all painters. Owned by the session's thread, but for `tell` and `pairs`."""

    def __init__(self, content: Content, legends: Sequence[Legend], preferred: Mapping[Command, str]) -> None:
        """`preferred` are the phrases that are shown for some commands."""
        self._content = content
        self._legends = legends
        self._preferred = preferred
        self._seen = Seen()
        self._notices: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._codes: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
        self._painters: list[Painter] = []

    def show_on(self, painter: Painter) -> None:
        """Hand it everything from now on; before the session begins."""
        self._painters.append(painter)

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        self._seen = self._seen.after(record)
        for painter in self._painters:
            painter.take(record)

    def tell(self, notice: str) -> None:
        """Show a sentence about the program itself; on any thread."""
        self._notices.put(notice)

    def pairs(self, code: str, for_s: float) -> None:
        """Show what lets another screen in, for so many seconds; on any thread."""
        self._codes.put((code, for_s))

    def says(self, say: Say, now_s: float) -> None:
        self._seen = self._seen.says(say)

    def wants_keys(self) -> None:
        self._seen = self._seen.wants_keys()

    def notes(self, text: str, now_s: float) -> None:
        self._seen = self._seen.told(text, now_s)

    def passes(self, moment: Callable[[], Moment]) -> None:
        if not self._painters:
            return
        now = moment()
        while not self._notices.empty():
            self._seen = self._seen.told(self._notices.get_nowait(), now.now_s)
        while not self._codes.empty():
            code, for_s = self._codes.get_nowait()
            self._seen = self._seen.pairs(code, now.now_s + for_s)
        self._seen = self._seen.at(now)
        shown = view(self._seen, now, self._content, self._legends, self._preferred)
        for painter in self._painters:
            painter.show(shown)
