"""Amounts of milk: from the words she says to numbers and units, and from her corrections to new ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from voice.guide.measures import Amount, AmountWords, Kind, Origin, Unit, Words
from voice.guide.numerals import spelled_at
from voice.guide.quantities import Item, Quantity, corrected_items, items_of, length_of
from voice.guide.steps import Side

__all__ = ["Amount", "AmountWords", "Kind", "Unit", "correction", "kind_of", "parse", "spells", "vocabulary"]


def parse(
    words: Words, table: AmountWords, *, side: Origin | None = None, kind: Kind | None = None
) -> tuple[Amount, ...] | None:
    """The amounts in an utterance, one or one for each side, or None where it is anything else.

    `side` and `kind` are taken where she names none. A number without a unit is millilitres, nothing is none of them.
    """
    items = items_of(words, table)
    return None if items is None else _amounts(items, side, kind)


def correction(
    words: Words, table: AmountWords, *, before: tuple[Amount, ...], asked: bool = False
) -> tuple[Amount, ...] | None:
    """What `before` becomes when she corrects it ("no, twelve"; "not thirteen, thirty"), or None for anything else.

    A single amount replaces the one of the side she names, else the one she rejects, else the last one, and keeps of
    it what she does not say; the last amount that she does not reject wins. Digits alone correct a number that sounds
    like theirs ("one three" a thirty); where she repeats the very number that she rejects, it is the other one that she
    said. While it is `asked` whether `before` is right, so do that number itself
    ("thirteen") and "it was twelve".
    """
    items = corrected_items(words, table, before)
    if items is None:
        return None
    kept = [item for item in items if not (isinstance(item, Quantity) and item.negated)]
    quantities = [item for item in kept if isinstance(item, Quantity)]
    announced = any(length_of(table.correcting, words, at) for at in range(len(words)))
    if not quantities or not (announced or _answers(words, table, items, before, asked=asked)):
        return None
    both = _amounts(kept, None, None)
    if both is not None and len(both) == 2:
        return both
    rejected = [item.number for item in items if isinstance(item, Quantity) and item.negated]
    rest = [item for item in kept if not isinstance(item, Quantity)]
    bare = not rest and quantities[-1].unit is None and len(before) == 1
    quantity = _unlike(quantities[-1], [*rejected, *(old.amount for old in before if bare)], table)
    last = _amounts([*rest, quantity], None, None)
    if last is None:
        return None
    wrong = [*rejected, *(twin for item in quantities if (twin := table.twin(item.number)) is not None)]
    spelled = [item.number for item in quantities if item.spelled]
    return _replaced(last[0], before, [*wrong, *spelled], bare=quantities[-1].unit is None)


def _unlike(said: Quantity, wrong: list[Fraction | None], table: AmountWords) -> Quantity:
    """What she said, or its twin where it is the very number that she finds wrong: "not thirty, thirty" is thirteen."""
    twin = table.twin(said.number)
    return said if said.spelled or twin is None or said.number not in wrong else replace(said, number=twin)


def _answers(words: Words, table: AmountWords, items: list[Item], before: tuple[Amount, ...], *, asked: bool) -> bool:
    """Whether a single amount that nothing announces as a correction is one all the same."""
    quantities = [item for item in items if isinstance(item, Quantity)]
    sides = {item for item in items if isinstance(item, Side)}
    if len(quantities) != 1 or not sides <= {amount.side for amount in before}:
        return False
    is_twin = any(_sound_alike(quantities[0].number, amount.amount, table) for amount in before)
    return quantities[0].spelled or (asked and (is_twin or length_of(table.answering, words) > 0))


def _sound_alike(one: Fraction | None, other: Fraction | None, table: AmountWords) -> bool:
    return one is not None and table.twin(one) == other


def spells(words: Words, table: AmountWords) -> bool:
    """Whether these are the digits of a number that sounds like another: a correction of an amount read back."""
    number, stop = spelled_at(words, 0, table)
    return number is not None and stop == len(words) and table.twin(Fraction(number)) is not None


def kind_of(words: Words, table: AmountWords) -> Kind | None:
    """The kind of milk that the utterance names and nothing else ("first milk"), or None."""
    items = items_of(words, table)
    if items is not None and len(items) == 1 and isinstance(items[0], Kind):
        return items[0]
    return None


def vocabulary(table: AmountWords) -> tuple[str, ...]:
    """Words and pairs of words for the recogniser's grammar, each once."""
    table = table.listened_for
    tens = [word for word, number in table.numbers.items() if number >= 20]
    digits = [word for word, number in table.numbers.items() if 1 <= number <= 9]
    units = tuple(" ".join(unit) for unit in table.units)
    counted = tuple(" ".join(unit) for unit, measure in table.units.items() if measure.times == 1)
    articles, few_words = sorted(table.article), sorted(table.few)
    openings = tuple(map(" ".join, table.opening))
    correcting = tuple(map(" ".join, table.correcting))
    entries = [
        *openings,
        *correcting,
        *table.numbers,
        *units,
        *table.sides,
        *map(" ".join, (*table.kinds, *table.nothing)),
        *sorted(table.filler | table.article | table.joining | {table.point} | table.hundred | table.few),
        *table.fractions,
        *(f"{digits[0]} {oh} {digit}" for oh in sorted(table.oh) for digit in digits),  # alone "oh" would be a breath
        *(f"{digit} {part}" for digit in digits for part in table.behind),
        *(f"{ten} {digit}" for ten in tens for digit in digits),
        *(f"{number} {unit}" for number in table.numbers for unit in counted),
        *(f"{side} {word}" for side in table.sides for word in (*table.numbers, *table.fractions, *articles)),
        *(f"{fraction} {word}" for fraction in table.fractions for word in (*articles, *units)),
        *(f"{opening} {number}" for opening in openings for number in table.numbers),
        *(f"{word} {number}" for word in correcting for number in table.numbers),
        *(
            f"{few} {' '.join(unit)}"
            for few in few_words
            for unit, measure in table.units.items()
            if measure.unit is Unit.DROPS
        ),
        *(f"{article} {word}" for article in articles for word in (*table.fractions, *few_words, *units)),
    ]
    return tuple(dict.fromkeys(entries))


