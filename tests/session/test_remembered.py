"""What a session remembers when it opens: the journal, and what was cut short."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journal.sessions import AT_THREE, running, whole
from voice.guide.events import Trouble
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal
from voice.journal.records import Session
from voice.journal.running import Running
from voice.session.remembered import finished_sessions, remember

SOON = AT_THREE + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def left(folder: Path, *sessions: Session) -> None:
    """Sessions as a program leaves them that dies."""
    with Journal.open(folder) as journal:
        for session in sessions:
            journal.record(session, None, journal.generation)


def kept(folder: Path) -> tuple[Session, ...]:
    with Journal.open(folder) as journal:
        return journal.sessions()


def test_what_was_cut_short_is_found(folder: Path) -> None:
    left(folder, whole(AT_THREE - timedelta(days=1)), running())
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.earlier == running()
        assert (remembered.past.finished_sessions, remembered.trouble, remembered.keeps) == (1, None, True)


def test_after_twelve_hours_it_is_closed_as_it_was(folder: Path) -> None:
    left(folder, replace(running(), held=True))
    with closing(remember(folder, AT_THREE + timedelta(hours=13), enabled=True)) as remembered:
        assert remembered.earlier is None
    (session,) = kept(folder)
    assert session == replace(running(), ended=running().last_at)


def test_of_two_the_later_one_is_gone_on_with(folder: Path) -> None:
    later = running(AT_THREE + timedelta(minutes=10), id_="later00000")
    left(folder, running(), later)
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.earlier == later
    assert [session.ended is None for session in kept(folder)] == [False, True]


def test_one_that_another_program_runs_is_left_alone(folder: Path) -> None:
    left(folder, running())
    with Running(folder, running().id) as other:
        assert other.take()
        with closing(remember(folder, SOON, enabled=True)) as remembered:
            assert remembered.earlier is None
        assert kept(folder)[0].ended is None


def test_one_without_work_leaves_nothing_but_one_that_was_held_comes_back(folder: Path) -> None:
    left(folder, Session(AT_THREE, id="begun00000"), Session(AT_THREE, held=True, id="held000000"))
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.earlier is not None and remembered.earlier.held
    assert [session.id for session in kept(folder)] == ["held000000"]


def test_a_clock_that_stands_before_what_it_wrote_finds_it_too(folder: Path) -> None:
    left(folder, running())
    before = AT_THREE - timedelta(hours=1)
    with closing(remember(folder, before, enabled=True)) as remembered:
        assert remembered.earlier == running()
        assert remembered.opens_at(before) == running().last_at


def test_turned_off_it_reads_and_writes_nothing(folder: Path) -> None:
    with closing(remember(folder, SOON, enabled=False)) as remembered:
        assert (remembered.past.finished_sessions, remembered.earlier, remembered.keeps) == (0, None, False)
        remembered.scribe.write(running())
        assert remembered.journal.sessions() == (running(),)
        remembered.scribe.close()
        assert remembered.journal.sessions() == (running(),)
    assert not folder.exists()


def test_a_newer_journal_is_left_alone_and_the_session_goes_on_without(folder: Path) -> None:
    left(folder, whole())
    with Journal.open(folder) as journal:
        journal._connection.execute("PRAGMA user_version = 99")
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.trouble is Trouble.JOURNAL_NEWER and not remembered.keeps
        assert "update this program" in remembered.notice
        remembered.scribe.write(running())
    assert finished_sessions(folder) == 0


def test_a_broken_journal_is_told_and_a_new_one_kept(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"nothing" * 1000)
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.trouble is Trouble.JOURNAL_BROKEN and remembered.keeps
        remembered.scribe.write(running())
    assert kept(folder) == (running(),)


def test_a_folder_that_takes_nothing_is_told_and_tried_again(folder: Path) -> None:
    folder.write_text("", encoding="utf-8")
    with closing(remember(folder, SOON, enabled=True)) as remembered:
        assert remembered.trouble is Trouble.UNWRITABLE and remembered.keeps
        folder.unlink()
        remembered.scribe.write(running())
    assert kept(folder) == (running(),)


def test_locks_that_a_crash_left_behind_go(folder: Path) -> None:
    left(folder, whole())
    (folder / "journal.0123456789.running").touch()
    with closing(remember(folder, SOON, enabled=True)):
        assert not list(folder.glob("*.running"))


def test_what_could_not_be_saved_is_told_at_the_end(folder: Path) -> None:
    remembered = remember(folder, SOON, enabled=True, threaded=False)
    remembered.scribe.disk_full = True
    remembered.scribe.write(running())
    assert "could not be saved" in remembered.close()
