"""What is due by itself: reminders, notes over the beat, autopilot, sleep and the end."""

from __future__ import annotations

from voice.guide import crying, keeping, moves, prompt, questions, troubles, wording
from voice.guide.actions import Ending, Spoken
from voice.guide.commands import Command
from voice.guide.live import live_commands
from voice.guide.memory import NEXT, Before, WentOn
from voice.guide.state import FIVE_MINUTES_S, NIGHT_DB, SOFT_DB, TEN_MINUTES_S
from voice.guide.steps import AT_WORK, HELD, READY, Step
from voice.guide.transitions import Passing, target
from voice.guide.turn import Turn

JOINED_S = 0.5
"""Between what is said of one prompt at a time, as between its sentences (guide-content)."""
REMINDERS_S = (45.0, 180.0, 480.0)
"""When she is reminded of what she was asked, so long after it was (the contract)."""
SLEEPS_S = 1200.0
"""How long nobody answers until it goes to sleep (the contract)."""
STILL_THERE_S = 300.0
"""How long after the invitation at ten minutes she is asked whether she is there, without any command since."""
PAUSED_TO_SLEEP_S = 600.0
ASLEEP_S = 12 * 3600.0
GOODBYE_S = 5.0
"""How long a goodbye after work stays open for "wait": our own value."""
GOODBYE_EARLY_S = 20.0
"""How long a goodbye before the first beat can be reopened, in seconds (the contract)."""
CLOSING_S = 0.9
"""How long the goodbye after Ctrl-C may take, so that it all ends within a second."""
FEW_DROPS_S = 75.0
"""When few drops are explained in the first sessions, in seconds of expressing: our own value."""

QUIET_S = {
    Step.WELCOME: 30.0,
    Step.HOLD: 30.0,
    Step.BOTH_DONE: 300.0,
    Step.COLLECTED: 90.0,
    Step.STORE: 60.0,
}
"""How long after its prompt a step goes on by itself, where the table says that it does: our own values, but for
`collected`, which must wait at least 60 s; where she was asked for "next" it is 30 s at least (the contract)."""

AUTOPILOT_S = {Step.WASH: 40.0, Step.COLLECTED: 60.0}
"""How long a step lasts on autopilot after its prompt, where it is not `AUTOPILOT_READY_S` (the contract)."""
AUTOPILOT_READY_S = 20.0
AUTOPILOT_SIDE_S = 420.0
AUTOPILOT_SPOT_S = 90.0
_TO_A_NEW_SPOT = frozenset({Command.NEXT, Command.MOVE_FINGERS, Command.NO_MORE_DROPS})


def due(turn: Turn) -> None:
    """Do what is due now; each rule at most once a turn."""
    memory = turn.memory
    if memory.closing_since is not None and (memory.speaking is None or turn.now - memory.closing_since >= CLOSING_S):
        moves.end(turn)
    if memory.ended or memory.closing_since is not None or memory.speaking is not None:
        return
    if questions.expire(turn) or memory.question is not None:
        return
    if keeping.waits(turn) or crying.due(turn):
        return
    if _goes_on(turn):
        if turn.now - memory.spoken_until >= JOINED_S:
            prompt.say_what_follows(turn)
    elif memory.next_unanswered:
        memory.next_unanswered = False
        moves.say_what_instead_of_next(turn)
    elif memory.notes and not turn.state.asleep and turn.state.step is not Step.EMERGENCY:
        troubles.note(turn)
    elif memory.swallowed is not None and not (memory.silenced or turn.state.asleep):
        troubles.say_swallowed(turn)
    elif turn.state.asleep:
        if _held_for(turn, ASLEEP_S):
            moves.end(turn, Ending.ASLEEP)
    elif turn.state.paused:
        if _held_for(turn, PAUSED_TO_SLEEP_S):
            before = turn.snapshot()
            moves.fall_asleep(turn, "asleep_saved")
            _went_on(turn, before, frozenset(), leads_back=live_commands(before.state.step, paused=True))
    elif turn.state.step in AT_WORK:
        _at_work(turn)
    elif turn.state.step not in HELD:
        _waiting(turn)


