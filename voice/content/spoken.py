"""How a language says sides, places, minutes and amounts inside a prompt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.measures import Together
from voice.guide.steps import Side


@dataclass(frozen=True, slots=True)
class CueWords:
    """The words of the beat."""

    press: str
    compress: str
    relax: str


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A measure in words: "1 ounce", "{number} ounces", and parts of it, "half an ounce"."""

    one: str
    many: str
    half: str
    quarter: str
    three_quarters: str


@dataclass(frozen=True, slots=True)
class CountedWords:
    """ "One minute", "{number} minutes"."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Templates:
    """The sentences' small parts; each field names in its text the words it needs."""

    hour: str
    drops: str
    and_half: str
    and_quarter: str
    and_three_quarters: str
    spelled: str
    of_kind: str
    on_side: str
    from_both: str
    pair: str
    list: str
    emergency_here: str
    emergency_unknown: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a language for values; every method gives text that fits into a placeholder."""

    cues: CueWords
    sides: Mapping[Side, str]
    kinds: Mapping[Kind, str]
    hours: Mapping[int, str]
    digits: Sequence[str]
    """The digits from 0 to 9."""
    minute_words: CountedWords
    hour_words: CountedWords
    day_words: CountedWords
    units: Mapping[Unit, UnitWords]
    templates: Templates

    def side(self, side: Side) -> str:
        """ "Left"."""
        return self.sides[side]

    def hour(self, hour: int) -> str:
        """A clock position (12, 2, 4, 6, 8 or 10): "two o'clock"."""
        return self.templates.hour.format(hour=self.hours[hour])

    def spot(self, hour: int) -> str:
        """The same in one word: "two"."""
        return self.hours[hour]

    def hours_done(self, hours: Sequence[int]) -> str:
        """The positions done so far, at least one: "twelve, two and four o'clock"."""
        return self.templates.hour.format(hour=self._listed([self.hours[hour] for hour in hours]))

    def number(self, number: int) -> str:
        """A whole number from 0, by itself: "four"; in digits from 10."""
        return self.digits[number] if number < len(self.digits) else str(number)

    def minutes(self, minutes: int) -> str:
        """Whole minutes, from 1: "one minute", "3 minutes"."""
        return self.minute_words.one if minutes == 1 else self.minute_words.many.format(number=minutes)

    def duration(self, seconds: float) -> str:
        """About so long, in whole minutes, hours or days: "40 minutes", "3 hours"."""
        hours = round(seconds / 3600)
        if seconds < 3600:
            return self.minutes(max(1, int(seconds // 60)))
        words, number = (self.hour_words, hours) if hours < 48 else (self.day_words, round(hours / 24))
        return words.one if number == 1 else words.many.format(number=number)

    def amounts(self, amounts: Sequence[Amount], spelled: Collection[Fraction | None] = ()) -> str:
        """What is read back: "10 millilitres on the left and 12 millilitres on the right".

        Numbers in `spelled`, which must be whole and over 1, get their digits: "13, one three, millilitres".
        """
        return self._listed([self.amount(amount, spelled=amount.amount in spelled) for amount in amounts])

    def amount(self, amount: Amount, *, spelled: bool = False) -> str:
        """One amount with its kind and side, where they are known."""
        if amount.amount is None:
            text = self.templates.drops
        elif spelled:
            text = self.units[amount.unit].many.format(number=self._spelled(amount.amount))
        else:
            text = self._measured(amount.amount, self.units[amount.unit])
        if amount.kind is not None:
            text = self.templates.of_kind.format(amount=text, kind=self.kinds[amount.kind])
        match amount.side:
            case Side():
                return self.templates.on_side.format(amount=text, side=self.sides[amount.side])
            case Together():
                return self.templates.from_both.format(amount=text)
            case None:
                return text

    def _spelled(self, number: Fraction) -> str:
        digits = " ".join(self.digits[int(digit)] for digit in str(number))
        return self.templates.spelled.format(number=number, digits=digits)

    def _measured(self, number: Fraction, unit: UnitWords) -> str:
        whole, part = divmod(number, 1)
        if number == 1:
            return unit.one
        if part == 0:
            return unit.many.format(number=whole)
        parts = {
            Fraction(1, 2): (unit.half, self.templates.and_half),
            Fraction(1, 4): (unit.quarter, self.templates.and_quarter),
            Fraction(3, 4): (unit.three_quarters, self.templates.and_three_quarters),
        }
        if part not in parts:
            return unit.many.format(number=f"{float(number):g}")
        alone, template = parts[part]
        return unit.many.format(number=template.format(number=whole)) if whole else alone

    def _listed(self, parts: Sequence[str]) -> str:
        text = parts[-1]
        if len(parts) > 1:
            text = self.templates.pair.format(first=parts[-2], last=text)
        for part in reversed(parts[:-2]):
            text = self.templates.list.format(first=part, rest=text)
        return text
