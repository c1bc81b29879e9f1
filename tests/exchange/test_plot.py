"""What is drawn: figures of each day, and pictures of any number of sessions without a word of judgement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from voice.errors import InputError
from voice.exchange.plot import draw, format_of
from voice.exchange.series import From, series
from voice.guide.measures import Together, Unit
from voice.guide.steps import Side
from voice.journal.records import Logged, Session, Span

_HERE = timezone(timedelta(hours=-8))
_BEGAN = datetime(2026, 3, 1, 23, 50, tzinfo=_HERE)
_SESSION = Session(
    _BEGAN,
    _BEGAN + timedelta(minutes=25),
    (Span(Side.LEFT, 12, 60.0, 660.0, 600.0), Span(Side.RIGHT, 12, 700.0, 1200.0, 480.0)),
    amounts=(
        Logged(Fraction(12), Unit.ML, Side.LEFT, None, _BEGAN),
        Logged(Fraction(1), Unit.OZ, Together.BOTH, None, _BEGAN),
        Logged(Fraction(1), Unit.TSP, None, None, _BEGAN),
        Logged(None, Unit.DROPS, Side.RIGHT, None, _BEGAN),
    ),
)


def test_a_session_counts_on_the_day_on_which_it_began_where_she_was() -> None:
    later = replace(_SESSION, started=_BEGAN + timedelta(minutes=15), id="later")
    shown = series([later, _SESSION], None)
    assert [day.date for day in shown.days] == [date(2026, 3, 1), date(2026, 3, 2)]


def test_amounts_are_by_side_in_one_unit_and_drops_have_none() -> None:
    (day,) = series([_SESSION], None).days
    assert day.amounts == {
        From.LEFT: 12.0,
        From.RIGHT: 0.0,
        From.BOTH: pytest.approx(29.57, abs=0.01),
        From.UNSAID: 5.0,
    }
    assert day.drops
    assert (day.left_min, day.right_min) == (10.0, 8.0)
    assert series([_SESSION], Unit.OZ).amount(From.BOTH) == 1.0


def test_the_time_of_day_may_pass_midnight() -> None:
    (moment,) = series([_SESSION], None).moments
    assert moment.from_h == pytest.approx(23 + 50 / 60)
    assert moment.to_h == pytest.approx(24 + 15 / 60)


def test_what_has_no_date_is_left_out_and_the_picture_says_so() -> None:
    undated = replace(_SESSION, clock_known=False, started=datetime(1970, 1, 1, tzinfo=_HERE), id="undated")
    assert series([undated, _SESSION], None).left_out == 1
    assert "1 session is left out" in draw([undated, _SESSION], None, "svg").decode()
    assert "2 sessions are left out" in draw([undated, undated], None, "svg").decode()


def test_a_picture_judges_nothing_and_is_the_same_each_time() -> None:
    drawn = draw([_SESSION], None, "svg")
    assert drawn == draw([_SESSION], None, "svg")
    words = " ".join(re.findall(r">([^<>]+)</", drawn.decode())).lower()
    for word in ("goal", "target", "average", "mean", "trend", "normal", "low", "best", "milk", "breast"):
        assert not re.search(rf"\b{word}\b", words)
    assert draw([_SESSION], None, "png").startswith(b"\x89PNG")


def test_a_session_with_nothing_in_it_is_drawn_too() -> None:
    drawn = draw([Session(_BEGAN)], Unit.OZ, "svg").decode()
    assert "Amount a day (oz)" in drawn
    assert "none noted for one side" in drawn


def test_years_of_sessions_are_drawn() -> None:
    many = [replace(_SESSION, started=_BEGAN - timedelta(hours=6 * number), id=str(number)) for number in range(3000)]
    assert draw(many, None, "png").startswith(b"\x89PNG")


def test_the_name_of_the_file_says_what_it_is() -> None:
    assert format_of(Path("a/b.PNG")) == "png"
    assert format_of(Path("b.svg")) == "svg"
    for name in ("b", "b.pdf", ".svg"):
        with pytest.raises(InputError, match=r"\.png or \.svg"):
            format_of(Path(name))
