"""The guide: events in, actions out, time passed in. It reads no clock and touches no device.

>>> guide = Guide(content, Opening())
>>> actions = guide.handle(Opened(), now=0.0)

Priority is the order of `_heard`: emergency, pain and illness first, in every state; then what an open question waits
for; then the command itself, where it is live.
"""

from __future__ import annotations

from typing import assert_never

from voice.guide import (
    acting,
    concerns,
    crying,
    keeping,
    late,
    liveness,
    logbook,
    matching,
    missed,
    moves,
    questions,
    restoring,
    safety,
    storing,
    timing,
    troubles,
    undo,
)
from voice.guide.actions import Action, Ending, Reason
from voice.guide.commands import SAFETY, Command
from voice.guide.content import Content
from voice.guide.events import (
    ClockJumped,
    CryingBegan,
    CryingStopped,
    Erased,
    Event,
    Found,
    Happened,
    Heard,
    Interrupted,
    Kept,
    LengthReached,
    NarrationEnded,
    NotUnderstood,
    Opened,
    TimePassed,
    VoiceBegan,
    VoiceEnded,
)
from voice.guide.live import Situation, live_phrases
from voice.guide.memory import Memory
from voice.guide.patience import Waiting
from voice.guide.phrases import Phrase
from voice.guide.state import Opening, State
from voice.guide.steps import AT_WORK, Step
from voice.guide.turn import Turn

REPLACED_S = 1.5
"""How long after a command its longer phrase can still replace it: 1 s of speech and the time to decide it."""


