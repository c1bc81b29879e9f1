"""When nobody answers: reminders, the question whether she is there, and autopilot."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Acted, Say, Show, Spoken
from voice.guide.events import Happened, Trouble
from voice.guide.night import Night
from voice.guide.state import SOFT_DB, Opening
from voice.guide.steps import Side, Step


@pytest.mark.parametrize("steps", range(8))
def test_soft_reminders_45_seconds_3_and_8_minutes_after_a_prompt_then_it_sleeps(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps)
    desk.listen()
    since = desk.now
    desk.wait(44)
    assert desk.said(Spoken.NOTE) == []
    desk.wait(1155)
    notes = [(now - since, say) for now, say in desk.done if isinstance(say, Say) and say.kind is Spoken.NOTE]
    key = "reminder_choose_side" if desk.at(Step.CHOOSE_SIDE) else "reminder_ready"
    assert [say.text for _, say in notes] == [desk.text(key)] * 3
    assert [after for after, _ in notes] == pytest.approx([45, 180, 480], abs=0.2)
    assert [say.gain_db for _, say in notes] == [SOFT_DB] * 3
    assert not desk.state.asleep
    desk.wait(1.5)
    assert desk.state.asleep
    assert desk.last == desk.text("sleeping")
    desk.answer("wake up")
    assert not desk.state.asleep
    assert desk.said(Spoken.PROMPT)[-1] in desk.said(Spoken.PROMPT)[-3:-1], "she is where she was"


def test_at_night_reminders_are_softer() -> None:
    desk = Desk(Opening(night=Night(opened_s=3 * 3600.0, starts_s=22 * 3600.0, ends_s=6 * 3600.0)))
    desk.wait(80)
    (note,) = [say for _, say in desk.done if isinstance(say, Say) and say.kind is Spoken.NOTE]
    assert note.gain_db < SOFT_DB


def test_each_step_reminds_for_itself() -> None:
    desk = Desk()
    desk.wait(70)
    desk.answer("next")
    desk.wait(70)
    assert len(desk.said(Spoken.NOTE)) == 2


def test_the_switch_reminds_too() -> None:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.say("other side")
    desk.wait(60)
    assert desk.said(Spoken.NOTE) == [desk.text("reminder_ready")]


# ---- Still there?


def at_ten_minutes() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    while not desk.at(Step.TEN_MINUTES):
        desk.wait(1)
    return desk


def test_five_minutes_after_the_invitation_she_is_asked_once_and_a_minute_later_it_pauses_itself() -> None:
    desk = at_ten_minutes()
    desk.wait(295)
    assert desk.last == desk.text("ten_minutes")
    desk.wait(10)
    assert desk.last == desk.text("still_there")
    assert desk.beating
    commands = len([action for _, action in desk.done if isinstance(action, Acted)])
    desk.wait(66)
    assert desk.state.paused
    assert not desk.beating
    assert desk.last == desk.text("paused_itself")
    assert len([action for _, action in desk.done if isinstance(action, Acted)]) == commands
    assert [action for _, action in desk.done if isinstance(action, Show)][-1].paused


@pytest.mark.parametrize("answer", ["yes", "keep going", "i'm here"])
def test_an_answer_lets_it_go_on_and_it_is_not_asked_again(answer: str) -> None:
    desk = at_ten_minutes()
    desk.wait(303)
    desk.answer(answer)
    assert desk.commands()[-1] == "yes"
    desk.wait(1200)
    assert desk.said().count(desk.text("still_there")) == 1
    assert desk.beating


def test_no_pauses_at_once() -> None:
    desk = at_ten_minutes()
    desk.wait(303)
    desk.answer("no")
    assert desk.state.paused


def test_any_command_shows_that_she_is_there() -> None:
    desk = at_ten_minutes()
    desk.wait(200)
    desk.say("which side")
    desk.wait(250)
    assert desk.text("still_there") not in desk.said()
    desk.wait(60)
    assert desk.text("still_there") in desk.said()
    desk.answer("new spot")
    desk.wait(70)
    assert desk.beating


# ---- Autopilot


def entered(desk: Desk) -> list[tuple[str, float]]:
    """Each step with the time from its prompt's end to the next step."""
    ends: list[tuple[str, float]] = []
    shows = [(now, action) for now, action in desk.done if isinstance(action, Show)]
    says = [(now, action) for now, action in desk.done if isinstance(action, Say)]
    for (_, show), (until, _) in pairwise(shows):
        said_at, said = next((now, say) for now, say in reversed(says) if say.step is show.step and now <= until)
        ends.append((show.step.value, until - said_at - 0.4 * len(said.text.split())))
    return ends


