"""What is live where: the contract's table, command by command, step by step."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.content.catalogue import load
from voice.guide.actions import Acted
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.live import Situation, live_commands, live_phrases
from voice.guide.phrases import Phrase
from voice.guide.steps import Step

TABLE = load("en").phrases
READY = {"welcome", "container", "wash", "sit", "massage", "choose_side", "hold", "explain"}
WORK = {"express", "move", "five_minutes", "ten_minutes"}
AFTER = {"both_done", "collected", "store"}
HELD = {"pain", "illness", "emergency"}
ALL = READY | WORK | AFTER | HELD | {"switch", "goodbye"}
NOWHERE: set[str] = set()

LIVE = {
    Command.NEXT: READY | WORK | AFTER | {"switch"},
    Command.DONE: READY | WORK | {"switch"},
    Command.BACK: ALL - {"welcome"},
    Command.REPEAT: ALL,
    Command.NO_MORE_DROPS: WORK,
    Command.MOVE_FINGERS: WORK,
    Command.SWITCH_SIDE: WORK | {"both_done"},
    Command.ASK_SWITCH: WORK,
    Command.LEFT: AFTER | {"choose_side"},
    Command.RIGHT: AFTER | {"choose_side"},
    Command.WHICH_SIDE: ALL - READY - {"emergency"},
    Command.HOW_LONG: ALL - READY - {"emergency"},
    Command.LAST_TIME: ALL,
    Command.LAST_SIDE: ALL,
    Command.FASTER: WORK,
    Command.SLOWER: WORK,
    Command.PAUSE: ALL,
    Command.RESUME: HELD | {"collected", "goodbye"},
    Command.FINISH: ALL,
    Command.HELP: ALL,
    Command.MORE: ALL,
    Command.START_OVER: ALL - {"emergency"},
    Command.LOUDER: ALL,
    Command.MATCHING_OFF: ALL,
    Command.MATCHING_ON: ALL,
    Command.QUIETER: ALL,
    Command.SAY_MORE: ALL,
    Command.SAY_LESS: ALL,
    Command.COUNTING_OFF: WORK,
    Command.COUNTING_ON: WORK,
    Command.SHORT: READY,
    Command.ANOTHER_ROUND: {"both_done"},
    Command.LOG: AFTER,
    Command.CORRECT: AFTER,
    Command.UNDO: ALL,
    Command.STORAGE: ALL,
    Command.SLEEP: ALL,
    Command.WAKE: ALL,
    Command.PAIN: ALL,
    Command.ILLNESS: ALL,
    Command.EMERGENCY: ALL,
    Command.ERASE: ALL - {"emergency"},
    Command.YES: NOWHERE,
    Command.NO: NOWHERE,
    Command.THIS_SIDE: NOWHERE,
}

PAUSED_TOO = {
    *(Command.BACK, Command.REPEAT, Command.SWITCH_SIDE, Command.WHICH_SIDE, Command.HOW_LONG, Command.PAUSE),
    *(Command.RESUME, Command.FINISH, Command.HELP, Command.MORE, Command.START_OVER, Command.LOUDER),
    *(Command.QUIETER, Command.UNDO, Command.STORAGE, Command.SLEEP, Command.WAKE, Command.PAIN, Command.ILLNESS),
    *(Command.EMERGENCY, Command.ERASE, Command.MATCHING_OFF, Command.MATCHING_ON),
    *(Command.LAST_TIME, Command.LAST_SIDE),
    *(Command.SAY_MORE, Command.SAY_LESS),
}
ASLEEP = {Command.WAKE, Command.RESUME, Command.PAIN, Command.ILLNESS, Command.EMERGENCY}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("command", Command)
def test_a_command_is_live_where_the_contract_says_and_nowhere_else(command: Command, step: Step) -> None:
    assert (command in live_commands(step)) is (step.value in LIVE[command])


@pytest.mark.parametrize("step", Step)
def test_paused_nothing_moves_on(step: Step) -> None:
    expected = {command for command in PAUSED_TOO if step.value in LIVE[command]} | {Command.RESUME}
    assert live_commands(step, paused=True) == expected


@pytest.mark.parametrize("step", Step)
def test_asleep_only_waking_and_safety(step: Step) -> None:
    assert live_commands(step, asleep=True) == ASLEEP
    assert live_commands(step, paused=True, asleep=True) == ASLEEP


def test_every_command_is_live_for_listening_to_all() -> None:
    assert live_commands(None) == set(Command)
    assert live_phrases(TABLE, Situation(None)) == TABLE.all


def live(situation: Situation) -> set[str]:
    """The texts of what is live."""
    return {phrase.text for phrase in live_phrases(TABLE, situation)}


@pytest.mark.parametrize("step", Step)
def test_conversational_phrases_are_live_at_work_and_in_an_emergency_only_shortly_after_the_guide_spoke(
    step: Step,
) -> None:
    late, recent = live(Situation(step)), live(Situation(step, recent=True))
    conversational = {phrase.text for phrase in TABLE.all if phrase.conversational}
    unheard = step.value in WORK | {"emergency"}
    assert recent - late == (recent & conversational if unheard else set())
    assert not (unheard and late & conversational)


def test_ready_and_got_it_are_never_live_at_work() -> None:
    for text in ("ready", "i'm ready", "got it"):
        assert text in live(Situation(Step.WASH))
        assert text not in live(Situation(Step.EXPRESS, recent=True))
    assert "skip" in live(Situation(Step.EXPRESS, recent=True))


def test_what_people_say_to_cheer_each_other_on_never_goes_on_after_pain() -> None:
    going_on = {"resume", "continue", "please continue", "i'm back", "go on", "keep going", "carry on"}
    cheering = {"go on", "keep going", "carry on"}
    assert live(Situation(Step.EXPRESS, paused=True)) & going_on == going_on
    assert live(Situation(Step.PAIN)) & going_on == going_on - cheering
    assert live(Situation(Step.ILLNESS)) & going_on == going_on - cheering
    assert live(Situation(Step.EMERGENCY)) & going_on == {"continue", "please continue"}
    assert live(Situation(Step.EXPRESS, paused=True, as_in=frozenset({Step.PAIN}))) & going_on == going_on - cheering


def test_a_bare_number_is_an_emergency_only_where_no_amount_is_asked_for() -> None:
    for situation in (Situation(Step.EXPRESS), Situation(Step.CONTAINER), Situation(Step.COLLECTED, paused=True)):
        assert {"nine nine nine", "one one two", "call nine nine nine"} <= live(situation)
    for step in (Step.BOTH_DONE, Step.COLLECTED, Step.STORE):
        assert not {"nine nine nine", "one one two"} & live(Situation(step))
        assert "call nine nine nine" in live(Situation(step))


def test_the_same_meaning_in_other_words_is_live_where_the_phrase_is() -> None:
    hers = Phrase("could you move along", Command.NEXT)
    small_talk = Phrase("sorry what did you say", Command.REPEAT, conversational=True)
    assert hers not in TABLE.all
    assert Situation(Step.WASH).lives(hers) and not Situation(Step.PAIN).lives(hers)
    assert Situation(Step.WASH).lives(small_talk)
    assert Situation(Step.EXPRESS, recent=True).lives(small_talk) and not Situation(Step.EXPRESS).lives(small_talk)


def test_a_question_makes_its_answers_live() -> None:
    asked = frozenset({Command.YES, Command.NO})
    phrases = {phrase.command for phrase in live_phrases(TABLE, Situation(Step.EXPRESS, asked=asked))}
    assert asked <= phrases


def test_an_asleep_question_too() -> None:
    asked = frozenset({Command.YES, Command.NO})
    phrases = {phrase.command for phrase in live_phrases(TABLE, Situation(Step.EXPRESS, asleep=True, asked=asked))}
    assert phrases == ASLEEP | asked


def test_a_phrase_that_is_decided_late_counts_only_if_it_was_live_when_it_was_said() -> None:
    desk = Desk()
    desk.answer("next", "next", "next", "next")
    desk.listen()
    said_s = desk.now
    desk.wait(0.2)
    desk.say("next")
    assert desk.at(Step.CHOOSE_SIDE)
    desk.wait(0.2)
    left = desk.content.phrases.find(("left",))
    desk.tell(Heard(("left",), left, speech_end_s=said_s, decided_s=desk.now))
    assert desk.ignored() == [("left", "not-live")]
    desk.say("left")
    assert desk.at(Step.HOLD)


def test_her_own_words_act_and_are_told_as_they_were_said() -> None:
    desk = Desk()
    desk.listen()
    hers = Phrase("let's move along", Command.NEXT)
    desk.tell(Heard(hers.words, hers, speech_end_s=desk.now, decided_s=desk.now))
    assert desk.at(Step.CONTAINER)
    (acted,) = [action for _, action in desk.done if isinstance(action, Acted)]
    assert (acted.command, acted.heard.text) == (Command.NEXT, "let's move along")
