"""Which device a name means, and by which name it is remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voice.audio.listing import End, Listing, SoundDevice, device_name, is_bluetooth

HDA = SoundDevice(0, "HDA Intel PCH: ALC257 Analog (hw:0,0)", "ALSA", 2, 2, 44_100, 0.009, 0.009)
CAMERA = SoundDevice(1, "USB Camera: Audio (hw:1,0)", "ALSA", 1, 0, 16_000, 0.009, -1)
HEADSET = SoundDevice(2, "USB Headset: Audio (hw:2,0)", "ALSA", 1, 2, 48_000, 0.009, 0.009)
PULSE = SoundDevice(3, "pulse", "ALSA", 32, 32, 44_100, 0.009, 0.009)
LISTING = Listing((HDA, CAMERA, HEADSET, PULSE), default_input=3, default_output=3)


@pytest.mark.parametrize(
    ("end", "text", "meant"),
    [
        (End.INPUT, "usb", (CAMERA, HEADSET)),
        (End.OUTPUT, "usb", (HEADSET,)),
        (End.INPUT, "usb head", (HEADSET,)),
        (End.INPUT, "head usb", ()),
        (End.INPUT, "2", (HEADSET,)),
        (End.OUTPUT, "1", ()),
        (End.INPUT, "9", ()),
        (End.INPUT, "alsa", (HDA, CAMERA, HEADSET, PULSE)),
    ],
)
def test_a_text_means_the_devices_that_portaudio_would_take(
    end: End, text: str, meant: tuple[SoundDevice, ...]
) -> None:
    assert LISTING.matching(end, text) == meant


def test_a_whole_name_means_that_device_alone() -> None:
    longer = replace(PULSE, number=4, name="pulse monitor")
    listing = Listing((*LISTING.devices, longer), 3, 3)
    assert listing.matching(End.INPUT, "Pulse") == (PULSE,)


def test_what_is_not_one_device_is_none_and_nothing_chosen_is_the_default() -> None:
    assert LISTING.used(End.INPUT, "usb") is None
    assert LISTING.used(End.INPUT, "camera") == CAMERA
    assert LISTING.used(End.INPUT, None) == PULSE
    assert Listing((CAMERA,), default_input=1).used(End.OUTPUT, None) is None


def test_a_device_is_remembered_without_the_address_that_changes() -> None:
    assert LISTING.lasting_name(End.OUTPUT, HEADSET) == "USB Headset: Audio"


def test_two_alike_keep_their_address_and_two_systems_their_system() -> None:
    twin = replace(HEADSET, number=4, name="USB Headset: Audio (hw:3,0)")
    listing = Listing((HEADSET, twin))
    assert listing.lasting_name(End.INPUT, twin) == "USB Headset: Audio (hw:3,0)"
    mme, wasapi = (SoundDevice(n, "Mic", system, 1, 0, 48_000, 0.1, 0) for n, system in enumerate(("MME", "WASAPI")))
    assert Listing((mme, wasapi)).lasting_name(End.INPUT, wasapi) == "Mic, WASAPI"


def test_two_that_nothing_tells_apart_are_remembered_by_number() -> None:
    twin = replace(PULSE, number=4)
    assert Listing((PULSE, twin)).lasting_name(End.INPUT, twin) == "4"


@pytest.mark.parametrize("name", ["bluez_output.00_1B.1", "Anna's AirPods", "Headset (Hands-Free AG Audio)"])
def test_bluetooth_is_known_by_name(name: str) -> None:
    assert is_bluetooth(name) and not is_bluetooth(HEADSET.name)


def test_a_number_is_a_number() -> None:
    assert [device_name(written) for written in ("2", "USB 2", None)] == [2, "USB 2", None]
