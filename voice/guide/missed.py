"""What was near and like an answer, but nothing that is known (safety rule 12).

A small tone at once, and what was asked in a few words; after the second the keys are named, once, and shown.
"""

from __future__ import annotations

from voice.guide import wording
from voice.guide.actions import Earcon, ShowKeys, Spoken
from voice.guide.memory import Asked
from voice.guide.steps import AT_WORK, WAITING, Step
from voice.guide.turn import Turn

MISSED_S = 8.0
"""How long after it asked or invited something the guide takes what it missed for the answer, in seconds."""
MOST = 2
"""So many in a row are answered; then it stays quiet."""
_INVITING = (Step.FIVE_MINUTES, Step.TEN_MINUTES)
"""What is said over the beat and asks for a command."""


def missed(turn: Turn) -> None:
    """A tone where an answer was waited for, over the beat no words but those about the keys, and otherwise nothing."""
    memory = turn.memory
    if not _awaited(turn) or memory.missed >= MOST:
        return
    memory.missed += 1
    turn.earcon(Earcon.NOT_UNDERSTOOD)
    if memory.missed == MOST and not memory.keys_told:
        memory.keys_told = True
        turn.do(ShowKeys())
        turn.say("missed_keys", Spoken.NOTE)
    elif memory.missed < MOST and not (memory.keys_told or _without_words(turn)):
        turn.say(wording.missed_key(turn.state, asked=memory.question is not None), Spoken.NOTE)


def _awaited(turn: Turn) -> bool:
    """Whether something was asked a moment ago; crying, and what is said in an emergency, is taken for no answer."""
    memory, state = turn.memory, turn.state
    if state.asleep or memory.crying.sounds or state.step is Step.EMERGENCY:
        return False
    asked = memory.question is not None or (not state.held and (state.step in WAITING or _invited(turn)))
    return asked and memory.speaking is None and turn.now - memory.spoken_until <= MISSED_S


def _without_words(turn: Turn) -> bool:
    """Whether a tone must do: over the beat, where everything is held, where the step goes on by itself, and where no
    answer is needed.
    """
    question = turn.memory.question
    timed = turn.memory.autopilot and question is None
    needless = question is not None and question.asked is Asked.KEPT_IN
    return turn.state.held or turn.state.step in AT_WORK or timed or needless


def _invited(turn: Turn) -> bool:
    prompt = turn.memory.prompt
    return prompt is not None and prompt.step in _INVITING and turn.memory.last_said is prompt
