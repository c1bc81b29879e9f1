"""The keys: one for every command, and what each says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from voice.content.catalogue import load
from voice.guide.amounts import parse
from voice.guide.commands import Command
from voice.guide.measures import Unit
from voice.guide.numerals import number_words
from voice.guide.state import State
from voice.guide.steps import Step
from voice.session.keys import ENTER, KEYS, PAUSE_OR_CONTINUE, Keyboard

TABLE = load("en").phrases
BY_AMOUNT = {Command.LOG, Command.CORRECT}
"""Said by numbers: digits and Enter, and "no" before them."""


def test_every_command_has_a_key_and_no_key_has_two() -> None:
    assert {key.command for key in KEYS} == set(Command) - BY_AMOUNT
    chars = [key.char for key in KEYS]
    assert len(set(chars)) == len(chars)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.char)
def test_a_key_says_a_phrase_of_its_command(key: object) -> None:
    (known,) = (one for one in KEYS if one is key)
    heard = Keyboard(TABLE).press(known.char, State(), now_s=7.0)
    assert heard is not None and heard.phrase is not None
    assert (heard.phrase.command, heard.phrase.value) == (known.command, known.value)
    assert (heard.words, heard.certain, heard.decided_s) == (heard.phrase.words, True, 7.0)


@pytest.mark.parametrize(
    ("state", "command"),
    [
        (State(step=Step.EXPRESS), Command.PAUSE),
        (State(step=Step.EXPRESS, paused=True), Command.RESUME),
        (State(step=Step.EXPRESS, asleep=True), Command.RESUME),
        (State(step=Step.PAIN), Command.RESUME),
    ],
)
def test_the_space_bar_pauses_and_continues(state: State, command: Command) -> None:
    heard = Keyboard(TABLE).press(PAUSE_OR_CONTINUE, replace(state), 0.0)
    assert heard is not None and heard.phrase is not None and heard.phrase.command is command


def test_digits_wait_for_enter_and_are_millilitres() -> None:
    keyboard = Keyboard(TABLE)
    assert [keyboard.press(char, State(), 0.0) for char in "15"] == [None, None]
    heard = keyboard.press(ENTER, State(), 0.0)
    assert heard is not None and heard.phrase is None and heard.words == ("fifteen",)
    assert keyboard.press(ENTER, State(), 0.0) is None


def test_another_key_drops_the_digits() -> None:
    keyboard = Keyboard(TABLE)
    keyboard.press("4", State(), 0.0)
    keyboard.press("n", State(), 0.0)
    assert keyboard.press(ENTER, State(), 0.0) is None


def test_every_number_is_understood_as_itself() -> None:
    for number in range(1000):
        amounts = parse(number_words(number, TABLE.amounts), TABLE.amounts)
        assert amounts is not None and [(one.amount, one.unit) for one in amounts] == [(Fraction(number), Unit.ML)]


def test_a_few_drops_stay_drops() -> None:
    heard = Keyboard(TABLE).press("D", State(), 0.0)
    assert heard is not None
    amounts = parse(heard.words, TABLE.amounts)
    assert amounts is not None and [(one.amount, one.unit) for one in amounts] == [(None, Unit.DROPS)]


def test_a_key_that_says_nothing_is_nothing() -> None:
    assert Keyboard(TABLE).press("~", State(), 0.0) is None


def test_the_help_shows_every_key() -> None:
    shown = Keyboard(TABLE).help_lines()
    for key in KEYS:
        assert any(line.startswith(f"{key.char}: ") for line in shown)
    assert "space: pause / continue" in shown and "12 Enter: twelve millilitres" in shown
