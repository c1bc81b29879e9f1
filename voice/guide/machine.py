"""The guide: events in, actions out, time passed in. It reads no clock and touches no device.

>>> guide = Guide(content, Opening())
>>> actions = guide.handle(Opened(), now=0.0)

Priority is the order of `_heard`: emergency, pain and illness first, in every state; then what an open question waits
for; then the command itself, where it is live.
"""

from __future__ import annotations

from typing import assert_never

from voice.guide import (
    answers,
    concerns,
    crying,
    late,
    liveness,
    logbook,
    matching,
    missed,
    moves,
    questions,
    safety,
    timing,
    troubles,
    undo,
)
from voice.guide.actions import Action, Earcon, Ending, Reason
from voice.guide.commands import SAFETY, Command
from voice.guide.content import Content
from voice.guide.events import (
    CryingBegan,
    CryingStopped,
    Event,
    Found,
    Happened,
    Heard,
    Interrupted,
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
from voice.guide.state import Counting, Opening, State
from voice.guide.steps import AT_WORK, Side, Step
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
        )
        self._memory = Memory(
            volume_db=opening.volume_db, autopilot=opening.autopilot, autopilot_asked=opening.autopilot
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
            turn.reconcile()
            liveness.note(turn)
        self._state = turn.state
        return tuple(turn.actions)

    def _answer(self, turn: Turn, event: Event) -> None:
        closing = self._memory.closing_since is not None
        match event:
            case Opened():
                self._open(turn)
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

    def _open(self, turn: Turn) -> None:
        moves.enter(turn, Step.WELCOME)
        if turn.memory.autopilot:
            turn.memory.notes.append(troubles.AUTOPILOT)
        for concern in turn.opening.concerns:
            concerns.found(turn, concern)

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
            _act(turn, phrase, heard)
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


def _act(turn: Turn, phrase: Phrase, heard: Heard) -> None:
    """Carry out a live command that no question was waiting for."""
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
    turn.acted(command, heard, phrase.value or _side_value(command))
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
        case _:
            _hold_or_answer(turn, command, hush=phrase.value == "hush")


def _hold_or_answer(turn: Turn, command: Command, *, hush: bool) -> None:
    match command:
        case Command.PAUSE:
            moves.pause(turn)
        case Command.RESUME:
            moves.resume(turn)
        case Command.FINISH:
            moves.finish(turn)
        case Command.SLEEP:
            moves.sleep(turn)
        case Command.WAKE:
            moves.wake(turn)
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
        case Command.STORAGE:
            answers.storage(turn)
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


def _side_value(command: Command) -> str | None:
    return command.value if command in (Command.LEFT, Command.RIGHT) else None


def _choose_side(turn: Turn, side: Side) -> None:
    """A side answers the question for one; among amounts it is said before its number and alone means nothing."""
    if turn.state.step is Step.CHOOSE_SIDE:
        moves.choose(turn, side)
    else:
        turn.earcon(Earcon.HEARD)


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