def _went_on(
    turn: Turn, before: Before, did: frozenset[Command], *, leads_back: frozenset[Command] = frozenset()
) -> None:
    """Keep for a moment that this was done by itself: a word that comes too late for it is an answer all the same."""
    turn.memory.went_on = WentOn(before, turn.now, did, leads_back=leads_back)


def _goes_on(turn: Turn) -> bool:
    """Whether the rest of a prompt is to be said; what did not sound of its beginning comes first."""
    memory, state = turn.memory, turn.state
    return memory.following is not None and memory.swallowed is None and not (state.paused or state.asleep)


def _held_for(turn: Turn, seconds: float) -> bool:
    return turn.now - turn.memory.held_since >= seconds


def _at_work(turn: Turn) -> None:
    if turn.state.step is not Step.EXPRESS or not turn.memory.beating:
        return
    breast = turn.state.current
    if turn.memory.autopilot and breast.expressed_s - breast.round_since_s >= AUTOPILOT_SIDE_S:
        before = turn.snapshot()
        moves.switch_side(turn, None)
        _went_on(turn, before, frozenset({Command.SWITCH_SIDE}))
    elif breast.expressed_s >= TEN_MINUTES_S and not breast.ten_noted:
        moves.go(turn, Passing.TEN_MINUTES)
    elif breast.expressed_s >= FIVE_MINUTES_S and not breast.five_noted:
        moves.go(turn, Passing.FIVE_MINUTES)
    elif turn.memory.autopilot and breast.expressed_s - breast.spot_since_s >= AUTOPILOT_SPOT_S:
        before = turn.snapshot()
        moves.enter(turn, Step.MOVE)
        _went_on(turn, before, _TO_A_NEW_SPOT)
    elif _explains_few_drops(turn, breast.expressed_s):
        turn.memory.few_drops_at = turn.now
        turn.say("few_drops", Spoken.NOTE)
    elif breast.ten_noted and not breast.asked_if_there and _long_without_a_word(turn, breast.expressed_s):
        questions.ask_still_there(turn)


def _explains_few_drops(turn: Turn, expressed_s: float) -> bool:
    new_to_it = turn.opening.finished_sessions < wording.FEW_SESSIONS
    return new_to_it and expressed_s >= FEW_DROPS_S and turn.memory.few_drops_at < 0.0


def _long_without_a_word(turn: Turn, expressed_s: float) -> bool:
    return expressed_s >= TEN_MINUTES_S + STILL_THERE_S and turn.now - turn.memory.last_command_at >= STILL_THERE_S


def _waiting(turn: Turn) -> None:
    memory, step = turn.memory, turn.state.step
    if memory.waiting is None:
        return
    quiet_s = memory.waiting.lasted_s(turn.now)
    if step is Step.GOODBYE:
        if quiet_s >= (GOODBYE_S if turn.state.begun else GOODBYE_EARLY_S):
            moves.end(turn)
    elif memory.autopilot:
        if turn.now - memory.waiting.since >= AUTOPILOT_S.get(step, AUTOPILOT_READY_S):
            before = turn.snapshot()
            moves.next_step(turn)
            if turn.state.step is not step:
                _went_on(turn, before, NEXT, leads_back=live_commands(step))
    elif step in QUIET_S and quiet_s >= QUIET_S[step] and target(turn.state, Passing.QUIET) is not None:
        before = turn.snapshot()
        moves.go(turn, Passing.QUIET)
        _went_on(turn, before, NEXT, leads_back=live_commands(step))
    elif step in READY or step is Step.SWITCH:
        _remind(turn, quiet_s)


def _remind(turn: Turn, quiet_s: float) -> None:
    """Softly, and more so at night; then it sleeps."""
    memory = turn.memory
    if quiet_s >= SLEEPS_S:
        before = turn.snapshot()
        moves.fall_asleep(turn, "asleep_unanswered")
        _went_on(turn, before, frozenset(), leads_back=live_commands(before.state.step))
    elif memory.reminded < len(REMINDERS_S) and quiet_s >= REMINDERS_S[memory.reminded]:
        memory.reminded += 1
        softer_db = NIGHT_DB if turn.opening.night.at(turn.now) else 0.0
        text = turn.content.text(wording.reminder_key(turn.state))
        memory.reminder = turn.say_text(text, Spoken.NOTE, gain_db=SOFT_DB + softer_db)
