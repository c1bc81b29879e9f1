"""`voice devices` on virtual devices and without any."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from tests.doctor.machines import CAMERA, CARDS, HEADSET, SERVED
from tests.program import ROOT, own_folders
from voice.audio.listing import End, Listing
from voice.cli.devices import as_json, as_text, the_one
from voice.errors import InputError
from voice.settings.settings import Settings

LIMIT_S = 60


def devices_command(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """`voice devices ARGUMENTS`, ended."""
    command = [sys.executable, "-m", "voice", "devices", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )


def test_a_choice_is_remembered_and_used(devices: VirtualDevices, tmp_path: Path) -> None:
    environment = own_folders(devices.environment, tmp_path / "own")
    file = tmp_path / "own" / "config" / "voice-guide" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text("tempo = 20  # mine\n")
    before = json.loads(devices_command(environment, "--json").stdout)
    assert {one["name"]: one["used"] for one in before["inputs"]} == {"pulse": False, "default": True}
    chosen = devices_command(environment, "--set-input", "pul", "--set-output", "0", "--json")
    assert chosen.returncode == 0
    assert file.read_text() == 'tempo = 20  # mine\ninput-device = "pulse"\noutput-device = "pulse"\n'
    assert f'Wrote input-device = "pulse" into {file}' in chosen.stderr
    for end in json.loads(chosen.stdout).values():
        assert {one["name"]: (one["used"], one["default"]) for one in end} == {
            "pulse": (True, False),
            "default": (False, True),
        }


@pytest.mark.parametrize(("text", "said"), [("none such", "there is no microphone"), ("u", "can mean 2"), ("", "no")])
def test_what_is_not_one_device_is_refused_with_the_candidates(
    devices: VirtualDevices, tmp_path: Path, text: str, said: str
) -> None:
    refused = devices_command(own_folders(devices.environment, tmp_path / "own"), "--set-input", text)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr and "0, pulse; 1, default" in refused.stderr
    assert not (tmp_path / "own").exists()


def test_without_a_sound_server_there_is_nothing_to_list(tmp_path: Path) -> None:
    with VirtualDevices(tmp_path / "pulse") as devices:
        environment = own_folders(devices.environment, tmp_path / "own")
    listed = devices_command(environment, "--json")  # the server has ended
    assert listed.returncode == 0 and set(json.loads(listed.stdout)) == {"inputs", "outputs"}


def test_the_table_says_what_is_used_and_what_is_missing() -> None:
    lines = as_text(SERVED, Settings(input_device="camera", output_device="desk")).splitlines()
    assert lines[0] == "Microphones"
    assert [line.strip() for line in lines if line.startswith("*")] == [
        "*   1  USB Camera: Audio (hw:2,0)     1 ch   16000 Hz   20 ms  used"
    ]
    assert lines[-1] == '  "desk", the output-device of the settings, is not here; choose with --set-output NAME.'
    assert as_text(Listing((CAMERA,), 1), Settings()).splitlines()[-1].startswith("There is no loudspeaker")


def test_bluetooth_is_shown() -> None:
    airpods = Listing((replace(HEADSET, name="Anna's AirPods"), CAMERA), 0, 0)
    assert [one["bluetooth"] for one in json.loads(as_json(airpods, Settings()))["inputs"]] == [True, False]
    assert as_text(airpods, Settings()).count("Bluetooth") == 2


def test_the_one() -> None:
    assert the_one(CARDS, End.OUTPUT, "usb") == HEADSET
    with pytest.raises(InputError, match="none is there"):
        the_one(Listing(), End.INPUT, "0")
