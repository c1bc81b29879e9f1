"""The history that pages are given: read apart from the session, and only when the journal has changed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.page.remembered import HERE, fortnight, noted, session
from voice.guide.measures import Unit
from voice.guide.steps import Side
from voice.journal.journal import Journal
from voice.page.history import History

EARLY = datetime(2026, 3, 1, 3, 20, tzinfo=HERE)


def _read(history: History, after: str = "") -> dict[str, object]:
    answer = json.loads(history.read(after).result())
    assert isinstance(answer, dict)
    return answer


def test_days_and_times_are_those_where_she_was(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add(session(EARLY, 6, 4.5, noted("12", Side.LEFT, EARLY), noted("", None, EARLY)))
    with History(tmp_path, None) as history:
        shown = _read(history)["history"]
    amounts = {"left": 12.0, "right": 0.0, "both": 0.0, "unsaid": 0.0, "drops": True}
    assert shown == {
        "kept": True,
        "unit": "ml",
        "left_out": 0,
        "days": [{"date": "2026-03-01", **amounts, "left_min": 6.0, "right_min": 4.5}],
        "moments": [{"date": "2026-03-01", "from_h": 3.3333, "to_h": 3.5083}],
    }


def test_amounts_are_in_the_unit_that_was_chosen(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add(session(EARLY, 6, 4, noted("30", Side.LEFT, EARLY), noted("1.5", Side.RIGHT, EARLY, Unit.OZ)))
    with History(tmp_path, Unit.OZ) as history:
        answer = history.read("").result()
    assert b'"unit":"oz"' in answer and b'"left":1.01,"right":1.5' in answer


def test_what_is_known_is_not_sent_again_until_another_program_changes_the_journal(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal, History(tmp_path, None) as history:
        assert _read(history)["number"] == 1
        assert _read(history, "1") == {"number": 1}
        journal.add(session(EARLY, 6, 4))
        while (changed := _read(history, "1")) == {"number": 1}:
            pass  # after a reading the journal is left alone for a moment
        assert changed["number"] == 2 and "history" in changed


def test_what_was_erased_is_gone_at_once(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal, History(tmp_path, None) as history:
        journal.add(*fortnight())
        assert b"2026-03-14" in history.read("").result()
        journal.erase()
        shown = _read(history, "1")
        assert shown["number"] == 2 and shown["history"] == {
            "kept": True,
            "unit": "ml",
            "left_out": 0,
            "days": [],
            "moments": [],
        }


def test_without_a_history_no_file_is_made(tmp_path: Path) -> None:
    with History(None, None) as history:
        assert _read(history) == {"number": 1, "history": {"kept": False}}
    assert list(tmp_path.iterdir()) == []


def test_a_journal_that_cannot_be_read_is_one_sentence_and_is_tried_again(tmp_path: Path) -> None:
    Journal.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "journal.db")) as other, History(tmp_path, None) as history:
        (version,) = other.execute("PRAGMA user_version").fetchone()
        other.execute("PRAGMA user_version = 1000")
        shown = _read(history)["history"]
        assert isinstance(shown, dict) and shown["why"].startswith("A newer version of this program wrote the journal")
        other.execute(f"PRAGMA user_version = {version}")
        assert _read(history, "1")["number"] == 2
