"""Undo: the whole state before the last command, again and again."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import SetTempo, SetVolume, Spoken, StartBeat
from voice.guide.state import Counting, Opening
from voice.guide.steps import Side, Step
from voice.guide.undo import timeless


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


def test_there_is_nothing_before_the_beginning() -> None:
    desk = Desk()
    desk.say("undo")
    assert desk.last == desk.text("nothing_to_undo")


@pytest.mark.parametrize("word", ["undo", "that's wrong", "delete that", "never mind", "cancel"])
def test_undo_of_next_is_the_step_before_with_its_prompt(word: str) -> None:
    desk = Desk()
    desk.answer("next", "next", word)
    assert desk.at(Step.CONTAINER)
    assert desk.said(Spoken.PROMPT)[-1] == desk.text("container_kind")
    desk.answer("next")
    assert desk.at(Step.WASH)


def test_undo_again_and_again_to_the_first_step() -> None:
    desk = Desk()
    desk.to_express()
    for _ in range(8):
        desk.answer("undo")
    assert desk.at(Step.WELCOME)
    assert desk.state.side is None
    desk.answer("undo")
    assert desk.last == desk.text("nothing_to_undo")


def test_undo_of_the_chosen_side() -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next", "next", "left", "undo")
    assert desk.at(Step.CHOOSE_SIDE)
    assert desk.state.side is None
    desk.answer("right")
    assert desk.state.side is Side.RIGHT


def test_undo_of_the_chosen_side_after_work_keeps_the_time() -> None:
    desk = Desk(Opening(short=True))
    desk.answer("next", "left")
    desk.listen()
    desk.wait(20)
    desk.answer("undo")
    assert desk.at(Step.CHOOSE_SIDE)
    assert desk.expressed_s(Side.LEFT) == pytest.approx(20.7, abs=0.3)
    desk.answer("stop")
    desk.wait(40)
    assert desk.ends() == ["stopped"]


def test_undo_past_the_chosen_side_keeps_the_time_of_both() -> None:
    desk = Desk(Opening(short=True))
    desk.answer("next", "left")
    desk.listen()
    desk.wait(20)
    desk.answer("undo", "right")
    desk.listen()
    desk.wait(10)
    desk.answer("undo")
    left, right = desk.expressed_s(Side.LEFT), desk.expressed_s(Side.RIGHT)
    assert (left, right) == pytest.approx((20.7, 10.7), abs=0.3)
    desk.answer("undo")
    assert desk.at(Step.WELCOME)
    assert (desk.expressed_s(Side.LEFT), desk.expressed_s(Side.RIGHT)) == pytest.approx((left, right))


def test_undo_past_the_chosen_side_keeps_the_time_where_undo_put_it() -> None:
    desk = working()
    desk.to_second_side()
    desk.wait(30)
    while desk.state.side is not None:
        desk.answer("undo")
    left = desk.expressed_s(Side.LEFT)
    assert left > 40
    while not desk.at(Step.WELCOME):
        desk.answer("undo")
        assert (desk.expressed_s(Side.LEFT), desk.expressed_s(Side.RIGHT)) == pytest.approx((left, 0))


def test_undo_past_the_chosen_side_and_a_start_over_keeps_the_time_of_both_beginnings() -> None:
    desk = Desk(Opening(short=True))
    desk.answer("next", "left")
    desk.listen()
    desk.wait(20)
    desk.answer("undo", "start over", "yes", "i know how", "left")
    desk.listen()
    desk.wait(10)
    while desk.last != desk.text("nothing_to_undo"):
        desk.answer("undo")
    assert desk.expressed_s(Side.LEFT) == pytest.approx(31.4, abs=0.6)


def test_undo_of_a_move_is_the_spot_before() -> None:
    desk = working()
    desk.answer("new spot", "new spot", "undo")
    assert desk.state.position == 2
    desk.answer("undo")
    assert desk.state.position == 12
    assert desk.state.current.worked == ()
    assert desk.beating


def test_undo_of_a_switch_credits_the_time_since_to_the_side_it_returns_to() -> None:
    desk = working()
    left = desk.expressed_s(Side.LEFT)
    desk.to_second_side()
    desk.wait(30)
    right = desk.expressed_s(Side.RIGHT)
    for _ in range(3):
        desk.answer("undo")
    assert desk.at(Step.EXPRESS)
    assert desk.state.side is Side.LEFT
    assert desk.expressed_s(Side.RIGHT) == 0
    assert desk.expressed_s(Side.LEFT) >= left + right
    assert desk.beating


def test_undo_restores_pace_loudness_and_counting() -> None:
    desk = working()
    desk.answer("faster", "louder", "stop counting", "undo", "undo", "undo")
    assert (desk.state.tempo_cpm, desk.state.volume_db, desk.state.counting) == (18, 0, Counting.FIRST_CYCLES)
    assert [action.tempo_cpm for _, action in desk.done if isinstance(action, SetTempo)] == [20, 18]
    assert [action.volume_db for _, action in desk.done if isinstance(action, SetVolume)] == [4, 0]


def test_what_only_tells_something_is_nothing_to_undo() -> None:
    desk = working()
    desk.answer("faster", "which side", "help", "storage", "undo")
    assert desk.state.tempo_cpm == 18


def test_undo_of_pause_goes_on() -> None:
    desk = working()
    desk.answer("pause", "undo")
    assert desk.beating


def test_undo_of_finish_goes_on() -> None:
    desk = working()
    desk.answer("stop", "undo")
    assert desk.at(Step.EXPRESS)
    assert desk.beating


def test_undo_of_finish_on_the_way_out() -> None:
    desk = working()
    desk.answer("stop", "stop", "undo", "undo")
    assert desk.at(Step.EXPRESS)
    assert desk.beating


def test_undo_after_a_step_that_was_reached_by_itself() -> None:
    desk = working()
    desk.say("stop")
    desk.listen()
    desk.wait(95)
    assert desk.at(Step.STORE)
    desk.answer("undo")
    assert desk.at(Step.EXPRESS)
    assert desk.beating


def test_undo_over_a_note_does_not_say_the_note_again() -> None:
    desk = working()
    desk.wait(285)
    desk.say("faster")
    desk.wait(30)
    assert "five_minutes" in desk.steps()
    desk.answer("undo")
    desk.wait(60)
    assert desk.steps().count("five_minutes") == 1


def test_undo_of_start_over_brings_back_the_session() -> None:
    desk = working()
    desk.answer("new spot")
    before = desk.expressed_s(Side.LEFT)
    desk.answer("start over", "yes", "undo")
    assert desk.at(Step.EXPRESS)
    assert desk.state.position == 2
    assert desk.expressed_s(Side.LEFT) >= before
    assert desk.beating


def test_time_after_a_start_over_is_not_lost() -> None:
    desk = working()
    desk.wait(60)
    before = desk.expressed_s(Side.LEFT)
    desk.answer("start over", "yes", "i know how", "left")
    desk.listen()
    desk.wait(10)
    while not desk.at(Step.EXPRESS) or desk.expressed_s(Side.LEFT) < before:
        desk.answer("undo")
    assert desk.expressed_s(Side.LEFT) >= before + 10


def test_undo_of_an_answer_to_a_question() -> None:
    desk = working()
    desk.answer("done", "this side", "undo")
    assert desk.at(Step.EXPRESS)
    assert desk.state.side is Side.LEFT
    assert desk.beating


def test_undo_answers_an_open_question_with_no() -> None:
    desk = working()
    desk.answer("faster", "start over", "never mind")
    assert desk.last == desk.text("kept")
    assert desk.state.tempo_cpm == 20
    desk.answer("switch", "never mind")
    assert desk.state.tempo_cpm == 20


def test_undo_of_illness_and_emergency_stays_paused_until_continue() -> None:
    for words in ("i feel sick", "call an ambulance"):
        desk = working()
        starts = len([action for _, action in desk.done if isinstance(action, StartBeat)])
        desk.answer(words, "undo")
        assert desk.state.paused
        desk.wait(30)
        assert len([action for _, action in desk.done if isinstance(action, StartBeat)]) == starts
        desk.answer("resume")
        desk.wait(8)
        assert desk.beating


def test_undo_of_continue_is_the_reply_again() -> None:
    desk = working()
    desk.answer("it hurts", "continue", "undo")
    assert desk.at(Step.PAIN)
    assert desk.last == desk.text("pain")
    assert not desk.beating


def test_undo_after_waking_is_paused_not_asleep() -> None:
    desk = working()
    desk.answer("go to sleep", "wake up", "undo")
    assert desk.state.paused
    assert not desk.state.asleep
    desk.answer("undo")
    assert desk.beating


DOINGS = {
    "getting ready": (
        [],
        ["next", "i know how", "pause", "louder", "quieter", "stop", "it hurts", "go to sleep"],
    ),
    "choosing": (["next"] * 5, ["left", "right", "next", "back", "short version"]),
    "at work": (
        [*["next"] * 5, "left", "next", "next"],
        [
            *("next", "no more drops", "new spot", "switch sides", "go right", "back", "faster", "slower", "pause"),
            *("stop", "stop counting", "be quiet", "count for me", "i feel sick", "call an ambulance", "louder"),
        ],
    ),
    "both done": (
        [*["next"] * 5, "left", "next", "next", "other side", "next", "next", "other side"],
        ["next", "another round", "other side", "stop", "back", "pause"],
    ),
}


@pytest.mark.parametrize(
    ("path", "word"),
    [(path, word) for path, words in DOINGS.values() for word in words],
    ids=lambda one: str(one)[-30:],
)
def test_undo_of_do_is_what_was(path: list[str], word: str) -> None:
    desk = Desk(Opening(finished_sessions=4))
    desk.answer(*path)
    desk.listen()
    desk.wait(1)
    before = timeless(desk.state)
    desk.say(word)
    desk.listen()
    if desk.state.asleep:
        desk.answer("wake up", "undo")
    desk.answer("undo")
    after = timeless(desk.state)
    if desk.state.held_for_safety:
        assert after.paused
        desk.answer("continue")
        after = timeless(desk.state)
    assert after == before
