"""A session on real PortAudio tells what could need a touch before it says "wash your hands"."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from tests.program import Program, own_folders

pytestmark = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")


def test_a_loudspeaker_on_mute_and_a_microphone_without_a_sound(devices: VirtualDevices, tmp_path: Path) -> None:
    devices.control("set-sink-mute", devices.speaker, "1")
    with Program(own_folders(devices.environment, tmp_path), "start") as program:
        program.wait_for("now      welcome")
        program.wait_for("The loudspeaker is on mute, or as low as it goes.")
        program.wait_for("No sound comes from your microphone.")  # a virtual one gives zeros until somebody speaks
    assert not any("Wash your hands" in line for line in program.lines)
