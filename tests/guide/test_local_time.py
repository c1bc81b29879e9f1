"""Local time as a value: it counts as the standard library does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from voice.guide.local_time import LocalTime

_EPOCH = datetime(1970, 1, 1)


@pytest.mark.parametrize("hours", range(0, 24 * 366 * 9, 24 * 31 + 7))
def test_it_counts_on_as_a_calendar_does(hours: int) -> None:
    begun = datetime(2023, 12, 31, 22, 30)
    there = begun + timedelta(hours=hours)
    counted = LocalTime((begun - _EPOCH).days, 22.5 * 3600).plus(3600.0 * hours)
    assert counted.month_and_day == (there.month, there.day)
    assert (counted.weekday, counted.hour) == (there.weekday(), there.hour)


def test_it_counts_back_too() -> None:
    assert LocalTime(1, 0.0).plus(-3600.0) == LocalTime(0, 23 * 3600.0)
