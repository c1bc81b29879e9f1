"""Going from step to step: entering one, and the commands that do nothing else."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import concerns, crying, keeping, prompt
from voice.guide.actions import Earcon, End, Ending, Spoken
from voice.guide.commands import Command
from voice.guide.state import CLOCK_HOURS, Counting, State
from voice.guide.steps import AT_WORK, HELD, READY, Side, Step
from voice.guide.transitions import Passing, target
from voice.guide.turn import Turn


def enter(turn: Turn, step: Step, *, key: str | None = None, in_full: bool = False) -> None:
    """Stand in `step` and say its prompt, or the text of `key` in its place; `in_full` shortens nothing."""
    _prepare(turn, step)
    turn.change(step=step)
    if step is Step.EXPRESS:
        crying.let_be(turn)
    forget_the_step_before(turn)
    if step is Step.EXPRESS and turn.state.held_for_safety:
        turn.change(paused=True)
        turn.say_always(turn.content.text("say_continue"), Spoken.PROMPT)
        return
    said = turn.say(key, Spoken.PROMPT) if key is not None else prompt.say(turn, in_full=in_full)
    turn.memory.beat_after = said if step is Step.EXPRESS else None
    if said is None and step in AT_WORK and step is not Step.EXPRESS:
        turn.show()
        turn.change(step=Step.EXPRESS)


def _prepare(turn: Turn, step: Step) -> None:
    state = turn.state
    turn.change(paused=False)
    if step not in (*HELD, Step.COLLECTED, Step.GOODBYE):
        turn.change(returns_to=None)
    if step not in (*AT_WORK, Step.COLLECTED) and state.counting is Counting.HUSHED:
        turn.change(counting=Counting.TONES)
    match step:
        case Step.HOLD if state.step in (Step.CHOOSE_SIDE, Step.SWITCH, Step.BOTH_DONE):
            turn.change_current(before_hold=state.step)
        case Step.EXPRESS if state.step in READY:
            turn.change_current(from_hold=state.step is Step.HOLD)
        case Step.WASH:
            concerns.forget(turn)
        case Step.MOVE:
            _next_spot(turn)
        case Step.BOTH_DONE if state.side is not None and state.step in (*AT_WORK, *HELD):
            turn.change(sides_done=state.sides_done | {state.side})
        case Step.FIVE_MINUTES:
            turn.change_current(five_noted=True)
        case Step.TEN_MINUTES:
            turn.change_current(five_noted=True, ten_noted=True)
        case _:
            pass


def forget_the_step_before(turn: Turn) -> None:
    """What a step is reminded of, or was asked, ends with it."""
    memory = turn.memory
    memory.waiting = memory.in_full = memory.following = None
    memory.reminded = 0
    memory.said_continue = memory.next_unanswered = False
    memory.missed = 0
    memory.question = None


def _next_spot(turn: Turn) -> None:
    breast = turn.state.current
    worked = breast.worked if breast.hour in breast.worked else (*breast.worked, breast.hour)
    following = CLOCK_HOURS[(CLOCK_HOURS.index(breast.hour) + 1) % len(CLOCK_HOURS)]
    turn.change_current(hour=following, worked=worked, spot_since_s=breast.expressed_s)


def _other_side(turn: Turn) -> None:
    side = turn.state.side
    if side is None:
        raise ValueError("no side has been chosen")
    done = {side} if turn.state.step is Step.BOTH_DONE else turn.state.sides_done | {side}
    turn.change(side=side.other, sides_done=frozenset(done))
    turn.earcon(Earcon.SWITCHED)


def go(turn: Turn, on: Command | Passing) -> bool:
    """Follow the table; returns whether there was a way."""
    step = target(turn.state, on)
    if step is None:
        return False
    enter(turn, step)
    return True


def next_step(turn: Turn) -> None:
    """ "next": on to where she is waited for."""
    if turn.state.step is Step.CHOOSE_SIDE:
        choose(turn, turn.opening.proposed_side)
    elif not concerns.hold_washing(turn):
        go(turn, Command.NEXT)


def say_what_instead_of_next(turn: Turn) -> None:
    """Where only "continue" goes on she is told so, once; never over what is said, which may be a safety answer."""
    if turn.state.held and not (turn.state.asleep or turn.memory.said_continue):
        turn.memory.said_continue = True
        turn.say_always(turn.content.text("say_continue"), Spoken.ANSWER)


def choose(turn: Turn, side: Side) -> None:
    """A side is chosen: begin there."""
    turn.change(side=side)
    go(turn, Command.NEXT)


def back(turn: Turn) -> None:
    """ "back": the step before, or where she said "stop"; the times are kept."""
    state = turn.state
    if state.held:
        turn.memory.next_unanswered = True
        return
    step = state.returns_to or target(state, Command.BACK)
    if step is Step.EXPRESS and state.step is Step.SWITCH and state.side is not None:
        turn.change(side=state.side.other, sides_done=state.sides_done - {state.side.other})
    if step is Step.BOTH_DONE and state.step is Step.HOLD and state.side is not None:
        done = frozenset(side for side in Side if state.breast(side).expressed_s > 0)
        turn.change(side=state.side.other, sides_done=done)
    if step is not None:
        enter(turn, step, in_full=True)
    else:
        turn.earcon(Earcon.HEARD)


def short(turn: Turn) -> None:
    """ "I know how": one prompt at most before the side, then the beat."""
    turn.change(short=True, paused=False)
    go(turn, Command.SHORT)


def switch_side(turn: Turn, wanted: Side | None) -> None:
    """ "switch side" and "go left": the other breast, or both done after the second."""
    state = turn.state
    if wanted is not None and wanted is state.side:
        turn.say("already_on_side", Spoken.ANSWER, side=turn.content.spoken.side(wanted))
    elif wanted is not None or target(state, Command.SWITCH_SIDE) is Step.SWITCH:
        _other_side(turn)
        enter(turn, Step.SWITCH)
    else:
        go(turn, Command.SWITCH_SIDE)


def another_round(turn: Turn) -> None:
    """Both sides once more, the one that rested longer first."""
    state = turn.state
    if state.side is None:
        raise ValueError("no side has been chosen")
    turn.change(
        sides_done=frozenset(),
        side=state.side.other,
        left=replace(state.left, round_since_s=state.left.expressed_s),
        right=replace(state.right, round_since_s=state.right.expressed_s),
    )
    go(turn, Command.ANOTHER_ROUND)


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
        forget_the_step_before(turn)
        if state.held_for_safety:
            turn.memory.beat_after = turn.say_always(turn.content.text("resume_softly"), Spoken.PROMPT)
        else:
            turn.memory.beat_after = turn.say(key, Spoken.PROMPT)
    else:
        turn.change(returns_to=state.returns_to if step is state.step else None)
        enter(turn, step)


def rest(turn: Turn) -> None:
    """From beside the line back to where it was, but paused: nothing moves until "continue"."""
    step = _resumed_at(turn.state)
    turn.change(step=Step.EXPRESS if step in AT_WORK else step, returns_to=None, paused=True)
    forget_the_step_before(turn)
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


def finish(turn: Turn) -> None:
    """ "stop": to the amounts after work, else goodbye; at goodbye, the end."""
    state = turn.state
    place = state.returns_to if state.step in HELD and state.returns_to else state.step
    if place is Step.GOODBYE:
        end(turn)
        return
    step = target(replace(state, step=place), Command.FINISH)
    if step is None:
        raise ValueError(f"there is no way to finish from {place}")
    enter(turn, step)
    turn.change(returns_to=_returns_to(place, state))


def _returns_to(place: Step, state: State) -> Step | None:
    """Where "continue" leads after "stop": None where the table knows, or where it is too late."""
    if place in AT_WORK:
        return Step.EXPRESS
    if place is Step.SWITCH or not state.begun:
        return place
    return place if place in READY else None


def start_over(turn: Turn) -> None:
    """From the beginning; what was noted down stays."""
    state = turn.state
    turn.state = State(
        held_for_safety=state.held_for_safety,
        tempo_cpm=state.tempo_cpm,
        volume_db=state.volume_db,
        matching=state.matching,
        narration=state.narration,
        kind=state.kind,
        logged=state.logged,
    )
    enter(turn, Step.WELCOME)


def interrupted(turn: Turn) -> None:
    """Ctrl-C: one word of goodbye, then the end; at once the second time."""
    if turn.memory.closing_since is not None:
        end(turn)
        return
    turn.memory.closing_since = turn.now
    turn.say_always(turn.content.text("goodbye_interrupted"), Spoken.NOTE)


def end(turn: Turn, reason: Ending | None = None) -> None:
    """Close the session; without a reason, by whether a side was expressed."""
    if turn.memory.ended:
        return
    turn.memory.ended = True
    state = turn.state
    reason = reason or (Ending.FINISHED if state.begun else Ending.STOPPED)
    turn.hush()
    keeping.close(turn, finished=reason is Ending.FINISHED)
    turn.do(End(reason, state.left.expressed_s, state.right.expressed_s))
