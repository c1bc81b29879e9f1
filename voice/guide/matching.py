"""How a session matches her loudness: which commands count, and how she turns it off and on."""

from __future__ import annotations

from dataclasses import replace

from voice.guide.actions import Acted, Spoken
from voice.guide.commands import SAFETY, Command
from voice.guide.events import Heard
from voice.guide.loudness import SOFTEST_DB
from voice.guide.turn import Turn


def follow(turn: Turn, heard: Heard) -> None:
    """Take note of how a command was said that has acted in this turn; a key was not said at all.

    Pain, illness and emergency are cried or gasped, which tells nothing of the next command.
    """
    acted = [action.command for action in turn.actions if isinstance(action, Acted) and action.heard is heard]
    if not acted or acted[-1] in SAFETY:
        return
    loudness, manner = turn.memory.loudness, heard.manner
    if acted[-1] in (Command.LOUDER, Command.QUIETER):
        turn.memory.loudness = loudness.turned_by_hand(manner, up=acted[-1] is Command.LOUDER)
    elif manner is not None and not heard.replaces:  # the shorter phrase that began it was counted
        turn.memory.loudness = loudness.after(manner, turn.state.volume_db)


def turn_off(turn: Turn) -> None:
    """ "Same volume": what she chose, however she speaks."""
    turn.change(matching=False)
    turn.say("matching_off", Spoken.ANSWER)


def turn_on(turn: Turn) -> None:
    """ "Follow my voice": as loud as she is."""
    turn.change(matching=True)
    turn.memory.loudness = replace(turn.memory.loudness, lowest_db=SOFTEST_DB)
    turn.say("matching_on", Spoken.ANSWER)
