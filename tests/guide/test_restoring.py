"""A crash or a dead battery cut a session short: what is asked at the next start, and what comes of each answer."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import CloseEarlier, Keep
from voice.guide.amounts import Amount, Unit
from voice.guide.memory import LATE_S
from voice.guide.restoring import SILENCE_S
from voice.guide.state import Earlier, Opening
from voice.guide.steps import Side, Step
from voice.guide.stretches import Rest, Stretch

TEN = Amount(Fraction(10), Unit.ML, Side.RIGHT)
EARLIER = Earlier(
    since_s=-600.0,
    stretches=(
        Stretch(Side.RIGHT, 12, -590.0, -500.0, 90.0),
        Stretch(Side.LEFT, 12, -490.0, -400.0, 90.0),
        Stretch(Side.LEFT, 2, -400.0, -280.0, 110.0),
    ),
    rests=(),
    logged=(TEN,),
    tempo_cpm=20.0,
    held=False,
)
HELD = Earlier(EARLIER.since_s, EARLIER.stretches, (Rest(-280.0),), (), 20.0, held=True)


def cut_short(earlier: Earlier = EARLIER) -> Desk:
    return Desk(Opening(finished_sessions=4, earlier=earlier))


def kept(desk: Desk) -> list[Keep]:
    return [action for _, action in desk.done if isinstance(action, Keep)]


def closed(desk: Desk) -> list[float]:
    """When the session that was cut short was closed."""
    return [now for now, action in desk.done if isinstance(action, CloseEarlier)]


def test_she_is_asked_by_side_and_minute() -> None:
    desk = cut_short()
    assert desk.last == "You were on the left, minute four. Shall we go on?"
    assert not desk.beating


@pytest.mark.parametrize("word", ["yes", "continue"])
def test_yes_goes_on_where_it_was(word: str) -> None:
    desk = cut_short()
    desk.answer(word)
    desk.listen()
    assert desk.beating
    state = desk.state
    assert (state.side, state.position, state.tempo_cpm) == (Side.LEFT, 2, 20.0)
    assert (state.left.expressed_s, state.right.expressed_s) == (200.0, 90.0)
    assert state.logged == (TEN,)
    assert state.sides_done == {Side.RIGHT}
    assert state.left.worked == (12,)


def test_what_goes_on_is_kept_as_one_session_with_the_time_between_as_a_rest() -> None:
    desk = cut_short()
    desk.answer("yes")
    desk.listen()
    desk.wait(30)
    last = kept(desk)[-1]
    assert last.since_s == EARLIER.since_s
    assert [(one.side, one.place) for one in last.stretches] == [(Side.RIGHT, 12), (Side.LEFT, 12), (Side.LEFT, 2)]
    assert last.stretches[-1].expressed_s == pytest.approx(110 + 30, abs=10)
    (rest,) = last.rests
    assert rest.from_s == -280.0
    assert rest.to_s is not None and rest.to_s > 0
    assert closed(desk) == []


def test_no_closes_it_and_begins_anew() -> None:
    desk = cut_short()
    desk.answer("no")
    assert desk.at(Step.WELCOME)
    assert len(closed(desk)) == 1
    assert desk.state.logged == ()
    desk.answer("undo")
    assert desk.at(Step.WELCOME)
    desk.answer("next", "next", "next", "next", "next", "left", "next", "next")
    desk.listen()
    desk.wait(10)
    last = kept(desk)[-1]
    assert last.since_s > 0
    assert [one.side for one in last.stretches] == [Side.LEFT]


def test_silence_closes_it_once_no_late_word_can_go_on_with_it() -> None:
    desk = cut_short()
    desk.listen()
    desk.wait(SILENCE_S + 0.2)
    assert desk.at(Step.WELCOME)
    assert closed(desk) == []
    desk.wait(LATE_S + 0.2)
    assert len(closed(desk)) == 1
    desk.say("yes")
    assert desk.at(Step.WELCOME)


def test_it_is_closed_too_where_the_session_ends_before() -> None:
    desk = cut_short()
    desk.listen()
    desk.wait(SILENCE_S + 0.2)
    desk.answer("stop", "stop")
    assert desk.ends() == ["stopped"]
    assert len(closed(desk)) == 1
    assert kept(desk) == []


def test_stop_in_place_of_an_answer_leads_to_the_amounts() -> None:
    desk = cut_short()
    desk.answer("stop")
    assert desk.at(Step.COLLECTED)
    assert desk.state.last_worked is Side.LEFT


def test_pain_in_place_of_an_answer_holds_it() -> None:
    desk = cut_short()
    desk.answer("it hurts")
    assert desk.at(Step.PAIN)
    assert kept(desk)[-1].held
    desk.answer("continue")
    desk.listen()
    assert desk.beating


def test_what_was_held_comes_back_held_and_says_one_sentence() -> None:
    desk = cut_short(HELD)
    assert desk.last == "Say continue if you feel able."
    desk.listen()
    desk.wait(SILENCE_S + LATE_S)
    assert not desk.beating
    assert desk.state.paused
    assert closed(desk) == []


@pytest.mark.parametrize("word", ["yes", "next", "go on", "keep going", "i'm back", "resume", "undo"])
def test_no_yes_starts_a_beat_there(word: str) -> None:
    desk = cut_short(HELD)
    desk.answer(word)
    desk.listen()
    desk.wait(20)
    assert not desk.beating


def test_continue_goes_on_gently() -> None:
    desk = cut_short(HELD)
    desk.answer("continue")
    assert desk.last == desk.text("resume_softly")
    desk.listen()
    assert desk.beating
    assert not kept(desk)[-1].held


def test_held_before_the_first_beat_it_waits_at_the_welcome() -> None:
    desk = cut_short(Earlier(-100.0, (), (), (), 18.0, held=True))
    assert desk.last == "Say continue if you feel able."
    desk.answer("continue")
    assert desk.at(Step.WELCOME)
    desk.answer("next")
    assert desk.at(Step.CONTAINER)
