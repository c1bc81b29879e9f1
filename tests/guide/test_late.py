"""A word that races a timer: what comes just after the guide went on by itself answers what it had asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Spoken
from voice.guide.events import CryingBegan, CryingStopped
from voice.guide.memory import LATE_S, Asked
from voice.guide.state import Earlier, Opening
from voice.guide.steps import Side, Step
from voice.guide.stretches import Stretch
from voice.guide.transitions import TABLE, Passing

Story = Callable[[Desk], None]
Check = Callable[[Desk], bool]


def at_work(desk: Desk) -> None:
    desk.to_express()
    desk.wait(10)


def at_the_second_hold(desk: Desk) -> None:
    at_work(desk)
    desk.say("other side")
    desk.answer("next")


def both_done(desk: Desk) -> None:
    desk.to_express()
    desk.to_second_side()
    desk.say("other side")


def collected(desk: Desk) -> None:
    both_done(desk)
    desk.answer("next")


def store(desk: Desk) -> None:
    collected(desk)
    desk.answer("next")


def read_back(desk: Desk) -> None:
    collected(desk)
    desk.answer("thirty")


def asked_about_pain(desk: Desk) -> None:
    at_work(desk)
    desk.say("pain")


def asked_about_fever(desk: Desk) -> None:
    at_work(desk)
    desk.say("fever")


def asked_if_there(desk: Desk) -> None:
    at_work(desk)
    wait_until(desk, lambda desk: desk.last == desk.text("still_there"))


def paused(desk: Desk) -> None:
    at_work(desk)
    desk.say("pause")


def held_for_crying(desk: Desk) -> None:
    at_work(desk)
    desk.tell(CryingBegan())
    desk.wait(8)
    desk.tell(CryingStopped())


EXPERIENCED = Opening(finished_sessions=4)


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that goes on by itself: how to get there, what tells that it ran, a late word, and what comes of it."""

    name: str
    story: Story
    ran: Check
    word: str
    answered: Check
    opening: Opening = EXPERIENCED
    step: Step | None = None
    """Where it goes on by the table of transitions."""
    asked: Asked | None = None
    """The question that runs out."""