def test_on_autopilot_it_runs_alone_from_welcome_to_the_end() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.wait(1600)
    assert desk.ends() == ["finished"]
    assert desk.expressed_s(Side.LEFT) == pytest.approx(420, abs=1)
    assert desk.expressed_s(Side.RIGHT) == pytest.approx(420, abs=1)
    waited = dict(entered(desk)[:8])
    assert waited.pop("wash") == pytest.approx(40, abs=0.3)
    for step, seconds in waited.items():
        assert seconds == pytest.approx(20, abs=0.3), step


def test_on_autopilot_a_new_spot_every_90_seconds() -> None:
    desk = Desk(Opening(autopilot=True, finished_sessions=4))
    desk.wait(1600)
    positions = [action.position for _, action in desk.done if isinstance(action, Show) and action.step is Step.MOVE]
    assert positions == [2, 4, 6, 8] * 2


def test_it_says_at_its_start_that_it_times_the_steps() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.wait(60)
    assert desk.said(Spoken.NOTE) == [desk.text("autopilot")]
    assert desk.said()[2] == desk.text("autopilot")


def test_without_a_microphone_from_the_start_it_says_so_once() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.wait(60)
    assert desk.said(Spoken.NOTE) == [desk.text("microphone_lost")]


def test_she_can_still_speak_on_autopilot() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.answer("next", "next", "pause")
    desk.wait(300)
    assert desk.at(Step.WASH)
    desk.answer("continue")
    desk.listen()
    desk.wait(41)
    assert desk.at(Step.SIT)


def test_a_lost_microphone_starts_autopilot_and_its_return_ends_it() -> None:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.wait(0.1)
    assert desk.last == desk.text("microphone_lost")
    desk.wait(120)
    assert desk.state.position == 2
    desk.tell(Happened(Trouble.MICROPHONE_BACK))
    desk.wait(0.1)
    assert desk.last == desk.text("microphone_back")
    desk.wait(500)
    assert desk.state.side is Side.LEFT


def test_chosen_autopilot_stays_when_the_microphone_returns() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.tell(Happened(Trouble.MICROPHONE_BACK))
    desk.wait(1600)
    assert desk.ends() == ["finished"]


def test_autopilot_never_restarts_after_pain() -> None:
    desk = Desk(Opening(autopilot=True))
    desk.wait(300)
    desk.say("it hurts")
    desk.wait(2000)
    assert desk.at(Step.PAIN)
    assert not desk.beating


def test_autopilot_never_asks_for_next() -> None:
    for sessions, short in ((0, False), (1, False), (4, False), (4, True)):
        desk = Desk(Opening(autopilot=True, finished_sessions=sessions, short=short))
        desk.wait(1600)
        assert desk.ends() == ["finished"]
        assert [text for text in desk.said() if "next" in text.split()] == []


def test_without_a_microphone_nothing_asks_for_next_from_then_on() -> None:
    desk = Desk()
    desk.answer("next")
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    said = len(desk.said())
    desk.wait(1600)
    assert [text for text in desk.said()[said:] if "next" in text.split()] == []


# ---- Notes about devices


def test_notes_wait_for_a_pause_in_speaking() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.DISK_FULL))
    desk.tell(Happened(Trouble.DISK_BACK))
    desk.wait(1)
    assert len(desk.said()) == 1
    desk.wait(60)
    assert desk.said(Spoken.NOTE)[:2] == [desk.text("disk_full"), desk.text("disk_back")]


def test_that_it_hears_nothing_is_said_even_when_she_wanted_quiet() -> None:
    desk = Desk()
    desk.to_express()
    desk.say("be quiet")
    desk.tell(Happened(Trouble.DISK_FULL))
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.wait(20)
    assert desk.said(Spoken.NOTE) == [desk.text("microphone_lost")]


@pytest.mark.parametrize(("trouble", "key"), [(Trouble.OTHER_VOICE, "other_voice"), (Trouble.ONE_EAR, "one_ear")])
def test_what_is_done_without_is_told_in_its_turn(trouble: Trouble, key: str) -> None:
    desk = Desk()
    desk.to_express()
    desk.tell(Happened(trouble))
    desk.wait(20)
    assert desk.said(Spoken.NOTE) == [desk.text(key)]


def test_notes_wait_while_it_is_asleep() -> None:
    desk = Desk()
    desk.answer("go to sleep")
    desk.listen()
    desk.tell(Happened(Trouble.DISK_FULL))
    desk.wait(60)
    assert desk.said(Spoken.NOTE) == []
    desk.answer("wake up")
    desk.wait(60)
    assert desk.said(Spoken.NOTE)[0] == desk.text("disk_full")


def test_repeat_leaves_out_notes() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.DISK_BACK))
    desk.listen()
    desk.wait(0.2)
    desk.answer("repeat")
    assert desk.said(Spoken.REPEAT) == [desk.text("welcome_first")]
