"""Devices that fail and come back in the middle of a session: what is told, what is said again, and the beat."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Spoken
from voice.guide.events import Happened, Trouble
from voice.guide.state import Opening
from voice.guide.steps import Side, Step

GAPS = {
    Trouble.REOPENED: "sound_reopened",
    Trouble.DEFAULT_CHANGED: "default_changed",
    Trouble.SPEAKER_BACK: "speaker_back",
}
each_gap = pytest.mark.parametrize("gap", GAPS)


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(5)
    return desk


# ---- The beat


@each_gap
def test_a_gap_is_told_and_then_the_beat_begins_anew(gap: Trouble) -> None:
    desk = working()
    begun = desk.beats_begun()
    desk.tell(Happened(gap))
    assert desk.last == desk.text(GAPS[gap]) and not desk.beating
    desk.listen()
    desk.wait(0.2)
    assert desk.beating and desk.beats_begun() == begun + 1
    assert desk.at(Step.EXPRESS)


@each_gap
def test_the_time_without_a_beat_does_not_count(gap: Trouble) -> None:
    desk = working()
    desk.tell(Happened(gap))
    before = desk.expressed_s(Side.LEFT)
    desk.listen()
    assert desk.expressed_s(Side.LEFT) == pytest.approx(before, abs=0.15)


@each_gap
def test_when_she_asked_for_quiet_the_beat_alone_begins_anew(gap: Trouble) -> None:
    desk = working()
    desk.say("be quiet")
    said, begun = len(desk.said()), desk.beats_begun()
    desk.tell(Happened(gap))
    desk.wait(20)
    assert len(desk.said()) == said
    assert desk.beating and desk.beats_begun() == begun + 1


@each_gap
def test_a_held_beat_stays_held(gap: Trouble) -> None:
    desk = working()
    desk.answer("pause")
    desk.wait(10)
    desk.tell(Happened(gap))
    desk.wait(20)
    assert not desk.beating and desk.state.paused
    assert desk.last == desk.text(GAPS[gap])


def test_gaps_in_a_row_are_told_once_and_the_beat_begins_anew_each_time() -> None:
    desk = working()
    begun = desk.beats_begun()
    for _ in range(3):
        desk.tell(Happened(Trouble.REOPENED))
        desk.wait(8)
    assert desk.said().count(desk.text("sound_reopened")) == 1
    assert desk.beats_begun() == begun + 3


# ---- What the gap swallowed


@each_gap
def test_a_prompt_that_the_gap_cut_is_said_again(gap: Trouble) -> None:
    desk = Desk()
    desk.answer("next")
    desk.wait(2)
    desk.tell(Happened(gap))
    desk.listen()
    assert desk.said()[-3:] == [
        desk.text("container_kind"),
        desk.text(GAPS[gap]),
        desk.text("container_kind"),
    ]
    assert desk.said(Spoken.REPEAT) == [desk.text("container_kind")]
    desk.answer("next")
    assert desk.at(Step.WASH)


@each_gap
def test_the_beat_waits_for_the_sentence_before_it_to_be_said_again(gap: Trouble) -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next", "next", "left", "next", "next")
    desk.wait(1)
    desk.tell(Happened(gap))
    desk.listen()
    assert not desk.beating or desk.last == desk.text("express")
    desk.wait(1)
    desk.listen()
    desk.wait(0.2)
    assert desk.last == desk.text("express") and desk.beats_begun() == 1
    assert desk.beating


def test_a_second_gap_so_soon_is_not_told_but_what_it_cut_is_said_again() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.REOPENED))
    desk.wait(5)
    desk.tell(Happened(Trouble.REOPENED))
    desk.listen()
    desk.wait(12)
    assert desk.said().count(desk.text("sound_reopened")) == 1
    assert desk.said()[-2:] == [desk.text("welcome_first"), desk.text("welcome_limits")]


def test_that_nothing_is_heard_is_said_again_where_a_gap_cut_it() -> None:
    desk = working()
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.wait(1)
    desk.tell(Happened(Trouble.REOPENED))
    desk.wait(20)
    assert desk.said(Spoken.NOTE) == [
        desk.text(key) for key in ("microphone_lost", "sound_reopened", "microphone_lost")
    ]


def test_an_open_question_is_left_alone() -> None:
    desk = working()
    desk.say("ow")
    desk.wait(0.5)
    desk.tell(Happened(Trouble.REOPENED))
    assert desk.last == desk.text("ask_hurts")
    desk.say("yes")
    assert desk.at(Step.PAIN)


# ---- Without a loudspeaker


def test_without_a_loudspeaker_the_screen_says_so_and_the_session_goes_on() -> None:
    desk = working()
    desk.tell(Happened(Trouble.SPEAKER_LOST))
    assert desk.shown() == [desk.text("speaker_lost")]
    assert desk.beating
    desk.say("new spot")
    assert desk.at(Step.MOVE)
    assert "Move your thumb" in desk.last


def test_what_was_said_last_without_a_loudspeaker_is_said_again_and_nothing_before_it() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.SPEAKER_LOST))
    desk.answer("next", "next")
    desk.listen()
    desk.wait(3)
    desk.tell(Happened(Trouble.SPEAKER_BACK))
    desk.listen()
    desk.wait(0.2)
    desk.listen()
    assert desk.said()[-2:] == [desk.text("speaker_back"), desk.text("wash")]
    assert desk.said(Spoken.REPEAT) == [desk.text("wash")]


def test_what_was_heard_before_is_not_said_again() -> None:
    desk = Desk()
    desk.listen()
    desk.tell(Happened(Trouble.SPEAKER_LOST))
    desk.wait(3)
    desk.tell(Happened(Trouble.SPEAKER_BACK))
    desk.wait(20)
    assert desk.said() == [desk.text(key) for key in ("welcome_first", "welcome_limits", "speaker_back")]


def test_asleep_the_sound_comes_back_without_a_word() -> None:
    desk = working()
    desk.answer("go to sleep")
    desk.listen()
    said = len(desk.said())
    desk.tell(Happened(Trouble.SPEAKER_LOST))
    desk.tell(Happened(Trouble.SPEAKER_BACK))
    desk.wait(60)
    assert len(desk.said()) == said


# ---- Safety answers


@each_gap
@pytest.mark.parametrize(("words", "key"), [("it hurts", "pain"), ("call an ambulance", "emergency")])
def test_a_safety_answer_that_a_gap_cut_is_said_again_at_once(gap: Trouble, words: str, key: str) -> None:
    desk = working()
    desk.say(words)
    desk.wait(1)
    desk.tell(Happened(gap))
    assert desk.said()[-2:] == [desk.text(key)] * 2
    desk.wait(30)
    assert desk.said().count(desk.text(key)) == 2
    assert not desk.beating


@each_gap
def test_after_an_emergency_it_stays_silent(gap: Trouble) -> None:
    desk = working()
    desk.say("call an ambulance")
    desk.listen()
    said = len(desk.said())
    desk.tell(Happened(Trouble.SPEAKER_LOST))
    desk.tell(Happened(gap))
    desk.wait(60)
    assert len(desk.said()) == said


# ---- The microphone


def test_a_muted_microphone_is_told_so_and_steps_are_timed() -> None:
    desk = working()
    desk.tell(Happened(Trouble.MICROPHONE_SILENT))
    desk.wait(0.1)
    assert desk.last == desk.text("microphone_silent")
    desk.wait(120)
    assert desk.state.position == 2
    desk.tell(Happened(Trouble.MICROPHONE_BACK))
    desk.wait(500)
    assert desk.state.side is Side.LEFT


def test_a_microphone_that_is_back_before_it_was_told_is_only_told_to_be_back() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.tell(Happened(Trouble.MICROPHONE_BACK))
    desk.listen()
    desk.wait(20)
    assert desk.said(Spoken.NOTE) == [desk.text("microphone_back")]


def test_that_sound_comes_later_is_shown_and_not_said() -> None:
    desk = working()
    said = len(desk.said())
    desk.tell(Happened(Trouble.LATENCY_RAISED))
    desk.wait(10)
    assert desk.shown() == [desk.text("latency_raised")]
    assert len(desk.said()) == said and desk.beating
