"""The virtual devices themselves: what is played into them comes out again, through PortAudio as through PulseAudio."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

from tests.devices import RATE_HZ, VirtualDevices

_LOOPBACK = """
import sys, sounddevice, soundfile
tone, rate_hz = soundfile.read(sys.argv[1], dtype="float32")
sounddevice.playrec(tone, rate_hz, channels=1, blocking=True)
"""


def _tone(folder: Path) -> Path:
    file = folder / "tone.wav"
    samples = 0.25 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)
    soundfile.write(file, samples, RATE_HZ)
    return file


def test_portaudio_plays_on_the_virtual_loudspeaker_and_it_can_be_recorded(
    devices: VirtualDevices, tmp_path: Path
) -> None:
    with devices.recording() as recorded:
        subprocess.run(
            [sys.executable, "-c", _LOOPBACK, _tone(tmp_path)], env=devices.environment, check=True, timeout=60
        )
    assert np.abs(recorded.samples).max() > 0.2


def test_the_microphone_hears_what_is_spoken_into_it(devices: VirtualDevices, tmp_path: Path) -> None:
    with devices.recording(devices.microphone) as heard:
        devices.speak(_tone(tmp_path))
    assert np.abs(heard.samples).max() > 0.2


def test_the_server_is_gone_afterwards(tmp_path: Path) -> None:
    with VirtualDevices(tmp_path / "pulse") as devices:
        assert devices.microphone in devices.control("list", "short", "sources")
    asked = subprocess.run(["pactl", "info"], env=devices.environment, capture_output=True, timeout=30)
    assert asked.returncode != 0
