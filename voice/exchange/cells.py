"""Cells as values: what each column of a table accepts, and what was expected where a cell holds something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from voice.guide.measures import Kind, Origin, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.records import Pause, Span
from voice.journal.rows import origin_of

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=Enum)
_SECONDS = r"\d{1,7}(?:\.\d{1,20})?(?:e-\d{1,3})?"
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,12})?")
_PART = re.compile(r"\d{1,12}/[1-9]\d{0,11}")
_SPAN = re.compile(rf"(left|right) (\?|\d{{1,2}}) ({_SECONDS})-({_SECONDS}) ({_SECONDS})")
_PAUSE = re.compile(rf"({_SECONDS})-({_SECONDS})?")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,39}")
_LONGEST_S = 100 * 24 * 3600.0
"""No session is longer: our own value."""
_YEARS = range(1900, 2200)
"""A clock that was never set shows 1970; what lies outside is a slip."""


class CellError(ValueError):
    """A cell does not hold what its column expects."""

    def __init__(self, column: str, text: str, expected: str) -> None:
        super().__init__(f'{column} is "{_short(text)}"; expected {expected}' if text else f"expected {expected}")
        self.column = column


def optional(read: Callable[[str, str], _Value], column: str, text: str) -> _Value | None:
    """What `read` makes of the cell, None where it is empty."""
    return read(column, text) if text else None


def time(column: str, text: str) -> datetime:
    """An ISO time with its offset, in whole milliseconds. Raises CellError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None or found.year not in _YEARS:
        raise CellError(column, text, "a time with its offset, such as 2026-03-01T03:20:00+01:00")
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def amount(column: str, text: str) -> Fraction:
    """A number of at least 0, with a point. Raises CellError."""
    if _NUMBER.fullmatch(text) or _PART.fullmatch(text):
        return Fraction(text)
    raise CellError(column, text, "a number such as 12 or 2.5")


def unit(column: str, text: str) -> Unit:
    """A measure. Raises CellError."""
    return _one_of(Unit, column, text)


def kind(column: str, text: str) -> Kind:
    """First milk or later milk. Raises CellError."""
    return _one_of(Kind, column, text)


def fate(column: str, text: str) -> Fate:
    """What became of an amount. Raises CellError."""
    return _one_of(Fate, column, text)


def side(column: str, text: str) -> Origin:
    """Left, right or both. Raises CellError."""
    found = None
    if text.lower() in ("left", "right", "both"):
        found = origin_of(text.lower())
    if found is None:
        raise CellError(column, text, "left, right or both")
    return found


def yes_or_no(column: str, text: str) -> bool:
    """Raises CellError."""
    if text not in ("yes", "no"):
        raise CellError(column, text, "yes or no")
    return text == "yes"


def number(column: str, text: str) -> float:
    """A number of at least 0. Raises CellError."""
    if not re.fullmatch(_SECONDS, text):
        raise CellError(column, text, "a number such as 12 or 2.5")
    return float(text)


def spans(column: str, text: str) -> tuple[Span, ...]:
    """Stretches of work, as `voice.exchange.table` writes them. Raises CellError."""
    return tuple(_span(column, part) for part in text.split("; ")) if text else ()


def pauses(column: str, text: str) -> tuple[Pause, ...]:
    """The same for pauses. Raises CellError."""
    return tuple(_pause(column, part) for part in text.split("; ")) if text else ()


def tags(text: str) -> tuple[str, ...]:
    """Words with semicolons between them; what a terminal would not show, but do, is left out."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return tuple(part.strip() for part in shown.split(";") if part.strip())


def name(column: str, text: str) -> str:
    """An id. Raises CellError."""
    if not _ID.fullmatch(text):
        raise CellError(column, text, "letters and digits")
    return text


def _one_of(choices: type[_Choice], column: str, text: str) -> _Choice:
    try:
        return choices(text.lower())
    except ValueError:
        raise CellError(column, text, f"one of {', '.join(choice.value for choice in choices)}") from None


def _span(column: str, text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is not None:
        from_s, to_s, worked_s = map(float, found.group(3, 4, 5))
        place = None if found[2] == "?" else int(found[2])
        # What was worked is counted in beats and may pass the stretch by one.
        if from_s <= to_s <= _LONGEST_S and worked_s <= to_s - from_s + 60:
            return Span(Side(found[1]), place, from_s, to_s, worked_s)
    raise CellError(column, text, "stretches such as left 2 0.0-90.0 75.0")


def _pause(column: str, text: str) -> Pause:
    found = _PAUSE.fullmatch(text)
    if found is not None:
        from_s, to_s = float(found[1]), None if found[2] is None else float(found[2])
        if from_s <= (from_s if to_s is None else to_s) <= _LONGEST_S:
            return Pause(from_s, to_s)
    raise CellError(column, text, "pauses such as 90.0-120.0")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:37]}..."
