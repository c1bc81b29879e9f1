"""Saying the prompt of the step in which the session stands, as fully as she likes it."""

from __future__ import annotations

from voice.guide import wording
from voice.guide.actions import Earcon, Spoken
from voice.guide.narration import is_one_word, shortened
from voice.guide.turn import Turn


def say(turn: Turn, *, in_full: bool) -> int | None:
    """Say it, in few words where she knows it unless `in_full`; returns its id, or None where she asked for quiet."""
    memory, step = turn.memory, turn.state.step
    key, values = wording.prompt(turn.state, turn.opening, turn.content, timed=memory.autopilot)
    memory.in_full = turn.content.text(key, **values)
    memory.following = wording.following(key)
    if not in_full:
        narration, sessions = turn.state.narration, turn.opening.finished_sessions
        key = shortened(key, turn.content.prompts, narration, sessions, again=step in memory.prompted)
    memory.prompted.add(step)
    text = turn.content.text(key, **values)
    said = turn.say_text(text, Spoken.PROMPT, goes_on=memory.following is not None)
    if said is not None and is_one_word(key):
        turn.earcon(Earcon.HEARD)
    return said


def say_what_follows(turn: Turn) -> None:
    """What belongs to the prompt that has just been said."""
    key, turn.memory.following = turn.memory.following, None
    if key is not None:
        turn.say(wording.timed_key(key, turn.content) if turn.memory.autopilot else key, Spoken.PROMPT)
