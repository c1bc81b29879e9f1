"""How a session opens: what the journal says of the last one, and the side to begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from voice.guide.state import Earlier, LastTime
from voice.guide.steps import Side
from voice.guide.stretches import Rest, Stretch
from voice.journal.records import Past, Pause, Session, Span
from voice.session.opening import opening_for
from voice.settings.settings import Settings

NOW = datetime(2026, 3, 1, 6, 20, tzinfo=UTC)


def past(last: Side, *, both: bool = False, began: datetime = NOW, clock_known: bool = True) -> Past:
    """One session that ended on this side."""
    spans = (Span(last.other, 12, 0.0, 9.0, 9.0),) * both + (Span(last, 12, 10.0, 20.0, 10.0),)
    return Past(1, Session(began, spans=spans, clock_known=clock_known))


@pytest.mark.parametrize(
    ("before", "side"),
    [
        (Past(), Side.LEFT),
        (past(Side.RIGHT, both=True), Side.RIGHT),
        (past(Side.RIGHT), Side.LEFT),
        (past(Side.LEFT, both=True), Side.LEFT),
        (past(Side.LEFT), Side.RIGHT),
    ],
)
def test_it_begins_where_it_ended_if_both_had_a_turn_else_on_the_other_side(before: Past, side: Side) -> None:
    assert opening_for(Settings(), before, NOW).proposed_side is side


def test_a_side_that_was_chosen_wins() -> None:
    assert opening_for(Settings(side=Side.LEFT), past(Side.RIGHT, both=True), NOW).proposed_side is Side.LEFT


def test_the_last_time_is_so_long_ago() -> None:
    before = past(Side.RIGHT, began=datetime(2026, 3, 1, 5, 5, tzinfo=timezone(timedelta(hours=2))))
    assert opening_for(Settings(), before, NOW).last == LastTime(Side.RIGHT, 11_700.0)


def test_nothing_is_known_before_the_first_session_and_no_time_where_the_clock_was_wrong() -> None:
    assert opening_for(Settings(), Past(), NOW).last is None
    assert opening_for(Settings(), past(Side.LEFT, clock_known=False), NOW).last == LastTime(Side.LEFT, None)
    future = past(Side.LEFT, began=datetime(2027, 1, 1, tzinfo=UTC))
    assert opening_for(Settings(), future, NOW).last == LastTime(Side.LEFT, None)


def test_what_was_cut_short_stands_in_the_room_time_of_the_new_session() -> None:
    began = NOW - timedelta(minutes=10)
    cut = Session(
        began, spans=(Span(Side.LEFT, 2, 20.0, 80.0, 60.0),), pauses=(Pause(30.0),), tempo_cpm=20.0, held=True
    )
    earlier = opening_for(Settings(), Past(), NOW, earlier=cut).earlier
    assert earlier == Earlier(
        -600.0, (Stretch(Side.LEFT, 2, -580.0, -520.0, 60.0),), (Rest(-570.0),), (), 20.0, held=True
    )
