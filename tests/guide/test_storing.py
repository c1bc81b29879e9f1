"""The milk clock: asked once, told as "use by", and never a word on how much there is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Amend, Keep
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.events import ClockJumped, Kept, NotUnderstood
from voice.guide.local_time import LocalTime
from voice.guide.milk import Fate, Milk
from voice.guide.state import Noted, Opening
from voice.guide.steps import Side, Step

DAY_S = 86_400.0
FRIDAY_AT_NINE = LocalTime(15, 9 * 3600.0)
KNOWN = Opening(finished_sessions=4, opens_at=FRIDAY_AT_NINE)


def ml(number: int) -> Amount:
    return Amount(Fraction(number), Unit.ML, Side.LEFT, Kind.MILK)


OLDER = Milk("a", ml(30), -2 * DAY_S, Fate.FRIDGE, -2 * DAY_S)
NEWER = Milk("b", ml(45), -DAY_S, Fate.FREEZER, -DAY_S)
STOCKED = replace(KNOWN, noted=Noted(milk=(OLDER, NEWER)))


def collected(opening: Opening = KNOWN) -> Desk:
    desk = Desk(opening)
    desk.to_express()
    desk.wait(10)
    desk.say("stop")
    desk.listen()
    return desk


def noted(opening: Opening = KNOWN) -> Desk:
    """An amount is saved, and she has heard what comes after it."""
    desk = collected(opening)
    desk.answer("log thirty", "yes")
    desk.listen()
    desk.wait(3)
    desk.listen()
    return desk


def kept(desk: Desk) -> Keep:
    return [action for _, action in desk.done if isinstance(action, Keep)][-1]


def amended(desk: Desk) -> list[Milk]:
    return [action.milk for _, action in desk.done if isinstance(action, Amend)]


def test_after_an_amount_is_saved_she_is_asked_where_it_is_kept() -> None:
    desk = noted()
    assert desk.said()[-2:] == [desk.text("log_saved"), desk.text("ask_kept_in")]


def test_fridge_is_counted_from_when_she_began() -> None:
    desk = noted()
    desk.say("fridge")
    assert desk.last == desk.text("kept_until", until="Tuesday at 9 AM")
    assert desk.commands()[-1] == "storage"
    assert kept(desk).kept_in is Fate.FRIDGE


def test_freezer_is_told_by_its_day() -> None:
    desk = noted()
    desk.say("freezer")
    assert desk.last == desk.text("kept_until", until="July 15")


@pytest.mark.parametrize(("said", "fate"), [("used now", Fate.USED), ("thrown away", Fate.DISCARDED)])
def test_what_is_not_kept_has_no_date(said: str, fate: Fate) -> None:
    desk = noted()
    desk.say(said)
    assert "30 millilitres" in desk.last
    assert kept(desk).kept_in is fate


def test_no_answer_is_nothing_and_it_is_never_asked_again() -> None:
    desk = noted()
    desk.wait(11)
    desk.answer("log forty", "yes")
    desk.listen()
    desk.wait(10)
    assert desk.said().count(desk.text("ask_kept_in")) == 1
    assert kept(desk).kept_in is None


def test_what_was_not_understood_is_no_reason_to_ask_again() -> None:
    desk = noted()
    said = len(desk.said())
    desk.tell(NotUnderstood())
    assert desk.earcons()[-1] == "not_understood"
    assert len(desk.said()) == said


def test_no_after_a_while_is_no_answer_either() -> None:
    desk = noted()
    desk.wait(9.0)
    desk.tell(ClockJumped())
    desk.say("repeat")
    desk.listen()
    desk.wait(9.0)
    desk.say("no")
    assert desk.commands()[-1] == "no"
    assert desk.state.logged != ()
    assert kept(desk).kept_in is None


def test_no_just_after_saved_still_puts_the_amount_right() -> None:
    desk = noted()
    desk.say("no")
    desk.wait(1.1)
    assert desk.last == desk.text("log_unclear")
    assert desk.state.logged == ()


def test_no_twelve_too() -> None:
    desk = noted()
    desk.say("no twelve")
    desk.answer("yes")
    assert [amount.amount for amount in desk.state.logged] == [12]


def test_next_leaves_the_question() -> None:
    desk = noted()
    desk.say("next")
    assert desk.at(Step.STORE)
    desk.listen()
    desk.wait(5)
    assert desk.said().count(desk.text("ask_kept_in")) == 1


def test_how_long_it_keeps_is_answered_as_ever() -> None:
    desk = noted()
    desk.say("how long does it keep")
    assert desk.last == desk.content.storage()


def test_what_is_not_saved_yet_is_not_asked_about() -> None:
    desk = collected()
    desk.disk_takes = False
    desk.answer("log thirty", "yes")
    desk.wait(20)
    assert desk.text("ask_kept_in") not in desk.said()
    desk.tell(Kept())
    desk.listen()
    desk.wait(3)
    assert desk.last == desk.text("ask_kept_in")


def test_pain_comes_first() -> None:
    desk = noted()
    desk.say("it hurts")
    assert desk.at(Step.PAIN)


def test_nothing_noted_is_nothing_to_ask_about() -> None:
    desk = collected()
    desk.answer("nothing")
    desk.wait(20)
    assert desk.text("ask_kept_in") not in desk.said()


def test_undo_takes_the_answer_back() -> None:
    desk = noted()
    desk.say("fridge")
    desk.answer("undo")
    assert kept(desk).kept_in is None
    assert desk.state.logged != ()


@pytest.mark.parametrize("unknown", ["never set", "jumped"])
def test_where_the_clock_may_be_wrong_there_are_hours_and_no_date(unknown: str) -> None:
    desk = noted(replace(KNOWN, opens_at=None) if unknown == "never set" else KNOWN)
    if unknown == "jumped":
        desk.tell(ClockJumped())
    desk.say("fridge")
    assert desk.last == desk.text("kept_for", lasts="96 hours")


def test_without_a_history_nothing_is_counted_and_she_hears_it_once() -> None:
    desk = noted(replace(KNOWN, keeps=False))
    assert desk.said()[-2:] == [desk.text("log_noted"), desk.text("milk_not_counted")]
    desk.answer("log forty", "yes")
    desk.wait(20)
    assert desk.said().count(desk.text("milk_not_counted")) == 1
    assert desk.text("ask_kept_in") not in desk.said()


def test_without_a_history_the_limits_are_said_each_time() -> None:
    desk = Desk(Opening(keeps=False))
    desk.listen()
    assert desk.text("welcome_limits") in desk.said()


# ---- What was kept before


def test_the_oldest_of_what_is_kept_is_told() -> None:
    desk = Desk(STOCKED)
    desk.answer("what milk is there")
    told = desk.text("milk_several", count="2", amounts="30 millilitres", place="fridge", until="Sunday at 9 AM")
    assert desk.last == told
    assert desk.at(Step.WELCOME)


def test_that_of_this_session_is_the_youngest() -> None:
    desk = noted()
    desk.answer("fridge", "what's stored")
    assert desk.last == desk.text("milk_one", amounts="30 millilitres", place="fridge", until="Tuesday at 9 AM")


def test_where_there_is_none_she_hears_that() -> None:
    desk = Desk(KNOWN)
    desk.answer("what milk is there", "i used it")
    assert desk.said()[-2:] == [desk.text("milk_none")] * 2


def test_milk_whose_time_is_over_is_told_so_and_nothing_more() -> None:
    over = replace(OLDER, begun_s=-9 * DAY_S)
    desk = Desk(replace(KNOWN, noted=Noted(milk=(over,))))
    desk.answer("what milk is there")
    assert desk.last == desk.text("milk_one_over", amounts="30 millilitres", place="fridge")


def test_milk_from_when_the_clock_was_not_known_has_hours() -> None:
    desk = Desk(replace(KNOWN, noted=Noted(milk=(replace(OLDER, begun_s=None),))))
    desk.answer("what milk is there")
    assert desk.last == desk.text("milk_one_for", amounts="30 millilitres", place="fridge", lasts="96 hours")


def test_thawed_milk_has_a_day_from_its_thawing() -> None:
    thawed = Milk("a", ml(30), -40 * DAY_S, Fate.THAWED, -3600.0)
    desk = Desk(replace(KNOWN, noted=Noted(milk=(thawed,))))
    desk.answer("what milk is there")
    assert "Saturday at 8 AM" in desk.last


def test_used_is_the_oldest_then_the_next() -> None:
    desk = Desk(STOCKED)
    desk.answer("i used it")
    assert desk.last == desk.text("milk_used", amounts="30 millilitres")
    desk.answer("i threw it away")
    assert desk.last == desk.text("milk_discarded", amounts="45 millilitres")
    assert [(milk.id, milk.fate) for milk in amended(desk)] == [("a", Fate.USED), ("b", Fate.DISCARDED)]
    desk.answer("what milk is there")
    assert desk.last == desk.text("milk_none")


def test_undo_brings_it_back_to_where_it_was() -> None:
    desk = Desk(STOCKED)
    desk.answer("i used it", "undo")
    assert amended(desk)[-1] == OLDER
    assert desk.last == desk.text("undone")


def test_what_was_erased_is_not_told() -> None:
    desk = Desk(STOCKED)
    desk.answer("erase my data", "yes", "what milk is there")
    assert desk.last == desk.text("milk_none")
    assert amended(desk) == []


def test_at_work_nothing_of_it_is_live() -> None:
    desk = Desk(STOCKED)
    desk.to_express()
    for words in ("i used it", "what milk is there", "i threw it away", "tag tired"):
        desk.say(words)
        assert desk.ignored()[-1] == (words, "not-live")
