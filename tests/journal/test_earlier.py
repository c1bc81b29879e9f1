"""The history of earlier versions, taken in once."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from voice.guide.measures import Kind, Unit
from voice.guide.steps import Side
from voice.journal.journal import Journal

RECORDS = [
    {
        "date": "2026-03-01T03:05",
        "finished": True,
        "left_s": 301.3,
        "right_s": 299.9,
        "last_side": "right",
        "amounts": [
            {"side": "left", "kind": "milk", "amount": 2.5, "unit": "oz"},
            {"side": "right", "kind": "colostrum", "amount": None, "unit": "drops"},
        ],
    },
    {"date": "2026-03-01T06:00", "finished": False, "left_s": 12.0, "right_s": 0.0, "last_side": "left", "amounts": []},
]


def write(folder: Path, records: object) -> None:
    (folder / "history.json").write_text(json.dumps(records), encoding="utf-8")


def test_each_record_is_a_session(tmp_path: Path) -> None:
    write(tmp_path, RECORDS)
    with Journal.open(tmp_path) as journal:
        first, second = journal.sessions()
    assert first.started.replace(tzinfo=None).isoformat() == "2026-03-01T03:05:00"
    assert (first.left_s, first.right_s, first.last_side, first.finished) == (301.3, 299.9, Side.RIGHT, True)
    assert [(one.amount, one.unit, one.kind) for one in first.amounts] == [
        (Fraction(5, 2), Unit.OZ, Kind.MILK),
        (None, Unit.DROPS, Kind.COLOSTRUM),
    ]
    assert first.ended is not None and (first.ended - first.started).total_seconds() == pytest.approx(601.2)
    assert [span.side for span in second.spans] == [Side.LEFT]


def test_it_is_taken_in_once_and_kept_aside(tmp_path: Path) -> None:
    write(tmp_path, RECORDS)
    for _ in range(2):
        with Journal.open(tmp_path) as journal:
            assert len(journal.sessions()) == 2
    assert json.loads((tmp_path / "history.imported.json").read_text()) == RECORDS
    assert not (tmp_path / "history.json").exists()


def test_nothing_comes_in_twice_where_it_could_not_be_put_aside(tmp_path: Path) -> None:
    write(tmp_path, RECORDS)
    Journal.open(tmp_path).close()
    write(tmp_path, RECORDS)
    with Journal.open(tmp_path) as journal:
        assert len(journal.sessions()) == 2


@pytest.mark.parametrize("text", ["", "no json", "{}", "[1, null]", '[{"finished": "yes", "last_side": "up"}]'])
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "history.json").write_text(text, encoding="utf-8")
    with Journal.open(tmp_path) as journal:
        past = journal.past()
    assert (past.finished_sessions, past.last) == (0, None)


def test_one_without_a_date_counts_and_its_time_is_not_known(tmp_path: Path) -> None:
    write(tmp_path, [RECORDS[0] | {"date": "monday"}, *RECORDS[1:]])
    with Journal.open(tmp_path) as journal:
        first, second = journal.sessions()
    assert first.finished and not first.clock_known
    assert first.started <= second.started and second.clock_known
