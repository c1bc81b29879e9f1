"""Rich, in the one module that knows it: pictures on a terminal or in an SVG file, and progress bars."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TextIO

from rich.color import Color
from rich.console import Console
from rich.control import Control
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from voice.screen.palette import Palette
from voice.screen.picture import BLANK, Line, Picture, Tone, cropped

_SMALLEST_COLUMNS, _SMALLEST_LINES = 20, 6
_FONTS = "DejaVu Sans Mono, Menlo, Cascadia Mono, monospace"
_ENOUGH = "█░•▀"
"""What the pictures are drawn with, which not every encoding has."""


def can_paint(stream: TextIO) -> bool:
    """Whether pictures can be shown on a stream: a terminal that moves its cursor and knows our blocks."""
    console = Console(file=stream)
    if not stream.isatty() or console.is_dumb_terminal:
        return False
    try:
        _ENOUGH.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return console.width >= _SMALLEST_COLUMNS and console.height >= _SMALLEST_LINES


class Terminal:
    """The whole of a terminal for as long as the block lasts; however the block ends, what was there before is back.

    Owned by one thread. Writes only lines that have changed, all of a picture at once.
    """

    def __init__(self, stream: TextIO, palette: Palette) -> None:
        self._stream = stream
        self._console = Console(file=stream, highlight=False)
        self._brush = _Brush(palette)
        self._shown: Picture = ()
        self._size = (0, 0)

    def __enter__(self) -> Self:
        self._console.set_alt_screen(True)
        self._console.show_cursor(False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._console.show_cursor(True)
        self._console.set_alt_screen(False)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines now."""
        width, height = self._console.size
        return width, height

    def paint(self, picture: Picture) -> None:
        """Show a picture that was made for the present size."""
        size = self.size
        if size != self._size:
            self._size, self._shown = size, ()
        width, height = size
        known = [*self._shown, *[None] * (height - len(self._shown))]
        wanted = [*picture, *[BLANK] * (height - len(picture))][:height]
        with self._console:  # keeps everything until the end of the block, then writes it at once
            for row, (line, before) in enumerate(zip(wanted, known, strict=True)):
                if line != before:
                    self._console.control(Control.move_to(0, row))
                    self._console.print(self._brush.stroke(line, width), end="", no_wrap=True, crop=False)
        self._shown = tuple(wanted)


def svg(picture: Picture, palette: Palette, width: int, title: str) -> str:
    """The picture as an SVG file of its own, which asks no network for fonts."""
    console = Console(
        file=io.StringIO(), record=True, width=width, force_terminal=True, color_system="truecolor", highlight=False
    )
    brush = _Brush(palette)
    for line in picture:
        console.print(brush.stroke(line, width), no_wrap=True, crop=False)
    background = Color.parse(palette.background).get_truecolor()
    foreground = Color.parse(palette.styles[Tone.PLAIN]).get_truecolor()
    theme = TerminalTheme(background, foreground, [(0, 0, 0)] * 8)
    drawn = console.export_svg(title=title, theme=theme, unique_id="voice")
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code, monospace", _FONTS)


@contextmanager
def progress_bar(title: str, total_s: float) -> Iterator[Callable[[float], None]]:
    """A bar on standard error that is gone afterwards; gives what is to be told the room time in seconds."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[clock]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(title, total=total_s, clock="0:00")

        def passed(room_time_s: float) -> None:
            bar.update(task, completed=room_time_s, clock=f"{int(room_time_s) // 60}:{int(room_time_s) % 60:02}")

        yield passed


@contextmanager
def download_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; gives what is to be told the bytes that are there and those that there will be."""
    bar = Progress("Downloading", BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=Console(stderr=True))
    task = bar.add_task("download", total=None)

    def show(have: int, total: int) -> None:
        bar.start()  # with the first byte, so that nothing is drawn when nothing comes; again, it does nothing
        bar.update(task, completed=have, total=total)

    try:
        yield show
    finally:
        if bar.live.is_started:
            bar.stop()


class _Brush:
    """Tones as styles of Rich, on the palette's background."""

    def __init__(self, palette: Palette) -> None:
        ground = Style(bgcolor=palette.background)
        self._ground = ground
        self._styles = {tone: ground + Style.parse(look) for tone, look in palette.styles.items()}

    def stroke(self, line: Line, width: int) -> Text:
        """A line over the full width."""
        text = Text(end="", no_wrap=True)
        for span in cropped(line, width):
            text.append(span.text, self._styles[span.tone])
        text.append(" " * max(0, width - text.cell_len), self._ground)
        return text