CUT_SHORT = Earlier(-300.0, (Stretch(Side.LEFT, 12, -280.0, -80.0, 200.0),), (), (), 18.0, held=False)
AUTOPILOT = Opening(finished_sessions=4, autopilot=True)
TIMERS = (
    Timer(
        "a short welcome",
        lambda _: None,
        lambda desk: desk.at(Step.CHOOSE_SIDE),
        "next",
        lambda desk: desk.at(Step.CHOOSE_SIDE) and not desk.silent,
        Opening(short=True),
        step=Step.WELCOME,
    ),
    *(
        Timer(
            f"the second hold, {word}",
            at_the_second_hold,
            lambda desk: desk.at(Step.EXPRESS),
            word,
            lambda desk: desk.at(Step.EXPRESS) and desk.state.position == 12 and "move" not in desk.steps(),
            step=Step.HOLD,
        )
        for word in ("next", "ready", "got it", "done")
    ),
    Timer(
        "both done",
        both_done,
        lambda desk: desk.at(Step.COLLECTED),
        "next",
        lambda desk: desk.at(Step.COLLECTED) and not desk.silent,
        step=Step.BOTH_DONE,
    ),
    Timer(
        "both done, another round",
        both_done,
        lambda desk: desk.at(Step.COLLECTED),
        "another round",
        lambda desk: desk.at(Step.HOLD) and desk.state.side is Side.LEFT,
        step=Step.BOTH_DONE,
    ),
    Timer(
        "collected",
        collected,
        lambda desk: desk.at(Step.STORE),
        "next",
        lambda desk: desk.at(Step.STORE) and not desk.silent,
        step=Step.COLLECTED,
    ),
    Timer(
        "collected, an amount",
        collected,
        lambda desk: desk.at(Step.STORE),
        "log thirty",
        lambda desk: "30" in desk.last,
        step=Step.COLLECTED,
    ),
    Timer(
        "collected, continue",
        collected,
        lambda desk: desk.at(Step.STORE),
        "continue",
        lambda desk: desk.at(Step.EXPRESS),
        step=Step.COLLECTED,
    ),
    Timer(
        "store",
        store,
        lambda desk: desk.at(Step.GOODBYE),
        "next",
        lambda desk: desk.at(Step.GOODBYE) and not desk.silent,
        step=Step.STORE,
    ),
    Timer(
        "autopilot, a step",
        lambda _: None,
        lambda desk: desk.at(Step.CONTAINER),
        "next",
        lambda desk: desk.at(Step.CONTAINER),
        AUTOPILOT,
    ),
    *(
        Timer(
            f"autopilot, a spot, {word}",
            lambda _: None,
            lambda desk: desk.state.side is not None and desk.state.position == 2,
            word,
            lambda desk: desk.state.position == 2,
            AUTOPILOT,
        )
        for word in ("new spot", "no more drops", "next")
    ),
    Timer(
        "autopilot, a side",
        lambda _: None,
        lambda desk: desk.at(Step.SWITCH),
        "other side",
        lambda desk: desk.at(Step.SWITCH) and desk.state.side is Side.RIGHT,
        AUTOPILOT,
    ),
    Timer(
        "an amount, no",
        read_back,
        lambda desk: bool(desk.saved()),
        "no",
        lambda desk: desk.state.logged == () and desk.last == desk.text("log_unclear"),
        asked=Asked.AMOUNT,
    ),
    Timer(
        "an amount, another",
        read_back,
        lambda desk: bool(desk.saved()),
        "no twelve",
        lambda desk: "12" in desk.last,
        asked=Asked.AMOUNT,
    ),
    Timer(
        "an amount, that's wrong",
        read_back,
        lambda desk: bool(desk.saved()),
        "that's wrong",
        lambda desk: desk.state.logged == (),
        asked=Asked.AMOUNT,
    ),
    *(
        Timer(
            f"an amount, {word}",
            read_back,
            lambda desk: bool(desk.saved()),
            word,
            lambda desk: len(desk.state.logged) == 1 and desk.commands()[-1] == "yes",
            asked=Asked.AMOUNT,
        )
        for word in ("yes", "yes thanks")
    ),
    Timer(
        "pain asked back",
        asked_about_pain,
        lambda desk: desk.state.paused,
        "yes",
        lambda desk: desk.at(Step.PAIN),
        asked=Asked.BODY,
    ),
    Timer(
        "fever asked back",
        asked_about_fever,
        lambda desk: desk.guide.live(desk.now) != () and desk.now > 0 and desk.commands()[-1] != "yes",
        "yes",
        lambda desk: desk.at(Step.ILLNESS),
        asked=Asked.BODY,
    ),
    *(
        Timer(
            f"still there, {word}",
            asked_if_there,
            lambda desk: desk.state.paused,
            word,
            lambda desk: not desk.state.paused,
            asked=Asked.STILL_THERE,
        )
        for word in ("yes", "i'm here", "continue")
    ),
    *(
        Timer(
            f"cut short, {word}",
            lambda _: None,
            lambda desk: desk.at(Step.WELCOME),
            word,
            lambda desk: desk.at(Step.EXPRESS) and desk.state.left.expressed_s == 200.0,
            Opening(finished_sessions=4, earlier=CUT_SHORT),
            asked=Asked.GO_ON,
        )
        for word in ("yes", "continue")
    ),
    Timer(
        "asleep after a pause",
        paused,
        lambda desk: desk.state.asleep,
        "stop",
        lambda desk: desk.at(Step.COLLECTED) and not desk.state.asleep,
    ),
    Timer(
        "asleep after a pause, continue",
        paused,
        lambda desk: desk.state.asleep,
        "continue",
        lambda desk: desk.at(Step.EXPRESS) and not (desk.state.asleep or desk.state.paused),
    ),
    Timer(
        "asleep since nobody answered",
        lambda desk: desk.answer("next"),
        lambda desk: desk.state.asleep,
        "next",
        lambda desk: desk.at(Step.WASH) and not desk.state.asleep,
    ),
    Timer(
        "calm again",
        held_for_crying,
        lambda desk: desk.last == desk.text("resume"),
        "please continue",
        lambda desk: desk.commands()[-1] == "resume" and not desk.silent,
    ),
)
"""Every timer that goes on by itself. Reminders, notes over the beat and "still there?" only speak."""


