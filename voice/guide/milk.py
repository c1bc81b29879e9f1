"""Milk that was kept: what became of it, and until when it is to be used.

Nothing here says that milk is good or bad: only when it was begun, and how long the region's rules let it keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.measures import Amount

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
MONTH_S = 30 * DAY_S
"""A month of the rules: the least of what a calendar's one can mean, but for February."""


class Fate(Enum):
    """What has become of an amount; the values are those of the journal and of exports."""

    FRIDGE = "fridge"
    FREEZER = "freezer"
    THAWED = "thawed"
    """Taken out of the freezer."""
    USED = "used"
    DISCARDED = "discarded"


STORED = frozenset({Fate.FRIDGE, Fate.FREEZER, Fate.THAWED})
"""The milk is still there."""


@dataclass(frozen=True, slots=True)
class Milk:
    """An amount of an earlier session; times are room time of this one in seconds, and negative.

    `begun_s` is when its session began, None where the clock was not known to be right then. `fate` is None while
    nobody said what became of it; `fate_s` is when that was, None where nobody knows. `id` is the journal's.
    """

    id: str
    amount: Amount
    begun_s: float | None
    fate: Fate | None = None
    fate_s: float | None = None

    @property
    def stored(self) -> bool:
        """Whether it is still there."""
        return self.fate in STORED


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long milk keeps by one source, from the start of expressing; thawed milk from when it was taken out.

    `cold_fridge_hours` holds in a fridge at `cold_degrees` (Celsius) or less, where the source tells them apart.
    """

    fridge_hours: int
    frozen_months: int
    thawed_hours: int
    source: str
    cold_fridge_hours: int | None = None
    cold_degrees: int | None = None

    def lasts_s(self, fate: Fate) -> float:
        """How long it keeps there, in seconds. Raises ValueError where it is not kept."""
        match fate:
            case Fate.FRIDGE:
                return self.fridge_hours * HOUR_S
            case Fate.FREEZER:
                return self.frozen_months * MONTH_S
            case Fate.THAWED:
                return self.thawed_hours * HOUR_S
            case Fate.USED | Fate.DISCARDED:
                raise ValueError(f"what was {fate.value} is not kept")


def use_by_s(fate: Fate, begun_s: float | None, fate_s: float | None, keeping: Keeping) -> float | None:
    """Until when it is to be used, in room time: counted from when expressing began, thawed milk from its thawing.

    None where no clock tells.
    """
    since_s = fate_s if fate is Fate.THAWED else begun_s
    return None if since_s is None else since_s + keeping.lasts_s(fate)
