"""What could need a touch later, told while her hands are still free: before "wash your hands", or not at all."""

from __future__ import annotations

from voice.guide.actions import Spoken
from voice.guide.events import Concern
from voice.guide.steps import Step
from voice.guide.turn import Turn

BEFORE_WASHING = (Step.WELCOME, Step.CONTAINER)
_TOLD_IN = (*BEFORE_WASHING, Step.CHOOSE_SIDE)
"""With `short` her hands are washed already, and the side comes next."""
_MOST_TRIES = 3
"""So often is one begun that she talks over."""
_KEYS = {
    Concern.DISK: "check_disk",
    Concern.POWER: "check_power",
    Concern.LOUDSPEAKER: "check_loudspeaker",
    Concern.MICROPHONE_SILENT: "check_mute",
    Concern.MICROPHONE_FAINT: "check_faint",
    Concern.MICROPHONE_LOUD: "check_loud",
    Concern.NARROW: "check_narrow",
    Concern.NOISE: "check_noise",
}


def found(turn: Turn, concern: Concern) -> None:
    """Keep a note of it; once each, and never after washing."""
    key = _KEYS[concern]
    if turn.state.step in BEFORE_WASHING and key not in turn.memory.concerned:
        turn.memory.concerned[key] = 0
        turn.memory.notes.append(key)


def cut(turn: Turn, key: str) -> None:
    """A note was cut, by her own words as a rule: one of these is said again."""
    concerned = turn.memory.concerned
    if key in concerned and turn.state.step in _TOLD_IN:
        concerned[key] += 1
        if concerned[key] < _MOST_TRIES:
            turn.memory.notes.appendleft(key)


def hold_washing(turn: Turn) -> bool:
    """On her way to washing: tell, once, what she has not heard to its end; returns whether there was something."""
    memory = turn.memory
    key = _unheard(turn)
    if turn.state.step is not Step.CONTAINER or key is None:
        return False
    memory.concerned[key] = _MOST_TRIES
    if key in memory.notes:
        memory.notes.remove(key)
    said = turn.say(key, Spoken.NOTE)
    memory.noting = None if said is None else (key, said)
    return True


def forget(turn: Turn) -> None:
    """She washes her hands now: what was not told has come too late."""
    for key in turn.memory.concerned:
        if key in turn.memory.notes:
            turn.memory.notes.remove(key)


def _unheard(turn: Turn) -> str | None:
    """The note that is being said, or the first that waits, where it was not held for before."""
    memory = turn.memory
    waiting = list(memory.notes)
    if memory.noting is not None and memory.speaking is not None and memory.speaking.id == memory.noting[1]:
        waiting.insert(0, memory.noting[0])
    return next((key for key in waiting if memory.concerned.get(key, _MOST_TRIES) < _MOST_TRIES), None)
