"""Saying the prompt of the step in which the session stands, as fully as she likes it."""

from __future__ import annotations

from voice.guide import wording
from voice.guide.actions import Earcon, Spoken
from voice.guide.narration import Narration, is_one_word, shortened
from voice.guide.state import SOFT_DB
from voice.guide.steps import Step
from voice.guide.turn import Turn


def say(turn: Turn, *, in_full: bool) -> int | None:
    """Say it, in few words where she knows it unless `in_full`; returns its id, or None where she asked for quiet.

    That the beat begins is said softly even then.
    """
    memory, step = turn.memory, turn.state.step
    again = step in memory.prompted
    key, values = wording.prompt(turn.state, turn.opening, turn.content, again=again, timed=memory.autopilot)
    memory.in_full = turn.content.text(key, **values)
    memory.following = wording.following(key)
    if not in_full:
        sessions = turn.opening.finished_sessions
        key = shortened(key, turn.content.prompts, _narration(turn, again=again), sessions, again=again)
    memory.prompted.add(step)
    text = turn.content.text(key, **values)
    if turn.state.hushed and step is Step.EXPRESS:
        return turn.say_always(text, Spoken.PROMPT, gain_db=SOFT_DB)
    if is_one_word(key) and not turn.state.hushed:
        turn.earcon(Earcon.HEARD)
    return turn.say_text(text, Spoken.PROMPT, goes_on=memory.following is not None)


def _narration(turn: Turn, *, again: bool) -> Narration:
    """How fully she likes it; who knows how hears of the hold first on the second side, and then the distance too."""
    knows_how = turn.state.short and turn.state.step is Step.HOLD and not again
    return Narration.SHORT if knows_how else turn.state.narration


def say_what_follows(turn: Turn) -> None:
    """What belongs to the prompt that has just been said."""
    key, turn.memory.following = turn.memory.following, None
    if key is not None:
        turn.say(wording.timed_key(key, turn.content) if turn.memory.autopilot else key, Spoken.PROMPT)
