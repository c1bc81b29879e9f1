"""Regions: numbers for the screen, names for the voice, and rules with a source."""

from __future__ import annotations

import re

import pytest

from voice.content.catalogue import load

REGIONS = load("en").regions


def test_the_regions() -> None:
    assert REGIONS.codes == ("us", "uk", "au", "ca", "nz", "ie", "other")


@pytest.mark.parametrize(
    ("code", "number"),
    [("us", "911"), ("uk", "999"), ("au", "000"), ("ca", "911"), ("nz", "111"), ("ie", "112"), ("other", None)],
)
def test_the_number_is_for_the_screen(code: str, number: str | None) -> None:
    region = REGIONS[code]
    assert region.emergency_number == number
    assert region.emergency == ("your local emergency number" if number is None else "your emergency number")


def test_every_crisis_line_has_a_source() -> None:
    for code in REGIONS.codes:
        region = REGIONS[code]
        assert (region.crisis_number is None) == (region.crisis_source is None) == (code == "other")


def test_a_crisis_line_is_said_digit_by_digit_as_it_is_written() -> None:
    for code in REGIONS.codes:
        region = REGIONS[code]
        if region.crisis_number is not None:
            said = "".join(character for character in region.crisis if character.isdigit())
            assert said == region.crisis_number.replace(" ", "")


def test_storage_where_a_source_is_known() -> None:
    us = " ".join(line.text for line in REGIONS["us"].storage.lines)
    assert us == (
        "Fresh milk keeps up to 4 hours in a room, 4 days in the fridge, or about 6 months frozen. "
        "Once it thaws, use it within 24 hours in the fridge, and never freeze it twice. "
        "For a baby in hospital, the unit's rules come first."
    )


@pytest.mark.parametrize(
    ("code", "source", "figures"),
    [
        ("us", "CDC", {"4 hours", "4 days", "6 months", "24 hours"}),
        ("uk", "Enfield Council / UK Start for Life", {"6 hours", "5 days", "3 days", "6 months"}),
        ("au", "NHMRC", {"6 hours", "3 days", "3 months", "24 hours"}),
        ("ca", "HealthLink BC", {"4 hours", "3 days", "6 months"}),
        ("nz", "Ministry for Primary Industries", {"4 hours", "48 hours", "3 months"}),
    ],
)
def test_the_figures_of_a_region_and_their_source(code: str, source: str, figures: set[str]) -> None:
    *lines, hospital = REGIONS[code].storage.lines
    assert all(line.source.startswith(source) for line in lines)
    assert set(re.findall(r"\d+ (?:hours|days|months)", " ".join(line.text for line in lines))) == figures
    assert hospital.source == "Bliss"


@pytest.mark.parametrize("code", ["ie", "other"])
def test_storage_where_no_table_is_known(code: str) -> None:
    (line,) = REGIONS[code].storage.lines
    assert line.text == (
        "Fresh milk keeps four hours in a room, three days in the fridge, or three months in a freezer. "
        "Your midwife may say less, and for a baby in hospital the unit's rules come first."
    )


def test_what_is_said_on_storage_is_three_sentences_at_most() -> None:
    for code in REGIONS.codes:
        assert " ".join(line.text for line in REGIONS[code].storage.lines).count(".") <= 3


@pytest.mark.parametrize("code", REGIONS.codes)
def test_milk_is_counted_by_the_figures_that_are_said(code: str) -> None:
    storage = REGIONS[code].storage
    keeping, said = storage.keeping, " ".join(line.text for line in storage.lines)
    numbers = {3: "three", 4: "four", 5: "five", 6: "six"}
    days, months = keeping.fridge_hours // 24, keeping.frozen_months
    assert any(f"{number} days" in said for number in (days, numbers.get(days))) or f"{24 * days} hours" in said
    assert any(f"{number} months" in said for number in (months, numbers[months]))
    assert keeping.thawed_hours == 24
