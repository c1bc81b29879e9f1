"""Every way from one step to another, as one table.

The machine looks its moves up here and nowhere else, and the README's diagram is drawn from it (`voice.guide.diagram`).
Pain, illness and emergency are reached from every step by their commands and left by `resume`, so they are no rows; no
more is the way back to wherever she said "stop" (`State.returns_to`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from voice.guide.commands import Command
from voice.guide.state import State
from voice.guide.steps import AT_WORK, Step


class Passing(Enum):
    """What moves the session on without a command."""

    SAID = "prompt said"
    """The step's prompt has been said."""
    QUIET = "quiet for a while"
    """Nobody said anything for this step's while (see `voice.guide.timing`)."""
    FIVE_MINUTES = "five minutes on this side"
    TEN_MINUTES = "ten minutes on this side"


class When(Enum):
    """What must hold for a row to apply."""

    ALWAYS = ""
    SHORT = "short"
    SIDE_CHOSEN = "short, side chosen"
    BEGUN = "after the first beat"
    NOT_BEGUN = "before the first beat"
    FIRST_SIDE = "other side to do"
    SECOND_SIDE = "both sides done"
    SWITCHED = "after a switch"
    ANOTHER_ROUND = "after both sides"
    FROM_HOLD = "straight from the hold"

    def holds(self, state: State) -> bool:
        """Whether it holds in this state."""
        match self:
            case When.ALWAYS:
                return True
            case When.SHORT:
                return state.short
            case When.SIDE_CHOSEN:
                return state.side is not None
            case When.BEGUN:
                return state.begun
            case When.NOT_BEGUN:
                return not state.begun
            case When.FIRST_SIDE:
                return not _both_done(state)
            case When.SECOND_SIDE:
                return _both_done(state)
            case When.SWITCHED:
                return state.side is not None and state.current.before_hold is Step.SWITCH
            case When.ANOTHER_ROUND:
                return state.side is not None and state.current.before_hold is Step.BOTH_DONE
            case When.FROM_HOLD:
                return state.side is not None and state.current.from_hold


def _both_done(state: State) -> bool:
    side = state.side
    return side is not None and side.other in state.sides_done


@dataclass(frozen=True, slots=True)
class Row:
    """From this step, on this, to that step."""

    start: Step
    on: Command | Passing
    to: Step
    when: When = When.ALWAYS


_LINE = (Step.CONTAINER, Step.WASH, Step.SIT, Step.MASSAGE, Step.CHOOSE_SIDE, Step.HOLD, Step.EXPLAIN)

