"""Numerals: from words to numbers, whole, with a fraction or with a decimal point."""

from __future__ import annotations

from fractions import Fraction

from voice.guide.measures import AmountWords, Words


def number_at(words: Words, at: int, table: AmountWords, *, colloquial: bool) -> tuple[Fraction | None, int]:
    """The number that begins at a word and where it ends; (None, at) where none begins.

    `colloquial` takes "one twenty" as a hundred and twenty, which a correction must not ("not three, thirty").
    """
    whole, stop = _whole(words, at, table, colloquial=colloquial)
    begin = stop
    while begin < len(words) and (words[begin] in table.joining or words[begin] in table.article):
        begin += 1
    if begin < len(words) and words[begin] in table.fractions:
        part = Fraction(1, table.fractions[words[begin]])
        if whole is None:
            return (part, begin + 1) if begin == at or words[at] in table.article else (None, at)
        if begin > stop:
            return whole + part, begin + 1
        if whole * part < 1:  # "one half", "three quarter"; "two half" could be anything
            return whole * part, begin + 1
        return None, at
    if whole is not None and stop < len(words) and words[stop] in table.point:
        digits, end = _digits(words, stop + 1, table)
        return (whole + Fraction(f"0.{digits}"), end) if digits else (None, at)
    return whole, stop


def _digits(words: Words, at: int, table: AmountWords) -> tuple[str, int]:
    digits = ""
    while at < len(words) and table.numbers.get(words[at], 10) < 10:
        digits += str(table.numbers[words[at]])
        at += 1
    return digits, at


def _whole(words: Words, at: int, table: AmountWords, *, colloquial: bool) -> tuple[Fraction | None, int]:
    """A whole number below a thousand."""
    hundreds, stop = _hundreds(words, at, table)
    if hundreds is None:
        low, stop = _below_hundred(words, at, table)
        if low is None:
            return None, at
        rest, end = _below_hundred(words, stop, table)
        if colloquial and rest is not None and 1 <= low <= 9 and rest >= 10:
            return Fraction(low * 100 + rest), end
        return Fraction(low), stop
    rest_at = stop
    if rest_at < len(words) and words[rest_at] in table.joining:
        rest_at += 1
    rest, end = _below_hundred(words, rest_at, table)
    return (Fraction(hundreds), stop) if rest is None else (Fraction(hundreds + rest), end)


def _hundreds(words: Words, at: int, table: AmountWords) -> tuple[int | None, int]:
    """ "Two hundred", "a hundred" or "hundred"; (None, at) where there is none."""
    count, stop = 1, at
    if at < len(words) and (words[at] in table.article or 1 <= table.numbers.get(words[at], 0) <= 9):
        count, stop = table.numbers.get(words[at], 1), at + 1
    if stop < len(words) and words[stop] in table.hundred:
        return count * 100, stop + 1
    return None, at


def _below_hundred(words: Words, at: int, table: AmountWords) -> tuple[int | None, int]:
    if at >= len(words) or words[at] not in table.numbers:
        return None, at
    number = table.numbers[words[at]]
    if number >= 20 and number % 10 == 0 and at + 1 < len(words) and 1 <= table.numbers.get(words[at + 1], 0) <= 9:
        return number + table.numbers[words[at + 1]], at + 2
    return number, at + 1
