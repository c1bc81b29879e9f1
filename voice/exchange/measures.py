"""Amounts in figures: as they were said, in the unit that was chosen, and summed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from voice.guide.measures import Unit
from voice.journal.records import Logged

ML = {Unit.ML: Fraction(1), Unit.OZ: Fraction("29.5735295625"), Unit.TSP: Fraction(5)}
"""Millilitres in each measure: the US fluid ounce (NIST Handbook 44, appendix C), and the teaspoon of 5 ml that a
tablespoon of 15 ml (the guide's own) has three of."""
_PLACES = {Unit.ML: 1, Unit.OZ: 2, Unit.TSP: 2}
"""Decimals of what was converted."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum for each unit in which something was said; drops are never counted, only how often there were some."""

    by_unit: Mapping[Unit, Fraction] = field(default_factory=dict)
    drops: int = 0


def total(amounts: Iterable[Logged], units: Unit | None = None) -> Total:
    """The sum of these amounts: for each unit as it was said, or in `units`."""
    by_unit: dict[Unit, Fraction] = {}
    drops = 0
    for one in amounts:
        if one.amount is None:
            drops += 1
            continue
        unit = units or one.unit
        by_unit[unit] = by_unit.get(unit, Fraction(0)) + converted(one.amount, one.unit, unit)
    return Total({unit: by_unit[unit] for unit in Unit if unit in by_unit}, drops)


def converted(amount: Fraction, unit: Unit, to: Unit) -> Fraction:
    """An amount in another measure, exactly."""
    return amount if unit is to else amount * ML[unit] / ML[to]


def figure(amount: Fraction) -> str:
    """An amount exactly: "12", "2.5", and "1/3" where it has no end in decimals."""
    denominator, places = amount.denominator, 0
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        places = max(places, count)
    return str(amount) if denominator > 1 else _decimal(amount, places)


def shown(amount: Fraction, unit: Unit, units: Unit | None = None) -> str:
    """ "12 ml"; in `units`, rounded, where it was said in another measure."""
    if units is None or units is unit:
        return f"{figure(amount)} {unit.value}"
    return f"{_rounded(converted(amount, unit, units), units)} {units.value}"


def shown_amount(one: Logged, units: Unit | None = None) -> str:
    """ "12 ml left", or "drops"."""
    text = Unit.DROPS.value if one.amount is None else shown(one.amount, one.unit, units)
    return text if one.side is None else f"{text} {one.side.value}"


def shown_total(of: Total) -> str:
    """ "42 ml, 1.5 oz, drops 2 times"; empty where there is nothing."""
    parts = [f"{_rounded(amount, unit)} {unit.value}" for unit, amount in of.by_unit.items()]
    if of.drops:
        parts.append("drops" if of.drops == 1 else f"drops {of.drops} times")
    return ", ".join(parts)


def minutes(seconds: float) -> str:
    """Whole minutes; "<1" for less than one."""
    if 0 < seconds < 60:
        return "<1"
    return f"{seconds / 60:.0f}"


def _rounded(amount: Fraction, unit: Unit) -> str:
    return _decimal(amount, _PLACES[unit])


def _decimal(amount: Fraction, places: int) -> str:
    scaled = round(amount * 10**places)
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
