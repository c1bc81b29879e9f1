"""Amounts: read back, corrected, saved; never judged."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import moves
from voice.guide.actions import Earcon, Save, Spoken
from voice.guide.amounts import Amount, Kind, Unit, correction, kind_of, parse
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.memory import Asked, Question
from voice.guide.steps import Step
from voice.guide.turn import Turn

SILENCE_S = 4.0
"""How long a read-back amount waits for a correction before it is saved, in seconds (the contract)."""


def heard(turn: Turn, said: Heard) -> bool:
    """Amounts, corrections and kinds of milk; false where the words are none of these or nothing awaits them."""
    table = turn.content.phrases.amounts
    state = turn.state
    if state.step is Step.CONTAINER:
        kind = kind_of(said.words, table)
        if kind is not None:
            turn.acted(Command.LOG, said, kind.value)
            turn.change(kind=kind)
            turn.earcon(Earcon.HEARD)
        return kind is not None
    question = turn.memory.question
    pending = question.amounts if question is not None else ()
    before = pending or state.logged[-1:]
    corrected = correction(said.words, table, before=before) if before else None
    if corrected is not None:
        if not pending:
            turn.change(logged=state.logged[:-1])
        _read_back(turn, Command.CORRECT, said, _with_kind(corrected, state.kind))
        return True
    amounts = parse(said.words, table, side=state.side)
    if amounts is None:
        return False
    if pending:
        save(turn, pending)
    _read_back(turn, Command.LOG, said, _with_kind(amounts, state.kind))
    return True


def _with_kind(amounts: tuple[Amount, ...], asked: Kind | None) -> tuple[Amount, ...]:
    """The kind she named, else the one from the container, else first milk for drops and teaspoons (the contract)."""
    return tuple(
        replace(amount, kind=amount.kind or asked or (Kind.COLOSTRUM if _small(amount) else Kind.MILK))
        for amount in amounts
    )


def _small(amount: Amount) -> bool:
    return amount.unit in (Unit.DROPS, Unit.TSP)


def _read_back(turn: Turn, command: Command, said: Heard, amounts: tuple[Amount, ...]) -> None:
    turn.acted(command, said, amounts)
    text = turn.content.text("log_readback", amounts=turn.content.spoken.amounts(amounts))
    turn.say_text(text, Spoken.ANSWER)
    answers = frozenset({Command.YES, Command.NO})
    turn.memory.question = Question(Asked.AMOUNT, answers, SILENCE_S, amounts=amounts)


def answered(turn: Turn, question: Question, command: Command, said: Heard) -> bool:
    """ "Yes" saves, "no" drops; "next" and anything else saves and goes on, but for undo."""
    turn.memory.question = None
    match command:
        case Command.YES:
            turn.acted(command, said)
            save(turn, question.amounts)
            return True
        case Command.NO:
            turn.acted(command, said)
            turn.say("log_unclear", Spoken.ANSWER)
            return True
        case Command.UNDO:
            turn.acted(command, said)
            turn.say("log_removed", Spoken.ANSWER)
            return True
        case _:
            save(turn, question.amounts)
            return False


def save(turn: Turn, amounts: tuple[Amount, ...]) -> None:
    """Count the amounts."""
    turn.change(logged=(*turn.state.logged, *amounts))
    for amount in amounts:
        turn.do(Save(amount))
    moves.keep(turn)
    turn.earcon(Earcon.HEARD)
