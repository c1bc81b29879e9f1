"""Looks on while a session runs, and hands every painter the same view of each moment."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence

from voice.guide.actions import Say
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.screen.view import Seen, View, view
from voice.session import timeline
from voice.session.keys import Legend
from voice.session.moment import Moment
from voice.session.watch import PromptWatch

Show = Callable[[View], None]
"""Takes the view of a moment; called on the session's thread, and never waits."""


class Onlooker(PromptWatch):
    """Makes one view of each moment for all painters. Owned by the session's thread, but for `tell`."""

    def __init__(self, content: Content, legends: Sequence[Legend], preferred: Mapping[Command, str]) -> None:
        """`preferred` are the phrases that are shown for some commands."""
        self._content = content
        self._legends = legends
        self._preferred = preferred
        self._seen = Seen()
        self._notices: queue.SimpleQueue[tuple[str, float | None]] = queue.SimpleQueue()
        self._painters: list[Show] = []

    def show_on(self, painter: Show) -> None:
        """Hand it every view from now on; before the session begins."""
        self._painters.append(painter)

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        self._seen = self._seen.after(record)

    def tell(self, notice: str, for_s: float | None = None) -> None:
        """Show a sentence about the program itself, for so many seconds; on any thread."""
        self._notices.put((notice, for_s))

    def says(self, say: Say, now_s: float) -> None:
        self._seen = self._seen.says(say)

    def wants_keys(self) -> None:
        self._seen = self._seen.wants_keys()

    def notes(self, text: str, now_s: float) -> None:
        self._seen = self._seen.told(text, now_s)

    def passes(self, moment: Callable[[], Moment]) -> None:
        now = moment()
        while not self._notices.empty():
            notice, for_s = self._notices.get_nowait()
            self._seen = self._seen.told(notice, now.now_s, for_s)
        self._seen = self._seen.at(now)
        shown = view(self._seen, now, self._content, self._legends, self._preferred)
        for painter in self._painters:
            painter(shown)
