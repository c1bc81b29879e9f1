"""What is said of the devices, behind a sound server and without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.doctor.machines import CARDS, SERVED
from voice.audio.listing import End, Listing
from voice.doctor.devices import clocks_finding, device_finding, is_there
from voice.doctor.finding import Verdict
from voice.doctor.sound_server import ServerDevice, SoundServer

INSIDE = ServerDevice("alsa_input.pci", "Built-in Microphone", False, 80, False, "pci-0000:00:1f.3")
OUTSIDE = ServerDevice("alsa_output.pci", "Built-in Speakers", False, 40, False, "pci-0000:00:1f.3")


def test_the_device_is_named_with_its_rate_and_latency() -> None:
    finding = device_finding(CARDS, End.INPUT, None, None)
    assert finding.verdict is Verdict.OK
    assert finding.found == "USB Headset: Audio (hw:1,0) (number 0, 48,000 Hz, latency from 9 ms)"


@pytest.mark.parametrize(
    ("chosen", "said"), [("desk", '"desk" is not connected'), ("usb", '"usb" can mean several'), ("7", '"7" is not')]
)
def test_a_choice_that_is_not_one_device(chosen: str, said: str) -> None:
    finding = device_finding(CARDS, End.INPUT, chosen, None)
    assert finding.verdict is Verdict.PROBLEM and said in finding.found
    assert "voice devices --set-input" in finding.todo and "1, USB Camera" in finding.todo


def test_a_system_without_a_default() -> None:
    finding = device_finding(replace(CARDS, default_output=None), End.OUTPUT, None, None)
    assert finding.verdict is Verdict.PROBLEM and "--set-output" in finding.todo


def test_the_real_device_behind_a_server_is_named() -> None:
    server = SoundServer(INSIDE, OUTSIDE)
    assert "Built-in Microphone (through default" in device_finding(SERVED, End.INPUT, None, server).found
    assert "USB Camera" in device_finding(SERVED, End.INPUT, "camera", server).found


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (None, "has none"),
        (replace(INSIDE, monitor=True), "loudspeaker's own sound"),
        (replace(INSIDE, muted=True), "is muted"),
        (replace(INSIDE, volume_percent=0), "turned down to nothing"),
    ],
)
def test_a_server_that_gives_nothing_to_hear(behind: ServerDevice | None, said: str) -> None:
    finding = device_finding(SERVED, End.INPUT, None, SoundServer(behind, OUTSIDE))
    assert finding.verdict is Verdict.PROBLEM and said in finding.found and finding.todo


def test_what_a_server_only_pretends_to_is_not_there() -> None:
    dummy = replace(OUTSIDE, name="auto_null", description="Dummy Output", card="")
    assert is_there(SERVED, End.OUTPUT, None, SoundServer(INSIDE, OUTSIDE))
    assert not is_there(SERVED, End.OUTPUT, None, SoundServer(INSIDE, dummy))
    assert "only pretends" in device_finding(SERVED, End.OUTPUT, None, SoundServer(INSIDE, dummy)).found
    assert not is_there(SERVED, End.INPUT, None, SoundServer(replace(INSIDE, monitor=True), OUTSIDE))
    assert not is_there(SERVED, End.INPUT, None, SoundServer(None, OUTSIDE))
    assert is_there(SERVED, End.INPUT, "camera", SoundServer(None, OUTSIDE))  # a card of its own, past the server


def test_without_devices_nothing_is_there_and_a_wrong_choice_is_left_to_its_opening() -> None:
    assert not is_there(Listing(), End.OUTPUT, None, None)
    assert not is_there(Listing(problem="PortAudio is missing."), End.OUTPUT, None, None)
    assert is_there(CARDS, End.INPUT, "desk", None)


def test_bluetooth_is_named_with_its_delay() -> None:
    behind = replace(OUTSIDE, name="bluez_output.AA_BB.1", description="WH-1000XM4")
    finding = device_finding(SERVED, End.OUTPUT, None, SoundServer(INSIDE, behind))
    assert finding.verdict is Verdict.ADVICE
    assert "WH-1000XM4" in finding.found and "by Bluetooth, which is 0.1 to 0.3 s late" in finding.found


@pytest.mark.parametrize(
    ("listing", "microphone", "server", "said"),
    [
        (CARDS, None, None, "one:"),
        (CARDS, "camera", None, "two:"),
        (SERVED, None, None, "not known:"),
        (SERVED, None, SoundServer(INSIDE, OUTSIDE), "one:"),
        (SERVED, None, SoundServer(replace(INSIDE, card="usb-2"), OUTSIDE), "two:"),
        (SERVED, None, SoundServer(replace(INSIDE, card=""), OUTSIDE), "not known:"),
        (SERVED, "camera", SoundServer(INSIDE, OUTSIDE), "two:"),
        (SERVED, None, SoundServer(None, OUTSIDE), "it takes"),
        (Listing(), None, None, "it takes"),
    ],
)
def test_one_clock_or_two(listing: Listing, microphone: str | None, server: SoundServer | None, said: str) -> None:
    assert clocks_finding(listing, microphone, None, server).found.startswith(said)
