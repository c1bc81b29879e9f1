"""Touches as stories: what a hand does, where, and what it says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.guide.desk import Desk
from voice.guide.amounts import parse
from voice.guide.measures import Unit
from voice.guide.state import Opening
from voice.guide.steps import Side
from voice.session.keys import Keyboard
from voice.session.moment import Moment
from voice.session.touch import HeldDown, Measured, Pressed, Tapped, Touch, Touches, Typed, tap_is_next


class _Hand:
    """Touches a session on paper."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._touches = Touches(Keyboard(desk.content.phrases))

    @property
    def moment(self) -> Moment:
        desk = self.desk
        return Moment(desk.now, desk.state, desk.guide.live(desk.now), None, desk.guide.asking)

    def does(self, *touches: Touch) -> list[str]:
        """What these say, each at once; what says something is told to the guide."""
        said = []
        for touch in touches:
            heard = self._touches.heard(touch, self.moment)
            if heard is not None:
                said.append(" ".join(heard.words))
                self.desk.tell(heard)
        return said


@pytest.fixture
def hand() -> _Hand:
    return _Hand(Desk(Opening(short=True)))


def test_a_tap_is_next_where_it_leads_on(hand: _Hand) -> None:
    assert hand.does(Tapped()) == ["next"]
    hand.desk.answer("left")
    hand.desk.listen()
    assert hand.does(Tapped()) == ["next"]
    assert hand.desk.state.step.value == "move"


def test_taps_within_a_moment_are_one(hand: _Hand) -> None:
    assert hand.does(Tapped(), Tapped()) == ["next"]
    hand.desk.wait(0.7)
    assert hand.does(Tapped()) == []
    hand.desk.wait(0.2)
    assert hand.does(Tapped()) == ["next"]


def test_a_button_beside_which_the_page_was_touched_too_counts_alone(hand: _Hand) -> None:
    assert hand.does(Pressed("n"), Tapped(), Pressed("n")) == ["next"]
    hand.desk.wait(1.0)
    assert hand.does(Pressed("+"), Pressed("-")) == ["louder", "quieter"]


def test_what_concerns_her_safety_counts_however_often_it_is_touched(hand: _Hand) -> None:
    assert len(hand.does(Pressed("H"), Pressed("H"))) == 2


@pytest.mark.parametrize("said", ["pause", "go to sleep", "it hurts", "can't breathe", "delete everything", "stop"])
def test_a_tap_does_nothing_where_something_is_held_asked_or_collected(hand: _Hand, said: str) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    hand.desk.say(said)
    assert not tap_is_next(hand.moment)
    assert hand.does(Tapped()) == []


def test_a_tap_does_nothing_while_an_amount_is_read_back(hand: _Hand) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    hand.desk.say("other side")
    hand.desk.answer("next", "next")
    hand.desk.listen()
    hand.desk.say("other side")  # both are done, where a tap would go on
    hand.desk.listen()
    assert tap_is_next(hand.moment)
    hand.desk.say("log thirty")
    assert hand.does(Tapped()) == []


def test_a_tap_that_comes_late_is_judged_where_the_session_stands(hand: _Hand) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    assert tap_is_next(hand.moment)
    hand.desk.say("pause")
    assert hand.does(Tapped()) == []


def test_what_rests_for_safety_goes_on_only_when_held(hand: _Hand) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    hand.desk.say("it hurts")
    assert hand.does(Pressed("c"), Pressed(" ")) == []
    assert hand.does(HeldDown("c")) == ["continue"]


def test_a_pause_goes_on_with_one_press(hand: _Hand) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    hand.desk.say("pause")
    assert hand.does(Pressed("c")) == ["continue"]


def test_keys_at_the_terminal_are_as_ever(hand: _Hand) -> None:
    assert hand.does(Typed("+"), Typed("+"), Typed("1"), Typed("2"), Typed("\n")) == ["louder", "louder", "twelve"]


@pytest.mark.parametrize("unit", [Unit.ML, Unit.OZ, Unit.TSP])
@pytest.mark.parametrize("number", ["0.25", "0.5", "1", "2.05", "12.5", "13", "130", "999"])
def test_an_amount_of_the_number_pad_is_understood_as_it_was_typed(hand: _Hand, number: str, unit: Unit) -> None:
    table = hand.desk.content.phrases
    heard = Keyboard(table).amount(Fraction(number), unit, Side.LEFT, 0.0)
    (amount,) = parse(heard.words, table.amounts) or ()
    assert (amount.amount, amount.unit, amount.side) == (Fraction(number), unit, Side.LEFT)


def test_drops_stay_drops_and_nothing_is_nothing(hand: _Hand) -> None:
    table = hand.desk.content.phrases
    for number in (None, Fraction(15)):
        (amount,) = parse(Keyboard(table).amount(number, Unit.DROPS, Side.RIGHT, 0.0).words, table.amounts) or ()
        assert (amount.amount, amount.unit, amount.side) == (None, Unit.DROPS, Side.RIGHT)
    (nothing,) = parse(Keyboard(table).amount(Fraction(0), Unit.ML, None, 0.0).words, table.amounts) or ()
    assert nothing.amount == 0


def test_an_amount_from_the_pad_is_read_back(hand: _Hand) -> None:
    hand.desk.answer("next", "left")
    hand.desk.listen()
    hand.desk.say("stop")
    hand.desk.listen()
    assert hand.does(Measured(Fraction(12), Unit.ML, None)) == ["twelve millilitres"]
    assert hand.desk.guide.asking
