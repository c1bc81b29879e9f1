"""Measures of milk: an amount with its unit, side and kind, and the words that a language has for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from voice.guide.steps import Side

Words = tuple[str, ...]


class Unit(Enum):
    """A measure; the values are the names of the timeline."""

    ML = "ml"
    OZ = "oz"
    TSP = "tsp"
    DROPS = "drops"


class Kind(Enum):
    """First milk or later milk; the values are the names of the timeline."""

    COLOSTRUM = "colostrum"
    MILK = "milk"


class Together(Enum):
    """Where an amount is from that is no single breast's; the value is the name of the timeline."""

    BOTH = "both"


Origin = Side | Together
"""Where an amount is from."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What she collected: `amount` in `unit`, or None for drops, which are never counted (safety rule 9).

    `side` and `kind` are None where she has not said them and nothing else tells.
    """

    amount: Fraction | None
    unit: Unit
    side: Origin | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a word measures: `times` of a unit, 15 ml for a tablespoon (the contract)."""

    unit: Unit
    times: int = 1


NONE = "none"
"""The value of a command that says that there was nothing (the contract)."""


def counted(amounts: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """Those that are something: of nothing there is nothing to note."""
    return tuple(amount for amount in amounts if amount.amount != 0)


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The words of amounts in one language; phrases of several words are tuples."""

    opening: tuple[Words, ...]
    """What may come first: "log", "I got"."""
    answering: tuple[Words, ...]
    """Those of them that correct an amount while it is read back: "it was"."""
    correcting: tuple[Words, ...]
    """What announces a correction: "no", "not", "I said"."""
    recalling: tuple[Words, ...]
    """Those of them that may mean an amount of the session before: "that was"."""
    negating: tuple[Words, ...]
    """Those of them that reject the amount right after them: "not"."""
    never: tuple[Words, ...]
    """What begins no amount, though each word could stand in one: "that's right"."""
    asides: frozenset[str]
    """What people write down of their hesitation before an amount: "well"."""
    filler: frozenset[str]
    """Words without a meaning of their own here."""
    linking: frozenset[str]
    """Words between a quantity and its unit: "half of a teaspoon"."""
    article: frozenset[str]
    """Words, which before a unit mean one: "an ounce"."""
    joining: frozenset[str]
    """Words between a number and its fraction: "two and a half"."""
    joined: str
    """The one of them that a written "2 1/2" is read with."""
    behind: tuple[str, ...]
    """What is said behind a number as one piece, "and a half": else the number before it is easily missed."""
    unfinished: frozenset[str]
    """Words that end no amount: "ten on"."""
    point: str
    hundred: frozenset[str]
    few: frozenset[str]
    nothing: tuple[Words, ...]
    """No milk at all."""
    oh: frozenset[str]
    """Zero among digits: "one oh five"."""
    oh_alikes: frozenset[str]
    """What is heard in its place: between two digits it is neither that nor itself."""
    fractions: Mapping[str, int]
    """Word to denominator."""
    numbers: Mapping[str, int]
    sound_alikes: Mapping[int, int]
    """Numbers below a hundred that ears take for each other, each to its twin: 13 and 30."""
    units: Mapping[Words, Measure]
    sides: Mapping[str, Side]
    kinds: Mapping[Words, Kind]
    examples: tuple[str, ...]
    """Whole utterances to show to people: "log thirty"."""
    corrections: tuple[str, ...]
    """The same for corrections: "no twelve"."""
    heard_part: AmountWords | None = None
    """Those of them that are listened for, where these are more: what only a text has would cost the others."""

    @property
    def listened_for(self) -> AmountWords:
        """The words that a recogniser of words is told."""
        return self.heard_part or self

    def twin(self, number: Fraction | None) -> Fraction | None:
        """The number that ears take for this one, 30 for 13 and 130 for 113; None where there is none."""
        if number is None or number.denominator != 1:
            return None
        hundreds, low = divmod(int(number), 100)
        return Fraction(hundreds * 100 + self.sound_alikes[low]) if low in self.sound_alikes else None