TABLE: tuple[Row, ...] = (
    # Getting ready
    Row(Step.WELCOME, Command.NEXT, Step.CHOOSE_SIDE, When.SHORT),
    Row(Step.WELCOME, Passing.QUIET, Step.CHOOSE_SIDE, When.SHORT),
    Row(Step.WELCOME, Command.NEXT, Step.CONTAINER),
    Row(Step.CONTAINER, Command.NEXT, Step.WASH),
    Row(Step.WASH, Command.NEXT, Step.SIT),
    Row(Step.SIT, Command.NEXT, Step.MASSAGE),
    Row(Step.MASSAGE, Command.NEXT, Step.CHOOSE_SIDE),
    Row(Step.CHOOSE_SIDE, Command.NEXT, Step.EXPRESS, When.SHORT),
    Row(Step.CHOOSE_SIDE, Command.NEXT, Step.HOLD),
    Row(Step.HOLD, Command.NEXT, Step.EXPRESS, When.BEGUN),
    Row(Step.HOLD, Passing.QUIET, Step.EXPRESS, When.BEGUN),
    Row(Step.HOLD, Command.NEXT, Step.EXPLAIN),
    Row(Step.EXPLAIN, Command.NEXT, Step.EXPRESS),
    *(Row(step, Command.SHORT, Step.EXPRESS, When.SIDE_CHOSEN) for step in (Step.WELCOME, *_LINE)),
    *(Row(step, Command.SHORT, Step.CHOOSE_SIDE) for step in (Step.WELCOME, *_LINE)),
    # At work
    Row(Step.EXPRESS, Command.NEXT, Step.MOVE),
    Row(Step.EXPRESS, Command.MOVE_FINGERS, Step.MOVE),
    Row(Step.EXPRESS, Command.NO_MORE_DROPS, Step.MOVE),
    Row(Step.EXPRESS, Passing.FIVE_MINUTES, Step.FIVE_MINUTES),
    Row(Step.EXPRESS, Passing.TEN_MINUTES, Step.TEN_MINUTES),
    Row(Step.MOVE, Passing.SAID, Step.EXPRESS),
    Row(Step.FIVE_MINUTES, Passing.SAID, Step.EXPRESS),
    Row(Step.TEN_MINUTES, Passing.SAID, Step.EXPRESS),
    Row(Step.EXPRESS, Command.SWITCH_SIDE, Step.SWITCH, When.FIRST_SIDE),
    Row(Step.EXPRESS, Command.SWITCH_SIDE, Step.BOTH_DONE, When.SECOND_SIDE),
    Row(Step.SWITCH, Command.NEXT, Step.HOLD),
    # Afterwards
    Row(Step.BOTH_DONE, Command.SWITCH_SIDE, Step.SWITCH),
    Row(Step.BOTH_DONE, Command.ANOTHER_ROUND, Step.HOLD),
    Row(Step.BOTH_DONE, Command.NEXT, Step.COLLECTED),
    Row(Step.BOTH_DONE, Passing.QUIET, Step.COLLECTED),
    Row(Step.COLLECTED, Command.NEXT, Step.STORE),
    Row(Step.COLLECTED, Passing.QUIET, Step.STORE),
    Row(Step.COLLECTED, Command.RESUME, Step.EXPRESS),
    Row(Step.STORE, Command.NEXT, Step.GOODBYE),
    Row(Step.STORE, Passing.QUIET, Step.GOODBYE),
    # Finishing
    *(Row(step, Command.FINISH, Step.GOODBYE, When.NOT_BEGUN) for step in (Step.WELCOME, *_LINE)),
    *(
        Row(step, Command.FINISH, Step.COLLECTED)
        for step in (Step.WELCOME, *_LINE, Step.EXPRESS, Step.SWITCH, Step.BOTH_DONE)
    ),
    Row(Step.COLLECTED, Command.FINISH, Step.GOODBYE),
    Row(Step.STORE, Command.FINISH, Step.GOODBYE),
    # Back
    Row(Step.CONTAINER, Command.BACK, Step.WELCOME),
    Row(Step.WASH, Command.BACK, Step.CONTAINER),
    Row(Step.SIT, Command.BACK, Step.WASH),
    Row(Step.MASSAGE, Command.BACK, Step.SIT),
    Row(Step.CHOOSE_SIDE, Command.BACK, Step.WELCOME, When.SHORT),
    Row(Step.CHOOSE_SIDE, Command.BACK, Step.MASSAGE),
    Row(Step.HOLD, Command.BACK, Step.SWITCH, When.SWITCHED),
    Row(Step.HOLD, Command.BACK, Step.BOTH_DONE, When.ANOTHER_ROUND),
    Row(Step.HOLD, Command.BACK, Step.CHOOSE_SIDE),
    Row(Step.EXPLAIN, Command.BACK, Step.HOLD),
    Row(Step.EXPRESS, Command.BACK, Step.HOLD, When.FROM_HOLD),
    Row(Step.EXPRESS, Command.BACK, Step.CHOOSE_SIDE, When.SHORT),
    Row(Step.EXPRESS, Command.BACK, Step.EXPLAIN),
    Row(Step.SWITCH, Command.BACK, Step.EXPRESS),
    Row(Step.BOTH_DONE, Command.BACK, Step.EXPRESS),
    Row(Step.COLLECTED, Command.BACK, Step.BOTH_DONE),
    Row(Step.STORE, Command.BACK, Step.COLLECTED),
    Row(Step.GOODBYE, Command.BACK, Step.STORE, When.BEGUN),
)


def target(state: State, on: Command | Passing) -> Step | None:
    """Where `on` leads from this state: the first row that applies, None if there is none.

    The steps that are spoken over the beat take the rows of `express` where they have none of their own.
    """
    starts = [state.step]
    if state.step in AT_WORK and state.step is not Step.EXPRESS:
        starts.append(Step.EXPRESS)
    for start in starts:
        for row in TABLE:
            if row.start is start and row.on is on and row.when.holds(state):
                return row.to
    return None
