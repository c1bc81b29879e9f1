"""The commands: what a phrase means, whatever its words are."""

from __future__ import annotations

from enum import Enum


class Command(Enum):
    """Everything that can be asked of the guide; the values are the names of the timeline."""

    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    NO_MORE_DROPS = "no_more_drops"
    MOVE_FINGERS = "move_fingers"
    SWITCH_SIDE = "switch_side"
    ASK_SWITCH = "ask_switch"
    LEFT = "left"
    RIGHT = "right"
    WHICH_SIDE = "which_side"
    HOW_LONG = "how_long"
    FASTER = "faster"
    SLOWER = "slower"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    HELP = "help"
    MORE = "more"
    START_OVER = "start_over"
    LOUDER = "louder"
    QUIETER = "quieter"
    MATCHING_OFF = "matching_off"
    MATCHING_ON = "matching_on"
    SAY_MORE = "say_more"
    SAY_LESS = "say_less"
    COUNTING_OFF = "counting_off"
    COUNTING_ON = "counting_on"
    SHORT = "short"
    ANOTHER_ROUND = "another_round"
    LOG = "log"
    CORRECT = "correct"
    UNDO = "undo"
    STORAGE = "storage"
    SLEEP = "sleep"
    WAKE = "wake"
    PAIN = "pain"
    ILLNESS = "illness"
    EMERGENCY = "emergency"
    ERASE = "erase"
    YES = "yes"
    NO = "no"
    DONE = "done"
    """Said as "done": `next` while getting ready, a question while expressing. Never written as a command."""
    THIS_SIDE = "this_side"
    """The answer "this side" to that question; written as `switch_side`."""


SAFETY = (Command.EMERGENCY, Command.ILLNESS, Command.PAIN)
"""Live in every state and above everything else, first the most urgent (safety rule 1)."""
