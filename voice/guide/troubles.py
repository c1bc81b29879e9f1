"""What fails or comes back around the session: said when the guide next falls silent, never over a safety answer."""

from __future__ import annotations

from typing import assert_never

from voice.guide.actions import Spoken
from voice.guide.events import Trouble
from voice.guide.turn import Turn

AUTOPILOT = "autopilot"
"""The note that steps are timed, where that was chosen."""
_UNHEARD = "microphone_lost"


def happened(turn: Turn, trouble: Trouble) -> None:
    """Keep a note of it, and time the steps while nothing can be heard."""
    memory = turn.memory
    match trouble:
        case Trouble.MICROPHONE_LOST:
            memory.autopilot = True
            if AUTOPILOT in memory.notes:
                memory.notes.remove(AUTOPILOT)  # this one says it too
            key = _UNHEARD
        case Trouble.MICROPHONE_BACK:
            memory.autopilot = memory.autopilot_asked
            key = "microphone_back"
        case Trouble.SPEAKER_BACK:
            key = "speaker_back"
        case Trouble.DISK_FULL:
            key = "disk_full"
        case Trouble.DISK_BACK:
            key = "disk_back"
        case _:
            assert_never(trouble)
    memory.notes.append(key)


def note(turn: Turn) -> None:
    """Say the oldest note; that nothing can be heard also when she asked for quiet, since "it hurts" would be lost."""
    key = turn.memory.notes.popleft()
    if key == _UNHEARD:
        turn.say_always(turn.content.text(key), Spoken.NOTE)
    else:
        turn.say(key, Spoken.NOTE)
