"""What was near and like an answer, but nothing of the table: "I missed that", once, then the keys (safety rule 12)."""

from __future__ import annotations

from voice.guide.actions import Earcon, ShowKeys, Spoken
from voice.guide.steps import AT_WORK, WAITING
from voice.guide.turn import Turn

MISSED_S = 8.0
"""How long after it asked something the guide says that it missed the answer, in seconds (the contract)."""


def missed(turn: Turn) -> None:
    """Say so where an answer was waited for; while expressing no words but an earcon, and otherwise nothing."""
    memory, state = turn.memory, turn.state
    recent = memory.speaking is None and turn.now - memory.spoken_until <= MISSED_S
    asked = state.step in WAITING or memory.question is not None
    if state.held or state.asleep or memory.crying.sounds or not (asked and recent):
        return
    if not memory.missed_in_step:
        memory.missed_in_step = True
        if state.step in AT_WORK:
            turn.earcon(Earcon.NOT_UNDERSTOOD)
        else:
            turn.say("missed", Spoken.NOTE)
    elif not memory.keys_shown:
        memory.keys_shown = True
        turn.do(ShowKeys())
