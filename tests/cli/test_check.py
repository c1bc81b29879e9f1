"""`voice check` as a process, on virtual devices that are well, silent, or gone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from tests.hearing.spoken import RATE_HZ as SPOKEN_HZ
from tests.hearing.spoken import speech
from tests.program import ROOT, own_folders
from voice.audio.files import write_wav
from voice.audio.level import scaled_to

LIMIT_S = 60


@dataclass(frozen=True)
class Checked:
    """What a check came to."""

    status: int
    works: bool
    verdicts: dict[str, str]
    words: dict[str, str]
    """What was found, and what to do."""
    err: str


def check(environment: Mapping[str, str], *arguments: str) -> Checked:
    """`voice check --json ARGUMENTS`, ended."""
    command = [sys.executable, "-m", "voice", "check", "--json", *arguments]
    ended = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert ended.returncode in (0, 1), ended.stderr
    told = json.loads(ended.stdout)
    return Checked(
        ended.returncode,
        told["works"],
        {one["name"]: one["verdict"] for one in told["findings"]},
        {one["name"]: f"{one['found']}. {one['todo']}" for one in told["findings"]},
        ended.stderr,
    )


@pytest.fixture
def environment(devices: VirtualDevices, tmp_path: Path) -> dict[str, str]:
    """That of a program with virtual devices and its own folders."""
    return own_folders(devices.environment, tmp_path / "own")


def test_speech_comes_through_where_the_microphone_hears_the_loudspeaker(
    devices: VirtualDevices, environment: dict[str, str]
) -> None:
    loop = ("module-loopback", f"source={devices.speaker_monitor}", f"sink={devices.microphone_input}")
    devices.control("load-module", *loop, "latency_msec=20")
    checked = check(environment)
    assert (checked.status, checked.works) == (0, True), checked
    assert checked.verdicts["speech"] == "ok" and "was understood" in checked.words["speech"]
    assert "ms after it was played" in checked.words["speech"]
    assert checked.verdicts["level"] == checked.verdicts["voice"] == checked.verdicts["model"] == "ok"
    assert "say a few words" in checked.err and "stay quiet" in checked.err


def test_her_voice_is_measured_while_she_is_asked_to_speak(
    devices: VirtualDevices, environment: dict[str, str], tmp_path: Path
) -> None:
    words = tmp_path / "words.wav"
    write_wav(words, scaled_to(speech("move fingers"), SPOKEN_HZ, -23.0), SPOKEN_HZ)
    command = [sys.executable, "-m", "voice", "check", "--json"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as checking:
        assert checking.stderr is not None and "say a few words" in checking.stderr.readline()
        devices.speak(words)
        told, _ = checking.communicate(timeout=LIMIT_S)
    (level,) = (one for one in json.loads(told)["findings"] if one["name"] == "level")
    assert level["verdict"] == "ok" and "your voice -23 dBFS" in level["found"]


def test_a_silent_microphone_is_a_problem(environment: dict[str, str]) -> None:
    checked = check(environment)
    assert (checked.status, checked.works) == (1, False)
    assert checked.verdicts["microphone"] == "ok" and checked.verdicts["level"] == "problem"
    assert checked.verdicts["speech"] == "advice"
    assert "mute" in checked.words["level"]


def test_a_muted_microphone_and_loudspeaker_are_named(devices: VirtualDevices, environment: dict[str, str]) -> None:
    devices.control("set-source-mute", devices.microphone, "1")
    devices.control("set-sink-volume", devices.speaker, "0%")
    checked = check(environment, "--quick")
    assert checked.status == 1
    assert "is muted" in checked.words["microphone"]
    assert "turned down to nothing" in checked.words["loudspeaker"]


def test_without_a_microphone_the_loudspeakers_own_sound_is_not_taken_for_one(
    devices: VirtualDevices, environment: dict[str, str]
) -> None:
    for module in ("module-remap-source", "module-null-sink"):
        number = next(
            line.split()[0]
            for line in devices.control("list", "short", "modules").splitlines()
            if module in line and devices.microphone_input in line
        )
        devices.control("unload-module", number)
    checked = check(environment)
    assert checked.status == 1
    assert checked.verdicts["microphone"] == "problem" and "own sound" in checked.words["microphone"]
    assert checked.verdicts["level"] == checked.verdicts["speech"] == "skipped"
    assert checked.verdicts["loudspeaker"] == "ok" and checked.verdicts["xruns"] != "skipped"


def test_without_a_loudspeaker(devices: VirtualDevices, environment: dict[str, str], tmp_path: Path) -> None:
    devices.control("unload-module", "module-null-sink")
    devices.control("load-module", "module-pipe-source", "source_name=pipe", f"file={tmp_path / 'pipe'}")
    devices.control("set-default-source", "pipe")
    checked = check(environment)
    assert checked.status == 1
    assert checked.verdicts["loudspeaker"] == "problem", checked
    assert checked.verdicts["microphone"] == "ok"
    assert checked.verdicts["speech"] == "skipped"


def test_without_any_device(tmp_path: Path) -> None:
    with VirtualDevices(tmp_path / "pulse") as devices:
        environment = own_folders(devices.environment, tmp_path / "own")
    checked = check(environment)  # the server has ended
    assert checked.status == 1
    assert checked.verdicts["microphone"] == checked.verdicts["loudspeaker"] == "problem"
    assert "level" not in checked.verdicts


def test_quick_tries_no_sound(devices: VirtualDevices, environment: dict[str, str]) -> None:
    checked = check(environment, "--quick")
    assert checked.status == 0, checked
    assert checked.err == "" and "level" not in checked.verdicts


def test_settings_that_cannot_be_used_are_one_of_the_problems(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "own" / "config" / "voice-guide" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('model = "/no/such/model"\ntempo = 5\n')
    checked = check(environment, "--quick")
    assert checked.status == 1 and "tempo" in checked.words["settings"] and str(file) in checked.words["settings"]
    file.write_text('model = "/no/such/model"\nvoice = "none"\ninput-device = "desk"\n')
    checked = check(environment, "--quick")
    problems = {name for name, verdict in checked.verdicts.items() if verdict == "problem"}
    assert problems == {"model", "voice", "microphone"}
    assert "/no/such/model" in checked.words["model"] and '"none"' in checked.words["voice"]
    assert '"desk" is not connected' in checked.words["microphone"]


def test_the_microphone_may_be_off(environment: dict[str, str]) -> None:
    checked = check(environment, "--quick", "--mute-mic")
    assert checked.status == 0
    assert checked.verdicts["microphone"] == checked.verdicts["model"] == "skipped"


def test_in_words_each_line_is_ok_or_what_to_do(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "voice", "check", "--quick", "--output-device", "desk"]
    ended = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    lines = ended.stdout.splitlines()
    assert ended.returncode == 1 and lines[0].startswith("ok        settings")
    (bad,) = (line for line in lines if line.startswith("problem"))
    assert "voice devices --set-output NAME" in bad
    assert lines[-1] == "A session would not work before the problems are solved."


def test_an_option_that_cannot_be_used_ends_with_2(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "voice", "check", "--quick", "--volume", "loud"]
    ended = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "") and "--volume" in ended.stderr
