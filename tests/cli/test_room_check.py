"""`voice check --room` as a process: on virtual devices with a loop, in a simulated room, with something missing."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.devices import RATE_HZ, Recording, VirtualDevices
from tests.hearing.spoken import RATE_HZ as SPOKEN_HZ
from tests.hearing.spoken import speech
from tests.on_terminal import OnTerminal
from tests.program import ROOT, chooses, own_folders
from voice.audio.files import write_wav
from voice.audio.level import scaled_to

NEEDS_PULSE = pytest.mark.skipif(shutil.which("pulseaudio") is None, reason="no PulseAudio: scripts/test installs it")
ROOM = ("check", "--room")
LIMIT_S = 180
_ANSWERED_S = 1.5
_TRIES = 5
"""A busy machine tears the sound server's loop, which is no fault of the check: then it is done again, as she would."""


def _ended(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voice", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )


def _pass(recording: Recording, seconds: float) -> None:
    """Let so much sound go by."""
    until = recording.frames + round(seconds * RATE_HZ)
    recording.wait_until(lambda: recording.frames >= until)


def _checked_aloud(
    devices: VirtualDevices, environment: Mapping[str, str], clips: Mapping[str, Path]
) -> tuple[int, dict[str, Any]]:
    """The check's status and findings, when each phrase that it asks for is said."""
    command = [sys.executable, "-m", "voice", *ROOM, "--json"]
    with (
        devices.quiet_room(),
        devices.recording() as recording,
        subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as checking,
    ):
        assert checking.stderr is not None and checking.stdout is not None
        for phrase, clip in clips.items():
            while phrase not in (line := checking.stderr.readline()):
                assert line, "it ended before it had asked for everything"
            _pass(recording, 4.0)  # the request takes 3 s, and 5 s are waited for an answer
            devices.speak(clip)
            if not select.select([checking.stderr], [], [], _ANSWERED_S)[0]:
                devices.speak(clip)  # as anybody does who is not answered
        told, _ = checking.communicate(timeout=LIMIT_S)
    return checking.returncode, json.loads(told)


@pytest.fixture
def environment(devices: VirtualDevices, tmp_path: Path) -> dict[str, str]:
    """That of a program with virtual devices and its own folders."""
    return own_folders(devices.environment, tmp_path / "own")


@NEEDS_PULSE
def test_on_a_loop_the_delay_is_found_the_echo_cancelled_and_what_is_asked_for_heard(
    devices: VirtualDevices, environment: dict[str, str], tmp_path: Path
) -> None:
    devices.loop()
    asked = ("next", "repeat", "switch side", "louder", "it hurts")
    clips = {phrase: tmp_path / f"{phrase}.wav" for phrase in asked}
    for phrase, clip in clips.items():
        write_wav(clip, scaled_to(speech(phrase), SPOKEN_HZ, -20.0), SPOKEN_HZ)
    for _ in range(_TRIES):
        status, found = _checked_aloud(devices, environment, clips)
        room = found["room"]
        assert (status, found["works"], found["stored"]) == (0, True, True), found
        assert [one["phrase"] for one in room["asked"]] == list(asked)
        heard = sum(one["heard"] for one in room["asked"])
        if room["removed_db"] > 10.0 and heard >= len(asked) - 1:
            break
    assert 0.05 < room["delay_s"] < 0.6 and room["removed_db"] > 10.0
    assert heard >= len(asked) - 1, found  # a busy machine may lose a block
    (kept,) = json.loads((tmp_path / "own/data/voice-guide/rooms.json").read_text())
    assert kept["delay_s"] == pytest.approx(room["delay_s"], abs=0.001)
    assert not list((tmp_path / "own").rglob("*.wav"))


@NEEDS_PULSE
def test_without_a_microphone_or_a_loudspeaker_one_sentence_says_what_to_do(
    devices: VirtualDevices, environment: dict[str, str], tmp_path: Path
) -> None:
    devices.unplug(devices.microphone_input)
    ended = _ended(environment, *ROOM)
    assert ended.returncode == 1 and "Connect a microphone" in ended.stdout
    with VirtualDevices(tmp_path / "other") as other:
        gone = {**environment, **other.environment}
    ended = _ended(gone, *ROOM)  # that server has ended
    assert ended.returncode == 1
    assert "problem   loudspeaker" in ended.stdout and "problem   microphone" in ended.stdout


@NEEDS_PULSE
def test_without_a_voice_one_sentence_says_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):  # found first, and no libraries
        (tmp_path / name).write_bytes(b"")
    chooses(tmp_path / "own", "en-us")
    ended = _ended({**environment, "LD_LIBRARY_PATH": str(tmp_path)}, *ROOM)
    assert ended.returncode == 1 and "install espeak-ng" in ended.stdout


@NEEDS_PULSE
def test_a_first_start_on_a_terminal_offers_it_and_any_other_key_goes_on(environment: dict[str, str]) -> None:
    with OnTerminal(environment, "start", "--plain") as program:
        program.wait_for_line("Press r for a room check")
        program.type("x")
        program.wait_for_line("Listening")


@NEEDS_PULSE
def test_it_is_begun_by_a_key(environment: dict[str, str]) -> None:
    with OnTerminal(environment, "start", "--plain") as program:
        program.wait_for_line("Press r for a room check")
        program.type("r")
        program.wait_for_line("Please don't speak for a moment")


def test_in_the_room_of_a_scenario_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "room.toml"
    file.write_text('[echo]\ndelay_ms = 200\n[[say]]\nafter = "request-1"\ndelay = 0.6\ntext = "next"\n')
    environment = own_folders({"PATH": "/usr/bin:/bin:/usr/local/bin"}, tmp_path)
    ended = _ended(environment, *ROOM, "--json", "--scenario", str(file))
    found = json.loads(ended.stdout)
    assert (ended.returncode, found["works"], found["stored"], found["devices"]) == (0, True, False, None)
    assert found["room"]["delay_s"] == pytest.approx(0.2, abs=0.002)
    findings = {one["name"]: one for one in found["findings"]}
    assert "with a cable" in findings["delay"]["todo"]
    assert '1 of 5 understood: "next"' in findings["commands"]["found"]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "--scenario", "room.toml"), "--room beside it"),
        ((*ROOM, "--quick"), "one of them"),
        ((*ROOM, "--scenario", "no.toml"), "no such file"),
        ((*ROOM, "--mute-mic"), "--no-mute-mic"),
    ],
)
def test_options_that_cannot_be_used_end_with_2(arguments: tuple[str, ...], told: str, tmp_path: Path) -> None:
    ended = _ended(own_folders({"PATH": "/usr/bin:/bin"}, tmp_path), *arguments)
    assert (ended.returncode, ended.stdout) == (2, "") and told in ended.stderr
