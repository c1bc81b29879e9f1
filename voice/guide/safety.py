"""Pain, illness and emergency: what counts, what is asked back, and how they hold everything."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import holding, moves
from voice.guide.actions import Acted, Reason, Say, Spoken
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.memory import Asked, Question
from voice.guide.state import State
from voice.guide.steps import AT_WORK, HELD, Step
from voice.guide.turn import Turn

_STEPS = {Command.PAIN: Step.PAIN, Command.ILLNESS: Step.ILLNESS, Command.EMERGENCY: Step.EMERGENCY}
_QUESTIONS = {Command.PAIN: "ask_hurts", Command.ILLNESS: "ask_unwell", Command.EMERGENCY: "ask_emergency"}
SILENCE_S = 6.0
"""How long such a question stays open after it was said, in seconds (guide-content)."""
AGAIN_S = 10.0
"""How long saying it again makes it count, in seconds (guide-content)."""
ALL_SAFE_S = 10.0
"""How long "is everyone safe" stays open: our own value."""


def heard(turn: Turn, command: Command, said: Heard) -> None:
    """A safety phrase: act, or ask back where it is a lone body word or uncertain."""
    phrase = said.phrase
    if phrase is None:
        raise ValueError("amounts are no safety phrase")
    if (phrase.body_word or not said.certain) and not _counts_already(turn, command):
        _ask_back(turn, command, said)
    else:
        act(turn, command, said, cause=said)


def _counts_already(turn: Turn, command: Command) -> bool:
    """It was asked back a moment ago, or it holds everything already: then nobody needs another question."""
    lately, step = turn.memory.lately_asked, turn.state.step
    again = lately is not None and lately[0] is command and turn.now <= lately[1]
    return again or step in (_STEPS[command], Step.EMERGENCY)


def act(turn: Turn, command: Command, said: Heard, *, cause: Heard) -> None:
    """Stop everything and say whom to call; `cause` is what she said first, `said` what decided it."""
    question = turn.memory.question
    turn.memory.question = None
    turn.memory.lately_asked = None
    state = turn.state
    if state.step is Step.EMERGENCY and command is not Command.EMERGENCY:
        turn.do(Acted(command, said, None))  # the more urgent reply stands, and is not cut; then silence
        turn.change(asleep=False)
        return
    turn.acted(command, said)
    turn.change(asleep=False, held_for_safety=True)
    causes = (said, cause, question.heard if question is not None else None)
    crisis = command is Command.EMERGENCY and any(map(_in_crisis, causes))
    moves.enter(turn, _STEPS[command], key="emergency_crisis" if crisis else None)
    turn.change(returns_to=_returns_to(state))


def _returns_to(state: State) -> Step:
    """Where "continue" leads from beside the line."""
    early_goodbye = state.step is Step.GOODBYE and state.returns_to is not None
    if (state.step in HELD or early_goodbye) and state.returns_to is not None:
        return state.returns_to
    return Step.EXPRESS if state.step in AT_WORK else state.step


def _in_crisis(said: Heard | None) -> bool:
    return said is not None and said.phrase is not None and said.phrase.crisis


def _ask_back(turn: Turn, command: Command, said: Heard) -> None:
    phrase = said.phrase
    turn.ignore(said, Reason.ASKED)
    cut = _taken_up_later(turn)
    answers = frozenset({Command.YES, Command.NO, command})
    text = turn.content.text(_question_key(turn, command, said))
    turn.say_always(text, Spoken.ANSWER)
    turn.memory.lately_asked = (command, turn.now + AGAIN_S)
    turn.memory.question = Question(
        Asked.BODY,
        answers,
        SILENCE_S,
        command=command,
        heard=said,
        holds=phrase is not None and (phrase.holds or (command is Command.PAIN and not phrase.body_word)),
        cut=cut,
    )


def _taken_up_later(turn: Turn) -> Say | None:
    """The prompt or answer that the question cuts, also where it cuts another such question."""
    speaking, question = turn.memory.speaking, turn.memory.question
    if question is not None and question.asked is Asked.BODY:
        return question.cut
    return None if speaking is None or speaking.kind is Spoken.NOTE else speaking


def _question_key(turn: Turn, command: Command, said: Heard) -> str:
    """A question of the word's own ("ask_fever") where there is one, else of its command."""
    own = f"ask_{'_'.join(said.words)}"
    return own if own in turn.content.prompts else _QUESTIONS[command]


def answered(turn: Turn, question: Question, command: Command, said: Heard) -> bool:
    """ "Yes" makes it count; "no" takes everything up as it was; anything else does too, and acts itself."""
    match command:
        case Command.YES if question.command is not None and question.heard is not None:
            act(turn, question.command, said, cause=question.heard)
        case Command.NO | Command.UNDO:
            turn.acted(command, said)
            turn.memory.lately_asked = None
            _take_up(turn, question)
        case _:
            turn.memory.question = None
            return False
    return True


def _take_up(turn: Turn, question: Question) -> None:
    """Everything as it was: the beat, and what the question cut is said again."""
    turn.memory.question = None
    if question.cut is not None:
        turn.say_text(question.cut.text, Spoken.REPEAT)


def unanswered(turn: Turn, question: Question) -> None:
    """Nobody answered: a phrase of two words counts, pain and burning pause, anything else goes on as it was."""
    said = question.heard
    if said is None or said.phrase is None or question.command is None:
        raise ValueError("a question about the body has its phrase")
    if not said.phrase.body_word:
        act(turn, question.command, said, cause=said)
    elif said.phrase.pauses and turn.state.step not in HELD:
        turn.change(paused=True, held_for_safety=True)
        turn.say_always(turn.content.text("taking_up_paused"), Spoken.ANSWER)
    else:
        _take_up(turn, question)


def said_to_others(turn: Turn, command: Command, said: Heard) -> bool:
    """Whether what would lead out of an emergency was said into talk, as whoever helps on the telephone says it."""
    return turn.state.step is Step.EMERGENCY and said.talking and command in (Command.RESUME, Command.YES)


def ask_all_safe(turn: Turn, said: Heard) -> None:
    """ "Continue" in an emergency needs a yes, and then only leads to a pause."""
    turn.ignore(said, Reason.ASKED)
    turn.change(asleep=False)
    turn.say_always(turn.content.text("ask_all_safe"), Spoken.ANSWER)
    turn.memory.question = Question(Asked.ALL_SAFE, frozenset({Command.YES, Command.NO}), ALL_SAFE_S)


def all_safe_answered(turn: Turn, command: Command, said: Heard) -> bool:
    """ "Yes" rests where it was, until she says "continue" once more; anything else leaves the emergency as it is."""
    match command:
        case Command.YES:
            turn.acted(command, said)
            holding.rest(turn)
        case Command.NO:
            turn.acted(command, said)
            turn.memory.question = None
        case Command.RESUME:
            turn.ignore(said, Reason.REPEAT)
        case _:
            turn.memory.question = None
            return False
    return True


def undone(before: State, now: State) -> State:
    """What undo restores where pain, illness or an emergency came since and no "continue": all but the motion."""
    if now.held_for_safety and not before.held_for_safety:
        return replace(before, paused=True, held_for_safety=True)
    return before
