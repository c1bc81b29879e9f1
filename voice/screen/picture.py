"""A picture made of text: lines of spans, each with a tone that says what it means, not how it looks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache


class Tone(Enum):
    """What a piece of text is; a palette gives it a look."""

    PLAIN = auto()
    QUIET = auto()
    """There to be found, not to be seen."""
    STRONG = auto()
    SPOKEN = auto()
    """The guide says it now."""
    LARGE = auto()
    PRESS = auto()
    COMPRESS = auto()
    RELAX = auto()
    HERE = auto()
    """Where the thumb lies."""
    WORKED = auto()
    KEY = auto()
    ALERT = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]
Picture = tuple[Line, ...]
BLANK: Line = ()


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(_cells(char) for char in text)


@cache
def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width_of(line: Line) -> int:
    """How many columns a line takes."""
    return sum(cells(span.text) for span in line)


def cropped(line: Line, width: int) -> Line:
    """The line, cut where it would pass `width` columns."""
    return tuple(_cropped(line, width))


def _cropped(line: Line, width: int) -> Iterator[Span]:
    left = width
    for span in line:
        text = span.text
        while cells(text) > left:
            text = text[:-1]
        if text:
            yield Span(text, span.tone)
        left -= cells(text)
        if text != span.text:
            return


def apart(left: Line, right: Line, width: int) -> Line:
    """Two lines in one, the second at the right edge of `width` columns; the first alone where both do not fit."""
    gap = width - width_of(left) - width_of(right)
    return (*left, Span(" " * gap), *right) if gap > 0 else cropped(left, width)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, broken between words where that can be."""
    lines: list[str] = []
    for word in text.split():
        if lines and cells(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def text_of(picture: Picture) -> str:
    """The picture without its tones, one line for each of its lines."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in picture)
