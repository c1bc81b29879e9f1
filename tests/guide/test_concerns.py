"""What could need a touch later is told while her hands are free, and keeps nobody from washing them for long."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Spoken
from voice.guide.events import Concern, Found, Happened, Trouble
from voice.guide.state import Opening
from voice.guide.steps import Step

POWER = Opening(concerns=(Concern.POWER,))


def begun(desk: Desk, key: str = "check_power") -> None:
    """Wait until it is being said."""
    while desk.last != desk.text(key) or desk.silent:
        desk.wait(0.1)
    desk.wait(0.6)


def told(desk: Desk) -> list[str]:
    return desk.said(Spoken.NOTE)


@pytest.mark.parametrize("concern", Concern)
def test_each_is_told_in_words_that_lead_to_its_end_right_after_the_welcome(concern: Concern) -> None:
    desk = Desk(Opening(concerns=(concern,)))
    desk.listen()
    desk.wait(0.1)
    desk.listen()
    assert desk.said()[0] == desk.text("welcome_first")
    assert len(told(desk)) == 1 and "while your hands are free" in desk.last


def test_what_she_heard_to_its_end_is_told_once_and_next_goes_on() -> None:
    desk = Desk(POWER)
    desk.wait(30)
    desk.answer("next", "next")
    assert desk.at(Step.WASH)
    assert told(desk) == [desk.text("check_power")]


def test_what_she_talks_over_is_said_again_before_she_washes_her_hands() -> None:
    desk = Desk(POWER)
    begun(desk)
    desk.say("next")
    assert desk.at(Step.CONTAINER)
    begun(desk)
    desk.say("next")
    assert desk.at(Step.CONTAINER) and desk.last == desk.text("check_power"), "once it keeps her from washing"
    desk.wait(20)
    assert desk.at(Step.CONTAINER)
    desk.answer("next")
    assert desk.at(Step.WASH)
    desk.wait(30)
    assert told(desk).count(desk.text("check_power")) == 3


def test_next_twice_goes_on_all_the_same() -> None:
    desk = Desk(POWER)
    begun(desk)
    desk.say("next")
    begun(desk)
    desk.say("next")
    assert desk.at(Step.CONTAINER)
    desk.wait(0.6)
    desk.say("next")
    assert desk.at(Step.WASH)
    desk.wait(40)
    assert desk.last == desk.text("wash")


def test_two_are_told_one_after_the_other() -> None:
    desk = Desk(Opening(concerns=(Concern.LOUDSPEAKER, Concern.DISK)))
    desk.wait(40)
    assert told(desk) == [desk.text("check_loudspeaker"), desk.text("check_disk")]


def test_what_the_microphone_shows_later_is_told_then_and_once() -> None:
    desk = Desk()
    desk.answer("next")
    desk.tell(Found(Concern.NOISE))
    desk.tell(Found(Concern.NOISE))
    desk.wait(40)
    assert told(desk) == [desk.text("check_noise")]


@pytest.mark.parametrize("steps", range(2, 8))
def test_after_washing_nothing_is_told(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps)
    desk.tell(Found(Concern.NOISE))
    desk.wait(30)
    assert told(desk) == []


def test_on_autopilot_it_is_told_before_the_first_step_is_timed() -> None:
    desk = Desk(Opening(autopilot=True, concerns=(Concern.POWER,)))
    desk.wait(30)
    assert told(desk) == [desk.text("autopilot"), desk.text("check_power")]
    desk.wait(1600)
    assert desk.ends() == ["finished"]


def test_with_short_it_is_told_at_the_welcome_or_the_side() -> None:
    desk = Desk(Opening(short=True, concerns=(Concern.POWER,)))
    begun(desk)
    desk.say("next")
    assert desk.at(Step.CHOOSE_SIDE)
    begun(desk)
    desk.answer("left")
    desk.listen()
    desk.wait(1)
    assert desk.beating


def test_it_hurts_comes_first() -> None:
    desk = Desk(POWER)
    begun(desk)
    desk.say("it hurts")
    assert desk.last == desk.text("pain")
    desk.wait(30)
    assert desk.last == desk.text("pain")


def test_a_gap_in_the_sound_lets_it_be_said_again() -> None:
    desk = Desk(POWER)
    begun(desk)
    desk.tell(Happened(Trouble.REOPENED))
    desk.wait(20)
    assert told(desk) == [desk.text(key) for key in ("check_power", "sound_reopened", "check_power")]