def run(timer: Timer) -> Desk:
    """Up to the moment at which it has gone on."""
    desk = Desk(timer.opening)
    timer.story(desk)
    desk.listen()
    desk.wait(0.1 if timer.name != "fever asked back" else 6.1)
    wait_until(desk, timer.ran)
    return desk


def wait_until(desk: Desk, happened: Check) -> None:
    """Let time pass until then, at most an hour."""
    while not happened(desk):
        assert desk.now < 3600.0
        desk.wait(0.1)


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
def test_a_word_just_after_a_timer_answers_what_was_asked(timer: Timer) -> None:
    desk = run(timer)
    desk.wait(0.3)
    desk.say(timer.word)
    assert timer.answered(desk)
    assert desk.ignored() == [one for one in desk.ignored() if one[1] == "asked"]


def test_no_timer_is_missing() -> None:
    steps = {timer.step for timer in TIMERS} - {None}
    assert steps == {row.start for row in TABLE if row.on is Passing.QUIET}
    saying_nothing = {Asked.FINGERS_OR_SIDES, Asked.SIDE_OR_FINISHED, Asked.START_OVER, Asked.ERASE, Asked.ALL_SAFE}
    assert {timer.asked for timer in TIMERS} - {None} == set(Asked) - saying_nothing


def second_hold() -> Desk:
    desk = Desk(EXPERIENCED)
    at_the_second_hold(desk)
    wait_until(desk, lambda desk: desk.at(Step.EXPRESS))
    return desk


def test_after_fifteen_seconds_next_is_a_new_spot_and_ready_is_talk() -> None:
    desk = second_hold()
    desk.wait(LATE_S + 0.2)
    desk.say("ready")
    assert desk.ignored()[-1] == ("ready", "not-live")
    desk.say("next")
    assert desk.at(Step.MOVE)


def test_the_second_next_is_one_of_its_own() -> None:
    desk = second_hold()
    desk.say("ready")
    assert desk.earcons()[-1] == "heard"
    desk.say("next")
    assert desk.at(Step.MOVE)


def test_a_late_next_cuts_nothing() -> None:
    desk = second_hold()
    said = desk.said()
    desk.say("next")
    assert not desk.silent
    assert desk.said() == said


def test_next_after_the_prompt_of_the_step_that_came_answers_that_one() -> None:
    desk = Desk(Opening(short=True))
    wait_until(desk, lambda desk: desk.at(Step.CHOOSE_SIDE))
    desk.answer("next")
    assert desk.state.side is Side.LEFT


def test_something_else_said_ends_it() -> None:
    desk = Desk(EXPERIENCED)
    read_back(desk)
    desk.listen()
    desk.wait(5)
    desk.answer("storage")
    desk.say("no")
    assert desk.ignored() == [("no", "not-live")]
    assert len(desk.state.logged) == 1


def test_no_to_what_was_saved_lasts_fifteen_seconds() -> None:
    for seconds, kept in ((LATE_S - 0.5, 0), (LATE_S + 0.5, 1)):
        desk = Desk(EXPERIENCED)
        read_back(desk)
        wait_until(desk, lambda desk: bool(desk.saved()))
        desk.wait(seconds)
        desk.say("no")
        assert len(desk.state.logged) == kept


def test_a_late_no_after_pain_starts_no_beat() -> None:
    desk = Desk(EXPERIENCED)
    asked_about_pain(desk)
    wait_until(desk, lambda desk: desk.state.paused)
    desk.say("no")
    desk.wait(3)
    assert not desk.beating
    assert desk.said(Spoken.ANSWER)[-1] == desk.text("taking_up_paused")


def test_undo_brings_back_what_a_late_no_took_away() -> None:
    desk = Desk(EXPERIENCED)
    read_back(desk)
    desk.listen()
    desk.wait(5)
    desk.answer("no", "undo")
    assert len(desk.state.logged) == 1


def test_no_after_a_yes_still_corrects_it_and_another_yes_is_no_riddle() -> None:
    for word, kept in (("no", 0), ("yes", 1)):
        desk = Desk(EXPERIENCED)
        read_back(desk)
        desk.answer("yes", word)
        assert len(desk.state.logged) == kept
        assert desk.ignored() == []
