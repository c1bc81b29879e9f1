"""`voice start` as a process: keys, Ctrl-C, and what is missing."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from tests.program import ROOT, Program, chooses, own_folders
from voice.cli.rehearse import rehearse_instead
from voice.journal.journal import Journal

NEEDS_PULSE = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")
GOODBYE_S = 1.0


@dataclass(frozen=True)
class Terminal:
    """A pseudo-terminal: the program reads keys at one end, and they are typed at the other."""

    master: int
    slave: int

    def type(self, keys: str) -> None:
        """Press these keys."""
        os.write(self.master, keys.encode())

    def modes(self) -> list[object]:
        """How it treats keys: echoed or not, line by line or not."""
        return list(termios.tcgetattr(self.slave))


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    yield Terminal(master, slave)
    os.close(master)
    os.close(slave)


@NEEDS_PULSE
def test_a_session_on_a_loudspeaker_alone_is_finished_with_keys(
    devices: VirtualDevices, tmp_path: Path, terminal: Terminal
) -> None:
    environment = own_folders(devices.environment, tmp_path)
    before = terminal.modes()
    with Program(environment, "start", "--short", "--mute-mic", terminal=terminal.slave) as program:
        program.wait_for("The microphone is off, so each step is timed")
        assert "press ? for the keys" in program.wait_for("Ready")
        terminal.type("?")
        assert "pause / continue" in program.wait_for("space")
        for keys, line in (
            ("n", "now      choose side"),
            ("\x1b[D", "now      express, left side"),
            ("f", "faster (faster)"),
            (" ", "left side, 12 o'clock, paused"),
            (" ", "continue (resume)"),
            ("q", "now      collected"),
            ("12\n", "twelve (log 12 ml"),
            ("y", "saved    12 ml"),
            ("n", "now      store"),
            ("n", "now      goodbye"),
        ):
            terminal.type(keys)
            program.wait_for(line)
        assert program.end() == 0
    assert terminal.modes() == before


@NEEDS_PULSE
def test_a_sound_server_that_only_pretends_to_a_loudspeaker_gives_a_rehearsal(
    devices: VirtualDevices, tmp_path: Path
) -> None:
    devices.control("load-module", "module-always-sink")
    devices.unplug(devices.microphone_input)
    devices.unplug(devices.speaker)
    with Program(own_folders(devices.environment, tmp_path), "start") as program:
        program.wait_for("There is no sound device, so this is a rehearsal")


@NEEDS_PULSE
def test_ctrl_c_says_goodbye_within_a_second_and_puts_the_terminal_back(
    devices: VirtualDevices, tmp_path: Path, terminal: Terminal
) -> None:
    before = terminal.modes()
    with Program(own_folders(devices.environment, tmp_path), "start", terminal=terminal.slave) as program:
        program.wait_for("Listening")
        program.wait_for("now      welcome")
        pressed = time.monotonic()
        terminal.type("\x03")
        program.wait_for("Goodbye.")
        assert time.monotonic() - pressed < GOODBYE_S
        assert program.end() == 130
    assert terminal.modes() == before
    assert (tmp_path / "data/voice-guide/journal.db").is_file()


@NEEDS_PULSE
def test_killed_at_work_it_asks_whether_to_go_on_at_the_next_start(
    devices: VirtualDevices, tmp_path: Path, terminal: Terminal
) -> None:
    environment = own_folders(devices.environment, tmp_path)
    arguments = ("start", "--short", "--mute-mic")
    with Program(environment, *arguments, terminal=terminal.slave) as program:
        program.wait_for("Ready")
        for keys, line in (("n", "now      choose side"), ("\x1b[D", "now      express, left side"), ("", "beat ")):
            terminal.type(keys)
            program.wait_for(line)
        terminal.type("m")
        program.wait_for("2 o'clock")
        program.signal(signal.SIGKILL)
    with Program(environment, *arguments, terminal=terminal.slave) as program:
        program.wait_for("You were on the left, minute one. Shall we go on?")
        terminal.type("y")
        program.wait_for("yes (resume)")
        program.wait_for("beat ")
        program.signal(signal.SIGINT)
        assert program.end() == 130
    with Journal.open(tmp_path / "data/voice-guide") as journal:
        (kept,) = journal.sessions()
    assert kept.ended is not None and {span.side.value for span in kept.spans} == {"left"}


@NEEDS_PULSE
def test_without_a_journal_nothing_stays_on_the_disk(
    devices: VirtualDevices, tmp_path: Path, terminal: Terminal
) -> None:
    environment = own_folders(devices.environment, tmp_path)
    with Program(environment, "start", "--short", "--mute-mic", "--no-journal", terminal=terminal.slave) as program:
        program.wait_for("Ready")
        for keys, line in (
            ("n", "now      choose side"),
            ("\x1b[D", "now      express, left side"),
            ("q", "now      collected"),
            ("12\n", "twelve (log 12 ml"),
            ("y", "keep it in mind for now"),
        ):
            terminal.type(keys)
            program.wait_for(line)
        program.signal(signal.SIGINT)
        assert program.end() == 130
    assert not list((tmp_path / "data").rglob("*journal*"))


@NEEDS_PULSE
def test_without_a_voice_the_words_are_on_the_screen_and_what_to_install_is_said(
    devices: VirtualDevices, tmp_path: Path
) -> None:
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):  # found first, and no libraries
        (tmp_path / name).write_bytes(b"")
    environment = own_folders(devices.environment, tmp_path) | {"LD_LIBRARY_PATH": str(tmp_path)}
    chooses(tmp_path, "en-us")
    with Program(environment, "start", "--short") as program:
        assert "install espeak-ng" in program.wait_for("There is no voice")
        assert "clean hands" in program.wait_for("guide")
        program.wait_for("waits")
        program.signal(signal.SIGINT)
        program.wait_for("Goodbye.")
        assert program.end() == 130


def _no_devices(folder: Path) -> dict[str, str]:
    """An environment in which no sound server is to be found."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    return own_folders(kept | {"XDG_RUNTIME_DIR": str(folder / "none"), "HOME": str(folder)}, folder)


def test_with_no_sound_device_a_rehearsal_is_begun_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    with Program(_no_devices(tmp_path), "start") as program:
        program.wait_for("There is no sound device, so this is a rehearsal of a whole session instead.")
        program.signal(signal.SIGINT)
        program.wait_for("Goodbye.")
        assert program.end() == 130


def test_a_rehearsal_in_its_place_says_where_to_listen_and_what_to_connect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = tmp_path / "short.toml"
    scenario.write_text('length = 2\n[[say]]\nat = 1.0\ntext = "next"\n')
    assert rehearse_instead("There is no sound device", tmp_path / "out", scenario) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"listen to it: {tmp_path / 'out/speaker.wav'}" in told.err
    assert "connect a loudspeaker and a microphone" in told.err
    assert (tmp_path / "out/timeline.jsonl").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tempo", "99"), "--tempo is 99; expected a number from 10 to 60"),
        (("--model", "/nowhere"), "There is no model folder /nowhere"),
        (("--output-device", "no such loudspeaker"), "no such loudspeaker"),
    ],
)
@NEEDS_PULSE
def test_what_cannot_be_used_is_one_sentence(
    devices: VirtualDevices, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice", "start", *arguments],
        env=own_folders(devices.environment, tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.stdout == ""
    assert done.stderr.startswith("voice: ") and sentence in done.stderr and done.stderr.count("\n") == 1