def _amounts(items: list[Item], side: Origin | None, kind: Kind | None) -> tuple[Amount, ...] | None:
    """Join quantities with their sides and kinds; None where it stays unclear which belongs to which."""
    quantities = [item for item in items if isinstance(item, Quantity)]
    sides: list[Origin | None] = [item for item in items if isinstance(item, Side)]
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


def _units(quantities: list[Quantity]) -> list[Unit]:
    """The unit of each; a bare number takes that of the other side ("left ten, right twelve ounces"), else ml."""
    shared = next(
        (one.unit for one in reversed(quantities) if one.unit is not None and one.number is not None), Unit.ML
    )
    return [one.unit or shared for one in quantities]


def _amount(quantity: Quantity, unit: Unit, side: Origin | None, kind: Kind | None) -> Amount:
    return Amount(None if unit is Unit.DROPS else quantity.number, unit, side, kind)


def _replaced(
    new: Amount, before: tuple[Amount, ...], wrong: list[Fraction | None], *, bare: bool
) -> tuple[Amount, ...]:
    """`before` with one amount made new: that of the side, else of the first of the `wrong` numbers, else the last.

    A bare number keeps the unit of what it replaces.
    """
    if not before:
        return (new,)
    by_side = [place for place, old in enumerate(before) if new.side is not None and old.side is new.side]
    by_number = [place for number in wrong for place, old in enumerate(before) if old.amount == number]
    place = (by_side or by_number or [len(before) - 1])[0]
    old = before[place]
    kept_unit = old.unit if bare and old.unit is not Unit.DROPS else new.unit
    new = replace(new, unit=kept_unit, side=new.side or old.side, kind=new.kind or old.kind)
    return (*before[:place], new, *before[place + 1 :])
