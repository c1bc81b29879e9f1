"""What she asks of the session before this one."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.state import LastTime, Opening
from voice.guide.steps import Side, Step

BEFORE = Opening(finished_sessions=4, last=LastTime(Side.RIGHT, 3 * 3600.0))


@pytest.mark.parametrize("words", ["when was the last time", "how long ago"])
def test_she_hears_how_long_ago_it_was(words: str) -> None:
    desk = Desk(BEFORE)
    desk.answer(words)
    assert desk.last == "You last began about 3 hours ago."
    assert desk.at(Step.WELCOME)
    assert desk.commands() == ["last_time"]


@pytest.mark.parametrize(
    ("ago_s", "told"), [(90.0, "one minute"), (3000.0, "50 minutes"), (3700.0, "an hour"), (200_000.0, "2 days")]
)
def test_it_is_told_as_people_count(ago_s: float, told: str) -> None:
    desk = Desk(Opening(last=LastTime(Side.RIGHT, ago_s)))
    desk.answer("how long ago")
    assert f"about {told} ago" in desk.last


def test_she_hears_the_side_that_she_ended_with_also_while_she_expresses_on_the_other() -> None:
    desk = Desk(BEFORE)
    desk.to_express()
    desk.answer("which side did i end with")
    assert desk.last == desk.text("last_side", side="right")
    desk.answer("which side")
    assert desk.last == desk.text("which_side_plain", side="left")


@pytest.mark.parametrize("words", ["how long ago", "which side did i end with"])
def test_without_a_history_it_says_so(words: str) -> None:
    desk = Desk()
    desk.answer(words)
    assert desk.last == desk.text("last_unknown")


def test_what_was_erased_is_not_told() -> None:
    desk = Desk(BEFORE)
    desk.answer("erase my data", "yes", "which side did i end with")
    assert desk.last == desk.text("last_unknown")
