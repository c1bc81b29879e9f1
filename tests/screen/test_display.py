"""The painter: only what changed, never more than the latest, and no waiting for it."""

from __future__ import annotations

import io
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.guide.desk import content
from tests.screen.stage import Stage
from tests.terminal import TerminalScreen
from voice.guide.actions import Ending
from voice.screen.display import PaintedDisplay
from voice.screen.latest import Latest
from voice.screen.onlooker import Onlooker
from voice.screen.palette import DAY
from voice.screen.picture import BLANK, Span, Tone, text_of
from voice.screen.terminal import Terminal, can_paint, svg
from voice.session import timeline
from voice.session.moment import Moment


class Stream(io.StringIO):
    """A terminal's stream that is only kept; `written` is what came since it was asked last."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def written(self) -> str:
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text


@pytest.fixture(autouse=True)
def size(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """What the environment says of the terminal."""
    for name, value in {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    return 80, 24


def test_only_lines_that_changed_are_painted() -> None:
    stream, screen = Stream(), TerminalScreen(80, 24)
    first = ((Span("one", Tone.STRONG),), BLANK, (Span("three"),))
    second = (*first[:2], (Span("four"),))
    with Terminal(stream, DAY) as terminal:
        terminal.paint(first)
        screen.feed(stream.written())
        assert screen.text.startswith("one\n\nthree\n")
        terminal.paint(second)
        written = stream.written()
        assert "one" not in written and "four" in written
        screen.feed(written)
        assert screen.text.startswith("one\n\nfour\n")
        terminal.paint(second)
        assert stream.written() == ""
    screen.feed(stream.written())
    assert screen.cursor and not screen.alternate


def test_the_terminal_comes_back_when_painting_fails() -> None:
    stream, screen = Stream(), TerminalScreen(80, 24)
    with suppress(ZeroDivisionError), Terminal(stream, DAY):
        screen.feed(stream.written())
        assert screen.alternate and not screen.cursor
        raise ZeroDivisionError
    screen.feed(stream.written())
    assert screen.cursor and not screen.alternate


def test_where_nothing_can_be_painted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert can_paint(Stream())
    with (tmp_path / "lines").open("w", encoding="utf-8") as file:
        assert not can_paint(file)
    latin = Stream()
    latin.encoding = "latin-1"
    assert not can_paint(latin)
    monkeypatch.setenv("LINES", "4")
    assert not can_paint(Stream())
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "dumb")
    assert not can_paint(Stream())


def test_a_slot_holds_the_latest() -> None:
    slot: Latest[int] = Latest()
    for number in range(1000):
        slot.put(number)
    assert slot.take() == 999
    taken: list[int | None] = []
    reader = threading.Thread(target=lambda: taken.append(slot.take(60.0)))
    reader.start()
    slot.close()  # ends the rest too
    reader.join(10.0)
    assert taken == [None]


def test_a_session_never_waits_for_its_painter() -> None:
    stream, screen = Stream(), TerminalScreen(80, 24)
    stage = Stage()
    lines: list[str] = []
    onlooker = Onlooker(content(), stage.legends, stage.layout.words.preferred)
    display = PaintedDisplay(Terminal(stream, DAY), stage.layout, onlooker, lines.append)
    for second in range(100):  # nobody paints
        display.watch.passes(lambda: Moment(float(second), stage.desk.state, (), -30.0))  # noqa: B023 - called at once
    painter = threading.Thread(target=display.run)
    painter.start()
    while "1:39" not in screen.text:
        screen.feed(stream.written())
    display.take(timeline.Ended(100.0, Ending.STOPPED, 5.0, 0.0))
    display.finish()
    painter.join(10.0)
    assert lines == [" 1:40  end      stopped, left 0:05, right 0:00"]


def test_a_picture_for_the_readme_asks_no_network() -> None:
    stage = Stage()
    drawn = svg(stage.layout.picture(stage.view, 80, 24), DAY, 80, "voice")
    assert drawn.startswith("<svg") and "url(http" not in drawn and "Welcome" in drawn
    assert "Welcome" in text_of(stage.layout.picture(stage.view, 80, 24))
