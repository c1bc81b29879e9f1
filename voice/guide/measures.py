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


@dataclass(frozen=True, slots=True)
class Amount:
    """What she collected: `amount` in `unit`, or None for drops, which are never counted (safety rule 9).

    `side` and `kind` are None where she has not said them and nothing else tells.
    """

    amount: Fraction | None
    unit: Unit
    side: Side | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class AmountWords:
    """The words of amounts in one language; phrases of several words are tuples."""

    opening: tuple[Words, ...]
    """What may come first: "log", "I got"."""
    correcting: frozenset[str]
    """Words that announce a correction: "no", "not"."""
    negating: frozenset[str]
    """Those of them that reject the amount right after them: "not"."""
    filler: frozenset[str]
    """Words without a meaning of their own here."""
    linking: frozenset[str]
    """Words between a quantity and its unit: "half of a teaspoon"."""
    article: frozenset[str]
    """Words, which before a unit mean one: "an ounce"."""
    joining: frozenset[str]
    """Words between a number and its fraction: "two and a half"."""
    point: frozenset[str]
    hundred: frozenset[str]
    few: frozenset[str]
    fractions: Mapping[str, int]
    """Word to denominator."""
    numbers: Mapping[str, int]
    units: Mapping[str, Unit]
    sides: Mapping[str, Side]
    kinds: Mapping[Words, Kind]
    examples: tuple[str, ...]
    """Whole utterances to show to people: "log thirty"."""
    corrections: tuple[str, ...]
    """The same for corrections: "no twelve"."""
