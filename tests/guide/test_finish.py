"""Ending: stop, the amounts, goodbye, and coming back."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import End, Hush, Keep, Say, Spoken, StopBeat
from voice.guide.events import Interrupted, LengthReached
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    return desk


def test_finish_at_work_stops_the_beat_and_waits_in_collected_a_minute_at_least() -> None:
    desk = working()
    desk.say("all done")
    assert not desk.beating
    assert desk.at(Step.COLLECTED)
    desk.listen()
    desk.wait(60)
    assert desk.at(Step.COLLECTED)


def test_resume_returns_to_express_exactly_as_it_was() -> None:
    desk = working()
    desk.answer("new spot", "faster", "stop counting")
    before = desk.state
    desk.say("stop")
    desk.listen()
    desk.wait(30)
    desk.say("keep going")
    desk.listen()
    assert desk.at(Step.EXPRESS)
    assert desk.beating
    assert desk.state.current.expressed_s == pytest.approx(before.current.expressed_s, abs=0.2)
    assert (desk.state.side, desk.state.position) == (before.side, before.position)
    assert (desk.state.tempo_cpm, desk.state.counting) == (before.tempo_cpm, before.counting)


def test_quiet_stays_quiet_over_a_finish_and_a_resume() -> None:
    desk = working()
    desk.answer("be quiet", "stop", "resume")
    assert desk.beating
    counting = desk.state.counting
    desk.answer("new spot")
    assert desk.last == desk.text("collected")
    assert desk.state.counting is counting


def test_resume_is_live_in_collected_also_after_both_sides() -> None:
    desk = working()
    desk.to_collected()
    desk.say("continue")
    desk.listen()
    assert desk.beating
    assert desk.state.side is Side.RIGHT


def test_back_from_collected_is_where_she_said_stop() -> None:
    desk = working()
    desk.say("other side")
    desk.answer("stop", "back")
    assert desk.at(Step.SWITCH)
    assert desk.state.side is Side.RIGHT


def test_finish_at_the_switch_returns_to_the_switch() -> None:
    desk = working()
    desk.say("other side")
    desk.answer("stop", "resume")
    assert desk.at(Step.SWITCH)


def test_collected_store_goodbye_end() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("next", "next")
    assert desk.steps()[-3:] == ["collected", "store", "goodbye"]
    desk.listen()
    desk.wait(10)
    assert desk.ends() == ["finished"]
    assert desk.saved() == []


def test_nobody_answers_at_the_end_and_it_closes_by_itself() -> None:
    desk = working()
    desk.say("stop")
    desk.wait(300)
    assert desk.ends() == ["finished"]


def test_finish_again_and_again_ends() -> None:
    desk = working()
    desk.answer("stop", "stop", "stop")
    assert desk.ends() == ["finished"]


def test_the_doctor_line_stands_at_the_goodbye_of_the_first_session_only() -> None:
    for sessions, key in ((0, "goodbye_first"), (1, "goodbye")):
        desk = Desk(Opening(finished_sessions=sessions))
        desk.to_express()
        desk.answer("stop", "stop")
        assert desk.last == desk.text(key)


@pytest.mark.parametrize("steps", range(6))
def test_before_the_first_beat_it_says_goodbye_and_closes_after_20_seconds(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps, "quit")
    assert desk.at(Step.GOODBYE)
    desk.listen()
    desk.wait(19)
    assert desk.ends() == []
    desk.wait(1.5)
    assert desk.ends() == ["stopped"]


def test_resume_reopens_an_early_goodbye_where_it_was() -> None:
    desk = Desk()
    desk.answer("next", "next", "stop")
    desk.listen()
    desk.wait(15)
    desk.say("resume")
    assert desk.at(Step.WASH)
    desk.wait(60)
    assert desk.ends() == []


def test_back_reopens_it_too() -> None:
    desk = Desk()
    desk.answer("next", "next", "stop", "go back")
    assert desk.at(Step.WASH)


def test_wait_holds_the_goodbye_open() -> None:
    desk = Desk()
    desk.answer("stop", "wait")
    desk.wait(120)
    assert desk.ends() == []
    desk.answer("continue")
    desk.listen()
    desk.wait(21)
    assert desk.ends() == ["stopped"]


def test_pain_in_an_early_goodbye_leads_back_to_the_step() -> None:
    desk = Desk()
    desk.answer("next", "next", "stop", "it hurts", "continue")
    assert desk.at(Step.WASH)


def test_pain_in_collected_leads_back_to_collected() -> None:
    desk = working()
    desk.answer("stop", "it hurts", "continue")
    assert desk.at(Step.COLLECTED)
    assert not desk.beating
    desk.answer("continue")
    desk.listen()
    assert desk.beating


def test_the_history_counts_a_session_as_finished_only_when_it_said_goodbye() -> None:
    desk = working()
    desk.answer("stop", "stop", "stop")
    kept = [action for _, action in desk.done if isinstance(action, Keep)]
    assert kept[-1].finished
    assert kept[-1].stretches[-1].side is Side.LEFT
    desk = working()
    desk.tell(LengthReached())
    kept = [action for _, action in desk.done if isinstance(action, Keep)]
    assert not kept[-1].finished
    assert desk.ends() == ["length"]


def test_the_side_worked_last_is_kept_not_the_one_she_switched_to() -> None:
    desk = working()
    desk.say("other side")
    desk.answer("stop", "stop", "stop")
    kept = [action for _, action in desk.done if isinstance(action, Keep)]
    assert {stretch.side for stretch in kept[-1].stretches} == {Side.LEFT}


def test_start_over_needs_a_yes() -> None:
    desk = working()
    desk.wait(20)
    desk.say("start over")
    assert desk.ignored() == [("start over", "asked")]
    assert desk.beating
    desk.answer("no")
    assert desk.at(Step.EXPRESS)
    assert desk.last == desk.text("kept")
    desk.answer("start over", "yes")
    assert desk.at(Step.WELCOME)
    assert not desk.beating
    assert desk.commands()[-1] == "start_over"


def test_silence_after_are_you_sure_changes_nothing() -> None:
    desk = working()
    desk.answer("start over")
    desk.listen()
    desk.wait(15)
    desk.say("yes")
    assert desk.ignored()[-1] == ("yes", "not-live")
    assert desk.at(Step.EXPRESS)


# ---- Ctrl-C and the end of the room


def test_ctrl_c_says_a_word_of_goodbye_and_ends_within_a_second() -> None:
    desk = working()
    actions = desk.tell(Interrupted())
    assert desk.text("goodbye_interrupted") in [action.text for action in actions if isinstance(action, Say)]
    assert any(isinstance(action, StopBeat) for action in actions)
    desk.say("next")
    desk.wait(1.0)
    assert desk.ends() == ["finished"]
    assert desk.ignored() == [("next", "not-live")]


def test_ctrl_c_before_the_first_beat_is_stopped() -> None:
    desk = Desk()
    desk.tell(Interrupted())
    desk.wait(1.0)
    assert desk.ends() == ["stopped"]
    assert desk.said(Spoken.NOTE) == [desk.text("goodbye_interrupted")]


def test_ctrl_c_twice_ends_at_once() -> None:
    desk = working()
    desk.tell(Interrupted())
    actions = desk.tell(Interrupted())
    assert any(isinstance(action, End) for action in actions)
    assert any(isinstance(action, Hush) for action in actions)


def test_nothing_happens_after_the_end() -> None:
    desk = working()
    desk.tell(LengthReached())
    assert desk.say("it hurts") == []
