"""What a live command does, where no question was waiting for it."""

from __future__ import annotations

from voice.guide import answers, facts, holding, matching, moves, questions, safety, storing, undo
from voice.guide.actions import Earcon
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.phrases import Phrase
from voice.guide.state import Counting
from voice.guide.steps import AT_WORK, Side, Step
from voice.guide.turn import Turn


def act(turn: Turn, phrase: Phrase, heard: Heard) -> None:
    """Carry it out."""
    command = phrase.command
    if command is Command.DONE:
        if turn.state.step in AT_WORK:
            questions.ask_side_or_finished(turn, heard)
            return
        command = Command.NEXT
    if command is Command.START_OVER:
        questions.ask_start_over(turn, heard)
        return
    if command is Command.ERASE:
        questions.ask_erase(turn, heard)
        return
    if command is Command.RESUME and turn.state.step is Step.EMERGENCY:
        safety.ask_all_safe(turn, heard)
        return
    turn.acted(command, heard, _value(phrase, command))
    match command:
        case Command.NEXT:
            moves.next_step(turn)
        case Command.BACK:
            moves.back(turn)
        case Command.LEFT | Command.RIGHT:
            _choose_side(turn, Side(command.value))
        case Command.SHORT:
            moves.short(turn)
        case Command.MOVE_FINGERS:
            moves.enter(turn, Step.MOVE)
        case Command.NO_MORE_DROPS:
            if phrase.value == "none_yet":
                answers.none_yet(turn)
            else:
                moves.enter(turn, Step.MOVE)
        case Command.SWITCH_SIDE:
            moves.switch_side(turn, None if phrase.value is None else Side(phrase.value))
        case Command.ASK_SWITCH:
            questions.ask_fingers_or_sides(turn)
        case Command.ANOTHER_ROUND:
            moves.another_round(turn)
        case Command.UNDO:
            undo.undo(turn)
        case Command.STARTED | Command.TAG if phrase.value is not None:
            _add(turn, command, phrase.value)
        case Command.USED | Command.DISCARDED:
            storing.gone(turn, command, phrase.value)
        case _:
            _hold_or_answer(turn, command, hush=phrase.value == "hush")


def _hold_or_answer(turn: Turn, command: Command, *, hush: bool) -> None:
    match command:
        case Command.PAUSE:
            holding.pause(turn)
        case Command.RESUME:
            holding.resume(turn)
        case Command.FINISH:
            moves.finish(turn)
        case Command.SLEEP:
            holding.sleep(turn)
        case Command.WAKE:
            holding.wake(turn)
        case Command.REPEAT:
            answers.repeat(turn)
        case Command.HELP:
            answers.help_(turn)
        case Command.MORE:
            answers.more(turn)
        case Command.WHICH_SIDE:
            answers.which_side(turn)
        case Command.HOW_LONG:
            answers.how_long(turn)
        case Command.LAST_TIME:
            answers.last_time(turn)
        case Command.LAST_SIDE:
            answers.last_side(turn)
        case Command.TODAY:
            facts.today(turn)
        case Command.STORAGE:
            answers.storage(turn)
        case Command.MILK:
            storing.list_(turn)
        case Command.FASTER:
            answers.tempo(turn, 1)
        case Command.SLOWER:
            answers.tempo(turn, -1)
        case Command.LOUDER:
            answers.volume(turn, 1)
        case Command.QUIETER:
            answers.volume(turn, -1)
        case Command.MATCHING_OFF:
            matching.turn_off(turn)
        case Command.MATCHING_ON:
            matching.turn_on(turn)
        case Command.SAY_MORE:
            answers.narrate(turn, turn.state.narration.fuller)
        case Command.SAY_LESS:
            answers.narrate(turn, turn.state.narration.shorter)
        case Command.COUNTING_OFF:
            answers.count(turn, Counting.HUSHED if hush else Counting.TONES)
        case Command.COUNTING_ON:
            answers.count(turn, Counting.WORDS)
        case _:
            raise ValueError(f"{command} acts only as an answer")


def _value(phrase: Phrase, command: Command) -> str | int | None:
    if command is Command.STARTED and phrase.value is not None:
        return int(phrase.value)
    return phrase.value or (command.value if command in (Command.LEFT, Command.RIGHT) else None)


def _add(turn: Turn, command: Command, value: str) -> None:
    if command is Command.STARTED:
        facts.started(turn, int(value))
    else:
        facts.tag(turn, value)


def _choose_side(turn: Turn, side: Side) -> None:
    """A side answers the question for one; among amounts it is said before its number and alone means nothing."""
    if turn.state.step is Step.CHOOSE_SIDE:
        moves.choose(turn, side)
    else:
        turn.earcon(Earcon.HEARD)
