"""`voice commands`."""

from __future__ import annotations

import pytest

from voice.cli.commands import listing
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.steps import Step

ENGLISH = load("en")


def commands(step: Step | None) -> dict[str, str]:
    """Each line's name and the rest of it, a value in brackets included."""
    found = {}
    for line in listing(ENGLISH, step).splitlines():
        name, _, rest = line.partition(" ")
        found[name] = rest.strip()
    return found


def test_everything_that_can_be_said() -> None:
    assert set(commands(None)) == {command.value for command in Command}


def test_a_step_shows_what_is_live_in_it() -> None:
    assert "faster" in commands(Step.EXPRESS)
    assert "faster" not in commands(Step.WASH)
    assert commands(Step.WASH)["next"].startswith("next; okay next")


@pytest.mark.parametrize("step", list(Step))
def test_safety_is_live_in_every_step(step: Step) -> None:
    assert {"pain", "illness", "emergency", "finish"} <= commands(step).keys()


def test_other_words_are_shown_by_example() -> None:
    assert commands(Step.WASH)["repeat"].startswith("repeat; repeat that")
    assert '"could you say that again, please"' in commands(Step.WASH)["repeat"]
    assert '"nothing is coming out"' in listing(ENGLISH, Step.EXPRESS)
    assert '"nothing is coming out"' not in listing(ENGLISH, Step.WASH)


def test_amounts_are_shown_by_example() -> None:
    assert "half a teaspoon" in commands(Step.COLLECTED)["log"]
    assert "no twelve" in commands(Step.COLLECTED)["correct"]
    assert commands(Step.CONTAINER)["log"] == "colostrum; first milk; milk; later milk; breast milk"
