"""A session by voice alone, from the microphone through the whole program to the loudspeaker and back into words."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.devices import RATE_HZ, Recording, VirtualDevices
from tests.program import Program, own_folders
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ as HEARING_HZ
from voice.hearing.words.recogniser import Recogniser
from voice.journal.journal import Journal

pytestmark = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")

ROOM_S = 1.0
"""So much later everything that a line tells of has been played, recorded, and can be no echo any more."""
OPTIONS = ("--short", "--side", "right", "--tempo", "20")
ENOUGH = 0.8
"""The part of a prompt's words that must be understood again, in their order."""


class Listener:
    """Hears what the loudspeaker plays, one stretch after another."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._from = 0

    def hears(self, length_s: float = ROOM_S) -> NDArray[np.float32]:
        """Everything that was not yet taken, once this much more has been recorded."""
        until = self._recording.frames + round(length_s * RATE_HZ)
        self._recording.wait_until(lambda: self._recording.frames >= until)
        samples = self._recording.samples[self._from :]
        self._from += len(samples)
        return samples


class Mother:
    """Speaks into the microphone with a voice of espeak-ng."""

    def __init__(self, devices: VirtualDevices, folder: Path) -> None:
        self._devices = devices
        self._folder = folder

    def says(self, phrase: str) -> None:
        """Speak a phrase to its end."""
        sound = self._folder / f"{phrase}.wav"
        subprocess.run(["espeak-ng", "-v", "en-us+f3", "-s", "150", "-w", str(sound), phrase], check=True)
        self._devices.speak(sound)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def _understood(recogniser: Recogniser, samples: NDArray[np.float32], grammar: Sequence[str]) -> list[str]:
    """The words that are heard in a recording when any words of these texts might have been said, best in a row."""
    name = f"narration {len(grammar)}"
    recogniser.open(name, grammar)
    recogniser.start(name, 0.0)
    pcm = np.rint(resample(samples, RATE_HZ, HEARING_HZ) * 32767).astype("<i2")
    words = [*recogniser.feed(name, pcm.tobytes()).final, *recogniser.flush(name)]
    return [word.word for word in words if not word.unknown]


def _likeness(said: str, understood: list[str]) -> float:
    """The part of the words of `said` that were understood in their order."""
    wanted = _words(said)
    blocks = SequenceMatcher(None, wanted, understood, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def test_a_session_by_voice_alone(devices: VirtualDevices, tmp_path: Path) -> None:
    prompts = load("en").prompts
    welcome, side = prompts["welcome_short"].text, prompts["choose_side"].text.format(side="right")
    express, beat = prompts["express_again"].text, "press compress relax press compress relax"
    mother = Mother(devices, tmp_path)
    heard: dict[str, NDArray[np.float32]] = {}
    with (
        devices.recording() as recording,
        devices.recording(VirtualDevices.microphone),  # so that both devices are awake
        Program(own_folders(devices.environment, tmp_path), "start", *OPTIONS) as program,
    ):
        listener = Listener(recording)

        program.wait_for("Listening")
        program.wait_for("waits")
        heard[welcome] = listener.hears()
        mother.says("next")
        program.wait_for("now      choose side")

        program.wait_for("waits")
        heard[side] = listener.hears()
        mother.says("left")
        program.wait_for("now      express, left side")

        program.wait_for("beat     20 cycles a minute")
        heard[express] = listener.hears(0.0)
        heard[beat] = listener.hears(8.0)
        mother.says("stop")
        program.wait_for("now      collected")

        listener.hears()
        mother.says("got it")  # over the question, whose words it does not hold
        program.wait_for("now      store")

        program.wait_for("waits")
        listener.hears()
        mother.says("got it")
        program.wait_for("now      goodbye")
        assert program.end() == 0

    assert "finished" in program.lines[-1]
    with Journal.open(tmp_path / "data/voice-guide") as journal:
        (kept,) = journal.sessions()
    assert kept.finished and kept.left_s > 8 and kept.right_s == 0
    # In pairs, since the recogniser drops an entry with a word that it does not know.
    grammar = [" ".join(pair) for text in heard for pair in pairwise(_words(text))]
    with Recogniser(builtin_model()) as recogniser:
        for said, samples in heard.items():
            understood = _understood(recogniser, samples, grammar)
            assert _likeness(said, understood) >= ENOUGH, (said, understood)
