"""Undo: the whole state before the last command, again and again."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import moves, prompt, safety
from voice.guide.actions import CloseEarlier, EraseHistory, Spoken
from voice.guide.memory import Before
from voice.guide.patience import Waiting
from voice.guide.state import Breast, State
from voice.guide.steps import AT_WORK, HELD, Step
from voice.guide.turn import Turn


def remember(turn: Turn, before: Before) -> None:
    """Keep what stood before a command, where the command changed anything that can be undone.

    What was asleep comes back paused: asleep it could not hear the next "undo". What was erased never comes back, nor
    does what was cut short and let be.
    """
    erased = any(isinstance(action, EraseHistory | CloseEarlier) for action in turn.actions)
    if erased or timeless(before.state) == timeless(turn.state):
        return
    state = before.state
    if state.asleep:
        state = replace(state, asleep=False, paused=state.step not in HELD)
    turn.memory.undo.append(replace(before, state=state))


def undo(turn: Turn) -> None:
    """Restore the state before the last command that changed something."""
    memory = turn.memory
    if not memory.undo:
        turn.say("nothing_to_undo", Spoken.ANSWER)
        return
    now = turn.state
    restore(turn, memory.undo.pop())
    turn.state = safety.undone(turn.state, now)
    _say_what_came_back(turn, now)


def _say_what_came_back(turn: Turn, now: State) -> None:
    """The prompt of a step that waits, since she is back in it; else one short answer."""
    restored = turn.state
    moved = restored.step is not (Step.EXPRESS if now.step in AT_WORK else now.step)
    if moved:
        moves.forget_the_step_before(turn)
    kind = Spoken.PROMPT if moved else Spoken.ANSWER
    if restored.paused and restored.held_for_safety:
        turn.say("undone_held", kind)
    elif moved and not restored.paused and restored.step not in AT_WORK:
        prompt.say(turn, in_full=True)
    elif not moved and len(restored.logged) < len(now.logged):
        turn.say("log_removed", kind)
    else:
        turn.say("undone", kind)


def take_back(turn: Turn, before: Before) -> None:
    """Take the last command back without a word, for the longer phrase that replaces it."""
    if turn.memory.undo and turn.memory.undo[-1].state is before.state:
        turn.memory.undo.pop()
    turn.hush()
    restore(turn, before)
    turn.memory.question = before.question
    turn.memory.waiting = Waiting(turn.now)


def restore(turn: Turn, before: Before) -> None:
    """Stand where it stood before, with the time expressed since, and with nothing asked."""
    turn.memory.question = None
    turn.memory.beat_after = None
    turn.state = _with_time_since(turn, before)
    if turn.state.step in AT_WORK:
        turn.change(step=Step.EXPRESS)


def _with_time_since(turn: Turn, before: Before) -> State:
    """The state before, with the time expressed since then; what was said once is not said again.

    It goes to the side restored, else to the one she was on; where there is neither, each side keeps its own.
    """
    state, now, memory = before.state, turn.state, turn.memory
    since = memory.expressed.since(before.expressed)
    side = state.side or now.side
    if side is not None:
        memory.expressed = memory.expressed.credited(before.expressed, side, state.breast(side).hour)
        since = memory.expressed.since(before.expressed)
    return replace(
        state,
        left=_credited(state.left, now.left, since.left_s),
        right=_credited(state.right, now.right, since.right_s),
        last_worked=state.side if state.side is not None and since.total_s > 0 else state.last_worked,
    )


def _credited(restored: Breast, now: Breast, since_s: float) -> Breast:
    if since_s <= 0:
        return restored
    return replace(
        restored,
        expressed_s=restored.expressed_s + since_s,
        five_noted=restored.five_noted or now.five_noted,
        ten_noted=restored.ten_noted or now.ten_noted,
        asked_if_there=restored.asked_if_there or now.asked_if_there,
    )


def timeless(state: State) -> State:
    """The state without its clocks, to see whether a command changed anything else."""
    left, right = _timeless(state.left), _timeless(state.right)
    return replace(state, left=left, right=right, last_worked=None, none_yet_said=0)


def _timeless(breast: Breast) -> Breast:
    return Breast(hour=breast.hour, worked=breast.worked)
