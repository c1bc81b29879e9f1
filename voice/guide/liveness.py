"""Whether a phrase counts: live at the end of its words, and still when it was decided (the contract)."""

from __future__ import annotations

from voice.guide import crying
from voice.guide.commands import Command
from voice.guide.events import Heard
from voice.guide.live import RECENT_S, Situation
from voice.guide.memory import Memory
from voice.guide.phrases import Phrase
from voice.guide.state import State
from voice.guide.steps import Step
from voice.guide.turn import Turn


def situation(state: State, memory: Memory, now: float) -> Situation:
    """What decides now which phrases are live."""
    question = memory.question
    went_on = memory.went_on_lately(now)
    back = frozenset() if went_on is None else went_on.leads_back
    over = state.step is Step.GOODBYE and state.returns_to is None and not (state.held or state.asleep)
    return Situation(
        state.step,
        recent=memory.speaking is not None or now - memory.spoken_until <= RECENT_S,
        paused=state.paused,
        asleep=state.asleep,
        as_in=_as_in(state, memory),
        asked=(question.answers if question is not None else frozenset()) | crying.answers(memory.crying, state) | back,
        closed=frozenset({Command.RESUME}) if over else frozenset(),
        late=frozenset() if went_on is None else went_on.did | went_on.answers,
    )


def _as_in(state: State, memory: Memory) -> frozenset[Step]:
    """Of what was held before a crash nobody knows why: only what goes on in an emergency does."""
    if not state.held_for_safety:
        return frozenset()
    return frozenset({Step.PAIN, Step.EMERGENCY}) if memory.held_before else frozenset({Step.PAIN})


def note(turn: Turn) -> None:
    """Keep what is live from now on, for what is decided later than it was said."""
    now_live, past = situation(turn.state, turn.memory, turn.now), turn.memory.situations
    if not past or past[-1][1] != now_live:
        past.append((turn.now, now_live))


def counting(turn: Turn, heard: Heard) -> Phrase | None:
    """The phrase that was heard, or None where it is not live; what it replaces had led somewhere else meanwhile."""
    phrase = heard.phrase
    if phrase is None or not situation(turn.state, turn.memory, turn.now).lives(phrase):
        return None
    past = [situation for since, situation in turn.memory.situations if since <= heard.speech_end_s]
    return phrase if heard.replaces or not past or past[-1].lives(phrase) else None
