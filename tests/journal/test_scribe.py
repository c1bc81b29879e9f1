"""The scribe: what is ordered stands on the disk when it says so; what fails waits; what was erased stays away."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.journal.sessions import AT_THREE, ml, running, whole
from voice.journal.errors import BrokenJournalError
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal
from voice.journal.records import Session
from voice.journal.running import Running
from voice.journal.scribe import Done, Failed, Gone, Replaced, Scribe, Why

BEGUN, LONGER = running(), running(seconds=200.0)


def scribe_of(folder: Path, *, threaded: bool = False) -> Scribe:
    with Journal.open(folder) as journal:
        generation = journal.generation
    return Scribe(partial(Journal.open, folder), folder, generation, threaded=threaded)


def kept(folder: Path) -> tuple[Session, ...]:
    with Journal.open(folder) as journal:
        return journal.sessions()


def test_what_it_says_is_done_stands_on_the_disk(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    assert scribe.write(BEGUN) == 1
    assert scribe.news() == [Done(1)]
    assert kept(tmp_path) == (BEGUN,)
    scribe.write(LONGER)
    assert kept(tmp_path) == (LONGER,)
    scribe.close()


def test_on_its_thread_the_latest_of_each_session_counts(tmp_path: Path) -> None:
    gate = threading.Event()

    def slow() -> Journal:
        gate.wait(20)
        return Journal.open(tmp_path)

    scribe = Scribe(slow, tmp_path, 0, threaded=True)
    for seconds in range(1, 50):
        last = scribe.write(running(seconds=float(seconds)))
    other = replace(whole(), ended=None)
    last = scribe.write(other)
    gate.set()
    scribe.close()
    assert scribe.news()[-1] == Done(last)
    assert kept(tmp_path) == (running(seconds=49.0), other)


def test_what_the_disk_did_not_take_waits_and_is_written_later(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.disk_full = True
    scribe.write(BEGUN)
    scribe.write(LONGER)
    assert scribe.news() == [Failed(Why.FULL), Failed(Why.FULL)]
    assert kept(tmp_path) == ()
    scribe.disk_full = False
    scribe.retry()
    assert scribe.news() == [Done(2)]
    assert kept(tmp_path) == (LONGER,)
    scribe.close()


def test_a_folder_that_takes_nothing_yet_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("", encoding="utf-8")
    scribe = Scribe(partial(Journal.open, folder), folder, None, threaded=False)
    scribe.write(BEGUN)
    assert scribe.news() == [Failed(Why.UNWRITABLE)]
    folder.unlink()
    scribe.retry()
    assert scribe.news() == [Done(1)]
    assert kept(folder) == (BEGUN,)
    scribe.close()


def test_a_file_that_breaks_meanwhile_is_replaced_and_holds_all_of_this_session(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    scribe.close()
    scribe = scribe_of(tmp_path)
    scribe.news()
    (tmp_path / FILE_NAME).write_bytes(b"nothing" * 1000)
    scribe.write(LONGER)
    assert scribe.news() == [Replaced(), Done(1)]
    assert kept(tmp_path) == (LONGER,)
    scribe.close()


def test_what_another_program_erased_stays_away(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    with Journal.open(tmp_path) as other:
        other.erase()
    scribe.news()
    scribe.write(LONGER)
    (gone,) = scribe.news()
    assert isinstance(gone, Gone) and gone.at is not None
    assert kept(tmp_path) == ()
    after = running(AT_THREE + timedelta(minutes=5), id_="after00000")
    scribe.write(after)
    assert scribe.news() == [Done(3)]
    assert kept(tmp_path) == (after,)
    scribe.close()


def test_an_erasure_before_its_first_order_counts_too(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    with Journal.open(tmp_path) as other:
        other.erase()
    scribe.write(BEGUN)
    (gone,) = scribe.news()
    assert isinstance(gone, Gone)
    assert kept(tmp_path) == ()
    scribe.close()


def test_a_running_session_that_is_deleted_by_hand_is_gone(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    with Journal.open(tmp_path) as other:
        other.delete(BEGUN.id)
    scribe.news()
    scribe.write(replace(LONGER, amounts=(ml(30),)))
    assert scribe.news() == [Gone(None)]
    scribe.close()


def test_it_erases_and_goes_on(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    scribe.erase()
    assert kept(tmp_path) == ()
    scribe.write(running(id_="after00000"))
    assert scribe.news() == [Done(1), Done(2), Done(3)]
    assert [session.id for session in kept(tmp_path)] == ["after00000"]
    scribe.close()


def test_an_erasure_that_waits_forgets_what_waited_before(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(whole())
    scribe.disk_full = True
    scribe.write(BEGUN)
    scribe.erase()
    scribe.write(running(id_="after00000"))
    scribe.disk_full = False
    scribe.retry()
    assert [session.id for session in kept(tmp_path)] == ["after00000"]
    scribe.close()


def test_two_scribes_write_each_their_own_at_once(tmp_path: Path) -> None:
    scribes = [scribe_of(tmp_path, threaded=True) for _ in range(4)]
    for seconds in range(1, 40):
        for number, scribe in enumerate(scribes):
            scribe.write(running(seconds=float(seconds), id_=f"{number:010}"))
    for scribe in scribes:
        scribe.close()
    assert [session.left_s for session in kept(tmp_path)] == [39.0] * 4
    assert all(isinstance(scribe.news()[-1], Done) for scribe in scribes)


def test_a_running_session_is_locked_until_it_ends(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    assert not Running(tmp_path, BEGUN.id).take()
    scribe.write(replace(LONGER, ended=LONGER.last_at))
    with Running(tmp_path, BEGUN.id) as free:
        assert free.take()
    scribe.close()
    assert not list(tmp_path.glob("*.running"))


def test_the_end_of_the_program_lets_go_of_the_lock(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path)
    scribe.write(BEGUN)
    scribe.close()
    with Running(tmp_path, BEGUN.id) as free:
        assert free.take()


class Breaking(Journal):
    """A journal whose file turns out broken when it is written, the first time."""

    broken = False

    def record(self, session: Session, written: Session | None, generation: int | None) -> None:
        if written is not None and not Breaking.broken:
            Breaking.broken = True
            raise BrokenJournalError("The journal is damaged.")
        super().record(session, written, generation)


def test_where_the_open_file_turns_out_broken_all_of_this_session_is_written_anew(tmp_path: Path) -> None:
    scribe = Scribe(partial(Breaking.open, tmp_path), tmp_path, None, threaded=False)
    scribe.write(BEGUN)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / FILE_NAME).write_bytes(b"nothing" * 1000)
    scribe.write(LONGER)
    assert scribe.news() == [Done(1), Replaced(), Done(2)]
    assert kept(tmp_path) == (LONGER,)
    scribe.close()


@pytest.mark.parametrize("threaded", [True, False])
def test_closing_writes_what_waits(tmp_path: Path, threaded: bool) -> None:
    scribe = scribe_of(tmp_path, threaded=threaded)
    scribe.disk_full = True
    scribe.write(BEGUN)
    scribe.disk_full = False
    scribe.close()
    assert kept(tmp_path) == (BEGUN,)


def test_a_mistake_of_ours_is_raised_when_it_closes(tmp_path: Path) -> None:
    scribe = scribe_of(tmp_path, threaded=True)
    scribe.write(Session(AT_THREE.replace(tzinfo=None)))
    with pytest.raises(ValueError, match="offset"):
        scribe.close()
    assert scribe.news() == [Failed(Why.UNWRITABLE)]
