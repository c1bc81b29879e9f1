"""The milk clock: the times of each region, from the start of expressing, mixed milk by its oldest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from voice.content.catalogue import load
from voice.guide.measures import Unit
from voice.guide.milk import Fate
from voice.journal.milk import become, months_after, not_stored_yet, oldest_first, use_by, use_by_of_mixed
from voice.journal.records import Logged, Session, Stored

_REGIONS = load("en").regions
_BEGAN = datetime(2026, 8, 31, 3, 20, tzinfo=UTC)


def _milk(fate: Fate | None, began: datetime = _BEGAN, *, since: datetime | None = None) -> Stored:
    ended = began + timedelta(minutes=20)
    logged = Logged(Fraction(30), Unit.ML, None, None, ended, fate, since or ended)
    return Stored(Session(began, ended, amounts=(logged,)), logged)


@pytest.mark.parametrize(
    ("region", "hours", "months"),
    [("us", 96, 6), ("uk", 72, 6), ("au", 72, 3), ("ca", 72, 6), ("nz", 48, 3), ("ie", 72, 3), ("other", 72, 3)],
)
def test_the_times_are_those_of_the_region_and_without_one_those_of_the_script(
    region: str, hours: int, months: int
) -> None:
    rules = _REGIONS[region].storage.keeping
    assert use_by(_milk(Fate.FRIDGE), rules, clock_known=True).at == _BEGAN + timedelta(hours=hours)
    assert use_by(_milk(Fate.FREEZER), rules, clock_known=True).at == months_after(_BEGAN, months)


def test_the_numbers_are_those_that_are_said() -> None:
    for code in _REGIONS.codes:
        storage = _REGIONS[code].storage
        said = " ".join(line.text for line in storage.lines).replace("three", "3")
        fridge_hours = storage.keeping.cold_fridge_hours or storage.keeping.fridge_hours
        assert f"{fridge_hours // 24} days" in said or f"{fridge_hours} hours" in said
        assert f"{storage.keeping.frozen_months} months" in said
        assert storage.keeping.source in " ".join(line.source for line in storage.lines)


def test_thawed_milk_keeps_24_hours_from_when_it_was_taken_out_in_every_region() -> None:
    taken_out = _BEGAN + timedelta(days=30)
    for code in _REGIONS.codes:
        until = use_by(_milk(Fate.THAWED, since=taken_out), _REGIONS[code].storage.keeping, clock_known=True)
        assert until.at == taken_out + timedelta(hours=24)


@pytest.mark.parametrize(
    ("began", "months", "ends"),
    [("2026-08-31", 6, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"), ("2026-11-15", 3, "2027-02-15")],
)
def test_months_are_those_of_the_calendar(began: str, months: int, ends: str) -> None:
    assert f"{months_after(datetime.fromisoformat(began), months):%Y-%m-%d}" == ends


def test_mixed_milk_keeps_as_long_as_its_oldest() -> None:
    rules = _REGIONS["us"].storage.keeping
    older, newer = _milk(Fate.FRIDGE), _milk(Fate.FRIDGE, _BEGAN + timedelta(days=1))
    assert use_by_of_mixed([newer, older], rules, clock_known=True).at == _BEGAN + timedelta(hours=96)
    thawed = _milk(Fate.THAWED, _BEGAN - timedelta(days=60), since=_BEGAN)
    assert use_by_of_mixed([newer, thawed], rules, clock_known=True).at == _BEGAN + timedelta(hours=24)
    with pytest.raises(ValueError, match="empty"):
        use_by_of_mixed([], rules, clock_known=True)


def test_where_no_date_is_known_mixed_milk_keeps_as_long_as_what_keeps_least() -> None:
    rules = _REGIONS["us"].storage.keeping
    parts = [_milk(Fate.FREEZER), _milk(Fate.FRIDGE), _milk(Fate.THAWED)]
    for several, keeps in ((parts, "24 hours"), (parts[:2], "96 hours"), (parts[:1], "6 months")):
        until = use_by_of_mixed(several, rules, clock_known=False)
        assert (until.keeps, until.at) == (keeps, None)


def test_what_becomes_of_an_amount_is_noted_with_its_time() -> None:
    milk = _milk(None)
    stored = become(milk.session, milk.logged.id, Fate.FREEZER, _BEGAN + timedelta(hours=1)).amounts[0]
    assert (stored.fate, stored.fate_at, stored.amount) == (Fate.FREEZER, _BEGAN + timedelta(hours=1), Fraction(30))
    with pytest.raises(KeyError):
        become(milk.session, "gone", Fate.USED, _BEGAN)


def test_the_amount_noted_last_is_the_one_that_is_put_away() -> None:
    first, second = _milk(None), _milk(None, _BEGAN + timedelta(hours=3))
    assert not_stored_yet([first.session, second.session]) == second
    assert not_stored_yet([_milk(Fate.FRIDGE).session]) is None
    assert oldest_first([second, first]) == (first, second)
