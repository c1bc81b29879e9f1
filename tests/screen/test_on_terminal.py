"""A session on a pseudo-terminal and virtual devices: its screens are read, and the terminal comes back whole."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from tests.on_terminal import OnTerminal
from tests.program import own_folders
from voice.content.catalogue import load
from voice.screen.letters import lettered
from voice.screen.picture import Tone

pytestmark = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")

OPTIONS = ("start", "--short", "--side", "right", "--tempo", "30")


def large(word: str) -> str:
    """The first line of a word in large letters, as it stands on the screen."""
    return f"\n  {lettered(word, 76, 3, Tone.LARGE)[0][0].text.rstrip()}\n"


@pytest.fixture
def awake(devices: VirtualDevices) -> Iterator[VirtualDevices]:
    """Devices that are recorded, and therefore awake."""
    with devices.recording(), devices.recording(VirtualDevices.microphone):
        yield devices


def test_a_session_by_keys_is_seen_from_the_welcome_to_the_end(awake: VirtualDevices, tmp_path: Path) -> None:
    prompts = load("en").prompts
    with OnTerminal(own_folders(awake.environment, tmp_path), *OPTIONS) as program:
        program.wait_for("Welcome · 1 of 8", "Sit up with clean hands", 'Say "next", "I know how" or "help"', "n next")
        assert program.screen.alternate and not program.screen.cursor
        program.wait_for("Listening: say a command, or press ? for the keys")

        program.type("n")
        program.wait_for(prompts["choose_side"].text.format(side="right"), 'Heard "next"', 'Say "left", "right" or')

        program.type("l")
        program.wait_for("Express · Left breast", "30 a minute", "0:03", "[12]", 'Say "no more drops"')
        for word in ("press", "compress", "relax"):
            program.wait_for(large(word))

        program.type("m")
        program.wait_for("[2]", "•12", "Move your thumb to two o'clock")

        program.resize(40, 24)
        narrow = program.wait_for("Left   0:0", "Right  0:00", "30 a minute", "? all keys")
        assert "•12  [2]  4   6   8  10" in narrow

        program.resize(80, 24)
        program.type("?")
        program.wait_for("Keys", "n  next", "? more keys")
        program.type("?")
        program.wait_for("X  delete everything", "? back")
        program.type("?")
        program.wait_for("30 a minute")

        program.type(" ")
        program.wait_for('Say "continue", "repeat" or "stop"', large("paused"))
        assert "30 a minute" not in program.screen.text

        program.type(" ")
        program.wait_for("30 a minute")

        program.type("q")
        program.wait_for("Amount · Left breast")
        program.type("12\n")
        program.wait_for("12 millilitres on the left. Yes?")
        program.type("y")
        program.wait_for("Noted: 12 millilitres")
        program.type("q")
        program.wait_for("Goodbye")
        assert program.end() == 0
        assert program.restored
        assert "end      finished, left 0:" in program.screen.normal


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_session_gives_the_terminal_back(
    awake: VirtualDevices, tmp_path: Path, number: signal.Signals
) -> None:
    with OnTerminal(own_folders(awake.environment, tmp_path), *OPTIONS, columns=40) as program:
        program.wait_for("Welcome · 1 of 8")
        program.signal(number)
        assert program.end() == 130
        assert program.restored
        assert program.screen.normal.endswith("Goodbye.\n")


def test_plain_lines_on_a_terminal_hold_nothing_but_text(awake: VirtualDevices, tmp_path: Path) -> None:
    with OnTerminal(own_folders(awake.environment, tmp_path), *OPTIONS, "--plain") as program:
        program.wait_for_line("Listening")
        program.type("?")
        program.wait_for_line("n: next")
        program.wait_for_line("guide    Sit up")
        program.signal(signal.SIGINT)
        assert program.end() == 130
        assert program.restored and not program.screen.commanded
