"""Undo: the whole state before the last command, again and again."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import safety
from voice.guide.actions import Spoken
from voice.guide.state import Breast, State
from voice.guide.steps import AT_WORK, Side, Step
from voice.guide.turn import Turn


def remember(turn: Turn, before: State) -> None:
    """Keep the state before a command, where the command changed anything that can be undone."""
    if timeless(before) != timeless(turn.state):
        turn.memory.undo.append(before)


def undo(turn: Turn) -> None:
    """Restore the state before the last command that changed something."""
    if not turn.memory.undo:
        turn.say("nothing_to_undo", Spoken.ANSWER)
        return
    now = turn.state
    before = turn.memory.undo.pop()
    restored = safety.undone(restored_times(before, now), now)
    turn.hush()
    turn.memory.question = None
    turn.memory.beat_after = None
    turn.memory.waiting_since = turn.now
    turn.state = restored
    if restored.step in AT_WORK:
        turn.change(step=Step.EXPRESS)
    key = "undone_held" if restored.paused and restored.held_for_safety else "undone"
    turn.say(key, Spoken.ANSWER)


def silently(turn: Turn, before: State) -> None:
    """Take a command back without a word, for the longer phrase that replaces it."""
    turn.hush()
    turn.memory.question = None
    turn.memory.beat_after = None
    turn.state = restored_times(before, turn.state)


def restored_times(before: State, now: State) -> State:
    """`before`, with the time expressed since then credited to its side."""
    since_s = _total_s(now) - _total_s(before)
    side = before.side or now.side
    if side is None or since_s == 0:
        return before
    breast = before.breast(side)
    more = replace(breast, expressed_s=breast.expressed_s + since_s)
    return replace(before, left=more) if side is Side.LEFT else replace(before, right=more)


def _total_s(state: State) -> float:
    return state.left.expressed_s + state.right.expressed_s


def timeless(state: State) -> State:
    """The state without its clocks, to see whether a command changed anything else."""
    return replace(state, left=_timeless(state.left), right=_timeless(state.right), begun=False, none_yet_said=0)


def _timeless(breast: Breast) -> Breast:
    return replace(breast, expressed_s=0.0, spot_since_s=0.0, round_since_s=0.0, five_noted=False, ten_noted=False)
