"""From one breast to the other, and around again."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Show, StartBeat
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    return desk


def test_a_switch_waits_then_a_short_hold_then_the_beat_without_explaining() -> None:
    desk = working()
    desk.wait(30)
    desk.say("switch sides")
    assert not desk.beating
    assert desk.state.side is Side.RIGHT
    desk.answer("next")
    assert desk.last == desk.text("hold_short_keywords", side="right")
    desk.answer("next")
    desk.listen()
    assert desk.steps()[-4:] == ["express", "switch", "hold", "express"]
    assert desk.beating
    assert "switched" in desk.earcons()


def test_the_short_hold_goes_on_by_itself() -> None:
    desk = working()
    desk.say("sides")
    desk.answer("next")
    desk.listen()
    desk.wait(29)
    assert desk.at(Step.HOLD), "she was asked for next"
    desk.wait(8)
    assert desk.beating


def test_each_side_has_its_own_time_and_spots() -> None:
    desk = working()
    desk.answer("new spot")
    desk.wait(30)
    left = desk.expressed_s(Side.LEFT)
    desk.to_second_side()
    desk.wait(20)
    assert desk.state.position == 12
    assert desk.expressed_s(Side.LEFT) == pytest.approx(left)
    assert desk.expressed_s(Side.RIGHT) == pytest.approx(20.5, abs=0.5)


def test_the_words_come_back_after_a_switch() -> None:
    desk = working()
    desk.to_second_side()
    assert [action.words for _, action in desk.done if isinstance(action, StartBeat)] == [5, 5]


def test_after_the_second_side_both_are_done() -> None:
    desk = working()
    desk.to_second_side()
    desk.say("other breast")
    assert desk.at(Step.BOTH_DONE)
    assert not desk.beating
    assert desk.last == desk.text("both_done")


def test_go_left_on_the_left_says_so() -> None:
    desk = working()
    desk.say("go left")
    assert desk.at(Step.EXPRESS)
    assert desk.last == desk.text("already_on_side", side="left")
    desk.answer("go right")
    assert desk.at(Step.SWITCH)
    assert desk.state.side is Side.RIGHT


def test_go_left_after_both_sides_may_still_go_left() -> None:
    desk = working()
    desk.to_second_side()
    desk.say("go left")
    assert desk.at(Step.SWITCH)
    assert desk.state.side is Side.LEFT


def test_another_round_starts_a_side_again() -> None:
    desk = working()
    desk.to_second_side()
    desk.answer("other side", "another round")
    assert desk.at(Step.HOLD)
    assert desk.state.side is Side.LEFT
    desk.answer("next")
    desk.listen()
    desk.wait(10)
    desk.say("other side")
    assert desk.at(Step.SWITCH)
    desk.answer("next", "next")
    desk.listen()
    desk.say("other side")
    assert desk.at(Step.BOTH_DONE)


@pytest.mark.parametrize("short", [False, True])
def test_back_in_another_round_goes_the_way_it_came(short: bool) -> None:
    desk = Desk(Opening(short=True)) if short else working()
    if short:
        desk.answer("next", "left")
        desk.listen()
    desk.wait(20)
    desk.to_second_side()
    desk.wait(20)
    desk.answer("other side", "another round", "next")
    desk.listen()
    times = (desk.expressed_s(Side.LEFT), desk.expressed_s(Side.RIGHT))
    desk.say("back")
    assert (desk.step, desk.state.side) == (Step.HOLD, Side.LEFT)
    assert (desk.expressed_s(Side.LEFT), desk.expressed_s(Side.RIGHT)) == times
    desk.answer("back")
    assert desk.at(Step.BOTH_DONE)
    desk.answer("back")
    assert (desk.step, desk.state.side) == (Step.EXPRESS, Side.RIGHT)
    desk.answer("back", "back")
    assert desk.at(Step.SWITCH)


def test_back_from_both_done_again_still_has_both_done() -> None:
    desk = working()
    desk.wait(10)
    desk.to_second_side()
    desk.answer("other side", "another round", "back", "back")
    desk.listen()
    desk.say("other side")
    assert desk.at(Step.BOTH_DONE)


def test_back_is_the_short_hold_where_nothing_was_explained_after_it() -> None:
    desk = working()
    desk.answer("back", "back")
    assert desk.at(Step.HOLD)
    desk.answer("next", "back")
    assert desk.at(Step.HOLD)
    desk.answer("back")
    assert desk.at(Step.CHOOSE_SIDE)


def test_back_through_the_switch_to_the_first_side_is_what_was_explained() -> None:
    desk = working()
    desk.to_second_side()
    desk.answer("back", "back", "back")
    assert desk.at(Step.EXPRESS)
    assert desk.state.side is Side.LEFT
    desk.answer("back")
    assert desk.at(Step.EXPLAIN)


def test_a_side_once_more_from_both_done() -> None:
    desk = working()
    desk.to_second_side()
    desk.answer("other side", "other side")
    assert desk.at(Step.SWITCH)
    assert desk.state.side is Side.LEFT


def test_both_done_goes_on_with_next_or_finish() -> None:
    for word in ("next", "finish"):
        desk = working()
        desk.to_second_side()
        desk.answer("other side", word)
        assert desk.at(Step.COLLECTED)


def test_back_from_the_switch_is_the_same_side_again() -> None:
    desk = working()
    desk.wait(30)
    desk.answer("other side", "back")
    assert desk.at(Step.EXPRESS)
    assert desk.state.side is Side.LEFT
    desk.listen()
    assert desk.beating
    desk.say("other side")
    assert desk.at(Step.SWITCH), "the left alone is not both"


def test_back_from_the_short_hold_keeps_the_side() -> None:
    desk = working()
    desk.answer("other side", "next", "back")
    assert desk.at(Step.SWITCH)
    assert desk.state.side is Side.RIGHT
    assert desk.state.sides_done == {Side.LEFT}


def test_back_from_the_second_side_is_its_hold() -> None:
    desk = working()
    desk.to_second_side()
    desk.say("go back")
    assert desk.at(Step.HOLD)
    assert desk.state.side is Side.RIGHT


def test_back_before_the_first_switch_never_changes_the_side() -> None:
    desk = working()
    desk.answer("go back", "back", "back")
    assert desk.at(Step.CHOOSE_SIDE)
    assert desk.state.side is Side.LEFT


def test_switching_while_paused_goes_to_the_other_side() -> None:
    desk = working()
    desk.answer("pause", "switch sides")
    assert desk.at(Step.SWITCH)
    assert not desk.state.paused


def test_every_change_is_shown() -> None:
    desk = working()
    desk.to_collected()
    shows = [action for _, action in desk.done if isinstance(action, Show)]
    assert [(show.step, show.side) for show in shows[-6:]] == [
        (Step.EXPRESS, Side.LEFT),
        (Step.SWITCH, Side.RIGHT),
        (Step.HOLD, Side.RIGHT),
        (Step.EXPRESS, Side.RIGHT),
        (Step.BOTH_DONE, Side.RIGHT),
        (Step.COLLECTED, Side.RIGHT),
    ]
