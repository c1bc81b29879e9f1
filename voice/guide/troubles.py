"""What fails or comes back around the session: said when the guide next falls silent, never over a safety answer.

Where the sound itself was gone, what it swallowed is said again after that, and the beat begins anew.
"""

from __future__ import annotations

from typing import assert_never

from voice.guide.actions import Say, ShowNote, Spoken
from voice.guide.events import Trouble
from voice.guide.steps import HELD, Step
from voice.guide.turn import Turn

AUTOPILOT = "autopilot"
"""The note that steps are timed, where that was chosen."""
GAP_TOLD_S = 30.0
"""A gap so soon after one that was told is not told again: our own value."""
_UNHEARD = ("microphone_lost", "microphone_silent")


def happened(turn: Turn, trouble: Trouble) -> None:
    """Tell of it, time the steps while nothing can be heard, and let the beat begin anew after a gap."""
    memory = turn.memory
    match trouble:
        case Trouble.MICROPHONE_LOST:
            _time_the_steps(turn, "microphone_lost")
        case Trouble.MICROPHONE_SILENT:
            _time_the_steps(turn, "microphone_silent")
        case Trouble.MICROPHONE_BACK:
            memory.autopilot = memory.autopilot_asked
            _withdraw(turn, *_UNHEARD)
            memory.notes.append("microphone_back")
        case Trouble.SPEAKER_LOST:
            memory.silenced = True
            memory.swallowed = _being_said(turn)
            turn.do(ShowNote(turn.content.text("speaker_lost")))
        case Trouble.SPEAKER_BACK:
            _sounds_again(turn, "speaker_back")
        case Trouble.REOPENED:
            _sounds_again(turn, "sound_reopened")
        case Trouble.DEFAULT_CHANGED:
            _sounds_again(turn, "default_changed")
        case Trouble.MICROPHONE_CHANGED:
            turn.do(ShowNote(turn.content.text("microphone_changed")))
        case Trouble.LATENCY_RAISED:
            turn.do(ShowNote(turn.content.text("latency_raised")))
        case Trouble.DISK_FULL:
            memory.notes.append("disk_full")
        case Trouble.UNWRITABLE:
            memory.notes.append("journal_unwritable")
        case Trouble.DISK_BACK:
            memory.notes.append("disk_back")
        case Trouble.JOURNAL_NEWER:
            memory.notes.append("journal_newer")
        case Trouble.JOURNAL_BROKEN:
            memory.notes.append("journal_broken")
        case _:
            assert_never(trouble)


def note(turn: Turn) -> None:
    """Say the oldest note."""
    _say_note(turn, turn.memory.notes.popleft())


def say_swallowed(turn: Turn) -> None:
    """Say again what did not sound; a beat that waits for its end waits for this one."""
    swallowed, turn.memory.swallowed = turn.memory.swallowed, None
    if swallowed is not None:
        again = turn.say_text(swallowed.text, Spoken.REPEAT)
        if swallowed.kind is Spoken.PROMPT and swallowed.step is Step.EXPRESS:
            turn.memory.beat_after = again


def _time_the_steps(turn: Turn, key: str) -> None:
    turn.memory.autopilot = True
    _withdraw(turn, AUTOPILOT, *_UNHEARD)  # this one says it too
    turn.memory.notes.append(key)


def _withdraw(turn: Turn, *keys: str) -> None:
    for key in keys:
        if key in turn.memory.notes:
            turn.memory.notes.remove(key)


def _sounds_again(turn: Turn, key: str) -> None:
    """After a gap: a safety answer that it cut is said again at once, anything else after a word about the gap."""
    memory, state = turn.memory, turn.state
    swallowed = _being_said(turn) or (memory.swallowed if state.step is not Step.EMERGENCY else None)
    memory.silenced = False
    memory.swallowed = None
    turn.restart_beat()
    if state.asleep or (state.step is Step.EMERGENCY and swallowed is None):
        return
    if memory.question is not None:
        memory.notes.append(key)  # what it waits for may still be answered
        return
    memory.swallowed = swallowed
    if swallowed is not None and state.step in HELD:
        say_swallowed(turn)
        return
    _take_up_note(turn)
    if key == "speaker_back" or turn.now - memory.gap_told_at >= GAP_TOLD_S:
        memory.gap_told_at = turn.now
        held = memory.beat_after is not None or state.may_beat
        said = _say_note(turn, key)
        memory.beat_after = said if held else None
    elif memory.speaking is not None:
        turn.hush()


def _being_said(turn: Turn) -> Say | None:
    """The prompt or answer that is being said now."""
    speaking = turn.memory.speaking
    return None if speaking is None or speaking.kind is Spoken.NOTE else speaking


def _take_up_note(turn: Turn) -> None:
    """A note about the devices that the gap cut is said again too."""
    memory = turn.memory
    if memory.noting is not None and memory.speaking is not None and memory.noting[1] == memory.speaking.id:
        memory.notes.appendleft(memory.noting[0])


def _say_note(turn: Turn, key: str) -> int | None:
    """That nothing can be heard is said also when she asked for quiet, since "it hurts" would be lost."""
    text = turn.content.text(key)
    said = turn.say_always(text, Spoken.NOTE) if key in _UNHEARD else turn.say_text(text, Spoken.NOTE)
    memory = turn.memory
    memory.noting = None if said is None else (key, said)
    return said
