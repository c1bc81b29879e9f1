"""The diary: what the guide keeps becomes a session of the journal; what becomes of it becomes an event."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from tests.journal.sessions import AT_THREE
from voice.guide.actions import Keep
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.events import Erased, Happened, Kept, Trouble
from voice.guide.steps import Side
from voice.guide.stretches import Rest, Stretch
from voice.journal.journal import Journal
from voice.journal.records import Pause, Session, Span
from voice.session.remembered import Remembered, remember

TEN = Amount(Fraction(10), Unit.ML, Side.LEFT, Kind.MILK)
TWELVE = Amount(Fraction(12), Unit.ML, Side.LEFT, Kind.MILK)


def keep(*amounts: Amount, to_s: float = 30.0, since_s: float = 0.0, over: bool = False) -> Keep:
    stretches = (Stretch(Side.LEFT, 12, 20.0, to_s, to_s - 20.0),)
    return Keep(since_s, stretches, (Rest(25.0, 26.0),), amounts, 18.0, held=False, over=over, finished=over)


def opened(folder: Path) -> Remembered:
    return remember(folder, AT_THREE, enabled=True, threaded=False)


def kept(folder: Path) -> tuple[Session, ...]:
    with Journal.open(folder) as journal:
        return journal.sessions()


def test_the_guides_seconds_become_a_session(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    diary = remembered.diary(AT_THREE)
    diary.keep(keep(TEN, to_s=90.0, over=True), 100.0)
    assert diary.news(100.0) == [Kept()]
    (session,) = kept(tmp_path)
    assert (session.started, session.ended) == (AT_THREE, AT_THREE + timedelta(seconds=100))
    assert session.spans == (Span(Side.LEFT, 12, 20.0, 90.0, 70.0),)
    assert session.pauses == (Pause(25.0, 26.0),)
    assert session.finished
    remembered.close()


def test_an_amount_keeps_its_time_and_name_and_a_correction_gets_its_own(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    diary = remembered.diary(AT_THREE)
    diary.keep(keep(TEN), 40.0)
    diary.keep(keep(TEN, TEN), 50.0)
    first, second = kept(tmp_path)[0].amounts
    diary.keep(keep(TEN, TWELVE), 60.0)
    same, corrected = kept(tmp_path)[0].amounts
    assert same == first and corrected.id != second.id
    assert [one.at - AT_THREE for one in (same, corrected)] == [timedelta(seconds=40), timedelta(seconds=60)]
    remembered.close()


def test_a_full_disk_is_told_once_and_when_it_is_over(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    diary = remembered.diary(AT_THREE)
    remembered.scribe.disk_full = True
    diary.keep(keep(), 30.0)
    diary.keep(keep(TEN), 40.0)
    assert diary.news(40.0) == [Happened(Trouble.DISK_FULL)]
    assert diary.news(65.0) == []
    remembered.scribe.disk_full = False
    assert diary.news(71.0) == [Happened(Trouble.DISK_BACK), Kept()]
    assert len(kept(tmp_path)[0].amounts) == 1
    remembered.close()


def test_after_an_erasure_by_another_program_only_what_came_after_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = opened(tmp_path)
    diary = remembered.diary(AT_THREE)
    diary.keep(keep(TEN, to_s=100.0), 100.0)
    diary.news(100.0)
    with Journal.open(tmp_path) as other:
        other.erase()
        erased = AT_THREE + timedelta(seconds=150)
        other._connection.execute("UPDATE journal SET erased_ms = ?", (round(erased.timestamp() * 1000),))
    diary.keep(keep(TEN, TWELVE, to_s=160.0), 200.0)
    assert diary.news(200.0) == [Erased(150.0, 1)]
    assert kept(tmp_path) == ()
    stretches = (Stretch(Side.LEFT, 12, 150.0, 160.0, 10.0),)
    diary.keep(Keep(150.0, stretches, (), (TWELVE,), 18.0, held=False), 200.0)
    assert diary.news(200.0) == [Kept()]
    (session,) = kept(tmp_path)
    assert session.started == erased
    assert session.spans == (Span(Side.LEFT, 12, 0.0, 10.0, 10.0),)
    assert [one.at for one in session.amounts] == [AT_THREE + timedelta(seconds=200)]
    remembered.close()


def test_what_was_cut_short_goes_on_as_the_same_session(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    remembered.diary(AT_THREE).keep(keep(TEN, to_s=90.0), 90.0)
    remembered.close()
    (before,) = kept(tmp_path)
    later = AT_THREE + timedelta(minutes=10)
    remembered = remember(tmp_path, later, enabled=True, threaded=False)
    assert remembered.earlier == before
    diary = remembered.diary(later)
    stretches = (Stretch(Side.LEFT, 12, -580.0, 30.0, 90.0),)
    diary.keep(Keep(-600.0, stretches, (), (TEN, TWELVE), 18.0, held=False), 30.0)
    (session,) = kept(tmp_path)
    assert (session.id, session.started) == (before.id, before.started)
    assert session.spans == (Span(Side.LEFT, 12, 20.0, 630.0, 90.0),)
    assert session.amounts[0] == before.amounts[0] and len(session.amounts) == 2
    remembered.close()


def test_let_be_it_ends_as_it_was_and_another_begins(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    remembered.diary(AT_THREE).keep(keep(TEN, to_s=85.0), 90.0)
    remembered.close()
    remembered = remember(tmp_path, AT_THREE + timedelta(minutes=10), enabled=True, threaded=False)
    diary = remembered.diary(AT_THREE + timedelta(minutes=10))
    diary.close_earlier(5.0)
    diary.keep(keep(since_s=5.0), 30.0)
    assert diary.news(30.0) == [Kept()]
    earlier, now = kept(tmp_path)
    assert earlier.ended == AT_THREE + timedelta(seconds=90) and len(earlier.amounts) == 1
    assert now.amounts == () and now.started == AT_THREE + timedelta(minutes=10, seconds=5)
    remembered.close()
