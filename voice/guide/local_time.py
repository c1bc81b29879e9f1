"""Local time as a value: a day and the seconds since its midnight, counted on without asking any clock.

A change to or from summer time in between is left out: it moves an hour at most.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice.guide.night import DAY_S

DAYS_A_WEEK = 7
_THURSDAY = 3
"""The weekday of 1 January 1970, counted from Monday as 0."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """`day` counts from 1 January 1970, `seconds` from that day's midnight."""

    day: int
    seconds: float

    def plus(self, seconds: float) -> LocalTime:
        """So many seconds later, or earlier where they are negative."""
        days, left = divmod(self.seconds + seconds, DAY_S)
        return LocalTime(self.day + int(days), left)

    @property
    def hour(self) -> int:
        """From 0 to 23."""
        return int(self.seconds // 3600)

    @property
    def weekday(self) -> int:
        """From Monday, 0, to Sunday, 6."""
        return (self.day + _THURSDAY) % DAYS_A_WEEK

    @property
    def month_and_day(self) -> tuple[int, int]:
        """The month from 1 to 12 and the day of it from 1, by the Gregorian calendar.

        Counted in eras of 400 years that begin in March, so that a leap day is the last of its year (Howard Hinnant,
        "chrono-compatible low-level date algorithms").
        """
        of_era = (self.day + 719_468) % 146_097
        year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
        of_year = of_era - (365 * year + year // 4 - year // 100)
        month = (5 * of_year + 2) // 153
        return (month + 3 if month < 10 else month - 9), of_year - (153 * month + 2) // 5 + 1
