"""The journal as a table and back: without loss, row by row, and nothing where one row is wrong."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.errors import InputError
from voice.exchange.csv_file import as_csv, escaped, from_csv, unescaped
from voice.exchange.merging import merge
from voice.exchange.table import COLUMNS
from voice.guide.measures import Kind, Together, Unit
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.records import Logged, Pause, Session, Span

_HERE = timezone(timedelta(hours=1))
_NIGHT = datetime(2026, 3, 1, 3, 20, tzinfo=_HERE)
_SESSION = Session(
    _NIGHT,
    _NIGHT + timedelta(minutes=24, milliseconds=125),
    (
        Span(Side.LEFT, 12, 60.0, 360.25, 300.125),
        Span(Side.LEFT, 2, 360.25, 700.0, 320.0),
        Span(Side.RIGHT, None, 720.1, 1200.3, 470.0),
        Span(Side.LEFT, 4, 1210.0, 1300.0, 80.0),
    ),
    (Pause(400.0, 420.5), Pause(1300.0)),
    (
        Logged(Fraction(12), Unit.ML, Side.LEFT, Kind.MILK, _NIGHT, Fate.FRIDGE, _NIGHT + timedelta(minutes=30)),
        Logged(Fraction(1, 2), Unit.OZ, Together.BOTH, None, _NIGHT),
        Logged(None, Unit.DROPS, Side.RIGHT, Kind.COLOSTRUM, _NIGHT),
    ),
    ("tired", "-left=late"),
    tempo_cpm=18.5,
    finished=True,
)
_CRASHED = Session(_NIGHT + timedelta(days=1), spans=(Span(Side.RIGHT, 6, 0.1, 0.2 + 0.1, 0.1),), clock_known=False)
_UNSET = Session(datetime(1970, 1, 1, 0, 0, 7, tzinfo=timezone(timedelta(hours=-8))), clock_known=False)
_EMPTY = Session(_NIGHT + timedelta(days=2), _NIGHT + timedelta(days=2, minutes=3))


def _refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        from_csv(text, "mine.csv")
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_what_is_exported_comes_back_without_loss() -> None:
    sessions = (_SESSION, _CRASHED, _EMPTY, _UNSET)
    assert from_csv(as_csv(sessions), "mine.csv") == sessions


_seconds = st.floats(0, 100_000, allow_nan=False).map(abs)
_times = st.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)).map(
    lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000, tzinfo=_HERE)
)
_texts = st.text(st.characters(exclude_characters=";", exclude_categories=("C", "Z")), min_size=1)


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    began = draw(_times)
    spans = []
    for side, (one, other) in draw(st.lists(st.tuples(st.sampled_from(Side), st.tuples(_seconds, _seconds)))):
        from_s, to_s = sorted((one, other))
        spans.append(Span(side, draw(st.none() | st.integers(1, 12)), from_s, to_s, (to_s - from_s) / 3))
    amounts = tuple(
        Logged(
            None if unit is Unit.DROPS else Fraction(draw(st.decimals(0, 9999, places=3))),
            unit,
            draw(st.none() | st.sampled_from(Side) | st.just(Together.BOTH)),
            draw(st.none() | st.sampled_from(Kind)),
            draw(_times),
        )
        for unit in draw(st.lists(st.sampled_from(Unit), max_size=3))
    )
    tags = tuple(draw(st.lists(_texts, max_size=2)))
    return Session(began, began + timedelta(hours=1), tuple(spans), (), amounts, tags, draw(st.none() | _seconds))


@given(st.lists(_sessions(), max_size=3))
def test_whatever_a_journal_holds_comes_back(sessions: list[Session]) -> None:
    assert list(from_csv(as_csv(sessions), "mine.csv")) == sessions


def test_a_tag_commands_no_terminal() -> None:
    text = "start,side,amount,unit,tags\n2026-03-01T03:20:00Z,left,1,ml,\x1b[2Jtired; late\x07\n"
    assert from_csv(text, "theirs.csv")[0].tags == ("[2Jtired", "late")


def test_the_header_is_fixed_and_begins_with_what_a_foreign_table_needs() -> None:
    header = as_csv([]).strip()
    assert header == ",".join(COLUMNS)
    assert header.startswith("start,side,amount,unit,")


def test_times_have_their_offset_and_amounts_are_as_said() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([_SESSION]))))
    assert [row["start"] for row in rows] == ["2026-03-01T03:20:00+01:00"] * 3
    assert [(row["amount"], row["unit"], row["side"]) for row in rows] == [
        ("12", "ml", "left"),
        ("0.5", "oz", "both"),
        ("", "drops", "right"),
    ]
    assert [row["left_minutes"] for row in rows] == ["11.7", "", ""]


def test_that_a_session_was_held_is_not_told() -> None:
    held = as_csv([replace(_SESSION, held=True)])
    assert held == as_csv([_SESSION])
    assert "held" not in held


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "'"])
def test_a_cell_that_a_spreadsheet_would_compute_is_escaped(cell: str) -> None:
    assert escaped(cell) == f"'{cell}"
    assert unescaped(escaped(cell)) == cell


def test_other_cells_are_left_alone() -> None:
    assert [escaped(cell) for cell in ("", "12", "left", "a=b")] == ["", "12", "left", "a=b"]
    assert unescaped("'tis") == "'tis"


def test_a_table_from_elsewhere_needs_four_columns() -> None:
    text = (
        "start,side,amount,unit\n2026-03-01T03:20:00+01:00,left,12,ml\n"
        "2026-03-01T03:20:00+01:00,right,,drops\n\n2026-03-01T09:00:00Z,,0.5,oz\n"
    )
    night, morning = from_csv(text, "theirs.csv")
    assert (night.started, night.ended) == (_NIGHT, _NIGHT)
    assert [(one.amount, one.unit, one.side) for one in night.amounts] == [
        (12, Unit.ML, Side.LEFT),
        (None, Unit.DROPS, Side.RIGHT),
    ]
    assert morning.amounts[0].side is None
    assert from_csv(text, "theirs.csv") == (night, morning)  # with the same ids


def test_a_table_from_elsewhere_may_tell_minutes() -> None:
    text = "amount;unit;side;start;left_minutes;right_minutes\n12,5;ml;both;2026-03-01T03:20:00+01:00;8;6.5\n"
    (session,) = from_csv(text, "theirs.csv")
    assert session.amounts[0].amount == Fraction(25, 2)
    assert (session.left_s, session.right_s) == (480.0, 390.0)
    assert session.ended == _NIGHT + timedelta(minutes=14, seconds=30)


_WRONG = {
    "2026-03-01 03:20,left,12,ml": "mine.csv, line 3, column 1: start is",
    "yesterday,left,12,ml": 'start is "yesterday"; expected a time with its offset',
    "0001-01-01T00:00:00+14:00,left,12,ml": "mine.csv, line 3, column 1: start is",
    ",left,12,ml": "mine.csv, line 3, column 1: expected a time with its offset",
    "2026-03-01T03:20:00Z,middle,12,ml": 'column 2: side is "middle"; expected left, right or both',
    "2026-03-01T03:20:00Z,left,twelve,ml": 'column 3: amount is "twelve"; expected a number such as 12 or 2.5',
    "2026-03-01T03:20:00Z,left,-3,ml": 'column 3: amount is "-3"',
    "2026-03-01T03:20:00Z,left,1e999999999,ml": "column 3: amount is",
    "2026-03-01T03:20:00Z,left,1/0,ml": "column 3: amount is",
    "2026-03-01T03:20:00Z,left,,ml": "column 3: expected a number",
    "2026-03-01T03:20:00Z,left,5,cups": 'column 4: unit is "cups"; expected one of ml, oz, tsp, drops',
    "2026-03-01T03:20:00Z,left,5,drops": "column 3: amount is",
    "2026-03-01T03:20:00Z,left,5,ml,more": "line 3: 5 columns; expected 4",
    '2026-03-01T03:20:00Z,"left': "line 3: unexpected end of data",
}


@pytest.mark.parametrize(("row", "said"), _WRONG.items())
def test_a_wrong_row_is_named_by_line_and_column(row: str, said: str) -> None:
    assert said in _refusal(f"start,side,amount,unit\n2026-02-28T03:20:00Z,left,12,ml\n{row}\n")


def test_the_line_is_that_of_the_file_also_behind_a_cell_of_two_lines() -> None:
    text = (
        'start,side,amount,unit,note\n2026-02-28T03:20:00Z,left,12,ml,"two\nlines"\n2026-02-28T04:20:00Z,left,x,ml,\n'
    )
    assert "line 4, column 3" in _refusal(text)


@pytest.mark.parametrize("text", ["", "\n", "start,amount\n", "\x00\x01\x02", "start,side,amount,unit,side\n"])
def test_what_is_no_such_table_is_refused(text: str) -> None:
    assert "line 1" in _refusal(text)


@given(st.text(max_size=300))
def test_nothing_but_a_sentence_comes_of_any_text(text: str) -> None:
    with suppress(InputError):
        from_csv(f"start,side,amount,unit,spans,pauses,session\n{text}", "mine.csv")


def test_a_session_whose_rows_disagree_is_refused() -> None:
    text = "start,side,amount,unit,session\n2026-03-01T03:20:00Z,left,1,ml,a\n2026-03-01T04:20:00Z,left,1,ml,a\n"
    assert "line 3, column 1: start is not that of line 2" in _refusal(text)


def test_an_entry_stands_in_one_session_only() -> None:
    one, other = as_csv([_SESSION]), as_csv([replace(_SESSION, id="another", started=_NIGHT - timedelta(days=3))])
    both = one + other.partition("\r\n")[2]
    assert f"line 5, column {COLUMNS.index('entry') + 1}" in _refusal(both)


def test_what_is_there_already_is_told_from_what_is_new() -> None:
    changed = replace(_EMPTY, tags=("changed",))
    merged = merge((_SESSION, _CRASHED, _EMPTY), (replace(_SESSION, held=True), changed))
    assert (merged.new, merged.same, merged.other) == ((_CRASHED,), (_SESSION,), (_EMPTY,))


def test_an_amount_of_another_session_is_never_taken_over() -> None:
    with pytest.raises(ValueError, match="stands in another session"):
        merge([replace(_SESSION, id="another")], [_SESSION])
