"""Body words that sound like noise, and uncertain matches: one short question first."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Spoken
from voice.guide.state import Opening
from voice.guide.steps import Side, Step

HOLDING = ["ow", "ouch", "pain", "burning"]
OTHERS = ["fever", "chills", "blood", "bleeding"]
STEP = dict.fromkeys(HOLDING, Step.PAIN) | dict.fromkeys(OTHERS, Step.ILLNESS)


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


@pytest.mark.parametrize("word", [*HOLDING, *OTHERS])
def test_a_lone_body_word_is_asked_back(word: str) -> None:
    desk = working()
    desk.say(word)
    assert desk.ignored() == [(word, "asked")]
    assert desk.commands()[-1] != STEP[word].value
    assert desk.last.endswith("?")
    assert desk.at(Step.EXPRESS)


def test_most_words_are_named_in_their_question() -> None:
    for word in [*HOLDING[2:], *OTHERS]:
        desk = working()
        desk.say(word)
        assert word in desk.last


@pytest.mark.parametrize("word", HOLDING)
def test_pain_words_hush_and_hold_beat_and_timers_but_do_not_pause(word: str) -> None:
    desk = working()
    before = desk.expressed_s(Side.LEFT)
    desk.say(word)
    assert not desk.beating
    assert not desk.state.paused
    desk.wait(5)
    assert desk.expressed_s(Side.LEFT) == before


@pytest.mark.parametrize("word", OTHERS)
def test_other_words_leave_the_beat_running(word: str) -> None:
    desk = working()
    desk.say(word)
    assert desk.beating


@pytest.mark.parametrize("word", [*HOLDING, *OTHERS])
@pytest.mark.parametrize("answer", ["yes", "yeah", "that's right"])
def test_yes_makes_it_count(word: str, answer: str) -> None:
    desk = working()
    desk.say(word)
    desk.answer(answer)
    assert desk.at(STEP[word])
    assert desk.commands()[-1] == STEP[word].value
    assert not desk.beating


@pytest.mark.parametrize(("word", "again"), [("ow", "ow"), ("ow", "ouch"), ("pain", "it hurts"), ("fever", "chills")])
def test_the_same_word_or_another_of_the_command_within_ten_seconds_counts(word: str, again: str) -> None:
    desk = working()
    desk.say(word)
    desk.wait(9.5)
    desk.say(again)
    assert desk.at(STEP[word])


def test_after_ten_seconds_it_is_asked_anew() -> None:
    desk = working()
    desk.say("fever")
    desk.wait(11)
    desk.say("fever")
    assert desk.at(Step.EXPRESS)
    assert desk.ignored() == [("fever", "asked"), ("fever", "asked")]


@pytest.mark.parametrize("word", [*HOLDING, *OTHERS])
@pytest.mark.parametrize("answer", ["no", "nope", "never mind"])
def test_no_takes_everything_up_as_it_was(word: str, answer: str) -> None:
    desk = working()
    desk.answer("new spot")
    desk.listen()
    before = desk.state
    desk.say(word)
    desk.answer(answer)
    assert desk.beating
    assert (desk.step, desk.state.side, desk.state.position) == (before.step, before.side, before.position)


def test_after_a_no_the_word_is_asked_back_again() -> None:
    desk = working()
    desk.say("ow")
    desk.answer("no")
    desk.say("ow")
    assert desk.at(Step.EXPRESS)


def test_another_command_takes_it_up_and_acts() -> None:
    desk = working()
    desk.say("ow")
    desk.answer("new spot")
    assert desk.state.position == 2
    assert desk.beating


@pytest.mark.parametrize("word", ["ow", "ouch", *OTHERS])
def test_six_seconds_of_silence_take_everything_up_as_it_was(word: str) -> None:
    desk = working()
    desk.say(word)
    desk.listen()
    desk.wait(5.8)
    assert desk.beating is (word in OTHERS)
    desk.wait(0.4)
    assert desk.beating
    assert not desk.state.paused


@pytest.mark.parametrize("word", ["pain", "burning"])
def test_after_pain_and_burning_silence_pauses_and_says_so(word: str) -> None:
    desk = working()
    desk.say(word)
    desk.listen()
    desk.wait(6.2)
    assert desk.state.paused
    assert desk.last == desk.text("taking_up_paused")
    desk.wait(60)
    assert not desk.beating
    desk.answer("undo")
    desk.wait(20)
    assert not desk.beating, "not undo either"
    desk.say("continue")
    desk.wait(8)
    assert desk.beating


@pytest.mark.parametrize("answer", [[], ["no"]])
def test_a_prompt_that_the_question_cut_is_said_again_after_it(answer: list[str]) -> None:
    desk = Desk()
    desk.answer("next", "next")
    desk.wait(0.5)
    desk.say("blood")
    desk.answer(*answer)
    desk.wait(10)
    assert desk.said(Spoken.REPEAT) == [desk.text("wash")]


def test_an_uncertain_phrase_counts_when_nobody_answers() -> None:
    for words, step in (("it hurts", Step.PAIN), ("i feel sick", Step.ILLNESS), ("can't breathe", Step.EMERGENCY)):
        desk = working()
        desk.say(words, certain=False)
        desk.listen()
        desk.wait(5.8)
        assert desk.at(Step.EXPRESS)
        desk.wait(0.4)
        assert desk.at(step)
        assert desk.commands()[-1] == step.value


def test_an_uncertain_phrase_does_not_count_after_a_no() -> None:
    desk = working()
    desk.say("i feel sick", certain=False)
    desk.answer("no")
    desk.wait(20)
    assert desk.at(Step.EXPRESS)
    assert desk.beating


def test_an_uncertain_it_hurts_holds_the_beat_as_the_word_does() -> None:
    desk = working()
    desk.say("it hurts", certain=False)
    assert not desk.beating
    assert not desk.state.paused


def test_it_is_asked_back_while_paused_and_asleep_too() -> None:
    for held in ("pause", "go to sleep"):
        desk = working()
        desk.answer(held)
        desk.say("fever")
        desk.answer("yes")
        assert desk.at(Step.ILLNESS)
    desk = working()
    desk.answer("go to sleep")
    desk.say("fever")
    desk.answer("no")
    assert desk.state.asleep


def test_it_is_asked_back_even_when_she_wanted_quiet() -> None:
    desk = working()
    desk.say("be quiet")
    desk.say("burning")
    assert desk.last == desk.text("ask_burning")


def test_what_was_it_asks_again() -> None:
    desk = working()
    desk.say("fever")
    desk.answer("what")
    assert desk.said(Spoken.REPEAT) == [desk.text("ask_fever")]
    desk.answer("yes")
    assert desk.at(Step.ILLNESS)


def test_help_with_a_question_leaves_it_open() -> None:
    desk = working()
    desk.say("fever")
    desk.answer("help")
    assert desk.last == desk.text("help_question")
    desk.answer("repeat")
    assert desk.last == desk.text("ask_fever")
    desk.answer("no")
    assert desk.at(Step.EXPRESS)


def test_pain_while_in_pain_is_not_asked_back() -> None:
    desk = working()
    desk.say("it hurts")
    desk.listen()
    desk.say("ow")
    assert desk.commands()[-1] == "pain"
    assert desk.ignored() == []
