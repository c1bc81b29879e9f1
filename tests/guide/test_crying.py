"""A baby that cries: what waits for it, what counts meanwhile, and how everything goes on."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Action, Spoken
from voice.guide.events import CryingBegan, CryingStopped, Heard
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working(opening: Opening | None = None) -> Desk:
    desk = Desk(opening or Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


def crying(seconds: float = 5.0, opening: Opening | None = None) -> Desk:
    """At work, and for some seconds with a crying baby."""
    desk = working(opening)
    desk.tell(CryingBegan())
    desk.wait(seconds)
    return desk


def over_crying(desk: Desk, text: str) -> list[Action]:
    """Say something that is no louder than the crying."""
    words = tuple(text.split())
    return desk.tell(
        Heard(words, desk.content.phrases.find(words), clear=False, speech_end_s=desk.now, decided_s=desk.now)
    )


# ---- The hold


def test_crying_holds_beat_and_timers_and_is_no_pause() -> None:
    desk = working()
    before = desk.expressed_s(Side.LEFT)
    desk.tell(CryingBegan())
    assert not desk.beating
    desk.wait(60)
    assert desk.expressed_s(Side.LEFT) == pytest.approx(before, abs=0.15)
    assert not desk.state.paused and desk.at(Step.EXPRESS)
    assert desk.commands()[-1] == "next"


def test_one_sentence_says_what_goes_on_anyway() -> None:
    desk = crying(120)
    assert desk.said(Spoken.NOTE) == [desk.text("crying")]
    assert "please continue" in desk.last


def test_what_is_being_said_is_said_to_its_end() -> None:
    desk = working()
    desk.say("new spot")
    desk.wait(0.5)
    desk.tell(CryingBegan())
    desk.wait(0.5)
    assert "Move your thumb" in desk.last and not desk.beating
    desk.listen()
    desk.wait(0.2)
    assert desk.last == desk.text("crying")


def test_when_it_is_calm_the_beat_is_taken_up_where_it_was() -> None:
    desk = working()
    desk.say("new spot")
    desk.wait(20)
    before = desk.state
    desk.tell(CryingBegan())
    desk.wait(30)
    desk.tell(CryingStopped())
    desk.wait(4)
    assert not desk.beating
    desk.wait(9)
    assert desk.beating and "resumed" in desk.earcons()
    assert (desk.state.side, desk.state.position) == (before.side, before.position)
    assert desk.expressed_s(Side.LEFT) < before.left.expressed_s + 8


def test_a_breath_between_two_cries_is_no_calm() -> None:
    desk = crying()
    for _ in range(5):
        desk.tell(CryingStopped())
        desk.wait(4)
        desk.tell(CryingBegan())
        desk.wait(4)
    assert not desk.beating
    assert desk.said(Spoken.NOTE) == [desk.text("crying")]


def test_a_hold_soon_after_another_begins_and_ends_without_a_word() -> None:
    desk = crying()
    desk.tell(CryingStopped())
    desk.wait(20)
    assert desk.beating
    desk.tell(CryingBegan())
    desk.wait(20)
    assert not desk.beating
    assert desk.said().count(desk.text("crying")) == 1
    desk.tell(CryingStopped())
    desk.wait(6)
    assert desk.beating and desk.earcons().count("resumed") == 2
    assert desk.said().count(desk.text("resume")) == 1


def test_continue_said_just_after_it_went_on_keeps_the_next_crying_from_holding_it() -> None:
    desk = crying()
    desk.tell(CryingStopped())
    desk.wait(6)
    desk.say("please continue")
    desk.wait(8)
    desk.tell(CryingBegan())
    desk.wait(5)
    assert desk.beating


def test_held_for_ten_minutes_it_is_paused_without_a_word() -> None:
    desk = crying(595)
    assert not desk.state.paused
    said = len(desk.said())
    desk.wait(10)
    assert desk.state.paused and len(desk.said()) == said
    desk.tell(CryingStopped())
    desk.wait(60)
    assert desk.state.paused and not desk.beating
    desk.say("continue")
    desk.wait(8)
    assert desk.beating


def test_when_she_asked_for_quiet_it_waits_and_goes_on_without_a_word() -> None:
    desk = working()
    desk.say("be quiet")
    said = len(desk.said())
    desk.tell(CryingBegan())
    desk.wait(20)
    assert not desk.beating
    desk.tell(CryingStopped())
    desk.wait(8)
    assert desk.beating and len(desk.said()) == said


def test_the_setting_turns_it_off() -> None:
    desk = crying(30, Opening(finished_sessions=4, hold_when_crying=False))
    assert desk.beating and desk.text("crying") not in desk.said()


# ---- What she says meanwhile


@pytest.mark.parametrize("words", ["please continue", "go on", "keep going", "carry on", "i'm back"])
def test_two_words_take_the_beat_up_although_it_cries(words: str) -> None:
    desk = crying()
    over_crying(desk, words)
    assert desk.commands()[-1] == "resume"
    desk.wait(8)
    assert desk.beating


def test_after_that_it_holds_nothing_until_it_was_calm_for_a_minute() -> None:
    desk = crying()
    over_crying(desk, "please continue")
    desk.wait(8)
    for calm_s in (10, 50):
        desk.tell(CryingStopped())
        desk.wait(calm_s)
        desk.tell(CryingBegan())
        desk.wait(20)
        assert desk.beating
    desk.tell(CryingStopped())
    desk.wait(70)
    desk.tell(CryingBegan())
    assert not desk.beating


@pytest.mark.parametrize("word", ["next", "continue", "faster", "stop", "pause"])
def test_a_single_word_no_louder_than_the_crying_counts_the_second_time(word: str) -> None:
    desk = crying()
    commands = len(desk.commands())
    over_crying(desk, word)
    assert desk.ignored()[-1] == (word, "not-live") and len(desk.commands()) == commands
    desk.wait(6)
    over_crying(desk, word)
    assert len(desk.commands()) == commands
    desk.wait(3)
    over_crying(desk, word)
    assert len(desk.commands()) == commands + 1


def test_a_clear_word_and_a_key_count_at_once() -> None:
    desk = crying()
    desk.say("continue")
    assert desk.commands()[-1] == "resume"


def test_two_words_do_what_they_say_and_leave_the_hold() -> None:
    desk = crying()
    over_crying(desk, "new spot")
    desk.wait(20)
    assert desk.state.position == 2 and not desk.beating
    over_crying(desk, "never mind")
    desk.wait(10)
    assert desk.state.position == 12 and not desk.beating
    over_crying(desk, "other side")
    assert desk.at(Step.SWITCH)


def test_the_baby_is_crying_is_a_pause_of_her_own() -> None:
    desk = crying()
    over_crying(desk, "baby's crying")
    assert desk.state.paused
    desk.tell(CryingStopped())
    desk.wait(60)
    assert not desk.beating
    desk.say("continue")
    desk.wait(8)
    assert desk.beating


def test_an_answer_to_a_question_needs_no_second_word() -> None:
    desk = crying()
    over_crying(desk, "start over")
    desk.listen()
    over_crying(desk, "yes")
    assert desk.at(Step.WELCOME)


def test_nothing_is_said_to_have_been_missed() -> None:
    desk = Desk()
    desk.answer("next")
    desk.listen()
    desk.tell(CryingBegan())
    said = len(desk.said())
    desk.wait(200)
    assert len(desk.said()) == said


# ---- Where it changes nothing


@pytest.mark.parametrize(
    ("words", "key"), [("it hurts", "pain"), ("i feel sick", "illness"), ("call an ambulance", "emergency")]
)
def test_safety_counts_while_it_cries_and_calm_does_not_end_it(words: str, key: str) -> None:
    desk = crying()
    over_crying(desk, words)
    assert desk.last == desk.text(key)
    desk.tell(CryingStopped())
    desk.wait(60)
    assert desk.step.value == key
    assert not desk.beating and desk.said()[-1] == desk.text(key)


@pytest.mark.parametrize(
    ("words", "key", "then"),
    [("it hurts", "pain", ["continue"]), ("call an ambulance", "emergency", ["continue", "yes", "continue"])],
)
def test_a_safety_answer_is_not_touched(words: str, key: str, then: list[str]) -> None:
    desk = working()
    desk.say(words)
    desk.wait(0.5)
    desk.tell(CryingBegan())
    desk.wait(30)
    assert desk.last == desk.text(key)
    desk.answer(*then)
    desk.wait(8)
    assert desk.beating, "she goes on although it cries"


def test_a_lone_body_word_is_asked_back_over_the_crying() -> None:
    desk = crying()
    over_crying(desk, "ow")
    assert desk.last == desk.text("ask_hurts")
    over_crying(desk, "yes")
    assert desk.at(Step.PAIN)


def test_undoing_pain_while_it_cries_stays_paused() -> None:
    desk = crying()
    over_crying(desk, "it hurts")
    desk.listen()
    over_crying(desk, "never mind")
    desk.tell(CryingStopped())
    desk.wait(60)
    assert desk.state.paused and not desk.beating


@pytest.mark.parametrize("words", ["pause", "go to sleep"])
def test_what_she_paused_stays_so(words: str) -> None:
    desk = working()
    desk.answer(words)
    desk.listen()
    said = len(desk.said())
    desk.tell(CryingBegan())
    desk.wait(20)
    desk.tell(CryingStopped())
    desk.wait(60)
    assert len(desk.said()) == said and not desk.beating
    assert desk.state.paused or desk.state.asleep


# ---- Getting ready, and timed steps


def test_while_getting_ready_single_words_act_and_no_reminder_is_said() -> None:
    desk = Desk()
    desk.listen()
    desk.tell(CryingBegan())
    desk.wait(120)
    assert desk.said(Spoken.NOTE) == []
    over_crying(desk, "next")
    assert desk.at(Step.CONTAINER)
    desk.tell(CryingStopped())
    desk.listen()
    desk.wait(60)
    assert desk.said(Spoken.NOTE) == [desk.text("reminder_ready")]


def test_who_goes_on_to_the_beat_while_it_cries_gets_the_beat() -> None:
    desk = Desk()
    desk.tell(CryingBegan())
    desk.to_express()
    assert desk.beating


def test_autopilot_waits_too() -> None:
    desk = Desk(Opening(finished_sessions=4, autopilot=True))
    desk.listen()
    desk.tell(CryingBegan())
    desk.wait(100)
    assert desk.at(Step.WELCOME)
    desk.tell(CryingStopped())
    desk.wait(200)
    assert not desk.at(Step.WELCOME)


def test_autopilot_at_work_waits_too() -> None:
    desk = crying(300, Opening(finished_sessions=4, autopilot=True))
    assert desk.state.position == 12 and desk.state.side is Side.LEFT
    desk.tell(CryingStopped())
    desk.wait(100)
    assert desk.state.position == 2
