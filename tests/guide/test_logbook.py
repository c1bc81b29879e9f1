"""Amounts: said, read back, corrected, saved; never judged."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Acted, Keep, Save
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.events import LengthReached
from voice.guide.measures import Origin, Together
from voice.guide.state import Opening
from voice.guide.steps import Side, Step


def collected() -> Desk:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    desk.to_collected()
    return desk


def ml(number: int, side: Origin = Together.BOTH, kind: Kind = Kind.MILK) -> Amount:
    return Amount(Fraction(number), Unit.ML, side, kind)


@pytest.mark.parametrize("words", ["log thirty", "thirty", "i got thirty millilitres"])
def test_an_amount_is_read_back_before_it_is_saved(words: str) -> None:
    desk = collected()
    desk.say(words)
    assert desk.last == "30 millilitres from both sides. Yes?"
    assert desk.saved() == []
    command = [action for _, action in desk.done if isinstance(action, Acted)][-1]
    assert command.command.value == "log"
    assert command.value == (ml(30),)


def test_four_seconds_of_silence_save_it() -> None:
    desk = collected()
    desk.say("log thirty")
    desk.listen()
    desk.wait(3.8)
    assert desk.saved() == []
    desk.wait(0.4)
    assert desk.saved() == [ml(30)]
    assert desk.last == desk.text("log_saved")
    assert desk.at(Step.COLLECTED)


def test_yes_saves_it() -> None:
    desk = collected()
    desk.answer("log thirty", "yes")
    assert desk.saved() == [ml(30)]
    assert desk.last == desk.text("log_saved")


def test_next_saves_it_and_goes_on() -> None:
    desk = collected()
    desk.answer("log thirty", "next")
    assert desk.saved() == [ml(30)]
    assert desk.at(Step.STORE)


def test_next_without_an_amount_saves_nothing() -> None:
    desk = collected()
    desk.answer("next")
    assert desk.saved() == []
    assert desk.at(Step.STORE)


def test_no_twelve_replaces_it_before_it_is_saved() -> None:
    desk = collected()
    desk.answer("log twenty", "no twelve")
    assert "12 millilitres" in desk.last
    assert desk.commands()[-1] == "correct"
    desk.answer("yes")
    assert desk.saved() == [ml(12)]


def test_no_that_goes_on_as_no_twelve_replaces_it_too() -> None:
    desk = collected()
    desk.answer("left ten right twenty")
    desk.listen()
    desk.wait(0.7)
    desk.say("no")
    desk.wait(0.4)
    desk.say("no twelve", replaces=True)
    assert ("no", "replaced") in desk.ignored()
    desk.answer("yes")
    assert desk.saved() == [ml(10, Side.LEFT), ml(12, Side.RIGHT)]


def test_a_correction_after_saving_is_read_back_and_logged_again() -> None:
    desk = collected()
    desk.answer("log thirteen", "yes", "not thirteen thirty")
    assert desk.last == "30, three zero, millilitres from both sides?"
    assert desk.state.logged == (ml(13),), "until it is saved nothing changes"
    desk.answer("yes")
    assert desk.saved() == [ml(13), ml(30)]
    assert desk.state.logged == (ml(30),)


def test_a_correction_after_saving_can_mean_either_side() -> None:
    desk = collected()
    desk.answer("left ten right twelve", "yes", "no left eight", "yes")
    assert desk.state.logged == (ml(8, Side.LEFT), ml(12, Side.RIGHT))
    assert desk.saved()[2:] == [ml(8, Side.LEFT), ml(12, Side.RIGHT)]


def test_a_correction_means_what_was_said_last() -> None:
    desk = collected()
    desk.answer("left ten", "yes", "right twelve", "yes", "no fifteen", "yes")
    assert desk.state.logged == (ml(10, Side.LEFT), ml(15, Side.RIGHT))


@pytest.mark.parametrize("saved", [False, True])
def test_a_moment_after_no_she_says_the_number_and_is_not_asked_for_it(saved: bool) -> None:
    desk = collected()
    desk.answer("log thirty")
    desk.wait(5.0 if saved else 0.5)
    desk.say("no")
    desk.wait(0.7)
    desk.say("twelve")
    desk.answer("yes")
    assert desk.text("log_unclear") not in desk.said()
    assert desk.state.logged == (ml(12),)


def test_no_alone_drops_it_and_asks_for_the_number() -> None:
    desk = collected()
    desk.answer("log thirty", "no")
    assert desk.last != desk.text("log_unclear"), "mostly it follows by itself"
    desk.wait(1.2)
    assert desk.last == desk.text("log_unclear")
    desk.listen()
    desk.wait(6)
    assert desk.saved() == []
    desk.answer("no thirteen", "yes")
    assert desk.saved() == [ml(13)]


def test_undo_before_it_is_saved_drops_it() -> None:
    desk = collected()
    desk.answer("log thirty", "cancel")
    assert desk.last == desk.text("log_removed")
    desk.wait(10)
    assert desk.saved() == []
    assert desk.at(Step.COLLECTED)


def test_undo_of_a_correction_leaves_what_was_saved() -> None:
    desk = collected()
    desk.answer("log thirty", "yes", "no forty", "undo")
    desk.wait(10)
    assert desk.state.logged == (ml(30),)


def test_undo_after_saving_removes_it_from_the_history_too() -> None:
    desk = collected()
    desk.answer("log thirty", "yes", "undo")
    assert desk.state.logged == ()
    assert desk.last == desk.text("log_removed")
    assert [action for _, action in desk.done if isinstance(action, Keep)][-1].amounts == ()


def test_undo_after_silence_saved_it() -> None:
    desk = collected()
    desk.say("log thirty")
    desk.wait(20)
    desk.answer("undo")
    assert desk.state.logged == ()


def test_a_second_amount_saves_the_first() -> None:
    desk = collected()
    desk.answer("left ten", "right twelve", "yes")
    assert desk.saved() == [ml(10, Side.LEFT), ml(12, Side.RIGHT)]


@pytest.mark.parametrize(
    ("words", "step"), [("it hurts", Step.PAIN), ("stop", Step.GOODBYE), ("fridge", Step.COLLECTED)]
)
def test_any_other_command_saves_it_and_acts(words: str, step: Step) -> None:
    desk = collected()
    desk.answer("log thirty")
    desk.say(words)
    assert desk.saved() == [ml(30)]
    assert desk.at(step)


def test_the_end_of_the_room_saves_it() -> None:
    desk = collected()
    desk.answer("log thirty")
    desk.tell(LengthReached())
    assert desk.saved() == [ml(30)]


def test_undo_of_pain_keeps_the_amount() -> None:
    desk = collected()
    desk.answer("log thirty", "it hurts", "undo")
    assert desk.state.logged == (ml(30),)
    assert desk.at(Step.COLLECTED)


def test_the_side_is_that_worked_last_unless_she_says_one() -> None:
    desk = Desk()
    desk.to_express()
    desk.wait(10)
    desk.say("other side")
    desk.answer("stop", "log thirty", "yes", "left ten", "yes")
    assert desk.saved() == [ml(30, Side.LEFT), ml(10, Side.LEFT)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("half a teaspoon", Kind.COLOSTRUM),
        ("a few drops", Kind.COLOSTRUM),
        ("thirty", Kind.MILK),
        ("two ounces", Kind.MILK),
        ("thirty of first milk", Kind.COLOSTRUM),
        ("half a teaspoon of later milk", Kind.MILK),
    ],
)
def test_the_kind_is_colostrum_for_drops_and_teaspoons_unless_she_says_one(words: str, kind: Kind) -> None:
    desk = collected()
    desk.answer(words, "yes")
    assert [amount.kind for amount in desk.saved()] == [kind]


def test_the_kind_said_at_the_container_holds_for_all() -> None:
    desk = Desk()
    desk.answer("next", "first milk", "next", "next", "next", "next", "left", "next", "next")
    desk.listen()
    desk.wait(5)
    desk.answer("stop", "log thirty", "yes")
    assert desk.saved()[0].kind is Kind.COLOSTRUM


def test_the_kind_alone_changes_what_was_said_just_before() -> None:
    desk = collected()
    desk.answer("log thirty", "first milk", "yes")
    assert desk.saved() == [ml(30, kind=Kind.COLOSTRUM)]
    desk.answer("later milk", "yes")
    assert desk.state.logged == (ml(30),)


def test_the_kind_alone_holds_for_what_comes() -> None:
    desk = collected()
    desk.answer("colostrum", "log thirty", "yes")
    assert desk.saved() == [ml(30, kind=Kind.COLOSTRUM)]


def test_amounts_are_live_in_both_done_collected_and_store_only() -> None:
    desk = Desk()
    desk.to_express()
    desk.say("log thirty")
    assert desk.ignored() == [("log thirty", "not-live")]
    desk.to_second_side()
    desk.say("other side")
    for word in ("log ten", "next", "log eleven", "next", "log twelve"):
        desk.answer(word)
    desk.answer("next", "log thirteen")
    assert [amount.amount for amount in desk.saved()] == [10, 11, 12]
    assert desk.at(Step.GOODBYE)
    assert desk.ignored()[-1] == ("log thirteen", "not-live")


def test_what_no_one_asked_for_is_not_an_amount() -> None:
    desk = collected()
    for words in ("ten twelve", "no"):
        desk.say(words)
        assert desk.ignored()[-1] == (words, "not-live")


@pytest.mark.parametrize(
    "words",
    [
        "not thirty thirteen",
        "not thirty thirty",
        "no thirty",
        "i said thirteen",
        "no it was thirteen",
        "no one three",
        "one three",
        "thirteen one three",
        "thirteen",
        "it was thirteen",
        "thirteen millilitres",
    ],
)
def test_thirty_that_was_thirteen_is_corrected_in_any_words_and_read_back_with_digits(words: str) -> None:
    desk = collected()
    desk.answer("thirty", words)
    assert desk.last == "13, one three, millilitres from both sides?"
    assert desk.commands()[-1] == "correct"
    desk.answer("yes")
    assert desk.saved() == [ml(13)]


def test_digits_make_clear_what_was_heard_right() -> None:
    desk = collected()
    desk.answer("thirty", "three oh", "yes")
    assert desk.saved() == [ml(30)]


def test_any_other_number_is_corrected_by_it_was_while_it_is_read_back() -> None:
    desk = collected()
    desk.answer("twenty", "it was twelve", "yes", "it was eight", "yes")
    assert desk.commands()[-4:] == ["correct", "yes", "log", "yes"]
    assert desk.saved() == [ml(12), ml(8)]


def test_digits_correct_nothing_where_an_amount_is_asked() -> None:
    desk = collected()
    desk.say("one three")
    assert desk.ignored()[-1] == ("one three", "not-live")
    desk.answer("twenty", "one three")
    assert desk.ignored()[-1] == ("one three", "not-live")


def test_the_sound_alike_of_one_side_corrects_that_side() -> None:
    desk = collected()
    desk.answer("left thirty right twelve", "no thirteen", "yes")
    assert desk.saved() == [ml(13, Side.LEFT), ml(12, Side.RIGHT)]


def test_what_the_ears_heard_differently_is_read_back_with_digits() -> None:
    desk = collected()
    desk.say("left twelve right ninety millilitres", spell=True)
    assert "12 millilitres on the left and 90, nine zero, millilitres" in desk.last
    desk.answer("repeat")
    assert "90, nine zero, millilitres" in desk.last


@pytest.mark.parametrize(
    "words", ["nothing", "none", "zero", "i got nothing", "zero millilitres", "left none right none"]
)
def test_nothing_is_an_answer_and_no_amount(words: str) -> None:
    desk = collected()
    desk.answer(words)
    command = [action for _, action in desk.done if isinstance(action, Acted)][-1]
    assert (command.command.value, command.value) == ("log", "none")
    assert desk.last == desk.text("log_none")
    desk.listen()
    desk.wait(10)
    assert desk.saved() == [] and desk.at(Step.COLLECTED)


def test_nothing_on_one_side_leaves_the_other() -> None:
    desk = collected()
    desk.answer("left nothing right ten", "yes")
    assert desk.saved() == [ml(10, Side.RIGHT)]


def test_nothing_after_an_amount_saves_that() -> None:
    desk = collected()
    desk.answer("left ten", "right nothing")
    assert desk.saved() == [ml(10, Side.LEFT)]


def test_no_nothing_takes_an_amount_back() -> None:
    desk = collected()
    desk.answer("log thirty", "no nothing")
    command = [action for _, action in desk.done if isinstance(action, Acted)][-1]
    assert (command.command.value, command.value) == ("correct", "none")
    assert desk.last == desk.text("log_removed")
    desk.listen()
    desk.wait(10)
    assert desk.saved() == []


def test_no_nothing_takes_back_what_was_saved_and_undo_brings_it_back() -> None:
    desk = collected()
    desk.answer("left ten", "yes", "right thirty", "yes", "no none")
    assert desk.state.logged == (ml(10, Side.LEFT),)
    assert [action for _, action in desk.done if isinstance(action, Keep)][-1].amounts == (ml(10, Side.LEFT),)
    desk.answer("undo")
    assert [amount.amount for amount in desk.state.logged] == [10, 30]


def test_a_tablespoon_is_fifteen_millilitres_of_milk() -> None:
    desk = collected()
    desk.answer("a tablespoon", "yes")
    assert desk.saved() == [ml(15)]


def test_each_save_is_written_once() -> None:
    desk = collected()
    desk.answer("log thirty", "yes", "yes")
    assert len([action for _, action in desk.done if isinstance(action, Save)]) == 1


@pytest.mark.parametrize("words", ["thirty", "log thirty", "i got thirty in total", "thirty from both sides"])
def test_an_amount_after_both_sides_is_of_both_together(words: str) -> None:
    desk = collected()
    desk.answer(words, "yes")
    assert desk.saved() == [ml(30, Together.BOTH)]
    assert "from both sides" in " ".join(desk.said())


def test_a_side_that_she_names_is_that_side() -> None:
    desk = collected()
    desk.answer("left thirty", "yes", "no twelve", "yes")
    assert desk.state.logged == (ml(12, Side.LEFT),)


def test_a_total_that_was_wrong_becomes_a_side() -> None:
    desk = collected()
    desk.answer("thirty", "yes", "no left twelve", "yes")
    assert desk.state.logged == (ml(12, Side.LEFT),)


def test_after_one_side_it_is_that_side() -> None:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    desk.wait(10)
    desk.answer("stop", "thirty", "yes")
    assert desk.saved() == [ml(30, Side.LEFT)]
