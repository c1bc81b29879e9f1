"""A session on real PortAudio whose devices are unplugged, plugged in again, and changed under it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.devices import VirtualDevices
from tests.program import Program, own_folders

pytestmark = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")
SHORT = ("start", "--short", "--side", "left")


@pytest.fixture
def program(devices: VirtualDevices, tmp_path: Path) -> Iterator[Program]:
    """A session that has asked for the side."""
    with Program(own_folders(devices.environment, tmp_path), *SHORT) as program:
        program.wait_for("Listening")
        program.wait_for("waits")
        _say(devices, tmp_path, "next")
        program.wait_for("now      choose side")
        program.wait_for("waits")
        yield program


def _say(devices: VirtualDevices, folder: Path, phrase: str) -> None:
    sound = folder / f"{phrase}.wav"
    subprocess.run(["espeak-ng", "-v", "en-us+f3", "-s", "150", "-w", str(sound), phrase], check=True)
    devices.speak(sound)


def test_without_its_microphone_each_part_is_timed_until_it_is_back(
    devices: VirtualDevices, program: Program, tmp_path: Path
) -> None:
    devices.unplug_microphone()  # now the server hands out another input in its place
    program.wait_for("I've lost the microphone, so I'll time each part for you.")
    program.wait_for("now      express, left side")  # by itself
    with devices.quiet_room():
        devices.plug_microphone()
        program.wait_for("I can hear you again.")
    _say(devices, tmp_path, "stop")
    program.wait_for("you      stop")


def test_a_microphone_on_mute_is_as_good_as_none(devices: VirtualDevices, program: Program) -> None:
    devices.control("set-source-mute", devices.microphone, "1")
    program.wait_for("I've lost the microphone")


def test_the_screen_goes_on_without_a_loudspeaker_and_the_sound_comes_back(
    devices: VirtualDevices, program: Program, tmp_path: Path
) -> None:
    devices.control("load-module", "module-always-sink")  # pretends to one as soon as there is none
    devices.unplug(devices.microphone_input)
    devices.unplug(devices.speaker)
    program.wait_for("There's no sound just now.")
    devices.plug_speaker("another")
    program.wait_for("The sound works again.")
    with devices.recording("another.monitor") as recording:
        program.wait_for("beat")
        recording.wait_until(lambda: bool(np.abs(recording.samples).max(initial=0.0) > 0.01))


def test_the_sound_server_may_be_started_again(devices: VirtualDevices, program: Program, tmp_path: Path) -> None:
    devices.kill()
    program.wait_for("There's no sound just now.")
    devices.start()
    program.wait_for("The sound works again.")
    _say(devices, tmp_path, "left")
    program.wait_for("now      express, left side")


def test_another_loudspeaker_that_becomes_the_systems_choice_is_used(
    devices: VirtualDevices, program: Program, tmp_path: Path
) -> None:
    devices.plug_speaker("another")
    program.wait_for("I've moved to your other sound device.")
    _say(devices, tmp_path, "left")
    with devices.recording("another.monitor") as recording:
        program.wait_for("beat")
        recording.wait_until(lambda: bool(np.abs(recording.samples).max(initial=0.0) > 0.01))


def test_it_begins_without_a_microphone_and_listens_once_there_is_one(devices: VirtualDevices, tmp_path: Path) -> None:
    devices.unplug_microphone()
    devices.control("set-default-source", devices.speaker_monitor)
    with Program(own_folders(devices.environment, tmp_path), *SHORT) as program:
        program.wait_for("There is no microphone, so each step is timed")
        program.wait_for("I've lost the microphone")
        with devices.quiet_room():
            devices.plug_microphone()
            program.wait_for("I can hear you again.")
