"""The sound devices of a machine as values: which there are, which a name means, which will be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_CARD = re.compile(r" \(hw:\d+,\d+\)$")
"""ALSA's address of a device, which changes when things are plugged in another order."""
_BY_SERVER = ("default", "pulse", "pipewire")
"""How ALSA names the way to the sound server."""
_BLUETOOTH = ("bluetooth", "bluez", "a2dp", "hands-free", "handsfree", "airpods", "buds")


class End(Enum):
    """One end of the sound; the values are how PortAudio, the settings and the options name them."""

    INPUT = "input"
    OUTPUT = "output"

    @property
    def noun(self) -> str:
        """What a user calls it."""
        return "microphone" if self is End.INPUT else "loudspeaker"


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """One device as PortAudio lists it."""

    number: int
    name: str
    system: str
    """PortAudio's name for the system it belongs to, such as "ALSA" or "Core Audio"."""
    input_channels: int
    output_channels: int
    rate_hz: float
    """The rate it prefers."""
    input_latency_s: float
    output_latency_s: float
    """The least that it offers."""

    def channels(self, end: End) -> int:
        """How many channels it has at this end; none means that it has no such end."""
        return self.input_channels if end is End.INPUT else self.output_channels

    def latency_s(self, end: End) -> float:
        """The least latency that it offers at this end."""
        return self.input_latency_s if end is End.INPUT else self.output_latency_s


@dataclass(frozen=True, slots=True)
class Listing:
    """Every device; `problem` says why none can be seen, else it is empty."""

    devices: tuple[SoundDevice, ...] = ()
    default_input: int | None = None
    default_output: int | None = None
    problem: str = ""

    def names(self) -> frozenset[str]:
        """Every device by its whole name."""
        return frozenset(_full_name(device) for device in self.devices)

    def of(self, end: End) -> tuple[SoundDevice, ...]:
        """The devices that have this end."""
        return tuple(device for device in self.devices if device.channels(end) > 0)

    def default(self, end: End) -> SoundDevice | None:
        """What the system uses when nothing is chosen."""
        number = self.default_input if end is End.INPUT else self.default_output
        return next((device for device in self.of(end) if device.number == number), None)

    def matching(self, end: End, text: str) -> tuple[SoundDevice, ...]:
        """The devices that `text` means: a number, or words in the order of the name, as sounddevice takes them.

        A whole name means that device alone, even where it is a part of another's.
        """
        if text.isdecimal():
            return tuple(device for device in self.of(end) if device.number == int(text))
        found = tuple(device for device in self.of(end) if _in_order(text.lower().split(), _full_name(device)))
        whole = tuple(device for device in found if text.lower() in (device.name.lower(), _full_name(device)))
        return whole if len(whole) == 1 else found

    def used(self, end: End, chosen: str | None) -> SoundDevice | None:
        """The device that a session opens: the one that was chosen, else the default; None where that is not one."""
        if chosen is None:
            return self.default(end)
        found = self.matching(end, chosen)
        return found[0] if len(found) == 1 else None

    def lasting_name(self, end: End, device: SoundDevice) -> str:
        """The shortest text that means this device alone and outlives a restart, where there is one."""
        names = (_CARD.sub("", device.name), device.name, f"{device.name}, {device.system}")
        alone = (name for name in names if self.matching(end, name) == (device,))
        return next(alone, str(device.number))


def device_name(written: str | None) -> str | int | None:
    """A sound device as the settings name it: a part of its name, its number, or None for the system's choice."""
    return int(written) if written is not None and written.isdecimal() else written


def is_bluetooth(name: str) -> bool:
    """Whether a device's name shows that it is a Bluetooth one; many names do not."""
    return any(word in name.lower() for word in _BLUETOOTH)


def through_server(device: SoundDevice) -> bool:
    """Whether the device is no card but the way to the sound server."""
    return device.system == "PulseAudio" or (device.system == "ALSA" and device.name in _BY_SERVER)


def _full_name(device: SoundDevice) -> str:
    return f"{device.name}, {device.system}".lower()


def _in_order(words: list[str], name: str) -> bool:
    position = 0
    for word in words:
        position = name.find(word, position)
        if position < 0:
            return False
        position += len(word)
    return True
