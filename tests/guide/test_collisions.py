"""Phrases that sound alike or grow into one another."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import CountAloud, Spoken
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


def test_it_stopped_is_not_stop() -> None:
    desk = working()
    desk.say("it stopped")
    assert desk.at(Step.MOVE)
    assert desk.commands()[-1] == "no_more_drops"


def test_stop_counting_and_stop_listening_are_not_finish() -> None:
    desk = working()
    desk.say("stop counting")
    assert desk.beating
    desk.answer("stop listening")
    assert desk.state.asleep
    assert "finish" not in desk.commands()


def test_stop_that_goes_on_as_stop_counting_is_taken_back_without_a_word() -> None:
    desk = working()
    before = desk.state
    desk.say("stop")
    assert desk.at(Step.COLLECTED)
    desk.wait(0.5)
    said = len(desk.said())
    desk.say("stop counting", replaces=True)
    assert desk.at(Step.EXPRESS)
    assert desk.beating
    assert len(desk.said()) == said
    assert desk.ignored() == [("stop", "replaced")]
    assert any(action == CountAloud(0) for _, action in desk.done) or desk.state.counting is not before.counting
    desk.answer("undo")
    assert desk.state.counting is before.counting
    desk.answer("undo")
    assert desk.at(Step.EXPLAIN), "nothing of the word that was taken back is left to undo"


def test_a_word_that_did_nothing_takes_nothing_back() -> None:
    desk = working()
    desk.say("new spot")
    desk.wait(0.3)
    desk.say("left")
    desk.wait(0.3)
    desk.say("which side", replaces=True)
    assert desk.state.position == 2
    assert desk.ignored() == [("left", "not-live")]


def test_switch_alone_asks_fingers_or_sides() -> None:
    for answer, step in (("fingers", Step.MOVE), ("sides", Step.SWITCH), ("switch fingers", Step.MOVE)):
        desk = working()
        desk.say("switch")
        assert desk.last == desk.text("ask_switch")
        assert desk.beating
        desk.answer(answer)
        assert desk.at(step)


def test_switch_with_no_answer_does_nothing() -> None:
    desk = working()
    desk.say("switch")
    desk.listen()
    desk.wait(7)
    assert desk.at(Step.EXPRESS)
    desk.say("switch")
    desk.answer("no")
    assert desk.at(Step.EXPRESS)
    assert desk.commands()[-3:] == ["ask_switch", "ask_switch", "no"]


def test_done_means_next_while_getting_ready() -> None:
    desk = Desk()
    desk.answer("done")
    assert desk.commands() == ["next"]


def test_done_at_work_asks_this_side_or_finished() -> None:
    desk = working()
    desk.say("done")
    assert desk.ignored() == [("done", "asked")]
    assert desk.last == desk.text("ask_done")
    assert desk.beating
    desk.answer("this side")
    assert desk.at(Step.SWITCH)
    assert desk.commands()[-1] == "switch_side"


def test_done_then_finished_finishes() -> None:
    for answer in ("finished", "stop", "all done"):
        desk = working()
        desk.answer("done", answer)
        assert desk.at(Step.COLLECTED)
        assert desk.commands()[-1] == "finish"


def test_done_then_six_seconds_of_silence_is_nothing() -> None:
    desk = working()
    desk.say("done")
    desk.listen()
    desk.wait(6.5)
    desk.say("this side")
    assert desk.at(Step.EXPRESS)
    assert desk.ignored()[-1] == ("this side", "not-live")


def test_done_on_the_second_side_leads_to_both_done() -> None:
    desk = working()
    desk.to_second_side()
    desk.answer("done", "this side")
    assert desk.at(Step.BOTH_DONE)


def test_right_is_a_side_only_when_one_was_asked_or_after_go() -> None:
    desk = working()
    desk.say("right")
    assert desk.ignored() == [("right", "not-live")]
    desk.say("go right")
    assert desk.state.side is Side.RIGHT


def test_thats_right_is_a_yes_and_thats_it_nothing() -> None:
    desk = working()
    assert desk.content.phrases.find(("that's", "it")) is None
    desk.say("that's right")
    assert desk.ignored() == [("that's right", "not-live")]


def test_slow_down_is_the_pace() -> None:
    desk = working()
    desk.say("slow down")
    assert desk.state.tempo_cpm == 16
    assert desk.content.phrases.find(("it", "slowed", "down")) is None


def test_heavy_bleeding_and_chest_pain_are_emergencies() -> None:
    for words in ("heavy bleeding", "chest pain"):
        desk = working()
        desk.say(words)
        assert desk.at(Step.EMERGENCY)


@pytest.mark.parametrize("word", ["skip", "what", "what was that", "pardon", "more", "options", "back"])
def test_conversational_words_are_live_at_work_only_shortly_after_the_guide_spoke(word: str) -> None:
    desk = working()
    desk.say("which side")
    desk.listen()
    desk.wait(10.5)
    desk.say(word)
    assert desk.ignored() == [(word, "not-live")]
    assert desk.at(Step.EXPRESS)
    desk.say("which side")
    desk.listen()
    desk.wait(9.5)
    desk.say(word)
    assert desk.ignored() == [(word, "not-live")]


@pytest.mark.parametrize("word", ["ready", "i'm ready", "got it"])
def test_what_she_says_to_her_baby_is_never_live_at_work(word: str) -> None:
    desk = working()
    desk.say("which side")
    desk.listen()
    desk.say(word)
    assert desk.ignored() == [(word, "not-live")]


def test_they_are_live_while_the_guide_speaks() -> None:
    desk = working()
    desk.wait(20)
    desk.say("which side")
    desk.wait(0.5)
    desk.say("what")
    assert len(desk.said(Spoken.REPEAT)) == 1


def test_they_stay_live_in_steps_that_wait() -> None:
    desk = Desk()
    desk.listen()
    desk.wait(40)
    desk.say("i'm ready")
    assert desk.at(Step.CONTAINER)
