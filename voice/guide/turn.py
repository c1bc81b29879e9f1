"""One turn of the guide: an event is being answered now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from voice.guide.actions import (
    Acted,
    Action,
    CountAloud,
    Earcon,
    Hush,
    Ignored,
    PlayEarcon,
    Reason,
    Say,
    SetTempo,
    SetVolume,
    Show,
    Spoken,
    StartBeat,
    StopBeat,
)
from voice.guide.amounts import Amount
from voice.guide.commands import Command
from voice.guide.content import Content
from voice.guide.events import Heard
from voice.guide.memory import Asked, Before, Memory
from voice.guide.state import SOFT_DB, Counting, Opening, State
from voice.guide.steps import HELD, Side, Step
from voice.guide.stretches import Stretch

FIRST_CYCLES = 5
"""Cycles with spoken cue words after each start, move or switch."""
_ENDS_THE_REPLY = (Command.PAUSE, Command.SLEEP, Command.NO)
"""What cuts what is said in an emergency without saying anything itself."""


@dataclass(slots=True)
class Turn:
    """The working desk of one `handle`: read the state, change it, and collect actions."""

    content: Content
    opening: Opening
    state: State
    memory: Memory
    now: float
    actions: list[Action] = field(default_factory=list)

    def do(self, action: Action) -> None:
        """Want one more thing done."""
        self.actions.append(action)

    def change(self, **fields: Any) -> None:
        """Replace fields of the state."""
        self.state = replace(self.state, **fields)

    def change_current(self, **fields: Any) -> None:
        """Replace fields of the side she is on."""
        breast = replace(self.state.current, **fields)
        self.change(**{_field_of(self.state.side): breast})

    def snapshot(self) -> Before:
        """What stands now, to come back to."""
        return Before(self.state, self.memory.expressed, self.memory.question)

    def say(self, key: str, kind: Spoken, **values: str) -> int | None:
        """Say a prompt of the content; returns its id, or None where she asked for quiet."""
        return self.say_text(self.content.text(key, **values), kind)

    def say_text(self, text: str, kind: Spoken, *, gain_db: float = 0.0, goes_on: bool = False) -> int | None:
        """Say a text that is made already; after an emergency nothing is answered, and its reply is not cut.

        Where she asked for quiet only what she asks for is said, softly.
        """
        if self.state.step is Step.EMERGENCY and kind in (Spoken.ANSWER, Spoken.NOTE):
            return None
        if self.state.hushed:
            if kind in (Spoken.PROMPT, Spoken.NOTE):
                self.hush()
                return None
            gain_db = SOFT_DB
        return self.say_always(text, kind, gain_db=gain_db, goes_on=goes_on)

    def say_always(self, text: str, kind: Spoken, *, gain_db: float = 0.0, goes_on: bool = False) -> int:
        """Say a text even when she asked for quiet, or in an emergency: what she must know."""
        say = Say(self.memory.next_id, text, kind, self.state.step, gain_db, goes_on)
        self.memory.next_id += 1
        self.memory.speaking = say
        if kind is not Spoken.NOTE:
            self.memory.last_said = say
            self.memory.swallowed = say if self.memory.silenced else None
        if kind is Spoken.PROMPT:
            self.memory.prompt = say
        self.do(say)
        return say.id

    def hush(self) -> None:
        """Cut what is being said."""
        if self.memory.speaking is not None:
            self.do(Hush())

    def earcon(self, name: Earcon) -> None:
        """Sound an earcon."""
        self.do(PlayEarcon(name))

    def ignore(self, heard: Heard, reason: Reason) -> None:
        """Record that a phrase did nothing."""
        self.do(Ignored(heard, reason))

    def acted(self, command: Command, heard: Heard, value: str | tuple[Amount, ...] | None = None) -> None:
        """Record that a command acted, and cut what is being said (barge-in)."""
        self.memory.last_acted = (self.snapshot(), heard)
        if self.state.step is not Step.EMERGENCY or command in _ENDS_THE_REPLY:
            self.hush()
        self.memory.last_command_at = self.now
        self.memory.missed = 0
        self.memory.went_on = None
        self.do(Acted(command, heard, value))

    def settle(self) -> None:
        """Credit the time since the last turn to the side she is on, where the beat ran, and to whoever spoke."""
        elapsed = self.now - self.memory.settled_at
        self.memory.settled_at = self.now
        if self.memory.voice:
            self._spoken_through(elapsed)
        if self.memory.beating and self.state.side is not None and elapsed > 0:
            breast, began = self.state.current, self.now - elapsed
            stretch = Stretch(self.state.side, breast.hour, began, self.now, elapsed)
            self.memory.expressed = self.memory.expressed.plus(stretch)
            self.change_current(expressed_s=breast.expressed_s + elapsed)

    def _spoken_through(self, seconds: float) -> None:
        """Nothing that waits for her runs out while she speaks."""
        memory, question = self.memory, self.memory.question
        if memory.waiting is not None:
            memory.waiting = memory.waiting.spoken_through(seconds)
        if question is not None and question.waiting is not None:
            memory.question = replace(question, waiting=question.waiting.spoken_through(seconds))

    @property
    def matched_db(self) -> float:
        """What how she speaks adds to the volume she chose; it lowers nothing that safety has to say."""
        if not self.state.matching:
            return 0.0
        question = self.memory.question
        asked = question is not None and question.asked is Asked.BODY
        urgent = asked or self.state.held_for_safety or self.state.step in HELD
        return self.memory.loudness.applied_db(night=self.opening.night.at(self.now), urgent=urgent)

    def reconcile(self) -> None:
        """Want whatever brings beat, loudness and screen to where the state stands."""
        self._reconcile_beat()
        volume_db = self.state.volume_db + self.matched_db
        if self.memory.volume_db != volume_db:
            self.memory.volume_db = volume_db
            self.actions.insert(0, SetVolume(volume_db))  # first, so that what is said now begins at it
        self.show()

    def _reconcile_beat(self) -> None:
        memory, state = self.memory, self.state
        question = memory.question
        asked = question is not None and question.holds
        held = memory.beat_after is not None or asked or memory.crying.holds_beat(state)
        wanted = state.may_beat and not held and memory.closing_since is None
        if wanted and not memory.beating:
            memory.beating = True
            memory.beat_tempo_cpm, memory.beat_words = state.tempo_cpm, cue_cycles(state.counting)
            self.change(last_worked=state.side)
            self.do(StartBeat(state.tempo_cpm, memory.beat_words))
        elif memory.beating and not wanted:
            memory.beating = False
            self.do(StopBeat())
        if memory.beating and memory.beat_tempo_cpm != state.tempo_cpm:
            memory.beat_tempo_cpm = state.tempo_cpm
            self.do(SetTempo(state.tempo_cpm))
        if memory.beating and memory.beat_words != cue_cycles(state.counting):
            self.count_aloud()

    def restart_beat(self) -> None:
        """Let a beat that runs begin anew, at the start of a cycle, as soon as nothing holds it."""
        if self.memory.beating:
            self.memory.beating = False
            self.do(StopBeat())

    def count_aloud(self) -> None:
        """Begin the count of cycles with cue words anew."""
        self.memory.beat_words = cue_cycles(self.state.counting)
        if self.memory.beating:
            self.do(CountAloud(self.memory.beat_words))

    def show(self) -> None:
        """Show where the session stands, if that is news but for the times."""
        state, shown = self.state, self.memory.shown
        show = Show(
            state.step,
            state.side,
            state.position,
            state.paused,
            state.asleep,
            state.left.expressed_s,
            state.right.expressed_s,
        )
        if shown is None or replace(shown, left_s=show.left_s, right_s=show.right_s) != show:
            self.memory.shown = show
            self.do(show)
            if show.paused or show.asleep or show.step in HELD:
                self.memory.held_since = self.now


def cue_cycles(counting: Counting) -> int | None:
    """How many cycles are counted in words: None for all of them."""
    match counting:
        case Counting.FIRST_CYCLES:
            return FIRST_CYCLES
        case Counting.WORDS:
            return None
        case Counting.TONES | Counting.HUSHED:
            return 0


def _field_of(side: Side | None) -> str:
    if side is None:
        raise ValueError("no side has been chosen")
    return side.value
