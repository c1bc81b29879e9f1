"""The journal read and changed: what goes in comes out, and each change by hand can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journal.sessions import AT_THREE, ml, running, whole
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.errors import ErasedError
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal, erase
from voice.journal.records import Sent, Session


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "data") as opened:
        yield opened


def days(count: int) -> tuple[Session, ...]:
    """One session a day."""
    return tuple(whole(AT_THREE + timedelta(days=day), id_=f"{day:010x}") for day in range(count))


def test_a_session_comes_out_as_it_went_in(journal: Journal) -> None:
    journal.add(whole())
    assert journal.session(whole().id) == whole()
    assert journal.session("a1b2") == whole()
    assert journal.session("") is None
    out = journal.sessions()[0]
    assert out.started.utcoffset() == timedelta(hours=2)
    assert [turn.side.value for turn in out.turns] == ["left", "right", "left"]
    assert (out.left_s, out.right_s, out.last_side) == (310.5, 280.0, Side.LEFT)


def test_a_beginning_that_fits_two_names_neither(journal: Journal) -> None:
    journal.add(whole(id_="aaaa111111"), whole(id_="aaaa222222"))
    assert journal.session("aaaa") is None
    assert journal.session("aaaa1") is not None


def test_sessions_come_in_the_order_of_their_start(journal: Journal) -> None:
    all_days = days(5)
    journal.add(*reversed(all_days))
    assert journal.sessions() == all_days
    assert journal.sessions(last=2) == all_days[3:]
    assert journal.sessions(between=(all_days[1].started, all_days[3].started)) == all_days[1:3]
    assert journal.sessions(last=1, between=(all_days[1].started, all_days[3].started)) == all_days[2:3]
    assert journal.today(AT_THREE + timedelta(hours=20)) == all_days[:1]


def test_the_last_time_is_the_last_with_work_or_an_amount(journal: Journal) -> None:
    later = AT_THREE + timedelta(days=1)
    journal.add(whole(), Session(later, later, id="empty00000"))
    assert journal.last_time() == whole()
    added = Session(later + timedelta(hours=1), amounts=(ml(12, later),), id="added00000")
    journal.add(added)
    assert journal.last_time() == added
    assert journal.last_time(before=later) == whole()
    past = journal.past()
    assert (past.finished_sessions, past.last) == (1, whole())
    found = journal.last_amount(later - timedelta(hours=12))
    assert found is not None and found.logged.amount == 12
    assert journal.last_amount(later + timedelta(hours=12)) is None


def test_stored_milk_is_the_oldest_first_and_no_milk_that_was_used(journal: Journal) -> None:
    old, new = days(2)
    journal.add(new, old)
    assert [stored.session.id for stored in journal.stored_milk()] == [old.id, new.id]
    used = tuple(replace(one, fate=Fate.USED) if one.stored else one for one in old.amounts)
    journal.change(old.id, lambda now: replace(now, amounts=used))
    assert [stored.session.id for stored in journal.stored_milk()] == [new.id]


def test_adding_editing_and_deleting_are_taken_back_one_by_one(journal: Journal) -> None:
    journal.add(whole())
    edited = replace(whole(), tags=(), amounts=(ml(30),), started=AT_THREE - timedelta(minutes=10))
    assert journal.change(whole().id, lambda _: edited) == (whole(), edited)
    journal.delete(whole().id)
    assert journal.sessions() == ()
    assert journal.undo()[0].after is None
    assert journal.sessions() == (edited,)
    journal.undo()
    assert journal.sessions() == (whole(),)
    journal.undo()
    assert journal.sessions() == ()
    assert journal.undo() == ()


def test_many_are_added_in_one_step_or_not_at_all(journal: Journal) -> None:
    first, second, third = days(3)
    journal.add(second)
    with pytest.raises(KeyError):
        journal.add(first, second, third)
    assert journal.sessions() == (second,)
    journal.add(first, third)
    journal.undo()
    assert journal.sessions() == (second,)


def test_undo_leaves_what_somebody_else_has_changed_meanwhile(journal: Journal, tmp_path: Path) -> None:
    journal.add(whole())
    journal.change(whole().id, lambda now: replace(now, tags=()))
    with Journal.open(tmp_path / "data") as other:
        there = other.sessions()[0]
        other.record(replace(there, amounts=(*there.amounts, ml(30)), tempo_cpm=20.0), there, other.generation)
    journal.undo()
    (session,) = journal.sessions()
    assert session.tags == ("tired",)
    assert 30 in [amount.amount for amount in session.amounts]
    assert session.tempo_cpm == 20.0


def test_an_amount_that_was_taken_out_comes_back(journal: Journal) -> None:
    journal.add(whole())
    journal.change(whole().id, lambda now: replace(now, amounts=now.amounts[1:]))
    journal.undo()
    assert set(journal.sessions()[0].amounts) == set(whole().amounts)


def test_what_is_not_there_cannot_be_changed(journal: Journal) -> None:
    with pytest.raises(KeyError):
        journal.change(whole().id, lambda now: now)
    with pytest.raises(KeyError):
        journal.delete(whole().id)


def test_two_programs_change_different_parts_of_one_session(journal: Journal, tmp_path: Path) -> None:
    begun = running()
    journal.record(begun, None, journal.generation)
    with Journal.open(tmp_path / "data") as command:
        command.change(begun.id, lambda now: replace(now, tags=("tired",)))
    longer = running(seconds=200.0)
    journal.record(longer, begun, journal.generation)
    assert journal.sessions() == (replace(longer, tags=("tired",)),)


def test_an_amount_that_a_session_adds_while_a_command_puts_it_right_stays(journal: Journal, tmp_path: Path) -> None:
    begun = running()
    journal.record(begun, None, journal.generation)
    with Journal.open(tmp_path / "data") as command:
        shown = command.sessions()[0]
        more = replace(begun, amounts=(ml(30),))
        journal.record(more, begun, journal.generation)
        command.change(shown.id, lambda now: replace(now, tags=("tired",)))
        assert command.sessions() == (replace(more, tags=("tired",)),)
        command.undo()
    assert journal.sessions() == (more,)


def test_a_change_that_fails_on_its_way_changes_nothing(journal: Journal) -> None:
    def fails(now: Session) -> Session:
        raise LookupError(now.id)

    journal.add(whole())
    with pytest.raises(LookupError):
        journal.change(whole().id, fails)
    journal.delete(whole().id)
    journal.undo()
    assert journal.sessions() == (whole(),)
    journal.undo()
    assert journal.sessions() == ()


def test_a_session_that_ends_without_anything_leaves_nothing(journal: Journal) -> None:
    held = Session(AT_THREE, held=True, id="held000000")
    journal.record(held, None, journal.generation)
    journal.record(replace(held, ended=AT_THREE, held=False), held, journal.generation)
    assert journal.sessions() == ()


def test_erased_nothing_is_left_and_another_program_is_told(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    begun = running()
    journal.record(begun, None, journal.generation)
    journal.add(whole())
    journal.delete(whole().id)
    journal.note_sent("home", Sent(begun.id, "7", "x"))
    with Journal.open(folder) as other:
        other.erase()
        assert other.undo() == () and other.sent("home") == ()
    assert journal.sessions() == ()
    with pytest.raises(ErasedError) as error:
        journal.record(running(seconds=200.0), begun, journal.generation)
    assert error.value.at is not None
    assert abs(datetime.now().astimezone() - error.value.at) < timedelta(minutes=1)


def test_erased_no_byte_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (tmp_path / "data").mkdir()
    (folder / "history.json").write_text('[{"date": "2026-03-01T03:05", "last_side": "left", "left_s": 1}]')
    with Journal.open(folder) as reader, Journal.open(folder) as journal:
        journal.add(replace(whole(), tags=("unmistakable",)))
        assert any(b"unmistakable" in file.read_bytes() for file in folder.iterdir())
        journal.erase()
        assert [file.name for file in folder.iterdir() if b"unmistakable" in file.read_bytes()] == []
        assert (folder / f"{FILE_NAME}-wal").stat().st_size == 0
        assert not list(folder.glob("history*"))
        assert reader.sessions() == ()


def test_one_without_a_file_erases_what_lies_on_the_disk(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        journal.add(whole())
    with Journal.nowhere(tmp_path) as nowhere:
        nowhere.add(whole())
        nowhere.erase()
        assert nowhere.sessions() == ()
    with Journal.open(tmp_path) as journal:
        assert journal.sessions() == () and journal.generation == 1


def test_erasing_works_with_nothing_there(tmp_path: Path) -> None:
    erase(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_what_was_sent_is_noted_for_each_place(journal: Journal) -> None:
    journal.note_sent("home", Sent("a", "7", "x"))
    journal.note_sent("home", Sent("a", "7", "y"))
    journal.note_sent("work", Sent("a", "1", "x"))
    assert journal.sent("home") == (Sent("a", "7", "y"),)
    journal.forget_sent("home", "a")
    assert journal.sent("home") == () and len(journal.sent("work")) == 1


def test_a_time_needs_its_offset(journal: Journal) -> None:
    with pytest.raises(ValueError, match="offset"):
        journal.add(Session(datetime(2026, 7, 1, 3, 20)))
    assert journal.sessions() == ()
