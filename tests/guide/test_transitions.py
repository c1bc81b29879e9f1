"""The table of transitions, read as a whole."""

from __future__ import annotations

import pytest

from voice.guide.commands import Command
from voice.guide.live import live_commands
from voice.guide.state import State
from voice.guide.steps import AT_WORK, HELD, READY, Side, Step
from voice.guide.transitions import TABLE, Passing, When, target

BEGUN = State(side=Side.LEFT, last_worked=Side.LEFT)


def test_no_row_stands_twice_or_behind_one_that_hides_it() -> None:
    seen: set[tuple[Step, Command | Passing, When]] = set()
    for row in TABLE:
        assert (row.start, row.on, row.when) not in seen
        assert (row.start, row.on, When.ALWAYS) not in seen, f"{row} is never reached"
        seen.add((row.start, row.on, row.when))


def test_every_command_of_the_table_is_live_where_the_table_uses_it() -> None:
    for row in TABLE:
        if isinstance(row.on, Command):
            assert row.on in live_commands(row.start), row


@pytest.mark.parametrize("step", [step for step in Step if step not in (*HELD, Step.GOODBYE)])
def test_finish_leads_out_of_every_step(step: Step) -> None:
    for state in (State(step=step), State(step=step, side=Side.LEFT, last_worked=Side.LEFT)):
        assert target(state, Command.FINISH) in (Step.COLLECTED, Step.GOODBYE)


def test_every_step_of_the_line_is_reached() -> None:
    reached = {row.to for row in TABLE}
    assert reached | {Step.WELCOME, *HELD} == set(Step)


@pytest.mark.parametrize("step", AT_WORK)
def test_what_is_spoken_over_the_beat_goes_the_ways_of_express(step: Step) -> None:
    state = State(step=step, side=Side.LEFT, last_worked=Side.LEFT)
    assert target(state, Command.SWITCH_SIDE) is Step.SWITCH
    assert target(state, Command.FINISH) is Step.COLLECTED


@pytest.mark.parametrize("step", READY[1:])
def test_back_undoes_next_while_getting_ready(step: Step) -> None:
    before = target(State(step=step), Command.BACK)
    assert before is not None
    assert target(State(step=before), Command.NEXT) is step


def test_where_no_row_applies_there_is_no_way() -> None:
    assert target(State(step=Step.WASH), Command.ANOTHER_ROUND) is None
    assert target(State(step=Step.HOLD), Passing.QUIET) is None
