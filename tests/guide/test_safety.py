"""The safety rules, each a story. That prompts say nothing harmful (3, 4, 6, 7, 10) is read in tests/content."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.guide.desk import Desk, content
from voice.guide.actions import Say, ShowKeys, Spoken, StartBeat
from voice.guide.amounts import Unit
from voice.guide.commands import SAFETY, Command
from voice.guide.events import Happened, NotUnderstood, Trouble
from voice.guide.live import live_commands
from voice.guide.machine import Guide
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def working() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    return desk


def beats(desk: Desk) -> int:
    return len([action for _, action in desk.done if isinstance(action, StartBeat)])


# ---- 1: priority, in every state


@pytest.mark.parametrize("command", SAFETY)
@pytest.mark.parametrize("step", Step)
def test_1_safety_is_live_in_every_state(step: Step, command: Command) -> None:
    for paused in (False, True):
        for asleep in (False, True):
            assert command in live_commands(step, paused=paused, asleep=asleep)


@pytest.mark.parametrize("words", ["can't breathe", "heavy bleeding", "the baby is blue", "hurt myself"])
@pytest.mark.parametrize(
    "before", ["pause", "go to sleep", "it hurts", "i feel sick", "start over", "stop", "other side"]
)
def test_1_an_emergency_acts_from_everywhere(before: str, words: str) -> None:
    desk = working()
    desk.answer(before)
    desk.say(words)
    assert desk.at(Step.EMERGENCY)
    assert not desk.beating


@pytest.mark.parametrize("steps", range(8))
def test_1_an_emergency_acts_amid_every_prompt(steps: int) -> None:
    desk = Desk()
    desk.answer(*["next"] * steps)
    desk.wait(0.3)
    desk.say("chest pain")
    assert desk.at(Step.EMERGENCY)


def test_1_an_emergency_stands_over_pain_and_illness() -> None:
    desk = working()
    desk.say("call an ambulance")
    said = len(desk.said())
    desk.say("it hurts")
    desk.say("i feel sick")
    assert desk.at(Step.EMERGENCY)
    assert desk.commands()[-2:] == ["pain", "illness"]
    assert len(desk.said()) == said, "the reply is not cut"


def test_1_pain_acts_over_an_open_question() -> None:
    desk = working()
    desk.answer("switch", "it hurts")
    assert desk.at(Step.PAIN)
    desk.say("sides")
    assert desk.ignored()[-1] == ("sides", "not-live")


def test_1_wait_it_hurts_is_pain() -> None:
    desk = working()
    desk.say("wait")
    desk.wait(0.4)
    desk.say("it hurts", replaces=True)
    assert desk.at(Step.PAIN)
    assert ("wait", "replaced") in desk.ignored()


def test_1_a_safety_phrase_is_never_taken_back_for_a_longer_one() -> None:
    desk = working()
    desk.say("it hurts")
    desk.wait(0.3)
    desk.say("next", replaces=True)
    assert desk.at(Step.PAIN)


# ---- 2: pain stops at once and stays stopped


@pytest.mark.parametrize(
    ("words", "step"), [("it hurts", Step.PAIN), ("too sore", Step.PAIN), ("a lump", Step.ILLNESS)]
)
def test_2_pain_and_illness_stop_the_beat_at_once(words: str, step: Step) -> None:
    desk = working()
    before = desk.expressed_s(Side.LEFT)
    desk.say(words)
    assert not desk.beating
    assert desk.at(step)
    desk.wait(3600)
    assert not desk.beating
    assert desk.expressed_s(Side.LEFT) == before


@pytest.mark.parametrize("words", ["it hurts", "i feel sick", "call an ambulance"])
@pytest.mark.parametrize(
    "then",
    [
        ["next"],
        ["ready", "got it"],
        ["undo"],
        ["undo", "undo", "undo"],
        ["back", "go back"],
        ["wake up"],
        ["go to sleep", "wake up"],
        ["help", "repeat", "louder"],
        ["start the beat"],
        ["go on", "keep going", "carry on"],
        ["undo", "go on", "keep going", "carry on"],
        ["yes"],
        ["switch sides", "next", "next"],
        ["undo", "switch sides", "next", "next"],
        ["start over", "yes", "i know how", "left"],
        ["stop", "stop", "back"],
    ],
)
def test_2_nothing_but_continue_starts_it_again(words: str, then: list[str]) -> None:
    desk = working()
    desk.say(words)
    count = beats(desk)
    desk.answer(*then)
    desk.wait(60)
    assert beats(desk) == count


@pytest.mark.parametrize(
    ("words", "then"),
    [
        *(("it hurts", [going_on]) for going_on in ("continue", "please continue", "resume", "i'm back")),
        ("i feel sick", ["continue"]),
        ("call an ambulance", ["continue", "yes", "continue"]),
        ("call an ambulance", ["please continue", "yes", "resume"]),
    ],
)
def test_2_continue_restarts_it_where_it_was(words: str, then: list[str]) -> None:
    desk = working()
    desk.answer("new spot", words)
    before = desk.state
    desk.answer(*then)
    assert desk.last == desk.text("resume_softly")
    desk.wait(8)
    assert desk.beating
    assert (desk.state.side, desk.state.position) == (before.side, before.position)


def test_2_undo_of_pain_restores_everything_but_the_motion() -> None:
    desk = working()
    desk.answer("new spot")
    desk.listen()
    before = desk.state
    desk.answer("it hurts", "never mind")
    assert desk.at(Step.EXPRESS)
    assert (desk.state.side, desk.state.position) == (before.side, before.position)
    assert desk.state.paused
    assert desk.last == desk.text("undone_held")
    desk.wait(120)
    assert not desk.beating
    desk.say("continue")
    desk.wait(8)
    assert desk.beating


def test_2_undo_of_what_came_after_pain_is_just_that() -> None:
    desk = working()
    desk.answer("it hurts", "stop", "next", "undo")
    assert desk.at(Step.COLLECTED)
    assert not desk.state.paused


def test_2_finish_acts_from_pain() -> None:
    desk = working()
    desk.answer("it hurts", "stop")
    assert desk.at(Step.COLLECTED)
    desk.answer("stop", "stop")
    assert desk.ends() == ["finished"]


# ---- 5: uncertain matches are asked back


@pytest.mark.parametrize("words", ["it hurts", "i feel sick", "call an ambulance"])
def test_5_an_uncertain_match_is_asked_back_never_dropped(words: str) -> None:
    desk = working()
    desk.say(words, certain=False)
    assert desk.ignored() == [(words, "asked")]
    assert desk.last.endswith("?")


# ---- 8: whom to call


def test_8_the_number_is_that_of_the_region_and_never_spoken_in_digits() -> None:
    for region, words in (("us", "your emergency number"), ("other", "your local emergency number")):
        desk = Desk()
        desk.content = content(region)
        desk.guide = Guide(desk.content, Opening())
        desk.say("call an ambulance")
        assert words in desk.last
        assert not any(character.isdigit() for character in desk.last)


@pytest.mark.parametrize("words", ["hurt myself", "hurt the baby", "i might hurt my baby", "i want to die"])
def test_8_thoughts_of_harm_get_a_warm_reply_and_the_crisis_line(words: str) -> None:
    desk = working()
    desk.say(words)
    assert desk.at(Step.EMERGENCY)
    assert desk.last == desk.text("emergency_crisis")
    assert desk.content.region.crisis in desk.last


def test_8_they_get_it_also_when_a_yes_decided_or_nobody_answered() -> None:
    for answer in ("yes", "call an ambulance", None):
        desk = working()
        desk.say("hurt myself", certain=False)
        if answer is not None:
            desk.answer(answer)
        else:
            desk.wait(20)
        assert desk.last == desk.text("emergency_crisis")


def test_8_pain_in_between_is_answered_as_pain() -> None:
    desk = working()
    desk.say("hurt myself", certain=False)
    desk.say("it hurts")
    assert desk.last == desk.text("pain")


# ---- After an emergency: silence


def test_after_an_emergency_it_is_silent_until_continue() -> None:
    desk = working()
    desk.say("the baby's not breathing")
    desk.listen()
    said = len(desk.said())
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.tell(Happened(Trouble.DISK_FULL))
    desk.tell(NotUnderstood())
    desk.say("ow")
    desk.say("fever")
    desk.say("it hurts", certain=False)
    desk.wait(1200)
    for words in ("help", "what else", "storage", "same volume", "start over", "erase my data", "which side", "go on"):
        desk.answer(words)
    desk.answer("go to sleep", "wake up")
    assert len(desk.said()) == said
    assert desk.at(Step.EMERGENCY)


@pytest.mark.parametrize("words", ["help", "storage", "next", "go back", "wake up", "ready", "yes"])
def test_nothing_cuts_the_reply_to_an_emergency(words: str) -> None:
    desk = working()
    desk.say("chest pain")
    desk.wait(1)
    desk.say(words)
    assert not desk.silent and desk.last == desk.text("emergency")


def test_continue_in_an_emergency_asks_whether_everyone_is_safe_and_yes_only_leads_to_a_pause() -> None:
    desk = working()
    desk.answer("new spot", "call an ambulance", "continue")
    assert desk.ignored()[-1] == ("continue", "asked")
    assert desk.last == desk.text("ask_all_safe")
    assert desk.at(Step.EMERGENCY)
    desk.answer("yes")
    assert desk.commands()[-1] == "yes"
    assert desk.at(Step.EXPRESS) and desk.state.paused
    desk.answer("keep going")
    desk.wait(120)
    assert not desk.beating
    assert desk.commands()[-1] == "yes"
    desk.say("continue")
    desk.wait(8)
    assert desk.commands()[-1] == "resume"
    assert desk.beating


@pytest.mark.parametrize("then", [[], ["no"], ["continue"], ["help"]])
def test_without_a_yes_the_emergency_stays(then: list[str]) -> None:
    desk = working()
    desk.answer("i'm fainting", "continue", *then)
    desk.wait(60)
    assert desk.at(Step.EMERGENCY)
    desk.say("yes")
    assert desk.at(Step.EMERGENCY)
    assert desk.ignored()[-1] == ("yes", "not-live")
    assert "resume" not in desk.commands()


@pytest.mark.parametrize("words", ["resume", "i'm back", "go on", "keep going", "carry on"])
def test_in_an_emergency_nothing_but_continue_asks_for_more(words: str) -> None:
    desk = working()
    desk.answer("call an ambulance", words)
    assert desk.ignored()[-1] == (words, "not-live")
    assert desk.last == desk.text("emergency")


def test_what_others_say_on_the_telephone_does_not_count() -> None:
    desk = working()
    desk.say("call an ambulance")
    desk.listen()
    desk.say("continue", talking=True)
    assert desk.ignored()[-1] == ("continue", "talk")
    desk.answer("continue")
    desk.listen()
    desk.say("yes", talking=True)
    assert desk.ignored()[-1] == ("yes", "talk")
    assert desk.at(Step.EMERGENCY)
    desk.say("yes")
    assert desk.state.paused


def test_a_bare_number_is_an_emergency_but_not_where_an_amount_is_asked_for() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("nine nine nine")
    assert desk.at(Step.COLLECTED)
    assert desk.ignored()[-1] == ("nine nine nine", "not-live")
    desk.say("call nine nine nine")
    assert desk.at(Step.EMERGENCY)
    desk = working()
    desk.say("nine nine nine")
    assert desk.at(Step.EMERGENCY)


def test_the_emergency_said_again_is_answered_again() -> None:
    desk = working()
    desk.say("i'm fainting")
    desk.listen()
    desk.say("i'm fainting")
    assert desk.said()[-2:] == [desk.text("emergency")] * 2


def test_next_in_an_emergency_is_told_once_what_to_say() -> None:
    desk = working()
    desk.say("i'm fainting")
    desk.say("next")
    assert desk.last == desk.text("emergency"), "never over the reply itself"
    desk.answer("next", "next")
    assert desk.said().count(desk.text("say_continue")) == 1


# ---- 9: amounts


def test_9_drops_stay_drops_and_numbers_are_read_back() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("a few drops")
    assert "few drops" in desk.last
    desk.listen()
    desk.wait(4.2)
    (drops,) = desk.saved()
    assert (drops.amount, drops.unit) == (None, Unit.DROPS)
    desk.answer("thirteen")
    assert "13" in desk.last
    desk.answer("no thirty", "yes")
    assert desk.saved()[-1].amount == Fraction(30)


# ---- 11: the history can be deleted by voice


def test_11_delete_everything_asks_first_and_cannot_be_undone() -> None:
    desk = working()
    desk.to_collected()
    desk.answer("log thirty", "yes", "delete everything")
    assert desk.ignored()[-1] == ("delete everything", "asked")
    assert desk.state.logged
    desk.answer("yes")
    assert desk.commands()[-1] == "erase"
    assert desk.state.logged == ()
    assert desk.last == desk.text("erased")
    desk.answer("undo")
    assert desk.state.logged == ()


# ---- 12: recognition fails twice


def test_12_after_two_failures_it_names_and_shows_the_keys_and_stays_quiet() -> None:
    desk = Desk()
    desk.listen()
    desk.wait(1)
    desk.tell(NotUnderstood())
    assert desk.last == desk.text("missed_next")
    desk.listen()
    desk.wait(1)
    assert any(isinstance(action, ShowKeys) for action in desk.tell(NotUnderstood()))
    assert desk.last == desk.text("missed_keys")
    assert desk.earcons() == ["not_understood"] * 2
    desk.listen()
    said = len(desk.said())
    desk.tell(NotUnderstood())
    assert len(desk.said()) == said
    assert desk.earcons() == ["not_understood"] * 2


def test_12_without_a_microphone_the_steps_are_timed_after_saying_so() -> None:
    desk = Desk()
    desk.tell(Happened(Trouble.MICROPHONE_LOST))
    desk.wait(1500)
    notes = [action for _, action in desk.done if isinstance(action, Say) and action.kind is Spoken.NOTE]
    assert notes[0].text == desk.text("microphone_lost")
    assert notes[0].step is Step.WELCOME
    assert desk.ends() == ["finished"]
