"""The milk clock: where this session's milk is kept, and what is known of milk that was kept before.

It is asked once, counted from when expressing began, and told as "use by": never whether milk is still good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voice.guide.actions import Amend, Earcon, Spoken
from voice.guide.amounts import Amount
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.memory import Asked, Question
from voice.guide.milk import STORED, Fate, Milk, use_by_s
from voice.guide.steps import Step
from voice.guide.turn import Turn

SILENCE_S = 10.0
"""How long "fridge or freezer" stays open: our own value, long enough to turn to the fridge first."""
AFTER_SAVED_S = 1.0
"""How long after "saved" it is asked: our own value, so that a correction comes first."""
ASKED_IN = (Step.BOTH_DONE, Step.COLLECTED, Step.STORE)
_ANSWERS = frozenset({Command.STORAGE, Command.USED, Command.DISCARDED, Command.NO})
_OLDEST = {Command.USED: Fate.USED, Command.DISCARDED: Fate.DISCARDED}
_ONE = ("milk_one", "milk_one_for", "milk_one_over")
_SEVERAL = ("milk_several", "milk_several_for", "milk_several_over")
"""The keys of what is told of it: until when, for how long where no clock tells, and that the time is over."""
_NOW = "now"
"""The value of "used" that means the milk of this session."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Milk that is kept in one place; `id` is None for that of this session."""

    amounts: tuple[Amount, ...]
    fate: Fate
    begun_s: float | None
    fate_s: float | None
    id: str | None


def due(turn: Turn) -> bool:
    """Ask it where it is time to; without a history she hears once that nothing is counted."""
    memory, state = turn.memory, turn.state
    if memory.kept_in_asked or not state.logged or state.kept_in is not None or memory.saving is not None:
        return False
    if state.step not in ASKED_IN or state.paused or turn.now - memory.spoken_until < AFTER_SAVED_S:
        return False
    memory.kept_in_asked = True
    if not turn.opening.keeps:
        turn.say("milk_not_counted", Spoken.NOTE)
        return True
    turn.say("ask_kept_in", Spoken.ANSWER)
    memory.question = Question(Asked.KEPT_IN, _ANSWERS, SILENCE_S)
    return True


def answered(turn: Turn, command: Command, heard: Heard) -> bool:
    """Fridge, freezer, used, or nothing; false where the command is no answer."""
    value = None if heard.phrase is None else heard.phrase.value
    fate = Fate(value) if command is Command.STORAGE and value is not None else _OLDEST.get(command)
    if fate is None and command is not Command.NO:
        return False
    turn.memory.question = None
    turn.acted(command, heard, value)
    if fate is None:
        turn.earcon(Earcon.HEARD)
    else:
        _keep_here(turn, fate)
    return True


def _keep_here(turn: Turn, fate: Fate) -> None:
    turn.change(kept_in=fate)
    if fate not in STORED:
        _say_gone(turn, turn.state.logged, fate)
        return
    by_s = use_by_s(fate, _begun_s(turn), turn.now, turn.content.keeping)
    until = _until(turn, by_s)
    if until is None:
        turn.say("kept_for", Spoken.ANSWER, lasts=_lasts(turn, fate))
    else:
        turn.say("kept_until", Spoken.ANSWER, until=until)


def list_(turn: Turn) -> None:
    """ "What milk is there": the oldest, and how many there are."""
    there = list(_there(turn))
    if not there:
        turn.say("milk_none", Spoken.ANSWER)
        return
    oldest, spoken = there[0], turn.content.spoken
    until_key, for_key, over_key = _ONE if len(there) == 1 else _SEVERAL
    values = {"amounts": _told(turn, oldest.amounts), "place": spoken.places[oldest.fate], "count": str(len(there))}
    by_s = use_by_s(oldest.fate, oldest.begun_s, oldest.fate_s, turn.content.keeping)
    until = _until(turn, by_s)
    if by_s is not None and by_s <= turn.now:
        turn.say(over_key, Spoken.ANSWER, **values)
    elif until is None:
        turn.say(for_key, Spoken.ANSWER, lasts=_lasts(turn, oldest.fate), **values)
    else:
        turn.say(until_key, Spoken.ANSWER, until=until, **values)


def gone(turn: Turn, command: Command, value: str | None) -> None:
    """ "I used it", "I threw it away": the oldest that is kept; "used now" means the milk of this session."""
    fate = _OLDEST[command]
    if value == _NOW and turn.state.logged:
        turn.change(kept_in=fate)
        _say_gone(turn, turn.state.logged, fate)
        return
    oldest = next(_there(turn), None)
    if oldest is None:
        turn.say("milk_none", Spoken.ANSWER)
    elif oldest.id is None:
        turn.change(kept_in=fate)
        _say_gone(turn, oldest.amounts, fate)
    else:
        turn.change(milk=tuple(_marked(one, fate, turn.now, oldest.id) for one in turn.state.milk))
        _say_gone(turn, oldest.amounts, fate)


def _marked(milk: Milk, fate: Fate, now: float, wanted: str) -> Milk:
    return replace(milk, fate=fate, fate_s=now) if milk.id == wanted else milk


def _say_gone(turn: Turn, amounts: tuple[Amount, ...], fate: Fate) -> None:
    key = "milk_used" if fate is Fate.USED else "milk_discarded"
    turn.say(key, Spoken.ANSWER, amounts=_told(turn, amounts))


def note(turn: Turn) -> None:
    """Let the journal know what has changed of earlier amounts, and what an undo has brought back."""
    if turn.memory.milk != turn.state.milk:
        known = {milk.id: milk for milk in turn.memory.milk}
        for milk in turn.state.milk:
            if known.get(milk.id) != milk:
                turn.do(Amend(milk))
                turn.memory.unkept = True
        turn.memory.milk = turn.state.milk


def _there(turn: Turn) -> Iterator[_Batch]:
    """What is kept, the oldest first; the milk of this session is the youngest."""
    for milk in turn.state.milk:
        if milk.fate is not None and milk.stored:
            yield _Batch((milk.amount,), milk.fate, milk.begun_s, milk.fate_s, milk.id)
    state = turn.state
    if state.kept_in in STORED and state.logged:
        yield _Batch(state.logged, state.kept_in, _begun_s(turn), None, None)


def _begun_s(turn: Turn) -> float | None:
    worked = turn.memory.expressed.stretches
    return worked[0].from_s - turn.state.backdated_s if worked else None


def _until(turn: Turn, by_s: float | None) -> str | None:
    """Until when, as she would say it; None where no clock tells."""
    opens_at = turn.opening.opens_at
    if opens_at is None or by_s is None or turn.memory.clock_jumped:
        return None
    return turn.content.spoken.until(opens_at.plus(by_s), opens_at.plus(turn.now))


def _lasts(turn: Turn, fate: Fate) -> str:
    keeping, spoken = turn.content.keeping, turn.content.spoken
    match fate:
        case Fate.FREEZER:
            return spoken.months_long(keeping.frozen_months)
        case Fate.THAWED:
            return spoken.hours_long(keeping.thawed_hours)
        case _:
            return spoken.hours_long(keeping.fridge_hours)


def _told(turn: Turn, amounts: tuple[Amount, ...]) -> str:
    return turn.content.spoken.amounts([replace(amount, kind=None, side=None) for amount in amounts])
