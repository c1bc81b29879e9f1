"""Holding everything and taking it up: pause, continue, sleep and waking."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Hush, Keep, Spoken
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


@pytest.mark.parametrize("word", ["pause", "wait", "baby's crying", "my hand's tired", "the cup is full", "not now"])
def test_pause_holds_beat_timers_and_narration(word: str) -> None:
    desk = working()
    desk.say("new spot")
    desk.wait(0.5)
    desk.say(word)
    assert desk.state.paused
    assert not desk.beating
    assert desk.at(Step.EXPRESS)
    assert "paused" in desk.earcons()


def test_how_to_go_on_is_said_the_first_time_only() -> None:
    desk = working()
    desk.answer("pause", "continue", "pause")
    assert desk.said().count(desk.text("paused")) == 1


@pytest.mark.parametrize("word", ["continue", "resume", "please continue", "i'm back", "carry on"])
def test_continue_says_one_short_prompt_and_the_beat_starts_within_8_seconds(word: str) -> None:
    desk = working()
    desk.answer("new spot", "pause")
    before = desk.state
    desk.wait(30)
    desk.say(word)
    assert not desk.beating
    assert desk.said(Spoken.PROMPT)[-1] == desk.text("resume")
    desk.wait(8)
    assert desk.beating
    assert (desk.state.side, desk.state.position) == (before.side, before.position)
    assert desk.expressed_s(Side.LEFT) < before.left.expressed_s + 8


def test_a_pause_while_getting_ready_comes_back_to_the_step() -> None:
    desk = Desk()
    desk.answer("next", "next", "pause")
    desk.wait(100)
    assert desk.said(Spoken.NOTE) == [], "timers are held"
    desk.say("continue")
    assert desk.last == desk.text("wash")
    assert not desk.state.paused


def test_next_while_paused_is_not_live_and_told_once_what_to_say() -> None:
    desk = working()
    desk.answer("pause", "next", "next", "ready")
    assert desk.said().count(desk.text("say_continue")) == 1
    assert desk.ignored() == [("next", "not-live"), ("next", "not-live"), ("ready", "not-live")]
    assert desk.state.paused
    assert desk.commands()[-1] == "pause"


@pytest.mark.parametrize(
    ("words", "key"),
    [("pause", "paused"), ("it hurts", "pain"), ("i feel sick", "illness"), ("call an ambulance", "emergency")],
)
def test_next_over_what_is_said_there_is_answered_once_when_it_has_ended(words: str, key: str) -> None:
    desk = working()
    desk.say(words)
    desk.wait(0.5)
    desk.say("next")
    desk.say("next")
    assert desk.last == desk.text(key)
    assert not any(isinstance(action, Hush) for _, action in desk.done[-2:])
    desk.listen()
    assert desk.said()[-2:] == [desk.text(key), desk.text("say_continue")]
    desk.answer("next")
    desk.wait(60)
    assert desk.said().count(desk.text("say_continue")) == 1


@pytest.mark.parametrize("words", ["continue", "undo", "go to sleep", "stop"])
def test_next_over_what_is_said_is_not_answered_after_she_went_on(words: str) -> None:
    desk = working()
    desk.say("pause")
    desk.wait(0.5)
    desk.say("next")
    desk.say(words)
    desk.wait(60)
    assert desk.text("say_continue") not in desk.said()


def test_next_over_a_question_waits_for_its_end() -> None:
    desk = working()
    desk.answer("pause", "fever")
    desk.wait(0.5)
    desk.say("next")
    desk.listen()
    assert desk.text("say_continue") not in desk.said()
    desk.answer("no")
    desk.wait(30)
    assert desk.said().count(desk.text("say_continue")) == 1


def test_pausing_while_paused_is_only_an_earcon() -> None:
    desk = working()
    desk.answer("pause", "pause")
    assert desk.earcons().count("paused") == 2
    assert desk.state.paused


def test_side_and_time_are_told_while_paused() -> None:
    desk = working()
    desk.answer("pause", "which side")
    assert desk.last == desk.text("which_side_plain", side="left")
    desk.answer("how long")
    assert desk.last == desk.text("how_long_start", side="left")
    assert desk.state.paused


def test_paused_ten_minutes_saves_and_goes_asleep() -> None:
    desk = working()
    desk.answer("pause")
    desk.wait(598)
    assert not desk.state.asleep
    desk.wait(3)
    assert desk.state.asleep
    assert desk.last == desk.text("asleep_saved")
    assert any(isinstance(action, Keep) for _, action in desk.done)


@pytest.mark.parametrize("word", ["i'm back", "wake up", "i'm here", "continue"])
def test_waking_restores_it_for_twelve_hours(word: str) -> None:
    desk = working()
    desk.answer("new spot", "pause")
    before = desk.state
    desk.wait(620)
    desk.now += 11.9 * 3600
    desk.wait(0.1)
    assert desk.state.asleep
    desk.say(word)
    assert desk.last == desk.text("wake")
    desk.wait(8)
    assert desk.beating
    assert (desk.state.side, desk.state.position) == (before.side, before.position)


def test_after_twelve_hours_the_session_ends() -> None:
    desk = working()
    desk.answer("pause")
    desk.wait(620)
    desk.now += 12 * 3600
    desk.wait(0.1)
    assert desk.ends() == ["asleep"]


def test_go_to_sleep_stops_beat_and_timers() -> None:
    desk = working()
    desk.say("go to sleep")
    assert desk.state.asleep
    assert not desk.beating
    assert desk.last == desk.text("sleeping")
    desk.wait(1000)
    assert desk.expressed_s(Side.LEFT) == pytest.approx(10.5, abs=0.3)


@pytest.mark.parametrize("word", ["next", "stop", "pause", "help", "undo", "louder", "storage", "yes", "thirty"])
def test_asleep_hardly_anything_acts(word: str) -> None:
    desk = working()
    desk.answer("go to sleep", word)
    assert desk.ignored() == [(word, "asleep")]
    assert desk.state.asleep


@pytest.mark.parametrize(
    ("words", "step"), [("it hurts", "pain"), ("i feel sick", "illness"), ("call an ambulance", "emergency")]
)
def test_asleep_safety_acts(words: str, step: str) -> None:
    desk = working()
    desk.answer("go to sleep", words)
    assert desk.step.value == step
    assert not desk.state.asleep


def test_waking_after_pain_waits_for_continue() -> None:
    desk = working()
    desk.answer("it hurts", "go to sleep", "wake up")
    assert desk.at(Step.PAIN)
    assert not desk.state.asleep
    assert desk.last == desk.text("wake_paused")
    desk.answer("continue")
    desk.wait(8)
    assert desk.beating


def test_waking_after_pain_that_was_undone_waits_for_continue_too() -> None:
    desk = working()
    desk.answer("it hurts", "undo", "go to sleep", "wake up")
    desk.wait(30)
    assert not desk.beating
    assert desk.state.paused
