"""Long random sessions: what must hold whatever is said, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.guide.desk import content
from voice.guide.actions import Acted, Action, End, Keep, Say, Show, StartBeat, StopBeat
from voice.guide.commands import SAFETY, Command
from voice.guide.events import (
    Erased,
    Event,
    Happened,
    Heard,
    Kept,
    NarrationEnded,
    NotUnderstood,
    Opened,
    TimePassed,
    Trouble,
)
from voice.guide.machine import Guide
from voice.guide.phrases import Phrase
from voice.guide.state import Opening, State
from voice.guide.steps import AT_WORK, HELD, Side, Step
from voice.guide.undo import timeless

CONTENT = content()
PHRASES = CONTENT.phrases.all
AMOUNTS = ("log thirty", "half a teaspoon", "left ten right twelve", "no twelve", "not thirteen thirty", "a few drops")
BUSY = settings(
    derandomize=True, deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow], database=None
)


class Session:
    """A guide with narration that ends when it is told to, and the rules that hold at every moment."""

    def __init__(self, opening: Opening) -> None:
        self.guide = Guide(CONTENT, opening)
        self.now = 0.0
        self.beating = False
        self.locked = False
        """Pain, illness or an emergency came and no "continue" since."""
        self.speaking: list[Say] = []
        self.last: list[Action] = []
        self.tell(Opened())

    @property
    def state(self) -> State:
        return self.guide.state

    def listens(self) -> bool:
        """Whether it is neither over nor asleep."""
        return not (self.guide.ended or self.state.asleep)

    def tell(self, event: Event) -> list[Action]:
        before, ended = self.state, self.guide.ended
        beat_before = self.beating
        actions = list(self.guide.handle(event, self.now))
        assert not (ended and actions)
        for action in actions:
            self._note(action)
        self._hold_rules(before, beat_before)
        if visible(before) != visible(self.state):
            shown = next(action for action in reversed(actions) if isinstance(action, Show))
            assert (shown.step, shown.side, shown.position, shown.paused, shown.asleep) == visible(self.state)
        self.last = actions
        return actions

    def _note(self, action: Action) -> None:
        match action:
            case Say():
                self.speaking.append(action)
            case StartBeat():
                assert not self.beating
                self.beating = True
            case StopBeat():
                assert self.beating
                self.beating = False
            case Acted(command=command):
                if command in SAFETY:
                    self.locked = True
                elif command is Command.RESUME:
                    self.locked = False
            case Keep():
                hold_kept(action)
            case End():
                assert self.guide.ended
                self.beating = False
            case _:
                pass

    def _hold_rules(self, before: State, beat_before: bool) -> None:
        state = self.state
        if self.beating:
            assert state.step in AT_WORK
            assert not (state.paused or state.asleep)
            assert not self.locked, "only an explicit continue restarts the beat"
        grown_s = total_s(state) - total_s(before)
        assert grown_s > -1e-6 or not self.guide.ended
        if not beat_before:
            assert grown_s < 1e-6, "time counts only while the beat sounds"
        if state.step in HELD or state.step is Step.COLLECTED:
            assert not self.beating
        assert state.step not in (*AT_WORK, Step.SWITCH, Step.BOTH_DONE) or state.side is not None

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.tell(TimePassed())

    def fall_silent(self, *, cut: bool = False) -> None:
        while self.speaking:
            self.tell(NarrationEnded(self.speaking.pop(0).id, cut))

    def say(self, words: str, *, certain: bool = True, replaces: bool = False) -> list[Action]:
        said = tuple(words.split())
        phrase = CONTENT.phrases.find(said)
        return self.tell(
            Heard(said, phrase, speech_end_s=self.now, decided_s=self.now, certain=certain, replaces=replaces)
        )

    def settle(self) -> None:
        """Let the guide finish speaking, and open questions run out."""
        for _ in range(4):
            self.fall_silent()
            self.pass_time(6.5)
        self.fall_silent()


def hold_kept(keep: Keep) -> None:
    """What the journal is given is a course of time: one stretch after the other, none longer than it lasted."""
    for one in keep.stretches:
        assert -1e-6 <= one.expressed_s <= one.to_s - one.from_s + 1e-6
    for before, after in pairwise(keep.stretches):
        assert before.to_s <= after.from_s + 1e-6
        assert (before.side, before.place) != (after.side, after.place)
    assert all(rest.to_s is not None for rest in keep.rests[:-1])
    assert not (keep.over and keep.held)


def total_s(state: State) -> float:
    return state.left.expressed_s + state.right.expressed_s


def phrases_of(*commands: Command) -> list[str]:
    return [phrase.text for phrase in PHRASES if phrase.command in commands]


Doing = tuple[object, ...]
SILENCE: Doing = ("silence", False)

safety = st.sampled_from([phrase.text for phrase in PHRASES if phrase.command in SAFETY])
usual = st.sampled_from([phrase.text for phrase in PHRASES if phrase.command not in SAFETY])
forward = st.sampled_from([*["next"] * 6, "left", "right", "new spot", "other side", "i know how", "yes", "continue"])
TO_WORK = ("next", "i know how", "left")
TO_BOTH_DONE = (*TO_WORK, "other side", "next", "next", "other side")
PATHS = ((), ("next", "next"), TO_WORK, TO_BOTH_DONE, (*TO_BOTH_DONE, "next"), (*TO_BOTH_DONE, "next", "next", "next"))


def saying(words: st.SearchStrategy[str]) -> st.SearchStrategy[Doing]:
    return st.tuples(
        st.just("say"), words, st.sampled_from([True, True, True, False]), st.sampled_from([False, False, False, True])
    )


say = saying(st.one_of(forward, forward, usual, usual, st.sampled_from(AMOUNTS)))
seconds = st.sampled_from([0.1, 0.7, 4.0, 7.0, 11.0, 46.0, 100.0, 301.0, 605.0, 3600.0])
wait = st.tuples(st.just("wait"), seconds)
silence = st.tuples(st.just("silence"), st.booleans())
trouble = st.tuples(st.just("trouble"), st.sampled_from(Trouble))
missed = st.tuples(st.just("missed"))
kept = st.tuples(st.just("kept"))
erased = st.tuples(st.just("erased"), seconds)
doing = st.one_of(*[say] * 6, *[silence] * 4, *[wait] * 3, saying(safety), trouble, missed, kept, erased)
doings = st.builds(
    lambda path, done: [*path, *done],
    st.sampled_from(PATHS).map(lambda path: [one for words in path for one in (("say", words, True, False), SILENCE)]),
    st.lists(doing, min_size=4, max_size=60),
)
openings = st.builds(
    Opening,
    finished_sessions=st.sampled_from([0, 4]),
    proposed_side=st.sampled_from(Side),
    short=st.booleans(),
    autopilot=st.sampled_from([False, False, False, True]),
)


def play(session: Session, done: list[Doing]) -> None:
    for doing in done:
        match doing:
            case ("say", str(words), bool(certain), bool(replaces)):
                session.say(words, certain=certain, replaces=replaces)
            case ("wait", float(seconds)):
                session.pass_time(seconds)
            case ("silence", bool(cut)):
                session.fall_silent(cut=cut)
            case ("kept",):
                session.tell(Kept())
            case ("erased", float(seconds)):
                session.tell(Erased(max(0.0, session.now - seconds), 0))
            case ("trouble", Trouble() as what):
                session.tell(Happened(what))
            case _:
                session.tell(NotUnderstood())


@BUSY
@given(openings, doings)
def test_the_rules_hold_in_every_session(opening: Opening, done: list[Doing]) -> None:
    play(Session(opening), done)


@BUSY
@given(openings, doings, st.sampled_from(phrases_of(Command.FINISH)))
def test_there_is_no_dead_end_by_voice(opening: Opening, done: list[Doing], finish: str) -> None:
    session = Session(opening)
    play(session, done)
    for _ in range(5):
        if session.guide.ended:
            break
        session.fall_silent()
        if session.state.asleep:
            session.say("wake up")
            session.fall_silent()
        session.say(finish)
        session.fall_silent()
    session.pass_time(30)
    session.pass_time(30)
    assert session.guide.ended


@BUSY
@given(openings, doings, st.sampled_from([p for p in PHRASES if p.command is Command.EMERGENCY]))
def test_an_emergency_acts_in_every_state(opening: Opening, done: list[Doing], phrase: Phrase) -> None:
    session = Session(opening)
    play(session, done)
    if session.guide.ended or (phrase.number and session.guide.awaits_amounts):
        return
    session.say(phrase.text)
    assert session.state.step is Step.EMERGENCY
    assert not session.beating
    assert any(isinstance(action, Say) and action.step is Step.EMERGENCY for action in session.last)


@BUSY
@given(openings, doings, st.sampled_from(["it hurts", "too sore", "i feel sick", "a lump"]))
def test_pain_and_illness_stop_everything_and_only_continue_goes_on(
    opening: Opening, done: list[Doing], words: str
) -> None:
    session = Session(opening)
    play(session, done)
    if session.guide.ended:
        return
    session.say(words)
    assert session.state.step in HELD
    assert not session.beating
    was = total_s(session.state)
    session.fall_silent()
    session.pass_time(5000)
    assert total_s(session.state) == was
    assert session.state.step in HELD
    session.say("continue")
    if session.state.step is Step.EMERGENCY:
        session.fall_silent()
        session.say("yes")
        assert session.state.paused
        session.say("continue")
    assert session.state.step not in HELD


def visible(state: State) -> tuple[Step, Side | None, int | None, bool, bool]:
    return state.step, state.side, state.position, state.paused, state.asleep


@BUSY
@given(openings, doings, usual.filter(lambda words: words not in phrases_of(Command.UNDO)))
def test_undo_of_do_is_what_was(opening: Opening, done: list[Doing], words: str) -> None:
    session = Session(opening)
    play(session, done)
    session.settle()
    if not session.listens():
        return
    before = comparable(session.state)
    acted = session.say(words)
    changed = comparable(session.state) != before
    if session.guide.ended or not changed or not any(isinstance(action, Acted) for action in acted):
        return
    if session.state.asleep:
        session.fall_silent()
        session.say("wake up")
        if session.state.step not in HELD:
            session.say("undo")
    session.say("undo")
    assert comparable(session.state) == before


def comparable(state: State) -> State:
    """What undo restores: everything but the clocks, and what is spoken over the beat counts as expressing."""
    step = Step.EXPRESS if state.step in AT_WORK else state.step
    return replace(timeless(state), step=step)
