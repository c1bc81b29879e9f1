"""A session put right by hand: nothing that was not said changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.guide.steps import Side
from voice.journal.by_hand import begun, moved, swapped, with_seconds
from voice.journal.records import Pause, Session, Span

_BEGAN = datetime(2026, 3, 1, 3, 20, tzinfo=UTC)
_SESSION = Session(
    _BEGAN,
    _BEGAN + timedelta(seconds=1300),
    (
        Span(Side.LEFT, 12, 60.0, 360.0, 300.0),
        Span(Side.RIGHT, 2, 400.0, 700.0, 250.0),
        Span(Side.LEFT, 4, 710.0, 1000.0, 290.0),
    ),
    (Pause(500.0, 550.0), Pause(1100.0, 1200.0)),
    clock_known=False,
)


def test_a_session_that_began_later_loses_what_it_cannot_have_worked() -> None:
    later = begun(_SESSION, _BEGAN + timedelta(seconds=450))
    assert [(span.side, span.from_s, span.to_s, span.expressed_s) for span in later.spans] == [
        (Side.RIGHT, 0.0, 250.0, 250.0),
        (Side.LEFT, 260.0, 550.0, 290.0),
    ]
    assert later.pauses == (Pause(50.0, 100.0), Pause(650.0, 750.0))
    assert later.ended == _SESSION.ended
    assert later.clock_known


def test_nothing_begins_after_its_end() -> None:
    with pytest.raises(ValueError, match="after its end"):
        begun(_SESSION, _BEGAN + timedelta(hours=1))


def test_moving_there_and_back_is_nothing_but_that_the_time_is_known() -> None:
    there = moved(_SESSION, _BEGAN - timedelta(days=3))
    assert there.spans == _SESSION.spans
    assert moved(there, _BEGAN) == Session(_BEGAN, _SESSION.ended, _SESSION.spans, _SESSION.pauses, id=_SESSION.id)


def test_swapping_twice_is_nothing() -> None:
    assert swapped(swapped(_SESSION)) == _SESSION
    assert swapped(_SESSION).last_side is Side.RIGHT


def test_a_side_that_was_not_worked_comes_last() -> None:
    bare = Session(_BEGAN, _BEGAN)
    both = with_seconds(with_seconds(bare, Side.RIGHT, 300.0), Side.LEFT, 60.0)
    assert [(span.side, span.from_s, span.to_s) for span in both.spans] == [
        (Side.RIGHT, 0.0, 300.0),
        (Side.LEFT, 300.0, 360.0),
    ]
    assert both.ended == _BEGAN + timedelta(seconds=360)


@given(st.sampled_from(Side), st.integers(0, 5000))
def test_so_many_seconds_it_is_and_the_other_side_stays(side: Side, seconds: int) -> None:
    changed = with_seconds(_SESSION, side, float(seconds))
    assert changed.expressed_s(side) == pytest.approx(seconds)
    assert changed.expressed_s(side.other) == _SESSION.expressed_s(side.other)
    ends = [span.to_s for span in changed.spans]
    assert ends == sorted(ends)
    assert all(span.from_s <= span.to_s for span in changed.spans)
    assert changed.ended is not None
    assert _SESSION.ended is not None
    assert changed.ended >= _SESSION.ended
