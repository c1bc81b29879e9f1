"""The devices for real: PortAudio on a virtual sound card whose microphone hears its own loudspeaker."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDS_PULSE = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")
LIMIT_S = 60
CLOCK_FRAMES = 5
"""A tenth of a millisecond: a microphone with a clock of its own is evened out, and the evening out has to learn."""


@dataclass(frozen=True)
class SoundCard:
    """A PulseAudio of our own."""

    runtime: Path
    pid: int


@pytest.fixture
def card(tmp_path: Path) -> Iterator[SoundCard]:
    """One sink; its monitor is the microphone."""
    start = ["pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1", "-L", "module-native-protocol-unix"]
    start += ["-L", "module-null-sink sink_name=loop rate=48000 channels=2"]
    # It returns when the server answers.
    subprocess.run(start, env=environment(tmp_path), check=True, capture_output=True, timeout=LIMIT_S)
    pid = int((tmp_path / "pulse" / "pid").read_text())
    yield SoundCard(tmp_path, pid)
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass  # a story ended it


def environment(runtime: Path, *path: Path) -> dict[str, str]:
    """What a process sees that is to find this sound card and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    return kept | {
        "XDG_RUNTIME_DIR": str(runtime),
        "HOME": str(runtime),
        "PYTHONPATH": os.pathsep.join(map(str, [*path, ROOT])),
    }


def run(story: str, runtime: Path, *arguments: str, path: tuple[Path, ...] = ()) -> tuple[Any, str]:
    """What a story of `live.py` printed, and what it wrote on standard error."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.audio.live", story, *arguments],
        env=environment(runtime, *path),
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout), ended.stderr


@NEEDS_PULSE
def test_the_microphone_hears_every_beat_at_its_distance(card: SoundCard) -> None:
    told, _ = run("loopback", card.runtime)
    assert (told["gapless"], told["faults"], told["news"]) == (True, 0, [])
    assert len(told["heard"]) >= 5
    if not told["underflows"] and not told["overflows"]:  # a machine too busy for the stream shifts beats, and counts
        sounded, heard = np.array(told["sounded"]), np.array(told["heard"])
        late = heard - sounded[: len(heard)]
        assert late.max() - late.min() <= CLOCK_FRAMES


@NEEDS_PULSE
def test_a_sound_server_that_dies_is_told_and_time_goes_on(card: SoundCard) -> None:
    told, _ = run("lost", card.runtime, str(card.pid))
    assert told == ["LOUDSPEAKER_LOST"]


@NEEDS_PULSE
def test_a_renderer_that_fails_is_silence_and_a_count(card: SoundCard) -> None:
    told, _ = run("broken", card.runtime)
    assert told["heard"] == 20
    assert told["faults"] >= 20


@NEEDS_PULSE
def test_each_end_works_alone(card: SoundCard) -> None:
    told, _ = run("one_way", card.runtime)
    assert told["peak"] > 0.05


@NEEDS_PULSE
def test_portaudio_can_look_at_the_machine_again(card: SoundCard) -> None:
    told, _ = run("restarted", card.runtime)
    assert told == [True, True, True]


@NEEDS_PULSE
def test_a_wrong_name_is_said_and_the_right_ones_are_listed(card: SoundCard) -> None:
    told, _ = run("nothing", card.runtime)
    assert "pulse" in told["input"] and "pulse" in told["output"]
    assert told["said"][0] == "opened"
    assert "no such device" in told["said"][1]


def test_with_portaudio_missing_nothing_is_found_and_the_reason_is_given(tmp_path: Path) -> None:
    """What sounddevice does on import when the library is not there."""
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    told, stderr = run("nothing", tmp_path, path=(tmp_path,))
    assert told["input"] == told["output"] == []
    assert "libportaudio2" in told["problem"]
    assert told["said"] == [told["problem"]] * 2
    assert stderr == ""


def test_without_a_sound_server_nothing_is_written_on_standard_error(tmp_path: Path) -> None:
    told, stderr = run("nothing", tmp_path)
    assert all(said == "opened" or "device" in said for said in told["said"])
    assert stderr == ""
