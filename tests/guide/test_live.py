"""What is live where: the contract's table, command by command, step by step."""

from __future__ import annotations

import pytest

from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.live import live_commands, live_phrases
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
    Command.FASTER: WORK,
    Command.SLOWER: WORK,
    Command.PAUSE: ALL,
    Command.RESUME: HELD | {"collected", "goodbye"},
    Command.FINISH: ALL,
    Command.HELP: ALL,
    Command.MORE: ALL,
    Command.START_OVER: ALL,
    Command.LOUDER: ALL,
    Command.MATCHING_OFF: ALL,
    Command.MATCHING_ON: ALL,
    Command.QUIETER: ALL,
    Command.COUNTING_OFF: WORK,
    Command.COUNTING_ON: WORK,
    Command.SHORT: READY,
    Command.ANOTHER_ROUND: {"both_done"},
    Command.LOG: AFTER,
    Command.CORRECT: AFTER,
    Command.UNDO: ALL,
    Command.STORAGE: ALL,
    Command.SLEEP: ALL,
    Command.WAKE: NOWHERE,
    Command.PAIN: ALL,
    Command.ILLNESS: ALL,
    Command.EMERGENCY: ALL,
    Command.ERASE: ALL,
    Command.YES: NOWHERE,
    Command.NO: NOWHERE,
    Command.THIS_SIDE: NOWHERE,
}

PAUSED_TOO = {
    *(Command.BACK, Command.REPEAT, Command.SWITCH_SIDE, Command.WHICH_SIDE, Command.HOW_LONG, Command.PAUSE),
    *(Command.RESUME, Command.FINISH, Command.HELP, Command.MORE, Command.START_OVER, Command.LOUDER),
    *(Command.QUIETER, Command.UNDO, Command.STORAGE, Command.SLEEP, Command.PAIN, Command.ILLNESS),
    *(Command.EMERGENCY, Command.ERASE, Command.MATCHING_OFF, Command.MATCHING_ON),
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
    assert live_phrases(TABLE, None) == TABLE.all


@pytest.mark.parametrize("step", Step)
def test_conversational_phrases_are_live_at_work_only_shortly_after_the_guide_spoke(step: Step) -> None:
    late = {phrase.text for phrase in live_phrases(TABLE, step)}
    recent = {phrase.text for phrase in live_phrases(TABLE, step, recent=True)}
    conversational = {phrase.text for phrase in TABLE.all if phrase.conversational}
    assert recent - late == (recent & conversational if step.value in WORK else set())
    assert not (step.value in WORK and late & conversational)


def test_a_question_makes_its_answers_live() -> None:
    asked = frozenset({Command.YES, Command.NO})
    phrases = {phrase.command for phrase in live_phrases(TABLE, Step.EXPRESS, asked=asked)}
    assert asked <= phrases


def test_an_asleep_question_too() -> None:
    asked = frozenset({Command.YES, Command.NO})
    phrases = {phrase.command for phrase in live_phrases(TABLE, Step.EXPRESS, asleep=True, asked=asked)}
    assert phrases == ASLEEP | asked
