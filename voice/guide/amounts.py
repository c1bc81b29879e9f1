"""Amounts of milk: from the words she says to numbers and units, and from her corrections to new ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from voice.guide.measures import Amount, AmountWords, Kind, Unit, Words
from voice.guide.numerals import number_at
from voice.guide.steps import Side

__all__ = ["Amount", "AmountWords", "Kind", "Unit", "correction", "kind_of", "parse", "vocabulary"]


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number with or without its unit; a number of None is "a few"."""

    number: Fraction | None
    unit: Unit | None
    negated: bool = False


_Item = _Quantity | Side | Kind


def parse(
    words: Words, table: AmountWords, *, side: Side | None = None, kind: Kind | None = None
) -> tuple[Amount, ...] | None:
    """The amounts in an utterance, one or one for each side, or None where it is anything else.

    `side` and `kind` are taken where she names none. A number without a unit is millilitres.
    """
    items = _items(_after_opening(words, table), table, colloquial=True)
    return None if items is None else _amounts(items, side, kind)


def correction(words: Words, table: AmountWords, *, before: tuple[Amount, ...]) -> tuple[Amount, ...] | None:
    """What `before` becomes when she corrects it ("no, twelve"; "not thirteen, thirty"), or None for anything else.

    A single amount replaces the one of the side she names, else the one she rejects, else the last one, and keeps of
    it what she does not say; the last amount that she does not reject wins.
    """
    if not table.correcting.intersection(words):
        return None
    items = _items(words, table, colloquial=False)
    if items is None:
        return None
    kept = [item for item in items if not (isinstance(item, _Quantity) and item.negated)]
    quantities = [item for item in kept if isinstance(item, _Quantity)]
    if not quantities:
        return None
    both = _amounts(kept, None, None)
    if both is not None and len(both) == 2:
        return both
    last = _amounts([*(item for item in kept if not isinstance(item, _Quantity)), quantities[-1]], None, None)
    if last is None:
        return None
    rejected = [item.number for item in items if isinstance(item, _Quantity) and item.negated]
    return _replaced(last[0], before, rejected, bare=quantities[-1].unit is None)


def kind_of(words: Words, table: AmountWords) -> Kind | None:
    """The kind of milk that the utterance names and nothing else ("first milk"), or None."""
    items = _items(words, table, colloquial=True)
    if items is not None and len(items) == 1 and isinstance(items[0], Kind):
        return items[0]
    return None


def vocabulary(table: AmountWords) -> tuple[str, ...]:
    """Words and pairs of words for the recogniser's grammar, each once."""
    tens = [word for word, number in table.numbers.items() if number >= 20]
    digits = [word for word, number in table.numbers.items() if 1 <= number <= 9]
    units = tuple(table.units)
    entries = [
        *(" ".join(opening) for opening in table.opening),
        *sorted(table.correcting),
        *table.numbers,
        *units,
        *table.sides,
        *(" ".join(kind) for kind in table.kinds),
        *sorted(table.filler | table.article | table.joining | table.point | table.hundred | table.few),
        *table.fractions,
        *(f"{ten} {digit}" for ten in tens for digit in digits),
        *(f"{number} {unit}" for number in table.numbers for unit in units),
        *(f"{side} {word}" for side in table.sides for word in (*table.numbers, *table.fractions, *table.article)),
        *(f"{fraction} {word}" for fraction in table.fractions for word in (*table.article, *units)),
        *(f"{' '.join(opening)} {number}" for opening in table.opening for number in table.numbers),
        *(f"{correcting} {number}" for correcting in sorted(table.correcting) for number in table.numbers),
        *(f"{few} {unit}" for few in table.few for unit, meant in table.units.items() if meant is Unit.DROPS),
        *(f"{article} {word}" for article in table.article for word in (*table.fractions, *table.few, *units)),
    ]
    return tuple(dict.fromkeys(entries))


def _after_opening(words: Words, table: AmountWords) -> Words:
    for opening in sorted(table.opening, key=len, reverse=True):
        if words[: len(opening)] == opening:
            return words[len(opening) :]
    return words


