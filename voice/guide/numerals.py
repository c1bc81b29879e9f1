"""Numerals: from words to numbers, whole, with a fraction or with a decimal point, and back."""

from __future__ import annotations

from fractions import Fraction

from voice.guide.measures import AmountWords, Words


def number_at(words: Words, at: int, table: AmountWords, *, colloquial: bool) -> tuple[Fraction | None, int]:
    """The number that begins at a word and where it ends; (None, at) where none begins.

    `colloquial` takes "one twenty" as a hundred and twenty, which a rejected number must not ("not three, thirty").
    """
    twice, stop = _said_twice(words, at, table)
    if twice is not None:
        return Fraction(twice), stop
    whole, stop = _whole(words, at, table, colloquial=colloquial)
    if whole is None:
        return _part_alone(words, at, table)
    begin = stop
    while begin < len(words) and (words[begin] in table.joining or words[begin] in table.article):
        begin += 1
    part, end = part_at(words, begin, table)
    if begin > stop and part is not None:
        return whole + part, end
    if begin < len(words) and words[begin] in table.fractions:
        part = whole / table.fractions[words[begin]]  # "one half", "three quarters"; "two half" could be anything
        return (part, begin + 1) if begin == stop and part < 1 else (None, at)
    if stop < len(words) and words[stop] == table.point:
        digits, end = _digits(words, stop + 1, table)
        return (whole + Fraction(f"0.{digits}"), end) if digits else (None, at)
    return whole, stop


def part_at(words: Words, at: int, table: AmountWords) -> tuple[Fraction | None, int]:
    """The part of one that begins at a word ("half", "three quarters") and its end; (None, at) where none begins."""
    count = 1
    stop = at
    if at < len(words) and 1 <= table.numbers.get(words[at], 0) <= 9:
        count, stop = table.numbers[words[at]], at + 1
    if stop < len(words) and words[stop] in table.fractions and count < table.fractions[words[stop]]:
        return Fraction(count, table.fractions[words[stop]]), stop + 1
    return None, at


def spelled_at(words: Words, at: int, table: AmountWords) -> tuple[int | None, int]:
    """The number that two or three digits one by one are ("one three" is 13), and its end; (None, at) without any."""
    digits, stop = _digits(words, at, table)
    return (None, at) if len(digits) not in (2, 3) or digits[0] == "0" else (int(digits), stop)


def number_words(number: int, table: AmountWords) -> Words:
    """A number from 0 to 999 in the words that are understood: 112 is "one hundred twelve"."""
    words = {value: word for word, value in table.numbers.items()}
    said: list[str] = []
    if number >= 100:
        said += [words[number // 100], min(table.hundred)]
        number %= 100
        if not number:
            return tuple(said)
    if number in words:
        return (*said, words[number])
    return (*said, words[number - number % 10], words[number % 10])


def _said_twice(words: Words, at: int, table: AmountWords) -> tuple[int | None, int]:
    """ "Thirteen, one three": a number and its digits, which make it clear."""
    digits, stop = spelled_at(words, at + 1, table)
    if digits is not None and table.numbers.get(words[at]) == digits:
        return digits, stop
    return None, at


def _part_alone(words: Words, at: int, table: AmountWords) -> tuple[Fraction | None, int]:
    """What begins with no whole number: "half", "a quarter", "point five"."""
    if at < len(words) and words[at] == table.point:
        digits, end = _digits(words, at + 1, table)
        return (Fraction(f"0.{digits}"), end) if digits else (None, at)
    begin = at
    while begin < len(words) and (words[begin] in table.joining or words[begin] in table.article):
        begin += 1
    if begin < len(words) and words[begin] in table.fractions and (begin == at or words[at] in table.article):
        return Fraction(1, table.fractions[words[begin]]), begin + 1
    return None, at


def _digit(word: str, table: AmountWords) -> int | None:
    number = 0 if word in table.oh else table.numbers.get(word, 10)
    return number if number < 10 else None


def _digits(words: Words, at: int, table: AmountWords) -> tuple[str, int]:
    digits = ""
    while at < len(words) and (digit := _digit(words[at], table)) is not None:
        digits += str(digit)
        at += 1
    return digits, at


def _whole(words: Words, at: int, table: AmountWords, *, colloquial: bool) -> tuple[Fraction | None, int]:
    """A whole number below a thousand."""
    hundreds, stop = _hundreds(words, at, table)
    if hundreds is None:
        digits, end = _digits(words, at, table)
        if len(digits) == 3 and digits[0] != "0" and digits[1] == "0":  # "one oh five"
            return Fraction(int(digits)), end
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
