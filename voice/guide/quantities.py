"""Quantities: the parts of an utterance about amounts, in order, each word in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from voice.guide.measures import Amount, AmountWords, Kind, Measure, Unit, Words
from voice.guide.numerals import number_at, part_at, spelled_at
from voice.guide.steps import Side


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with or without its unit; a number of None is "a few"."""

    number: Fraction | None
    unit: Unit | None
    negated: bool = False
    spelled: bool = False
    """Said as digits one by one, and in no other way."""


Item = Quantity | Side | Kind


def length_of(phrases: tuple[Words, ...], words: Words, at: int = 0) -> int:
    """How many words the longest of these phrases has that stands there; 0 where none does."""
    return max((len(phrase) for phrase in phrases if words[at : at + len(phrase)] == phrase), default=0)


def items_of(words: Words, table: AmountWords) -> list[Item] | None:
    """The parts of an utterance that names amounts; None when one of its words has no place in one."""
    at = 0
    while opening := length_of(table.opening, words, at):
        at += opening
    return _items(words, at, table, None)


def corrected_items(words: Words, table: AmountWords, before: tuple[Amount, ...]) -> list[Item] | None:
    """The same for an utterance about the amounts `before`, which may reject one of them and spell another."""
    return _items(words, 0, table, before)


def _items(words: Words, at: int, table: AmountWords, before: tuple[Amount, ...] | None) -> list[Item] | None:
    if length_of(table.never, words) or table.unfinished.issuperset(words[-1:]) or _may_hide_oh(words, table):
        return None
    items: list[Item] = []
    negated = False
    while at < len(words):
        word = words[at]
        kind_length = length_of(tuple(table.kinds), words, at)
        correcting = 0 if before is None else length_of(table.correcting, words, at)
        opening = length_of(table.opening, words, at) if before is not None or _after_side(items) else 0
        quantity, stop = _quantity(words, at, table, before, negated=negated)
        if kind_length:
            items.append(table.kinds[words[at : at + kind_length]])
            at += kind_length
        elif quantity is not None:
            items.append(replace(quantity, negated=negated))
            negated, at = False, stop
        elif word in table.sides:
            items.append(table.sides[word])
            at += 1
        elif correcting:
            negated = words[at : at + correcting] in table.negating
            at += correcting
        elif opening:
            at += opening
        elif word in table.filler or word in table.article or word in table.joining:
            at += 1
        else:
            return None
    return items


def _may_hide_oh(words: Words, table: AmountWords) -> bool:
    """ "One no five", which is "one oh five" more often than a correction."""
    digits = [table.numbers.get(word, 10) < 10 for word in words]
    inner = range(1, len(words) - 1)
    return any(words[at] in table.oh_alikes and digits[at - 1] and digits[at + 1] for at in inner)


def _after_side(items: list[Item]) -> bool:
    return bool(items) and isinstance(items[-1], Side)


def _quantity(
    words: Words, at: int, table: AmountWords, before: tuple[Amount, ...] | None, *, negated: bool
) -> tuple[Quantity | None, int]:
    """The quantity that begins at a word, and where it ends; (None, at) where none begins."""
    nothing = length_of(table.nothing, words, at)
    if nothing:
        return Quantity(Fraction(0), None), at + nothing
    digits, stop = spelled_at(words, at, table)
    if digits is not None and digits in _spellable(before or (), table):
        measure, stop = _measure(words, stop, table)
        return _measured(Fraction(digits), measure, spelled=True), stop
    number, stop = _number(words, at, table, before, negated=negated)
    if number is not None:
        measure, stop = _measure(words, stop, table)
        if measure is not None and number.denominator == 1:
            number, stop = _trailing_part(words, stop, number, table)
        return _measured(number, measure), stop
    return _unnumbered(words, at, table)


def _number(
    words: Words, at: int, table: AmountWords, before: tuple[Amount, ...] | None, *, negated: bool
) -> tuple[Fraction | None, int]:
    """The number there.

    What she wants can follow a rejected one at once ("not three, thirty"), which therefore ends where it is one of
    `before`, and is not "three thirty" otherwise.
    """
    if not negated:
        return number_at(words, at, table, colloquial=True)
    known = {amount.amount for amount in before or ()}
    for end in range(len(words), at, -1):
        number, stop = number_at(words[:end], at, table, colloquial=True)
        if number is not None and number in known and stop == end:
            return number, stop
    return number_at(words, at, table, colloquial=False)


def _spellable(before: tuple[Amount, ...], table: AmountWords) -> set[Fraction | None]:
    """The numbers that she may spell to make clear which of two that sound alike was meant."""
    doubtful = {one.amount for one in before if table.twin(one.amount) is not None}
    return doubtful | {table.twin(number) for number in doubtful}


def _unnumbered(words: Words, at: int, table: AmountWords) -> tuple[Quantity | None, int]:
    """ "A few drops", "an ounce"."""
    stop = at
    while stop < len(words) and words[stop] in table.article:
        stop += 1
    few = stop < len(words) and words[stop] in table.few
    measure, end = _measure(words, stop + few, table)
    if measure is not None and measure.unit is Unit.DROPS:
        return Quantity(None, measure.unit), end
    if measure is not None and stop > at and not few:
        number, end = _trailing_part(words, end, Fraction(1), table)
        return _measured(number, measure), end
    return None, at


def _measure(words: Words, at: int, table: AmountWords) -> tuple[Measure | None, int]:
    """The unit after a number, behind linking words ("half of a teaspoon"); (None, at) where none follows."""
    stop = at
    while stop < len(words) and (words[stop] in table.article or words[stop] in table.linking):
        stop += 1
    length = length_of(tuple(table.units), words, stop)
    return (table.units[words[stop : stop + length]], stop + length) if length else (None, at)


def _measured(number: Fraction, measure: Measure | None, *, spelled: bool = False) -> Quantity:
    if measure is None:
        return Quantity(number, None, spelled=spelled)
    return Quantity(number * measure.times, measure.unit, spelled=spelled)


def _trailing_part(words: Words, at: int, number: Fraction, table: AmountWords) -> tuple[Fraction, int]:
    """ "Two ounces and a half": the number with the part behind its unit."""
    stop = at
    while stop < len(words) and (words[stop] in table.joining or words[stop] in table.article):
        stop += 1
    part, end = part_at(words, stop, table)
    if part is None or stop == at or words[at] not in table.joining:
        return number, at
    return number + part, end
