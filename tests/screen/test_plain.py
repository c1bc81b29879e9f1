"""The lines of a session: what is worth reading, and no flood."""

from __future__ import annotations

from fractions import Fraction

from voice.audio.orders import Phase
from voice.content.catalogue import load
from voice.guide.actions import Ending, Reason, Say, Spoken
from voice.guide.commands import Command
from voice.guide.measures import Kind, Unit
from voice.guide.steps import Side, Step
from voice.screen.plain import Plain
from voice.session import timeline
from voice.session.keys import Keyboard


def _shown(*records: timeline.Record) -> list[str]:
    lines: list[str] = []
    plain = Plain(lines.append, [], [])
    for record in records:
        plain.take(record)
    return lines


def _state(step: Step, *, paused: bool = False) -> timeline.StateChanged:
    return timeline.StateChanged(62.0, step, Side.LEFT, 2, paused, asleep=False, left_s=61.5, right_s=0.0)


def test_what_the_guide_says_is_shown_when_it_is_decided() -> None:
    lines: list[str] = []
    Plain(lines.append, [], []).says(Say(1, "Wash your hands well.", Spoken.PROMPT, Step.WASH), 75.4)
    assert lines == [" 1:15  guide    Wash your hands well."]


def test_a_prompt_that_goes_on_does_not_wait_yet() -> None:
    lines: list[str] = []
    plain = Plain(lines.append, [], [])
    for text, goes_on in (("Hello.", True), ("Say next.", False)):
        plain.says(Say(1, text, Spoken.PROMPT, Step.WELCOME, goes_on=goes_on), 0.0)
        plain.take(timeline.Said(0.0, Step.WELCOME, Spoken.PROMPT, text, 0.0, 3.0, cut=False))
    assert lines == [" 0:00  guide    Hello.", " 0:00  guide    Say next.", " 0:03  waits    for you"]


def test_a_prompt_said_to_its_end_waits_for_her_and_a_cut_one_does_not() -> None:
    def said(*, kind: Spoken, cut: bool) -> timeline.Said:
        return timeline.Said(1.0, Step.WASH, kind, "Wash.", 1.0, 3.0, cut)

    assert _shown(said(kind=Spoken.PROMPT, cut=False)) == [" 0:03  waits    for you"]
    assert _shown(said(kind=Spoken.PROMPT, cut=True), said(kind=Spoken.CUE, cut=False)) == []


def test_commands_and_what_did_nothing_are_told_apart() -> None:
    heard = timeline.Heard(5.0, "next", 0.9, 4.5, 4.8)
    commanded = timeline.Commanded(5.0, Command.NEXT, "next", 0.9, 4.5, 4.8)
    assert _shown(heard, commanded) == [" 0:05  you      next (next)"]
    assert _shown(timeline.Ignored(6.0, "left", Reason.NOT_LIVE)) == [" 0:06  ignored  left (not-live)"]


def test_the_state_names_step_side_place_and_minutes() -> None:
    assert _shown(_state(Step.EXPRESS, paused=True)) == [
        " 1:02  now      express, left side, 2 o'clock, paused, left 1:01, right 0:00"
    ]


def test_of_the_beat_only_its_begin_and_its_rate_are_shown() -> None:
    def beat(t: float, rate: float) -> timeline.BeatSounded:
        return timeline.BeatSounded(t, Phase.PRESS, round(t * 48_000), rate)

    beats = _shown(_state(Step.EXPRESS), beat(63.0, 18), beat(64.0, 18), beat(65.0, 20), beat(66.0, 20))[1:]
    assert beats == [" 1:03  beat     18 cycles a minute", " 1:05  beat     20 cycles a minute"]
    again = _shown(beat(63.0, 18), _state(Step.EXPRESS, paused=True), beat(70.0, 18))
    assert again[-1] == " 1:10  beat     18 cycles a minute"


def test_amounts_and_the_end() -> None:
    saved = timeline.Logged(9.0, Side.LEFT, Kind.COLOSTRUM, Fraction(5, 2), Unit.ML)
    drops = timeline.Logged(9.0, None, None, None, Unit.DROPS)
    end = timeline.Ended(10.0, Ending.FINISHED, 300.0, 65.0)
    assert _shown(saved, drops, end) == [
        " 0:09  saved    2.5 ml, colostrum, left",
        " 0:09  saved    drops",
        " 0:10  end      finished, left 5:00, right 1:05",
    ]


def test_the_keys_are_shown_when_the_guide_wants_them() -> None:
    lines: list[str] = []
    Plain(lines.append, ["n: next", "b: back"], []).wants_keys()
    assert lines == ["n: next", "b: back"]


def _told() -> tuple[Plain, list[str]]:
    lines: list[str] = []
    english = load("en")
    numbers = english.screen.numbers(english.regions["us"])
    return Plain(lines.append, Keyboard(english.phrases).help_lines(), numbers), lines


def test_an_emergency_says_whom_to_call_once() -> None:
    plain, lines = _told()
    plain.take(_state(Step.EMERGENCY))
    plain.take(_state(Step.EMERGENCY))
    assert lines.count("Emergency: 911") == 1 and lines.count("Crisis line: 988") == 1


def test_each_key_has_a_line_without_columns() -> None:
    plain, lines = _told()
    plain.show_keys()
    assert "n: next" in lines and "space: pause / continue" in lines
    assert all(line.isprintable() and "  " not in line for line in lines)
