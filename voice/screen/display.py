"""What a session is shown on: painted on the whole terminal, or as plain lines."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Protocol

from voice.content.regions import Region
from voice.content.screen_words import ScreenWords
from voice.screen.key_pages import key_pages
from voice.screen.latest import Latest
from voice.screen.layout import Layout
from voice.screen.onlooker import Onlooker
from voice.screen.plain import Plain, ended_line
from voice.screen.terminal import Terminal
from voice.screen.view import View
from voice.session import timeline
from voice.session.keys import SHOW_KEYS, Keyboard
from voice.session.watch import PromptWatch, Watches

REST_S = 0.08
"""How long the painter rests after a picture; a session offers ten a second."""

Write = Callable[[str], None]


class Display(Protocol):
    """Shows a session. `show`, `take` and `watch` are called on the session's thread, the first two by the onlooker,
    `run` on the main one, the others on any; none but `run` ever waits.
    """

    @property
    def watch(self) -> PromptWatch:
        """What is told what the guide says."""
        ...

    def show(self, view: View) -> None:
        """The view of this moment."""
        ...

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        ...

    def tell(self, notice: str) -> None:
        """Show a sentence about the program itself."""
        ...

    def pairs(self, code: str, for_s: float) -> None:
        """Show for so many seconds what lets another screen in."""
        ...

    def typed(self, char: str) -> None:
        """A key was typed, which may be the one that shows the keys."""
        ...

    def finish(self) -> None:
        """Nothing more comes."""
        ...

    def run(self) -> None:
        """Show what comes until `finish`."""
        ...


class PlainDisplay:
    """One line for each thing, for screen readers, files and pipes.

    Lines pass through a queue without a bound: she or her pipe may stop reading, and nothing that was said is lost.
    """

    def __init__(
        self, write: Write, keyboard: Keyboard, words: ScreenWords, region: Region, onlooker: Onlooker
    ) -> None:
        self._write = write
        self._words = words
        self._onlooker = onlooker
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._plain = Plain(self._lines.put, keyboard.help_lines(), words.numbers(region))
        onlooker.show_on(self)

    @property
    def watch(self) -> PromptWatch:
        return Watches(self._plain, self._onlooker)

    def show(self, view: View) -> None:
        """Lines tell only of what happens."""

    def take(self, record: timeline.Record) -> None:
        self._plain.take(record)

    def tell(self, notice: str) -> None:
        self._lines.put(notice)
        self._onlooker.tell(notice)

    def pairs(self, code: str, for_s: float) -> None:
        self._lines.put(self._words.labels.pairing.format(code=code))
        self._onlooker.pairs(code, for_s)

    def typed(self, char: str) -> None:
        if char == SHOW_KEYS:
            self._plain.show_keys()

    def finish(self) -> None:
        self._lines.put(None)

    def run(self) -> None:
        while (line := self._lines.get()) is not None:
            self._write(line)


class PaintedDisplay:
    """The whole terminal, painted anew at most ten times a second, and one line left behind at the end.

    The onlooker makes a view of each moment and leaves it in a slot for the main thread, which paints the latest; a
    terminal that is slow or stopped misses some and holds up nothing.
    """

    def __init__(self, terminal: Terminal, layout: Layout, onlooker: Onlooker, write: Write) -> None:
        self._terminal = terminal
        self._layout = layout
        self._onlooker = onlooker
        self._write = write
        self._views: Latest[View] = Latest()
        onlooker.show_on(self)
        self._pages = _Pages()
        self._ended: timeline.Ended | None = None

    @property
    def watch(self) -> PromptWatch:
        return self._onlooker

    def show(self, view: View) -> None:
        self._views.put(view)

    def take(self, record: timeline.Record) -> None:
        if isinstance(record, timeline.Ended):
            self._ended = record

    def tell(self, notice: str) -> None:
        self._onlooker.tell(notice)

    def pairs(self, code: str, for_s: float) -> None:
        self._onlooker.pairs(code, for_s)

    def typed(self, char: str) -> None:
        if char == SHOW_KEYS:
            self._pages.turn()
        else:
            self._pages.shut()

    def finish(self) -> None:
        self._views.close()

    def run(self) -> None:
        with self._terminal:
            while (latest := self._views.take(REST_S)) is not None:
                self._paint(latest)
        if self._ended is not None:
            self._write(ended_line(self._ended))

    def _paint(self, latest: View) -> None:
        width, height = self._terminal.size
        opened = self._pages.opened(wanted=latest.shows_keys)
        if opened:
            pages = key_pages(latest.all_keys, self._layout.words, width, height)
            if opened <= len(pages):
                self._terminal.paint(pages[opened - 1])
                return
            self._pages.shut()
        self._terminal.paint(self._layout.picture(latest, width, height))


class _Pages:
    """Which page of the keys is open; turned by the thread of the keys, read by the painter."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._was_wanted = False

    def turn(self) -> None:
        """The first page, or the next one."""
        with self._lock:
            self._open += 1

    def shut(self) -> None:
        """No page."""
        with self._lock:
            self._open = 0

    def opened(self, *, wanted: bool) -> int:
        """The page that is open, from 1, or 0; the guide opens the first as long as it has `wanted` the keys."""
        with self._lock:
            if wanted != self._was_wanted:
                self._open = int(wanted)
            self._was_wanted = wanted
            return self._open
