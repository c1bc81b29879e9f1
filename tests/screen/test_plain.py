"""Plain lines: one thing a line, nothing but text."""

from __future__ import annotations

from voice.content.catalogue import load
from voice.guide.actions import Ending, Say, Spoken
from voice.guide.steps import Side, Step
from voice.screen.plain import Plain
from voice.session import timeline
from voice.session.keys import Keyboard


def told() -> tuple[Plain, list[str]]:
    lines: list[str] = []
    english = load("en")
    numbers = english.screen.numbers(english.regions["us"])
    return Plain(lines.append, Keyboard(english.phrases).help_lines(), numbers), lines


def state(t: float, step: Step) -> timeline.StateChanged:
    return timeline.StateChanged(t, step, Side.LEFT, 12, False, False, 60.0, 0.0)


def test_a_session_in_lines() -> None:
    plain, lines = told()
    plain.says(Say(1, "Press.", Spoken.PROMPT, Step.EXPRESS), 2.0)
    plain.take(state(2.0, Step.EXPRESS))
    plain.take(timeline.Ended(65.0, Ending.STOPPED, 60.0, 0.0))
    assert lines == [
        " 0:02  guide    Press.",
        " 0:02  now      express, left side, 12 o'clock, left 1:00, right 0:00",
        " 1:05  end      stopped, left 1:00, right 0:00",
    ]


def test_an_emergency_says_whom_to_call_once() -> None:
    plain, lines = told()
    plain.take(state(1.0, Step.EMERGENCY))
    plain.take(state(2.0, Step.EMERGENCY))
    assert lines.count("Emergency: 911") == 1 and lines.count("Crisis line: 988") == 1


def test_each_key_has_a_line_without_columns() -> None:
    plain, lines = told()
    plain.show_keys()
    assert "n: next" in lines and "space: pause / resume" in lines
    assert all(line.isprintable() and "  " not in line for line in lines)