class Guide:
    """One session's guide; owned by one thread."""

    def __init__(self, content: Content, opening: Opening) -> None:
        self._content = content
        self._opening = opening
        self._state = State(
            short=opening.short,
            tempo_cpm=opening.tempo_cpm,
            volume_db=opening.volume_db,
            matching=opening.match_loudness,
            narration=opening.narration,
            milk=opening.noted.milk,
        )
        self._memory = Memory(
            volume_db=opening.volume_db,
            autopilot=opening.autopilot,
            autopilot_asked=opening.autopilot,
            milk=opening.noted.milk,
        )
        self._live: tuple[Situation, tuple[Phrase, ...]] | None = None
        """What is live in the last situation that was asked about: it is asked fifty times a second, and seldom new."""

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    @property
    def ended(self) -> bool:
        """Whether the session is closed."""
        return self._memory.ended

    def live(self, now: float) -> tuple[Phrase, ...]:
        """The phrases that are answered now: those that act, and "next" where she is told what to say instead."""
        situation = liveness.situation(self._state, self._memory, now)
        if self._live is None or self._live[0] != situation:
            self._live = situation, live_phrases(self._content.phrases, situation)
        phrases = self._live[1]
        if self._state.asleep or not self._state.held:
            return phrases
        return (*phrases, *(phrase for phrase in self._content.phrases.all if phrase.command is Command.NEXT))

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self._memory.question is not None

    @property
    def awaits_amounts(self) -> bool:
        """Whether amounts of milk, or its kind, would be taken now."""
        return _awaits_amounts(self._state)

    def handle(self, event: Event, now: float) -> tuple[Action, ...]:
        """What is to be done about `event` at `now` (room time in seconds, never going back)."""
        turn = Turn(self._content, self._opening, self._state, self._memory, now)
        turn.settle()
        if not self._memory.ended:
            self._answer(turn, event)
            timing.due(turn)
            storing.note(turn)
            keeping.note(turn)
            turn.reconcile()
            liveness.note(turn)
        self._state = turn.state
        return tuple(turn.actions)

    def _answer(self, turn: Turn, event: Event) -> None:
        closing = self._memory.closing_since is not None
        match event:
            case Opened():
                restoring.open_(turn)
            case Heard() if closing:
                turn.ignore(event, Reason.NOT_LIVE)
            case Heard():
                self._heard(turn, event)
                matching.follow(turn, event)
            case NotUnderstood():
                missed.missed(turn)
            case NarrationEnded():
                _narration_ended(turn, event)
            case VoiceBegan():
                turn.memory.voice = True
            case VoiceEnded():
                turn.memory.voice = False
            case CryingBegan():
                crying.began(turn)
            case CryingStopped():
                crying.stopped(turn)
            case Found():
                concerns.found(turn, event.concern)
            case Happened():
                troubles.happened(turn, event.trouble)
            case Kept():
                keeping.kept(turn)
            case Erased():
                keeping.forget(turn, event.at_s, event.amounts)
            case ClockJumped():
                turn.memory.clock_jumped = True
            case Interrupted():
                logbook.settle(turn)
                moves.interrupted(turn)
            case LengthReached():
                logbook.settle(turn)
                moves.end(turn, Ending.LENGTH)
            case TimePassed():
                pass
            case _:
                assert_never(event)

    def _heard(self, turn: Turn, heard: Heard) -> None:
        self._take_back(turn, heard)
        phrase = liveness.counting(turn, heard)
        if phrase is not None and phrase.command in SAFETY:
            _save_what_was_read_back(turn)
        before = turn.snapshot()
        if phrase is None:
            self._not_live(turn, heard)
        elif phrase.command in SAFETY:
            safety.heard(turn, phrase.command, heard)
        elif safety.said_to_others(turn, phrase.command, heard):
            turn.ignore(heard, Reason.TALK)
        elif crying.holds_back(turn, heard):
            pass
        elif not (late.answered(turn, phrase, heard) or questions.answered(turn, phrase.command, heard)):
            questions.put_off(turn, phrase.command)
            acting.act(turn, phrase, heard)
        if phrase is None or phrase.command is not Command.UNDO:
            undo.remember(turn, before)

    def _not_live(self, turn: Turn, heard: Heard) -> None:
        if turn.state.asleep:
            turn.ignore(heard, Reason.ASLEEP)
        elif not (_awaits_amounts(turn.state) and logbook.heard(turn, heard)):
            turn.ignore(heard, Reason.NOT_LIVE)
            if heard.phrase is not None and heard.phrase.command is Command.NEXT:
                turn.memory.next_unanswered = turn.state.held

    def _take_back(self, turn: Turn, long: Heard) -> None:
        """Undo the command just before where this is a longer phrase that it began; the memory of it ends here.

        Pain, illness and emergency are never taken back: only "continue" goes on after them.
        """
        last, turn.memory.last_acted = turn.memory.last_acted, None
        if not long.replaces or last is None or turn.now - last[1].decided_s > REPLACED_S:
            return
        before, short = last
        if turn.state.held_for_safety and not before.state.held_for_safety:
            return
        undo.take_back(turn, before)
        turn.ignore(short, Reason.REPLACED)


def _save_what_was_read_back(turn: Turn) -> None:
    """A safety phrase must not lose an amount, and undoing the one must not undo the other."""
    before = turn.snapshot()
    logbook.settle(turn)
    undo.remember(turn, before)


def _awaits_amounts(state: State) -> bool:
    free = not (state.paused or state.asleep)
    return free and state.step in (Step.CONTAINER, Step.BOTH_DONE, Step.COLLECTED, Step.STORE)


def _narration_ended(turn: Turn, ended: NarrationEnded) -> None:
    memory = turn.memory
    if memory.speaking is not None and memory.speaking.id == ended.id:
        memory.speaking = None
        memory.spoken_until = turn.now
        if ended.id != memory.reminder:
            memory.waiting = Waiting(turn.now)
        questions.said(turn)
    if ended.cut and memory.noting is not None and memory.noting[1] == ended.id:
        concerns.cut(turn, memory.noting[0])
    if memory.beat_after == ended.id:
        memory.beat_after = None
    prompt = memory.prompt
    if prompt is not None and prompt.id == ended.id and turn.state.step in AT_WORK:
        if turn.state.step is Step.MOVE:
            turn.count_aloud()
        turn.change(step=Step.EXPRESS)
