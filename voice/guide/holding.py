"""Holding everything and taking it up again: pause, sleep, "continue" and "wake up"."""

from __future__ import annotations

from voice.guide import crying, moves
from voice.guide.actions import Earcon, Spoken
from voice.guide.commands import Command
from voice.guide.state import State
from voice.guide.steps import AT_WORK, HELD, Step
from voice.guide.transitions import target
from voice.guide.turn import Turn


def pause(turn: Turn) -> None:
    """Hold beat, timers and narration."""
    turn.earcon(Earcon.PAUSED)
    if turn.state.paused or turn.state.step in HELD:
        return
    turn.change(paused=True)
    turn.memory.said_continue = False
    if not turn.memory.paused_said:
        turn.memory.paused_said = True
        turn.say("paused", Spoken.ANSWER)


def resume(turn: Turn) -> None:
    """ "continue": take up everything where it was."""
    state = turn.state
    crying.let_be(turn)
    step = _resumed_at(state)
    key = "wake" if state.asleep else "resume"
    turn.change(paused=False, asleep=False, held_for_safety=False)
    turn.memory.held_before = False
    turn.earcon(Earcon.RESUMED)
    if step in AT_WORK:
        turn.change(step=Step.EXPRESS, returns_to=None)
        moves.forget_the_step_before(turn)
        if state.held_for_safety:
            turn.memory.beat_after = turn.say_always(turn.content.text("resume_softly"), Spoken.PROMPT)
        else:
            turn.memory.beat_after = turn.say(key, Spoken.PROMPT)
    else:
        turn.change(returns_to=state.returns_to if step is state.step else None)
        moves.enter(turn, step)


def rest(turn: Turn) -> None:
    """From beside the line back to where it was, but paused: nothing moves until "continue"."""
    step = _resumed_at(turn.state)
    turn.change(step=Step.EXPRESS if step in AT_WORK else step, returns_to=None, paused=True)
    moves.forget_the_step_before(turn)
    turn.say_always(turn.content.text("paused"), Spoken.PROMPT)


def _resumed_at(state: State) -> Step:
    if (state.paused or state.asleep) and state.step not in HELD:
        return state.step
    return state.returns_to or target(state, Command.RESUME) or state.step


def wake(turn: Turn) -> None:
    """ "wake up": as "continue", but pain, illness and emergency stay until she says so; awake it says that it is."""
    state = turn.state
    if not state.asleep:
        turn.say("awake_held" if state.held else "awake", Spoken.ANSWER)
    elif state.held_for_safety:
        turn.change(asleep=False, paused=state.step not in HELD)
        turn.earcon(Earcon.RESUMED)
        turn.say("wake_paused", Spoken.ANSWER)
    else:
        resume(turn)


def pause_itself(turn: Turn) -> None:
    """Nobody seems to be there: hold everything, and say so once."""
    turn.say_always(turn.content.text("paused_itself"), Spoken.NOTE)
    turn.change(paused=True)


def sleep(turn: Turn) -> None:
    """Stop beat and timers, and act on nothing but waking and safety."""
    if turn.state.step is not Step.EMERGENCY:
        turn.say_always(turn.content.text("sleeping"), Spoken.ANSWER)
    turn.change(asleep=True)


def fall_asleep(turn: Turn, key: str) -> None:
    """Nobody was there for long: say so by the text of `key`, save, and sleep without having been asked."""
    turn.say_always(turn.content.text(key), Spoken.NOTE)
    turn.change(asleep=True)
