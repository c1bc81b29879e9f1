"""Marks: what a recording should have been, what became of it, and sums of that."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from voice.guide import amounts
from voice.guide.commands import Command
from voice.guide.measures import NONE, counted
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.files import Live, Understood, Value

NOTHING = "nothing"


class Outcome(Enum):
    """What became of a command that was said."""

    HEARD = "heard"
    WRONG = "wrong"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a text should do in a state; for amounts there is no phrase."""

    live: Live
    command: Command
    value: Value
    phrase: Phrase | None = None

    def outcome(self, understood: Iterable[Understood]) -> Outcome:
        """Heard where this and nothing else acts."""
        found = {(one.command, one.value) for one in understood}
        if not found:
            return Outcome.REJECTED
        return Outcome.HEARD if found == {(self.command, self.value)} else Outcome.WRONG


def expected_of(phrase: Phrase, live: Live) -> Expected:
    """What a phrase of the table should do where it is live."""
    command, value = live.acts_as(phrase)
    return Expected(live, command, value, phrase)


def expected_amount(text: str, live: Live, table: PhraseTable) -> Expected | None:
    """What an amount should do where amounts are live; None where the text is none."""
    parsed = amounts.parse(tuple(text.split()), table.amounts)
    return None if parsed is None else Expected(live, Command.LOG, counted(parsed) or NONE)


@dataclass(slots=True)
class Tally:
    """Outcomes, counted; `instead` counts what was heard in place of what."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    instead: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome, understood: Iterable[Understood] = ()) -> None:
        """Count one recording."""
        self.outcomes[outcome] += 1
        if outcome is not Outcome.HEARD:
            self.instead[heard_as(understood)] += 1

    @property
    def total(self) -> int:
        """How many recordings."""
        return self.outcomes.total()

    def share(self, outcome: Outcome) -> float:
        """The part with this outcome, 0 to 1."""
        return self.outcomes[outcome] / self.total if self.total else 0.0

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        counts = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        return {"total": self.total, **counts, "share": round(self.share(Outcome.HEARD), 4), **self._confused()}

    def _confused(self) -> dict[str, object]:
        return {"instead": dict(self.instead.most_common())} if self.instead else {}


def heard_as(understood: Iterable[Understood]) -> str:
    """What was heard, as one text."""
    return ", ".join(one.phrase for one in understood) or NOTHING


@dataclass(frozen=True, slots=True)
class Rate:
    """False commands over a time."""

    phrases: tuple[str, ...]
    hours: float
    details: tuple[str, ...] = ()
    """Each of them in full."""

    @property
    def an_hour(self) -> float:
        """How many an hour."""
        return len(self.phrases) / self.hours if self.hours else 0.0

    @property
    def at_most_an_hour(self) -> float:
        """What the true rate stays under with 95 % confidence (Poisson, by Wilson and Hilferty's approximation)."""
        if not self.hours:
            return math.inf
        more = len(self.phrases) + 1
        return more * (1 - 1 / (9 * more) + 1.645 / (3 * math.sqrt(more))) ** 3 / self.hours

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "hours": round(self.hours, 3),
            "false": len(self.phrases),
            "an_hour": round(self.an_hour, 3),
            "at_most_an_hour": round(self.at_most_an_hour, 3),
            "phrases": dict(Counter(self.phrases).most_common()),
            "details": list(self.details),
        }


def quantiles(values: Iterable[float], at: Iterable[float] = (0.5, 0.9, 0.99)) -> dict[str, float]:
    """The values below which these parts lie; empty where there are none."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {f"{part:.0%}": round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 3) for part in at}
