"""How a session opens: what the history says of the last one, and the side to begin with."""

from __future__ import annotations

from datetime import datetime

import pytest
from voice.session.history import Past

from voice.guide.state import LastTime
from voice.guide.steps import Side
from voice.session.opening import opening_for
from voice.settings.settings import Settings

NOW = datetime(2026, 3, 1, 6, 20)


@pytest.mark.parametrize(
    ("past", "side"),
    [
        (Past(), Side.LEFT),
        (Past(1, Side.RIGHT, both_sides=True), Side.RIGHT),
        (Past(1, Side.RIGHT), Side.LEFT),
        (Past(1, Side.LEFT, both_sides=True), Side.LEFT),
        (Past(1, Side.LEFT), Side.RIGHT),
    ],
)
def test_it_begins_where_it_ended_if_both_had_a_turn_else_on_the_other_side(past: Past, side: Side) -> None:
    assert opening_for(Settings(), past, NOW).proposed_side is side


def test_a_side_that_was_chosen_wins() -> None:
    assert opening_for(Settings(side=Side.LEFT), Past(1, Side.RIGHT, both_sides=True), NOW).proposed_side is Side.LEFT


def test_the_last_time_is_so_long_ago() -> None:
    past = Past(1, Side.RIGHT, last_began=datetime(2026, 3, 1, 3, 5))
    assert opening_for(Settings(), past, NOW).last == LastTime(Side.RIGHT, 11_700.0)


def test_nothing_is_known_before_the_first_session_and_no_time_where_the_clock_went_back() -> None:
    assert opening_for(Settings(), Past(), NOW).last is None
    assert opening_for(Settings(), Past(1, Side.LEFT), NOW).last == LastTime(Side.LEFT, None)
    future = Past(1, Side.LEFT, last_began=datetime(2027, 1, 1))
    assert opening_for(Settings(), future, NOW).last == LastTime(Side.LEFT, None)
