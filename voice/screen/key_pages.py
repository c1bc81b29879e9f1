"""Every key and what it says, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.content.screen_words import ScreenWords
from voice.screen.picture import BLANK, Line, Picture, Span, Tone, cells, cropped, width_of
from voice.session.keys import Legend

_MARGIN = 2
_GAP = 3
_AROUND_LINES = 4
"""The title, the last line, and a blank line at each."""


def key_pages(legends: Sequence[Legend], words: ScreenWords, width: int, height: int) -> tuple[Picture, ...]:
    """Pictures of exactly `height` lines, together with all keys; at least one."""
    rows = max(1, height - _AROUND_LINES)
    columns = [_column(legends[first : first + rows], words) for first in range(0, len(legends), rows)]
    pages: list[list[Line]] = []
    for column in columns:
        beside = _beside(pages[-1], column) if pages else None
        if beside is not None and max(map(width_of, beside)) <= width - 2 * _MARGIN:
            pages[-1] = beside
        else:
            pages.append(column)
    return tuple(_page(page, words, width, height, last=page is pages[-1]) for page in pages or [[]])


def _column(legends: Sequence[Legend], words: ScreenWords) -> list[Line]:
    names = max(cells(legend.name) for legend in legends)
    lines: list[Line] = [
        (Span(f"{legend.name:>{names}}", Tone.KEY), Span(f"  {words.phrase(legend.text)}")) for legend in legends
    ]
    width = max(map(width_of, lines))
    return [(*line, Span(" " * (width - width_of(line)))) for line in lines]


def _beside(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    def rows() -> Iterator[Line]:
        for row, line in enumerate(left):
            yield (*line, Span(" " * _GAP), *right[row]) if row < len(right) else line

    return list(rows())


def _page(lines: Sequence[Line], words: ScreenWords, width: int, height: int, *, last: bool) -> Picture:
    labels = words.labels
    head: Line = (Span(labels.keys, Tone.STRONG),)
    foot: Line = (Span("?", Tone.KEY), Span(f" {labels.back_from_keys if last else labels.more_keys}", Tone.QUIET))
    blank = [BLANK] * max(0, height - len(lines) - _AROUND_LINES + 1)
    whole = [head, BLANK, *lines, *blank, foot][:height]
    return tuple((Span(" " * _MARGIN), *cropped(line, width - _MARGIN)) if line else BLANK for line in whole)
