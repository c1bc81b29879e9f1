"""A live session on a stream that the test plays: keys, Ctrl-C, gaps, and devices that come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.guide.desk import content
from tests.session.voices import QuickSpeech
from voice.audio.mixer import Mixer
from voice.audio.ports import Captured, Change, News
from voice.guide.commands import Command
from voice.guide.state import Opening
from voice.guide.steps import Side
from voice.session import timeline
from voice.session.assembly import Staff, assembled
from voice.session.keys import Keyboard
from voice.session.live import FLOWS_S, HEARS_S, LiveSession, Outcome
from voice.session.remembered import remember

NOW = datetime(2026, 3, 1, 6, 20, tzinfo=UTC)
RATE_HZ = 16_000
BLOCK = RATE_HZ // 50
_PATIENT_S = 20.0


class _Stream:
    """A stream that is as fast as its reader, and does at a frame what the story says."""

    def __init__(self, mixer: Mixer, story: dict[float, Callable[[], None]]) -> None:
        self.rate_hz = RATE_HZ
        self.hears = False
        self.dropped = 0
        self.told: list[News] = []
        self._mixer = mixer
        self._story = story

    def read(self, timeout_s: float) -> Captured | None:
        for at in [at for at in self._story if self._mixer.position >= at * RATE_HZ]:
            self._story.pop(at)()
        while self.dropped:
            self.dropped -= 1
            self._mixer.render(BLOCK)
        frame = self._mixer.position
        return Captured(frame, None, self._mixer.render(BLOCK))

    def news(self) -> list[News]:
        told, self.told = self.told, []
        return told


class _Session:
    """A session with its stream, its journal and everything that was recorded."""

    def __init__(self, folder: Path, story: dict[float, Callable[[_Session], None]], *, hears: bool = False) -> None:
        self.records: list[timeline.Record] = []
        self.remembered = remember(folder, NOW, enabled=True)
        self.listening_at: list[int] = []
        self._ended = threading.Event()
        words = content()
        self.speech = QuickSpeech(RATE_HZ)
        staff = Staff(words, self.speech, None, None, None, self.remembered.diary(NOW))
        mixer, conductor = assembled(staff, Opening(short=True), RATE_HZ, self.records.append)
        self.conductor = conductor
        self.stream = _Stream(mixer, {at: partial(act, self) for at, act in story.items()})
        self.stream.hears = hears
        self.live = LiveSession(
            conductor,
            Keyboard(words.phrases),
            self.stream,
            on_listening=lambda: self.listening_at.append(mixer.position),
            on_end=self._ended.set,
        )
        self.live.start()
        assert self._ended.wait(_PATIENT_S)
        self.remembered.scribe.close()
        self.kept = self.remembered.journal.sessions()
        self.remembered.close()

    @property
    def commands(self) -> list[Command]:
        """The commands that acted."""
        return [record.command for record in self.records if isinstance(record, timeline.Commanded)]


def _typing(key: str) -> Callable[[_Session], None]:
    return lambda session: session.live.press(key)


def _interrupting(session: _Session) -> None:
    session.live.interrupt()


def test_keys_take_it_to_its_end(tmp_path: Path) -> None:
    session = _Session(
        tmp_path, {1.0: _typing("n"), 2.0: _typing("l"), 4.0: _typing("q"), 5.0: _typing("n"), 6.0: _typing("n")}
    )
    assert session.live.outcome is Outcome.ENDED
    assert session.commands == [Command.NEXT, Command.LEFT, Command.FINISH, Command.NEXT, Command.NEXT]
    (kept,) = session.kept
    assert kept.finished and kept.last_side is Side.LEFT and kept.left_s > 0


def test_the_voice_rests_a_minute_after_a_pause_began_and_wakes_when_she_goes_on(tmp_path: Path) -> None:
    keys = {1.0: "n", 2.0: "l", 5.0: " ", 30.0: " ", 40.0: " "}
    story = {at: _typing(key) for at, key in keys.items()}
    assert _Session(tmp_path, {**story, 95.0: _interrupting}).speech.rested == []
    assert _Session(tmp_path, {**story, 101.0: _interrupting}).speech.rested == [True]
    story[103.0] = _typing(" ")
    assert _Session(tmp_path, {**story, 105.0: _interrupting}).speech.rested == [True, False]


def test_it_opens_once_sound_flows(tmp_path: Path) -> None:
    session = _Session(tmp_path, {1.0: _interrupting})
    (at,) = session.listening_at
    assert FLOWS_S * RATE_HZ <= at <= FLOWS_S * RATE_HZ + BLOCK
    shown = [record.t for record in session.records if isinstance(record, timeline.StateChanged)]
    assert shown[0] == pytest.approx(0.0)


def test_an_interruption_says_goodbye_and_keeps_the_session(tmp_path: Path) -> None:
    session = _Session(tmp_path, {1.0: _typing("n"), 2.0: _typing("l"), 9.0: _interrupting})
    assert session.live.outcome is Outcome.INTERRUPTED
    said = [record.text for record in session.records if isinstance(record, timeline.Said)]
    assert said[-1] == content().text("goodbye_interrupted")
    (kept,) = session.kept
    assert kept.ended is not None and kept.left_s > 0


def test_frames_stay_frames_of_the_stream_where_blocks_were_dropped(tmp_path: Path) -> None:
    def drop(session: _Session) -> None:
        session.stream.dropped = 50  # a second

    session = _Session(tmp_path, {0.5: drop, 3.0: _interrupting})
    (end,) = (record for record in session.records if isinstance(record, timeline.Ended))
    assert 3.0 <= end.t <= 4.0
    assert session.conductor.now_s == pytest.approx(end.t, abs=0.1)


def test_an_open_microphone_is_waited_for(tmp_path: Path) -> None:
    session = _Session(tmp_path, {4.0: _interrupting}, hears=True)
    (at,) = session.listening_at
    assert HEARS_S * RATE_HZ <= at <= HEARS_S * RATE_HZ + BLOCK


@pytest.mark.parametrize("change", Change)
def test_what_becomes_of_the_devices_ends_no_session(tmp_path: Path, change: Change) -> None:
    def change_it(session: _Session) -> None:
        session.stream.told.append(News(change))

    session = _Session(tmp_path, {1.0: change_it, 2.0: _typing("n"), 3.0: _interrupting})
    assert session.live.outcome is Outcome.INTERRUPTED
    assert session.commands == [Command.NEXT]


def test_a_gap_in_the_sound_is_said(tmp_path: Path) -> None:
    def reopen(session: _Session) -> None:
        session.stream.told.append(News(Change.REOPENED))

    session = _Session(tmp_path, {1.0: reopen, 4.0: _interrupting})
    said = [record.text for record in session.records if isinstance(record, timeline.Said)]
    assert content().text("sound_reopened") in said


def test_an_error_of_our_own_is_kept_for_whoever_waits(tmp_path: Path) -> None:
    def fail(session: _Session) -> None:
        raise ZeroDivisionError

    session = _Session(tmp_path, {1.0: fail})
    assert session.live.outcome is Outcome.FAILED
    assert isinstance(session.live.error, ZeroDivisionError)
