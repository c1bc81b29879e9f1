"""What a session is told of the amounts before it, and what it puts right in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from voice.guide import actions
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.milk import Fate, Milk
from voice.guide.state import NOTHING_NOTED
from voice.guide.steps import Side
from voice.guide.stretches import Stretch
from voice.journal.journal import Journal
from voice.journal.records import Logged, Session, Span
from voice.journal.scribe import Scribe
from voice.session.diary import Diary
from voice.session.ledger import noted

NOW = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
WORK = (Span(Side.LEFT, 12, 60.0, 360.0, 300.0),)
THIRTY = Amount(Fraction(30), Unit.ML, Side.LEFT, Kind.MILK)


def session(hours_ago: float, *, fate: Fate | None = None, amounts: int = 1, clock_known: bool = True) -> Session:
    started = NOW - timedelta(hours=hours_ago)
    at = started + timedelta(minutes=10)
    logged = tuple(Logged(Fraction(30), Unit.ML, Side.LEFT, Kind.MILK, at, fate, at) for _ in range(amounts))
    return Session(started, at, WORK, amounts=logged, finished=True, clock_known=clock_known)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path) as opened:
        yield opened


def test_stored_milk_is_counted_from_when_expressing_began(journal: Journal) -> None:
    journal.add(session(30.0, fate=Fate.FREEZER), session(50.0, fate=Fate.FRIDGE), session(80.0, fate=Fate.USED))
    told = noted(journal, NOW, besides=None, clock_known=True)
    assert [milk.fate for milk in told.milk] == [Fate.FRIDGE, Fate.FREEZER]
    assert [milk.begun_s for milk in told.milk] == [60.0 - 50 * 3600.0, 60.0 - 30 * 3600.0]
    assert (told.last, told.today) == (None, frozenset())


def test_today_and_the_last_amount_are_told_by_their_ids(journal: Journal) -> None:
    yesterday, morning = session(20.0), session(6.0, amounts=2)
    journal.add(yesterday, morning)
    told = noted(journal, NOW, besides=None, clock_known=True)
    assert told.today == {one.id for one in morning.amounts}
    assert told.last in told.today
    assert told.last_s == -6 * 3600.0 + 600.0
    assert all(milk.amount == THIRTY for milk in told.milk)


def test_what_is_gone_on_with_tells_its_own(journal: Journal) -> None:
    cut_short = session(1.0)
    journal.add(cut_short)
    assert noted(journal, NOW, besides=cut_short.id, clock_known=True) == NOTHING_NOTED


def test_where_no_clock_was_known_nothing_is_counted(journal: Journal) -> None:
    journal.add(session(3.0, fate=Fate.FRIDGE, clock_known=False), session(2.0, fate=Fate.FRIDGE))
    assert [milk.begun_s is None for milk in noted(journal, NOW, besides=None, clock_known=True).milk] == [True, False]
    assert all(milk.begun_s is None for milk in noted(journal, NOW, besides=None, clock_known=False).milk)


def test_what_is_put_right_stands_in_the_journal_and_can_be_undone_there(journal: Journal, tmp_path: Path) -> None:
    journal.add(session(30.0, fate=Fate.FRIDGE))
    (milk,) = noted(journal, NOW, besides=None, clock_known=True).milk
    scribe = Scribe(partial(Journal.open, tmp_path), tmp_path, journal.generation, threaded=False)
    diary = Diary(scribe, NOW)
    forty = Amount(Fraction(40), Unit.ML, Side.LEFT, Kind.MILK)
    diary.amend(actions.Amend(Milk(milk.id, forty, milk.begun_s, Fate.USED, 20.0)), 20.0)
    scribe.close()
    (amount,) = journal.sessions()[0].amounts
    assert (amount.amount, amount.fate, amount.fate_at) == (Fraction(40), Fate.USED, NOW + timedelta(seconds=20))
    journal.undo()
    assert journal.sessions()[0].amounts[0].fate is Fate.FRIDGE


def test_what_was_taken_out_meanwhile_stays_out(journal: Journal, tmp_path: Path) -> None:
    scribe = Scribe(partial(Journal.open, tmp_path), tmp_path, journal.generation, threaded=False)
    Diary(scribe, NOW).amend(actions.Amend(Milk("gone", THIRTY, None, Fate.USED, 0.0)), 5.0)
    scribe.close()
    assert journal.sessions() == ()


def test_where_this_sessions_milk_is_kept_and_its_tags_are_written_with_it(journal: Journal, tmp_path: Path) -> None:
    scribe = Scribe(partial(Journal.open, tmp_path), tmp_path, journal.generation, threaded=False)
    diary = Diary(scribe, NOW, clock_known=False)
    work = (Stretch(Side.LEFT, 12, 10.0, 310.0, 300.0),)
    diary.keep(actions.Keep(0.0, work, (), (THIRTY,), 18.0, held=False), 320.0)
    diary.keep(
        actions.Keep(0.0, work, (), (THIRTY, THIRTY), 18.0, held=False, kept_in=Fate.FRIDGE, tags=("tired",)), 330.0
    )
    scribe.close()
    (kept,) = journal.sessions()
    assert [one.fate for one in kept.amounts] == [Fate.FRIDGE] * 2
    assert kept.amounts[0].at == NOW + timedelta(seconds=320)
    assert (kept.tags, kept.clock_known) == (("tired",), False)
