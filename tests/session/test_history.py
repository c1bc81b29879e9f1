"""What is remembered between sessions, and forgotten on request."""

from __future__ import annotations

import json
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from voice.guide.actions import Keep
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.steps import Side
from voice.session.history import FILE_NAME, History, Past

LEFT = Amount(Fraction(5, 2), Unit.OZ, Side.LEFT, Kind.MILK)
DROPS = Amount(None, Unit.DROPS, Side.RIGHT, Kind.COLOSTRUM)
SESSION = Keep((LEFT, DROPS), 301.26, 299.94, Side.RIGHT, finished=True)
BEGUN = Keep((), 12.0, 0.0, Side.LEFT, finished=False)


def test_nothing_is_known_before_the_first_session(tmp_path: Path) -> None:
    assert History(tmp_path).past() == Past(0, None)


def test_a_session_writes_one_record_again_and_again(tmp_path: Path) -> None:
    history = History(tmp_path / "made")
    history.keep(BEGUN, "today")
    history.keep(SESSION, "today")
    assert json.loads((tmp_path / "made" / FILE_NAME).read_text(encoding="utf-8")) == [
        {
            "date": "today",
            "finished": True,
            "left_s": 301.3,
            "right_s": 299.9,
            "last_side": "right",
            "amounts": [
                {"side": "left", "kind": "milk", "amount": 2.5, "unit": "oz"},
                {"side": "right", "kind": "colostrum", "amount": None, "unit": "drops"},
            ],
        }
    ]


def test_the_next_session_knows_the_last_side_and_how_many_were_finished(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "monday")
    History(tmp_path).keep(BEGUN, "tuesday")
    assert History(tmp_path).past() == Past(1, Side.LEFT)


def test_a_session_without_a_side_leaves_the_one_before(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "monday")
    History(tmp_path).keep(Keep((), 0.0, 0.0, None, finished=False), "tuesday")
    assert History(tmp_path).past() == Past(1, Side.RIGHT, both_sides=True)


def test_the_next_session_knows_when_the_last_one_began(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "2026-03-01T03:05")
    History(tmp_path).keep(Keep((), 0.0, 0.0, None, finished=False), "2026-03-01T06:00")
    assert History(tmp_path).past().last_began == datetime(2026, 3, 1, 3, 5)


def test_turned_off_it_reads_and_writes_nothing(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "monday")
    off = History(tmp_path, enabled=False)
    assert off.past() == Past(0, None)
    off.keep(SESSION, "tuesday")
    assert History(tmp_path).past() == Past(1, Side.RIGHT, both_sides=True)


def test_erased_it_knows_nothing_also_not_what_this_session_kept(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "monday")
    history = History(tmp_path)
    history.keep(SESSION, "tuesday")
    history.erase()
    assert not (tmp_path / FILE_NAME).exists()
    history.keep(BEGUN, "tuesday")
    assert History(tmp_path).past() == Past(0, Side.LEFT)


def test_erasing_works_with_nothing_there_and_when_turned_off(tmp_path: Path) -> None:
    History(tmp_path).erase()
    History(tmp_path).keep(SESSION, "monday")
    History(tmp_path, enabled=False).erase()
    assert History(tmp_path).past() == Past(0, None)


@pytest.mark.parametrize("text", ["", "no json", "{}", "[1, null]", '[{"finished": "yes", "last_side": "up"}]'])
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    assert History(tmp_path).past() == Past(0, None)


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    History(tmp_path).keep(SESSION, "monday")
    history = History(tmp_path)
    history.fail_writes = True
    with pytest.raises(OSError, match="full"):
        history.keep(BEGUN, "tuesday")
    assert History(tmp_path).past() == Past(1, Side.RIGHT, both_sides=True)
    history.fail_writes = False
    history.keep(SESSION, "tuesday")
    assert History(tmp_path).past() == Past(2, Side.RIGHT, both_sides=True)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        History(tmp_path / "file").keep(SESSION, "monday")
