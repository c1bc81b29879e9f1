"""Amounts: read back, corrected, saved; never judged."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import keeping
from voice.guide.actions import Earcon, Save, Spoken
from voice.guide.amounts import Amount, Kind, Unit, correction, kind_of, parse
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.measures import NONE, AmountWords, Origin, Together, Words, counted
from voice.guide.memory import Asked, Question, Saving, WentOn
from voice.guide.quantities import length_of
from voice.guide.state import State
from voice.guide.steps import Side, Step
from voice.guide.turn import Turn

SILENCE_S = 4.0
"""How long a read-back amount waits for a correction before it is saved, in seconds (the contract)."""


def heard(turn: Turn, said: Heard) -> bool:
    """Amounts, corrections and kinds of milk; false where the words are none of these or nothing awaits them."""
    table = turn.content.phrases.amounts
    state = turn.state
    kind = kind_of(said.words, table)
    if kind is not None or state.step is Step.CONTAINER:
        return kind is not None and _kind_heard(turn, said, kind)
    before, replaces = _said_before(turn)
    corrected = correction(said.words, table, before=before, asked=_asked(turn))
    if corrected is not None:
        corrected = tuple(replace(amount, side=amount.side or _worked(state)) for amount in corrected)
        _corrected(turn, said, before, _with_kind(counted(corrected), state.kind), replaces)
        return True
    amounts = parse(said.words, table, side=_worked(state))
    if amounts is None:
        return False
    settle(turn)
    if counted(amounts):
        _read_back(turn, Command.LOG, said, _with_kind(counted(amounts), state.kind), 0, spell=said.spell)
    else:
        turn.acted(Command.LOG, said, NONE)
        turn.say("log_none", Spoken.ANSWER)
    return True


def _worked(state: State) -> Origin | None:
    """Where an amount is from of which she names no side: the one that was worked, or both together."""
    worked = [side for side in Side if state.breast(side).expressed_s > 0]
    return Together.BOTH if len(worked) > 1 else state.last_worked


def _corrected(turn: Turn, said: Heard, before: tuple[Amount, ...], amounts: tuple[Amount, ...], replaces: int) -> None:
    """Read back what is right; of nothing there is nothing to ask, and what was noted is gone."""
    if amounts:
        numbers, twin = {amount.amount for amount in before}, turn.content.phrases.amounts.twin
        misheard = any(amount.amount not in numbers and twin(amount.amount) in numbers for amount in amounts)
        _read_back(turn, Command.CORRECT, said, amounts, replaces, spell=said.spell or misheard)
        return
    turn.acted(Command.CORRECT, said, NONE)
    turn.memory.question = None
    if replaces:
        turn.change(logged=turn.state.logged[: len(turn.state.logged) - replaces], logged_together=0)
    turn.say("log_removed" if before else "log_none", Spoken.ANSWER)


def _kind_heard(turn: Turn, said: Heard, kind: Kind) -> bool:
    """The kind alone: that of the amounts said just before, else of those to come."""
    before, replaces = _said_before(turn)
    if before:
        amounts = tuple(replace(amount, kind=kind) for amount in before)
        _read_back(turn, Command.LOG, said, amounts, replaces, spell=said.spell)
    else:
        turn.acted(Command.LOG, said, kind.value)
        turn.change(kind=kind)
        turn.earcon(Earcon.HEARD)
    return True


def _asked(turn: Turn) -> bool:
    """Whether an amount is being read back."""
    return turn.memory.question is not None and turn.memory.question.asked is Asked.AMOUNT


def _said_before(turn: Turn) -> tuple[tuple[Amount, ...], int]:
    """The amounts that a correction means, and how many of those that are saved already it takes the place of."""
    question, state = turn.memory.question, turn.state
    if question is not None and question.amounts:
        return question.amounts, question.replaces
    if state.step is Step.CONTAINER:
        return (), 0
    return state.logged[len(state.logged) - state.logged_together :], state.logged_together


def _with_kind(amounts: tuple[Amount, ...], asked: Kind | None) -> tuple[Amount, ...]:
    """The kind she named, else the one from the container, else first milk for drops and teaspoons (the contract)."""
    return tuple(
        replace(amount, kind=amount.kind or asked or (Kind.COLOSTRUM if _small(amount) else Kind.MILK))
        for amount in amounts
    )


def _small(amount: Amount) -> bool:
    return amount.unit in (Unit.DROPS, Unit.TSP)


def _read_back(
    turn: Turn, command: Command, said: Heard, amounts: tuple[Amount, ...], replaces: int, *, spell: bool
) -> None:
    """Ask whether it is right, with the digits of what sounds like another number where ears took it for that.

    The kind is read back where she has just named it, and is else nothing that she need hear.
    """
    turn.acted(command, said, amounts)
    table = turn.content.phrases.amounts
    spelled = frozenset(amount.amount for amount in amounts if spell and table.twin(amount.amount) is not None)
    heard_amounts = amounts if _names_a_kind(said.words, table) else [replace(amount, kind=None) for amount in amounts]
    key = "log_readback_again" if turn.memory.read_back else "log_readback"
    turn.memory.read_back = True
    turn.say_text(turn.content.text(key, amounts=turn.content.spoken.amounts(heard_amounts, spelled)), Spoken.ANSWER)
    answers = frozenset({Command.YES, Command.NO})
    turn.memory.question = Question(Asked.AMOUNT, answers, SILENCE_S, amounts=amounts, replaces=replaces)


def _names_a_kind(words: Words, table: AmountWords) -> bool:
    return any(length_of(tuple(table.kinds), words, at) for at in range(len(words)))


def answered(turn: Turn, question: Question, command: Command, said: Heard) -> bool:
    """ "Yes" saves, "no" drops; "next" and anything else saves and goes on, but for undo."""
    match command:
        case Command.YES:
            before = turn.snapshot()
            turn.acted(command, said)
            settle(turn)
            _await_saved(turn)
            turn.memory.went_on = WentOn(before, turn.now, answers=frozenset({Command.YES, Command.NO}))
        case Command.NO:
            turn.acted(command, said)
            turn.memory.question = None
            turn.say("log_unclear", Spoken.ANSWER)
        case Command.UNDO:
            turn.acted(command, said)
            turn.memory.question = None
            turn.say("log_removed" if question.replaces == 0 else "undone", Spoken.ANSWER)
        case _:
            settle(turn)
            return False
    return True


def unanswered(turn: Turn) -> None:
    """Silence after an amount was read back means that it is right."""
    settle(turn)
    _await_saved(turn)


def _await_saved(turn: Turn) -> None:
    """Where nothing stays on the disk she hears no "saved"."""
    keeping.await_saved(turn, Saving(turn.now, done="log_saved" if turn.opening.keeps else "log_noted"))


def take_back(turn: Turn, before: State) -> None:
    """What was saved by silence was wrong: it counts no longer, and the amount is asked for."""
    turn.change(logged=before.logged, logged_together=before.logged_together)
    turn.say("log_unclear", Spoken.ANSWER)


def settle(turn: Turn) -> None:
    """Count the amounts that were read back, if there are any, in place of those that they correct."""
    question = turn.memory.question
    if question is None or question.asked is not Asked.AMOUNT:
        return
    turn.memory.question = None
    logged = turn.state.logged
    kept = logged[: len(logged) - question.replaces]
    turn.change(logged=(*kept, *question.amounts), logged_together=len(question.amounts))
    for amount in question.amounts:
        turn.do(Save(amount))
