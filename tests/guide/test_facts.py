"""What she asks of today, and what she adds late."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Acted, Amend, Keep
from voice.guide.amounts import Amount, Unit
from voice.guide.facts import summed
from voice.guide.measures import Together
from voice.guide.milk import Milk
from voice.guide.night import Night
from voice.guide.state import Noted, Opening
from voice.guide.steps import Side, Step

HOUR_S = 3600.0
MORNING = Milk("a", Amount(Fraction(30), Unit.ML, Side.LEFT), -3 * HOUR_S)
BEFORE = Opening(finished_sessions=4, noted=Noted((MORNING,), "a", -3 * HOUR_S, frozenset({"a"})))


def working(opening: Opening = BEFORE, seconds: float = 180.0) -> Desk:
    desk = Desk(opening)
    desk.to_express()
    desk.wait(seconds)
    return desk


def kept(desk: Desk) -> Keep:
    return [action for _, action in desk.done if isinstance(action, Keep)][-1]


# ---- "How much today"


def test_today_is_what_was_noted_since_midnight_and_in_this_session() -> None:
    desk = working()
    desk.answer("how much today")
    assert desk.last == desk.text("today", amounts="30 millilitres")
    desk.answer("stop", "log twelve", "yes", "how much today")
    assert desk.last == desk.text("today", amounts="42 millilitres")
    assert desk.commands()[-1] == "today"


def test_each_unit_stays_by_itself_and_drops_are_never_counted() -> None:
    said = (Fraction(10), Unit.ML), (None, Unit.DROPS), (Fraction(1, 2), Unit.TSP), (Fraction(5), Unit.ML)
    assert summed([Amount(number, unit, Together.BOTH) for number, unit in (*said, (None, Unit.DROPS))]) == (
        Amount(Fraction(15), Unit.ML),
        Amount(Fraction(1, 2), Unit.TSP),
        Amount(None, Unit.DROPS),
    )


def test_with_nothing_noted_she_hears_that_and_no_word_more() -> None:
    desk = Desk()
    desk.answer("how much today")
    assert desk.last == desk.text("today_none")


def test_after_midnight_another_day_has_begun() -> None:
    desk = Desk(replace(BEFORE, night=Night(opened_s=23.9 * HOUR_S)))
    desk.answer("how much today")
    assert "30" in desk.last
    desk.answer("pause")
    desk.wait(500)
    desk.say("how much today")
    assert desk.last == desk.text("today_none")


def test_today_is_not_how_long() -> None:
    desk = working()
    desk.say("how much today")
    assert desk.commands()[-1] == "today"
    desk.answer("how long ago")
    assert desk.commands()[-1] == "last_time"
    desk.answer("how long")
    assert desk.commands()[-1] == "how_long"


# ---- "Started ten minutes ago"


def test_started_moves_the_minutes_back() -> None:
    desk = working()
    desk.say("started ten minutes ago")
    assert desk.last == desk.text("started", minutes="10 minutes", side="left")
    assert desk.expressed_s(Side.LEFT) == pytest.approx(600.0, abs=1.0)
    (acted,) = [action for _, action in desk.done if isinstance(action, Acted) and action.command.value == "started"]
    assert acted.value == 10
    first = kept(desk).stretches[0]
    assert first.from_s == pytest.approx(desk.now - 600.0, abs=1.0)
    assert kept(desk).since_s <= first.from_s


def test_undo_moves_them_forth_again() -> None:
    desk = working()
    desk.say("started twenty minutes ago")
    desk.wait(1)
    desk.say("undo")
    assert desk.expressed_s(Side.LEFT) == pytest.approx(181.0, abs=2.0)
    desk.wait(1)
    assert kept(desk).stretches[0].from_s > 0


def test_said_again_the_last_word_counts() -> None:
    desk = working()
    desk.say("started twenty minutes ago")
    desk.say("started five minutes ago")
    assert desk.expressed_s(Side.LEFT) == pytest.approx(300.0, abs=1.0)


def test_it_may_be_less_but_no_side_goes_below_nothing() -> None:
    desk = working(seconds=400.0)
    desk.say("started two minutes ago")
    assert desk.expressed_s(Side.LEFT) == pytest.approx(120.0, abs=1.0)


def test_on_the_second_side_it_is_the_first_that_gains() -> None:
    desk = working()
    desk.to_second_side()
    desk.wait(60)
    right_s = desk.expressed_s(Side.RIGHT)
    desk.say("started thirty minutes ago")
    assert desk.expressed_s(Side.RIGHT) == pytest.approx(right_s)
    assert desk.expressed_s(Side.LEFT) > 1500.0
    assert "left" in desk.last


def test_before_the_first_beat_it_is_not_live() -> None:
    desk = Desk()
    desk.answer("started ten minutes ago")
    assert desk.ignored() == [("started ten minutes ago", "not-live")]


# ---- Tags


def test_a_tag_is_noted_once_and_can_be_undone() -> None:
    desk = working()
    desk.answer("stop", "tag tired", "tag tired")
    assert desk.state.tags == ("tired",)
    assert desk.last == desk.text("tagged", tag=desk.content.spoken.tags["tired"])
    assert kept(desk).tags == ("tired",)
    desk.answer("undo")
    assert kept(desk).tags == ()


def test_every_tag_that_can_be_said_can_be_told_and_none_is_of_pain() -> None:
    desk = Desk()
    spoken = {phrase.value for phrase in desk.content.phrases.all if phrase.command.value == "tag"}
    assert spoken == set(desk.content.spoken.tags)
    assert not {"pain", "sore", "ill", "fever", "blood"} & spoken


# ---- "That was thirty"


def test_that_was_puts_right_what_was_noted_last_in_this_session() -> None:
    desk = working()
    desk.answer("stop", "log thirteen", "yes")
    desk.listen()
    desk.wait(20)
    desk.say("that was thirty")
    assert "30, three zero, millilitres" in desk.last
    assert desk.commands()[-1] == "correct"
    desk.answer("yes")
    assert [amount.amount for amount in desk.state.logged] == [30]


def test_where_this_session_is_asked_for_it_is_the_answer() -> None:
    desk = working()
    desk.answer("stop", "that was thirty", "yes")
    assert [amount.amount for amount in desk.state.logged] == [30]
    assert desk.state.milk == (MORNING,)


def test_else_the_last_one_of_the_session_before() -> None:
    desk = working()
    desk.answer("stop", "next", "that was forty")
    assert desk.last == desk.text("log_readback_earlier", amounts="40 millilitres on the left")
    desk.answer("yes")
    assert desk.last == desk.text("log_saved")
    (amend,) = [action for _, action in desk.done if isinstance(action, Amend)]
    assert amend.milk == replace(MORNING, amount=replace(MORNING.amount, amount=Fraction(40)))
    assert desk.saved() == []
    desk.answer("undo")
    assert desk.state.milk == (MORNING,)


def test_no_after_that_lets_it_be() -> None:
    desk = working()
    desk.answer("stop", "next", "that was forty", "no")
    desk.wait(1.1)
    assert desk.last == desk.text("log_unclear")
    assert desk.state.milk == (MORNING,)


def test_a_late_no_too() -> None:
    desk = working()
    desk.answer("stop", "next", "that was forty")
    desk.listen()
    desk.wait(6)
    desk.listen()
    desk.say("no")
    assert desk.state.milk == (MORNING,)


def test_no_thirteen_puts_it_right_before_it_is_saved() -> None:
    desk = working()
    desk.answer("stop", "next", "that was forty", "no thirteen", "yes")
    assert [milk.amount.amount for milk in desk.state.milk] == [13]
    assert desk.state.logged == ()


def test_after_twelve_hours_it_is_of_this_session_again() -> None:
    desk = working(replace(BEFORE, noted=replace(BEFORE.noted, last_s=-13 * HOUR_S)))
    desk.answer("stop", "next", "that was forty", "yes")
    assert desk.at(Step.STORE)
    assert [amount.amount for amount in desk.state.logged] == [40]
