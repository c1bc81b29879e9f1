"""The steps of a session, in the order in which she meets them."""

from __future__ import annotations

from enum import Enum


class Step(Enum):
    """A place in the line, or one of the three beside it; the values are the names of the timeline."""

    WELCOME = "welcome"
    CONTAINER = "container"
    WASH = "wash"
    SIT = "sit"
    MASSAGE = "massage"
    CHOOSE_SIDE = "choose_side"
    HOLD = "hold"
    EXPLAIN = "explain"
    EXPRESS = "express"
    MOVE = "move"
    FIVE_MINUTES = "five_minutes"
    TEN_MINUTES = "ten_minutes"
    SWITCH = "switch"
    BOTH_DONE = "both_done"
    COLLECTED = "collected"
    STORE = "store"
    GOODBYE = "goodbye"
    PAIN = "pain"
    ILLNESS = "illness"
    EMERGENCY = "emergency"


class Side(Enum):
    """A breast, as she names it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The other breast."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


READY = (
    Step.WELCOME,
    Step.CONTAINER,
    Step.WASH,
    Step.SIT,
    Step.MASSAGE,
    Step.CHOOSE_SIDE,
    Step.HOLD,
    Step.EXPLAIN,
)
"""Getting ready: each waits for her."""

AT_WORK = (Step.EXPRESS, Step.MOVE, Step.FIVE_MINUTES, Step.TEN_MINUTES)
"""The beat runs in these; the last three are spoken over it and return to `express` by themselves."""

WAITING = (*READY, Step.SWITCH, Step.BOTH_DONE, Step.COLLECTED, Step.STORE)
"""Steps that wait for "next"."""

HELD = (Step.PAIN, Step.ILLNESS, Step.EMERGENCY)
"""Beside the line: only an explicit "continue" leaves them."""
