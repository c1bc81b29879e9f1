"""Pain, illness and emergency: what counts, what is asked back, and how they hold everything."""

from __future__ import annotations

from dataclasses import replace

from voice.guide import moves
from voice.guide.actions import Reason, Spoken
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


def heard(turn: Turn, command: Command, said: Heard) -> None:
    """A safety phrase: act, or ask back where it is a lone body word or uncertain."""
    phrase = said.phrase
    if phrase is None:
        raise ValueError("amounts are no safety phrase")
    if phrase.body_word or not said.certain:
        lately = turn.memory.lately_asked
        again = lately is not None and lately[0] is command and turn.now <= lately[1]
        if not again and turn.state.step is not _STEPS[command]:
            _ask_back(turn, command, said)
            return
    act(turn, command, said)


def act(turn: Turn, command: Command, said: Heard) -> None:
    """Stop everything and say whom to call."""
    turn.acted(command, said)
    turn.memory.question = None
    turn.memory.lately_asked = None
    state = turn.state
    turn.change(asleep=False, held_for_safety=True)
    if state.step is Step.EMERGENCY and command is not Command.EMERGENCY:
        return  # the more urgent reply stands; silence until "continue"
    returns_to = state.returns_to if state.step in (*HELD, Step.COLLECTED) and state.returns_to else state.step
    if returns_to in AT_WORK:
        returns_to = Step.EXPRESS
    crisis = said.phrase is not None and said.phrase.crisis
    moves.enter(turn, _STEPS[command], key="emergency_crisis" if crisis else None)
    turn.change(returns_to=returns_to)


def _ask_back(turn: Turn, command: Command, said: Heard) -> None:
    phrase = said.phrase
    turn.ignore(said, Reason.ASKED)
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
        holds=phrase is not None and phrase.holds,
    )


def _question_key(turn: Turn, command: Command, said: Heard) -> str:
    """A question of the word's own ("ask_fever") where there is one, else of its command."""
    own = f"ask_{'_'.join(said.words)}"
    return own if own in turn.content.prompts else _QUESTIONS[command]


def answered(turn: Turn, question: Question, command: Command, said: Heard) -> bool:
    """ "Yes" makes it count; "no" takes everything up as it was; anything else does too, and acts itself."""
    turn.memory.question = None
    match command:
        case Command.YES if question.command is not None:
            act(turn, question.command, said)
        case Command.NO:
            turn.acted(Command.NO, said)
            turn.memory.lately_asked = None
        case _:
            return False
    return True


def unanswered(turn: Turn, question: Question) -> None:
    """Nobody answered: a phrase of two words counts, pain and burning pause, anything else goes on as it was."""
    said = question.heard
    if said is None or said.phrase is None or question.command is None:
        raise ValueError("a question about the body has its phrase")
    if not said.phrase.body_word:
        act(turn, question.command, said)
    elif said.phrase.pauses and turn.state.step not in HELD:
        turn.change(paused=True)
        turn.say_always(turn.content.text("taking_up_paused"), Spoken.ANSWER)


def undone(before: State, now: State) -> State:
    """What undo restores where pain, illness or an emergency came since and no "continue": all but the motion."""
    if now.held_for_safety and before.step not in HELD:
        return replace(before, paused=True, held_for_safety=True)
    return before
