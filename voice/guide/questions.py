"""Questions that the guide asks: opening one, what answers it, and what silence means."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import keeping, logbook, moves, restoring, safety, undo
from voice.guide.actions import Earcon, EraseHistory, Reason, Spoken
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.memory import Asked, Question, Saving, WentOn
from voice.guide.patience import Waiting
from voice.guide.steps import HELD
from voice.guide.turn import Turn

YES_NO = frozenset({Command.YES, Command.NO})
SILENCE_S = 6.0
"""How long a short question stays open after it was said, in seconds (the contract)."""
STILL_THERE_SILENCE_S = 60.0
"""How long "are you still with me" stays open before it pauses itself, in seconds (the contract)."""
CONFIRM_S = 10.0
"""How long "are you sure" stays open: our own value, long enough to turn back to a crying baby first."""


NEEDS_BOTH_EARS = frozenset({Asked.START_OVER, Asked.ERASE})
"""What only a yes that both ears heard, where there are two, can do: the question waits on for a clearer one."""
KEPT_OPEN = frozenset({Command.REPEAT, Command.HELP, Command.LOUDER, Command.QUIETER})
"""What she can say without having answered: the question waits on."""


def ask(turn: Turn, question: Question, key: str) -> None:
    """Ask, and keep the question open."""
    turn.say(key, Spoken.ANSWER)
    turn.memory.question = question
    if turn.memory.speaking is None:
        turn.memory.question = replace(question, waiting=Waiting(turn.now))


def ask_fingers_or_sides(turn: Turn) -> None:
    """Bare "switch"."""
    answers = frozenset({Command.MOVE_FINGERS, Command.SWITCH_SIDE, Command.NO})
    ask(turn, Question(Asked.FINGERS_OR_SIDES, answers, SILENCE_S), "ask_switch")


def ask_side_or_finished(turn: Turn, heard: Heard) -> None:
    """ "Done" at work."""
    turn.ignore(heard, Reason.ASKED)
    answers = frozenset({Command.THIS_SIDE, Command.FINISH, Command.NO})
    ask(turn, Question(Asked.SIDE_OR_FINISHED, answers, SILENCE_S), "ask_done")


def ask_start_over(turn: Turn, heard: Heard) -> None:
    """Needs a yes."""
    turn.ignore(heard, Reason.ASKED)
    ask(turn, Question(Asked.START_OVER, YES_NO, CONFIRM_S), "ask_start_over")


def ask_erase(turn: Turn, heard: Heard) -> None:
    """Needs a yes."""
    turn.ignore(heard, Reason.ASKED)
    ask(turn, Question(Asked.ERASE, YES_NO, CONFIRM_S), "ask_erase")


def ask_still_there(turn: Turn) -> None:
    """Softly, once: nobody said anything for long."""
    turn.change_current(asked_if_there=True)
    answers = frozenset({*YES_NO, Command.RESUME, Command.WAKE})
    ask(turn, Question(Asked.STILL_THERE, answers, STILL_THERE_SILENCE_S), "still_there")


def said(turn: Turn) -> None:
    """The guide has fallen silent: from now on an open question waits for its answer."""
    question = turn.memory.question
    if question is not None:
        turn.memory.question = replace(question, waiting=Waiting(turn.now))


def answered(turn: Turn, command: Command, heard: Heard) -> bool:
    """Take the answer to the open question; false where the command is none and must act by itself."""
    question = turn.memory.question
    if question is None or command in KEPT_OPEN:
        return False
    match question.asked:
        case Asked.BODY:
            return safety.answered(turn, question, command, heard)
        case Asked.AMOUNT:
            return logbook.answered(turn, question, command, heard)
        case Asked.ALL_SAFE:
            return safety.all_safe_answered(turn, command, heard)
        case _:
            pass
    if command is Command.YES and question.asked in NEEDS_BOTH_EARS and not heard.agreed:
        turn.ignore(heard, Reason.LOW_CONFIDENCE)
        return True
    turn.memory.question = None
    match question.asked, command:
        case Asked.SIDE_OR_FINISHED, Command.THIS_SIDE:
            turn.acted(Command.SWITCH_SIDE, heard)
            moves.switch_side(turn, None)
        case Asked.START_OVER, Command.YES:
            turn.acted(Command.START_OVER, heard)
            moves.start_over(turn)
        case Asked.ERASE, Command.YES:
            turn.acted(Command.ERASE, heard)
            _erase(turn)
        case ((Asked.START_OVER | Asked.ERASE), (Command.NO | Command.UNDO)):
            turn.acted(command, heard)
            turn.say("kept", Spoken.ANSWER)
        case ((Asked.FINGERS_OR_SIDES | Asked.SIDE_OR_FINISHED), (Command.NO | Command.UNDO)):
            turn.acted(command, heard)
            turn.earcon(Earcon.HEARD)
        case Asked.GO_ON, (Command.YES | Command.RESUME):
            turn.acted(Command.RESUME, heard)
            restoring.go_on(turn)
        case Asked.GO_ON, Command.NO:
            turn.acted(command, heard)
            restoring.close(turn)
        case Asked.STILL_THERE, Command.NO:
            turn.acted(command, heard)
            moves.pause(turn)
        case Asked.STILL_THERE, (Command.YES | Command.RESUME | Command.WAKE):
            turn.acted(Command.YES, heard)
            turn.earcon(Earcon.HEARD)
        case _:
            return False
    return True


def _erase(turn: Turn) -> None:
    """Forget everything that was kept, also what undo could bring back."""
    keeping.forget(turn, turn.now, 0)
    turn.do(EraseHistory())
    turn.memory.unkept = True
    keeping.await_saved(turn, Saving(turn.now, done="erased", not_yet="erase_not_yet"))


def put_off(turn: Turn, command: Command) -> None:
    """A command that was no answer ends the question; a repetition or help only begins its time anew."""
    question = turn.memory.question
    if question is not None:
        turn.memory.question = replace(question, waiting=Waiting(turn.now)) if command in KEPT_OPEN else None


def expire(turn: Turn) -> bool:
    """Close the open question where nobody answered in time; returns whether one was closed."""
    question = turn.memory.question
    if question is None or question.waiting is None:
        return False
    waiting = question.waiting
    waited_s = waiting.silent_s(turn.now) if question.asked is Asked.AMOUNT else waiting.lasted_s(turn.now)
    if waited_s < question.timeout_s:
        return False
    before = turn.snapshot()
    match question.asked:
        case Asked.BODY:
            safety.unanswered(turn, question)
        case Asked.AMOUNT:
            logbook.unanswered(turn)
        case Asked.STILL_THERE:
            moves.pause_itself(turn)
        case Asked.GO_ON:
            restoring.let_be(turn)
        case _:
            pass
    if turn.memory.question is question:
        turn.memory.question = None
    if question.asked is not Asked.GO_ON:
        undo.remember(turn, before)
    answers = _late_answers(turn, question)
    if answers:
        turn.memory.went_on = WentOn(before, turn.now, answers=answers)
    return True


def _late_answers(turn: Turn, question: Question) -> frozenset[Command]:
    """What still answers it where silence did something; what holds everything is never taken back by a late word."""
    match question.asked:
        case Asked.BODY:
            return frozenset() if turn.state.step in HELD else frozenset({Command.YES})
        case Asked.STILL_THERE:
            return frozenset({*YES_NO, Command.WAKE})
        case Asked.AMOUNT:
            return YES_NO
        case Asked.GO_ON:
            return question.answers
        case _:
            return frozenset()
