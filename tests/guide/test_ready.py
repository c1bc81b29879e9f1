"""Getting ready: the line of steps up to the first beat."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Say, Spoken, StartBeat
from voice.guide.amounts import Kind
from voice.guide.state import Opening
from voice.guide.steps import Side, Step

LINE = ["welcome", "container", "wash", "sit", "massage", "choose_side", "hold", "explain", "express"]


def test_each_step_waits_for_next_and_the_beat_starts_by_itself() -> None:
    desk = Desk()
    desk.to_express()
    assert desk.steps() == LINE
    assert desk.beating
    assert desk.state.side is Side.LEFT


def test_every_step_has_one_prompt_and_the_first_welcome_goes_on() -> None:
    desk = Desk()
    desk.to_express()
    prompts = [action for _, action in desk.done if isinstance(action, Say) and action.kind is Spoken.PROMPT]
    assert [prompt.step.value for prompt in prompts] == ["welcome", *LINE]
    assert [prompt.goes_on for prompt in prompts] == [True, *[False] * len(LINE)]


def test_the_beat_waits_for_the_last_word_of_the_one_sentence() -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next", "next", "left", "next", "next")
    assert not desk.beating
    desk.listen()
    starts = [action for _, action in desk.done if isinstance(action, StartBeat)]
    assert starts == [StartBeat(18.0, words=5)]


@pytest.mark.parametrize(("word", "side"), [("left", Side.LEFT), ("on the right", Side.RIGHT), ("next", Side.RIGHT)])
def test_a_side_is_chosen_or_the_proposed_one_taken(word: str, side: Side) -> None:
    desk = Desk(Opening(proposed_side=Side.RIGHT))
    desk.answer("next", "next", "next", "next", "next", word)
    assert desk.at(Step.HOLD)
    assert desk.state.side is side


def test_the_command_names_its_side() -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next", "next", "left")
    assert desk.commands()[-1] == "left"


@pytest.mark.parametrize("word", ["ready", "i'm ready", "got it", "skip", "move on", "done"])
def test_other_words_for_next(word: str) -> None:
    desk = Desk()
    desk.answer(word)
    assert desk.at(Step.CONTAINER)
    assert desk.commands() == ["next"]


def test_a_command_silences_the_prompt_and_acts_at_once() -> None:
    desk = Desk()
    desk.wait(1.0)
    desk.say("next")
    assert desk.at(Step.CONTAINER)


def test_back_goes_to_the_step_before_down_to_welcome_where_it_is_not_live() -> None:
    desk = Desk()
    desk.answer("next", "next", "go back", "back", "back")
    assert desk.steps() == ["welcome", "container", "wash", "container", "welcome"]
    assert desk.ignored() == [("back", "not-live")]


def test_the_kind_of_milk_is_asked_for_once_and_does_not_move_on() -> None:
    desk = Desk()
    desk.answer("next")
    assert desk.last == desk.text("container_kind")
    desk.answer("colostrum")
    assert desk.state.kind is Kind.COLOSTRUM
    assert desk.at(Step.CONTAINER)
    desk.answer("next", "back")
    assert desk.last == desk.text("container")


def test_an_amount_at_the_container_is_not_live() -> None:
    desk = Desk()
    desk.answer("next", "log thirty")
    assert desk.ignored() == [("log thirty", "not-live")]


def test_repeat_says_the_last_prompt_or_answer_again() -> None:
    desk = Desk()
    desk.answer("next", "what was that")
    assert desk.said(Spoken.REPEAT) == [desk.text("container_kind")]
    desk.answer("help", "repeat")
    assert desk.said(Spoken.REPEAT)[-1] == desk.text("help_ready")


def test_repeat_leaves_the_start_of_the_beat_to_its_own_end() -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next", "next", "left", "next", "next")
    desk.wait(1.0)
    desk.say("repeat")
    desk.wait(2.0)
    assert not desk.beating
    desk.listen()
    assert desk.beating


# ---- Short


def test_short_has_one_prompt_then_the_side_then_the_beat() -> None:
    desk = Desk(Opening(short=True))
    desk.answer("next", "right")
    desk.listen()
    assert desk.steps() == ["welcome", "choose_side", "express"]
    assert desk.beating


def test_short_goes_on_to_the_side_by_itself() -> None:
    desk = Desk(Opening(short=True))
    desk.listen()
    desk.wait(29)
    assert desk.at(Step.WELCOME), "she was asked for next"
    desk.wait(2)
    assert desk.at(Step.CHOOSE_SIDE)


@pytest.mark.parametrize("steps", range(5))
def test_i_know_how_leads_to_the_side_from_every_step(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps, "i know how")
    assert desk.at(Step.CHOOSE_SIDE)
    desk.answer("left")
    desk.listen()
    assert desk.beating


@pytest.mark.parametrize("steps", [6, 7])
def test_i_know_how_after_the_side_leads_to_the_beat(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps, "skip the intro")
    desk.listen()
    assert desk.beating


def test_i_know_how_is_offered_after_three_finished_sessions() -> None:
    assert "I know how" not in Desk(Opening(finished_sessions=2)).last
    assert "I know how" in Desk(Opening(finished_sessions=3)).last


def test_a_first_session_says_what_the_program_is_and_then_what_it_is_not() -> None:
    desk = Desk()
    desk.listen()
    assert desk.said() == [desk.text("welcome_first"), desk.text("welcome_limits")]
    later = Desk(Opening(finished_sessions=1))
    later.listen()
    assert later.said() == [later.text("welcome")]


def test_what_the_program_is_not_is_said_after_a_pause_too() -> None:
    desk = Desk()
    desk.wait(1)
    desk.say("pause")
    desk.wait(5)
    assert desk.text("welcome_limits") not in desk.said()
    desk.say("continue")
    desk.listen()
    assert desk.said()[-2:] == [desk.text("welcome_first"), desk.text("welcome_limits")]


def test_what_the_program_is_not_follows_a_welcome_that_is_repeated() -> None:
    desk = Desk()
    desk.wait(1)
    desk.say("repeat")
    desk.wait(12)
    assert desk.said()[-2:] == [desk.text("welcome_first"), desk.text("welcome_limits")]


def test_who_goes_on_at_once_hears_no_more_of_the_welcome() -> None:
    desk = Desk()
    desk.wait(1)
    desk.say("next")
    desk.listen()
    assert desk.last == desk.text("container_kind")


def test_nothing_of_the_work_is_live_while_getting_ready() -> None:
    desk = Desk()
    desk.answer("faster", "no more drops", "other side", "which side", "stop counting", "another round", "left", "yes")
    assert desk.commands() == []
    assert {reason for _, reason in desk.ignored()} == {"not-live"}
