"""What comes just after the guide went on by itself: it answers what the guide had asked before (the contract).

Every timer that a word can race sets `Memory.went_on`: steps that go on after a while, autopilot, questions that run
out, a read-back that is saved, sleep that nobody asked for.
"""

from __future__ import annotations

from voice.guide import logbook, moves, restoring, safety, undo
from voice.guide.actions import Acted, Earcon
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.live import live_commands
from voice.guide.memory import NEXT, Asked, Question, WentOn
from voice.guide.phrases import Phrase
from voice.guide.steps import WAITING
from voice.guide.turn import Turn


def answered(turn: Turn, phrase: Phrase, heard: Heard) -> bool:
    """Take a late answer; false where the command must act by itself, in the place before if it belongs there."""
    went_on, command = turn.memory.went_on_lately(turn.now), phrase.command
    if went_on is None:
        return False
    if command in went_on.did and phrase.value != "none_yet" and not _answers_what_came(turn, command, heard):
        _taken(turn, command, heard)
        return True
    if command in went_on.answers and went_on.before.question is not None:
        _answer(turn, went_on.before.question, went_on, command, heard)
        return True
    state = turn.state
    if command in went_on.leads_back - live_commands(state.step, paused=state.paused, asleep=state.asleep):
        turn.memory.went_on = None
        undo.restore(turn, went_on.before)
    return False


def _answers_what_came(turn: Turn, command: Command, heard: Heard) -> bool:
    """Whether the step that came waits for "next" too, and she spoke after its prompt."""
    memory = turn.memory
    said = memory.speaking is None and heard.speech_end_s > memory.spoken_until
    return command in NEXT and turn.state.step in WAITING and said


def _taken(turn: Turn, command: Command, heard: Heard) -> None:
    """It is done already: what is being said goes on."""
    turn.memory.went_on = None
    turn.memory.missed = 0
    turn.memory.last_command_at = turn.now
    turn.do(Acted(Command.NEXT if command is Command.DONE else command, heard, None))
    turn.earcon(Earcon.HEARD)


def _answer(turn: Turn, question: Question, went_on: WentOn, command: Command, heard: Heard) -> None:
    """The answer to a question that has run out."""
    match question.asked, command:
        case Asked.BODY, Command.YES if question.command is not None and question.heard is not None:
            safety.act(turn, question.command, heard, cause=question.heard)
        case Asked.AMOUNT, Command.NO:
            turn.acted(command, heard)
            logbook.take_back(turn, went_on.before.state)
        case Asked.GO_ON, (Command.YES | Command.RESUME):
            turn.acted(Command.RESUME, heard)
            restoring.go_on_after_all(turn)
        case Asked.STILL_THERE, (Command.YES | Command.WAKE):
            turn.acted(Command.YES, heard)
            moves.resume(turn)
        case _:
            _taken(turn, command, heard)