def _items(words: Words, table: AmountWords, *, colloquial: bool) -> list[_Item] | None:
    """The meaning of the words in order; None when one of them has no place in an amount."""
    items: list[_Item] = []
    negated = False
    at = 0
    while at < len(words):
        word = words[at]
        kind_length = next((n for n in (3, 2, 1) if words[at : at + n] in table.kinds), 0)
        quantity, stop = _quantity(words, at, table, colloquial=colloquial)
        if kind_length:
            items.append(table.kinds[words[at : at + kind_length]])
            at += kind_length
        elif quantity is not None:
            items.append(replace(quantity, negated=negated))
            negated, at = False, stop
        elif word in table.sides:
            items.append(table.sides[word])
            at += 1
        elif word in table.correcting and not colloquial:
            negated = word in table.negating
            at += 1
        elif word in table.filler or word in table.article or word in table.joining:
            at += 1
        else:
            return None
    return items


def _quantity(words: Words, at: int, table: AmountWords, *, colloquial: bool) -> tuple[_Quantity | None, int]:
    """The quantity that begins at a word, and where it ends; (None, at) where none begins."""
    number, stop = number_at(words, at, table, colloquial=colloquial)
    if number is not None:
        unit, stop = _unit(words, stop, table)
        if unit is not None and number.denominator == 1:
            number, stop = _trailing_fraction(words, stop, number, table)
        return _Quantity(number, unit), stop
    stop = at
    while stop < len(words) and words[stop] in table.article:
        stop += 1
    few = stop < len(words) and words[stop] in table.few
    unit, end = _unit(words, stop + few, table)
    if unit is Unit.DROPS:
        return _Quantity(None, unit), end
    if unit is not None and stop > at and not few:
        return _Quantity(Fraction(1), unit), end
    return None, at


def _unit(words: Words, at: int, table: AmountWords) -> tuple[Unit | None, int]:
    """The unit after a number, behind linking words ("half of a teaspoon"); (None, at) where none follows."""
    stop = at
    while stop < len(words) and (words[stop] in table.article or words[stop] in table.linking):
        stop += 1
    if stop < len(words) and words[stop] in table.units:
        return table.units[words[stop]], stop + 1
    return None, at


def _trailing_fraction(words: Words, at: int, number: Fraction, table: AmountWords) -> tuple[Fraction, int]:
    """ "Two ounces and a half": the number with the fraction behind its unit."""
    stop = at
    while stop < len(words) and (words[stop] in table.joining or words[stop] in table.article):
        stop += 1
    if stop > at and words[at] in table.joining and stop < len(words) and words[stop] in table.fractions:
        return number + Fraction(1, table.fractions[words[stop]]), stop + 1
    return number, at


def _amounts(items: list[_Item], side: Side | None, kind: Kind | None) -> tuple[Amount, ...] | None:
    """Join quantities with their sides and kinds; None where it stays unclear which belongs to which."""
    quantities = [item for item in items if isinstance(item, _Quantity)]
    sides: list[Side | None] = [item for item in items if isinstance(item, Side)]
    kinds: list[Kind | None] = [item for item in items if isinstance(item, Kind)]
    if not sides and len(quantities) == 1:
        sides = [side]
    if not 1 <= len(quantities) <= 2 or len(sides) != len(quantities) or len(set(sides)) != len(sides):
        return None
    if len(set(kinds)) <= 1:
        kinds = [kinds[0] if kinds else kind] * len(quantities)
    if len(kinds) != len(quantities):
        return None
    units = _units(quantities)
    return tuple(map(_amount, quantities, units, sides, kinds))


def _units(quantities: list[_Quantity]) -> list[Unit]:
    """The unit of each; a bare number takes that of the other side ("left ten, right twelve ounces"), else ml."""
    shared = next(
        (one.unit for one in reversed(quantities) if one.unit is not None and one.number is not None), Unit.ML
    )
    return [one.unit or shared for one in quantities]


def _amount(quantity: _Quantity, unit: Unit, side: Side | None, kind: Kind | None) -> Amount:
    return Amount(None if unit is Unit.DROPS else quantity.number, unit, side, kind)


def _replaced(
    new: Amount, before: tuple[Amount, ...], rejected: list[Fraction | None], *, bare: bool
) -> tuple[Amount, ...]:
    """`before` with one amount made new; a bare number keeps the unit of what it replaces."""
    if not before:
        return (new,)
    by_side = [place for place, old in enumerate(before) if new.side is not None and old.side is new.side]
    by_number = [place for place, old in enumerate(before) if old.amount in rejected]
    place = (by_side or by_number or [len(before) - 1])[0]
    old = before[place]
    kept_unit = old.unit if bare and old.unit is not Unit.DROPS else new.unit
    new = replace(new, unit=kept_unit, side=new.side or old.side, kind=new.kind or old.kind)
    return (*before[:place], new, *before[place + 1 :])
