"""`voice milk`: what is stored, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cli.journals import Home, days_ago, night
from voice.cli.milk import lines
from voice.content.catalogue import load
from voice.guide.milk import Fate
from voice.journal.milk import oldest_first
from voice.journal.records import Session, Stored

_US = load("en").regions["us"].storage.keeping
_UK = load("en").regions["uk"].storage.keeping
_USE = re.compile(r"use (by \w{3} \d{4}-\d{2}-\d{2} \d{2}:\d{2}|within \d+ (hours|months) of the start of expressing)")
"""A date where this computer's clock is known to be right, else hours."""


def _stored(session: Session, fate: Fate) -> Session:
    first, *others = session.amounts
    return replace(session, amounts=(replace(first, fate=fate, fate_at=first.at), *others))


def _first(session: Session) -> Stored:
    return Stored(session, session.amounts[0])


def test_nothing_is_stored_at_first(home: Home) -> None:
    assert home.run("milk") == (0, "", "No milk is noted as stored.\n")


def test_what_is_stored_is_listed_the_oldest_first(home: Home) -> None:
    home.holds(
        _stored(night(days_ago(1), "bbbb2222"), Fate.FRIDGE), _stored(night(days_ago(2), "aaaa1111"), Fate.FREEZER)
    )
    home.settings.write_text('region = "us"\nunits = "oz"\n', encoding="utf-8")
    status, out, err = home.run("milk")
    assert status == 0
    frozen, fridge = out.splitlines()
    assert frozen.startswith(f"aaaa1111a  freezer  0.41 oz left  {days_ago(2):%Y-%m-%d} 03:20  use ")
    assert fridge.startswith("bbbb2222a  fridge")
    assert _USE.search(fridge)
    assert "Times: CDC." in err
    assert "keeps as long as its oldest" in err
    assert "safe" not in out + err


def test_each_line_says_until_when_and_whether_that_is_over() -> None:
    stored = oldest_first(
        [_first(_stored(night(days_ago(days), f"aaaa{days}"), Fate.FRIDGE)) for days in (1, 9)]
        + [_first(_stored(night(days_ago(3), "bbbb"), Fate.THAWED))]
    )
    oldest, thawed, latest = lines(stored, _US, None, days_ago(0), known=True)
    assert oldest.endswith(f"use by {days_ago(5):%a %Y-%m-%d %H:%M} (passed)")
    assert thawed.endswith(f"use by {days_ago(2) + timedelta(minutes=16):%a %Y-%m-%d %H:%M} (passed)")
    assert latest.endswith(f"use by {days_ago(-3):%a %Y-%m-%d %H:%M}")


def test_where_a_colder_fridge_keeps_it_longer_both_are_told() -> None:
    milk = _first(_stored(night(days_ago(1), "aaaa1111"), Fate.FRIDGE))
    three, five = (f"{days_ago(1) + timedelta(days=days):%a %Y-%m-%d %H:%M}" for days in (3, 5))
    (told,) = lines([milk], _UK, None, days_ago(0), known=True)
    assert told.endswith(f"use by {three}; in a fridge at 4 degrees or less by {five}")
    (told,) = lines([milk], _UK, None, days_ago(0), known=False)
    assert told.endswith("use within 72 hours (120 hours in one at 4 degrees or less) of the start of expressing")


def test_where_the_clock_is_not_known_there_are_hours_and_no_date() -> None:
    fridge, frozen = (_first(_stored(night(days_ago(1), "aaaa"), fate)) for fate in (Fate.FRIDGE, Fate.FREEZER))
    undated = Stored(replace(fridge.session, clock_known=False), fridge.logged)
    first, second = lines([fridge, frozen], _US, None, days_ago(0), known=False)
    (third,) = lines([undated], _US, None, days_ago(0), known=True)
    assert first.endswith("use within 96 hours of the start of expressing")
    assert second.endswith("use within 6 months of the start of expressing")
    assert "date not known  use within 96 hours" in third


def test_a_clock_that_has_jumped_back_is_not_known(home: Home) -> None:
    home.holds(_stored(night(days_ago(1), "aaaa1111"), Fate.FRIDGE), night(days_ago(-3), "bbbb2222"))
    assert "use within 72 hours" in home.run("milk")[1]


def test_what_becomes_of_it_is_noted_and_taken_back(home: Home) -> None:
    home.holds(night(days_ago(2), "aaaa1111"), night(days_ago(1), "bbbb2222"))
    assert home.run("milk", "freezer")[1] == "freezer  bbbb2222c  drops right\n"  # what was noted last
    assert home.run("milk", "fridge", "aaaa1111a")[1] == "fridge  aaaa1111a  12 ml left\n"
    assert home.run("milk", "thawed")[1].startswith("thawed  bbbb2222c")
    assert home.run("milk", "used")[1].startswith("used  aaaa1111a")  # the oldest
    assert home.run("milk", "discarded")[1].startswith("discarded  bbbb2222c")
    assert home.run("milk")[2] == "No milk is noted as stored.\n"
    home.run("history", "undo")
    assert "bbbb2222c  thawed" in home.run("milk")[1]


def test_mixed_milk_is_asked_for_by_its_parts(home: Home) -> None:
    home.holds(
        _stored(night(days_ago(1), "bbbb2222"), Fate.FRIDGE), _stored(night(days_ago(2), "aaaa1111"), Fate.FRIDGE)
    )
    status, told, _ = home.run("milk", "mixed", "aaaa1111a", "bbbb2222a")
    assert status == 0
    assert _USE.match(told)
    assert told == home.run("milk", "mixed", "aaaa1111a")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("used",), "No milk is noted as stored"),
        (("thawed",), "No milk is noted as in the freezer"),
        (("fridge",), "There is no amount of which it is not known where it is"),
        (("used", "ffff"), 'There is no one amount "ffff"'),
        (("mixed", ""), 'There is no one amount ""'),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(home: Home, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = home.run("milk", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
