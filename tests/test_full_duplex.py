"""A session whose microphone hears its own loudspeaker: she speaks over the narration, and nothing of its own acts."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.devices import VirtualDevices
from tests.program import Program, own_folders
from tests.recorded import recorded
from voice.audio.files import read_audio, write_wav
from voice.audio.level import scaled_to

pytestmark = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")

LEVEL_DBFS = -20.0
"""As loud as the guide arrives."""
RECORDED_HZ = 16_000
ANSWER_S = 2.5
"""After so long she says again what was not answered."""


class Mother:
    """Speaks into the microphone: words of a person's, or of a voice of espeak-ng."""

    def __init__(self, devices: VirtualDevices, folder: Path) -> None:
        self._devices = devices
        self._folder = folder
        for phrase in ("next", "it hurts", "continue"):
            self._synthesise(phrase)
        for word in ("left", "stop"):
            person = next(one for one in recorded("words") if one.text == word)
            self._keep(word, scaled_to(person.samples, RECORDED_HZ, LEVEL_DBFS), RECORDED_HZ)

    def says(self, phrase: str) -> None:
        """Speak it to its end."""
        self._devices.speak(self._file(phrase))

    @contextmanager
    def insists(self, phrase: str) -> Iterator[None]:
        """Say it again and again, with time for an answer, as long as the block lasts."""
        heard = threading.Event()

        def repeat() -> None:
            while not heard.is_set():
                self.says(phrase)
                heard.wait(ANSWER_S)

        speaking = threading.Thread(target=repeat, name="mother", daemon=True)
        speaking.start()
        try:
            yield
        finally:
            heard.set()
            speaking.join()

    def _synthesise(self, phrase: str) -> None:
        raw = self._folder / "raw.wav"
        subprocess.run(["espeak-ng", "-v", "en-us+f3", "-s", "150", "-w", str(raw), phrase], check=True)
        samples, rate_hz = read_audio(raw)
        self._keep(phrase, scaled_to(samples, rate_hz, LEVEL_DBFS), rate_hz)

    def _keep(self, phrase: str, samples: NDArray[np.float32], rate_hz: int) -> None:
        write_wav(self._file(phrase), samples, rate_hz)

    def _file(self, phrase: str) -> Path:
        return self._folder / f"{phrase}.wav"


def _commands(program: Program) -> list[str]:
    """What acted, in order, as the lines tell it."""
    return [line.split("you ", 1)[1].split("(")[0].strip() for line in program.lines if "  you  " in line]


def test_she_is_heard_over_the_narration_and_the_narration_is_not(devices: VirtualDevices, tmp_path: Path) -> None:
    mother = Mother(devices, tmp_path)
    devices.loop()
    with (
        devices.quiet_room(),
        Program(own_folders(devices.environment, tmp_path), "start", "--short", "--side", "right") as program,
    ):
        program.wait_for("Listening")
        program.wait_for("waits")  # the welcome, by which the front end learns; it says "next" itself
        assert _commands(program) == []
        with mother.insists("next"):
            program.wait_for("now      choose side")
        with mother.insists("it hurts"):
            program.wait_for("now      pain")
        with mother.insists("continue"):
            program.wait_for("now      choose side")
        with mother.insists("left"):
            program.wait_for("now      express, left side")
        program.wait_for("beat")
        with mother.insists("stop"):  # over the words of the beat
            program.wait_for("now      collected")
        program.signal(signal.SIGINT)
        program.wait_for("Goodbye.")
        assert program.end() == 130
    assert _commands(program) == ["next", "it hurts", "continue", "left", "stop"]
