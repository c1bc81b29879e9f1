"""PulseAudio or PipeWire, as `pactl` describes it: the real devices behind PortAudio's "default" and "pulse".

PortAudio cannot tell what a sound server does with its streams. Without a microphone the server hands out the
loudspeaker's own sound as one, and a device that is muted there opens like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voice.audio.listing import End

_BLOCK = re.compile(r"^(?:Sink|Source) #", re.MULTILINE)
_DUMMY = "auto_null"
"""The loudspeaker that PulseAudio and PipeWire make up where there is none."""
_NOTHING = ("", "@DEFAULT_SINK@", "@DEFAULT_SOURCE@", "n/a")


@dataclass(frozen=True, slots=True)
class ServerDevice:
    """One end of the server."""

    name: str
    """As the server calls it, such as "bluez_sink.00_1B"."""
    description: str
    """As people read it."""
    muted: bool
    volume_percent: int | None
    """None where it was not said."""
    monitor: bool
    """Whether this is no microphone but what a loudspeaker plays."""
    card: str
    """The sound card, as far as there is one; two ends of one card share its clock."""

    @property
    def stands_in(self) -> bool:
        """Whether the server offers it only because nothing real is connected."""
        return self.monitor or self.name.partition(".")[0] == _DUMMY


@dataclass(frozen=True, slots=True)
class SoundServer:
    """What streams without a choice of their own are connected to; None where the server has no such end."""

    input: ServerDevice | None
    output: ServerDevice | None

    def at(self, end: End) -> ServerDevice | None:
        """The device at this end."""
        return self.input if end is End.INPUT else self.output


def read_server(info: str, sinks: str, sources: str) -> SoundServer:
    """The same, from the answers of `pactl info`, `pactl list sinks` and `pactl list sources` in English."""
    return SoundServer(
        input=_named(_field(info, "Default Source"), sources), output=_named(_field(info, "Default Sink"), sinks)
    )


def _named(name: str, listed: str) -> ServerDevice | None:
    if name in _NOTHING:
        return None
    return next((device for device in _devices(listed) if device.name == name), None)


def _devices(listed: str) -> Iterator[ServerDevice]:
    for block in _BLOCK.split(listed)[1:]:
        volume = re.search(r"(\d+)%", _field(block, "Volume"))
        yield ServerDevice(
            name=_field(block, "Name"),
            description=_field(block, "Description") or _field(block, "Name"),
            muted=_field(block, "Mute") == "yes",
            volume_percent=None if volume is None else int(volume[1]),
            monitor=_field(block, "Monitor of Sink") not in _NOTHING,
            card=_property(block, "device.bus_path") or _property(block, "alsa.card"),
        )


def _field(block: str, name: str) -> str:
    found = re.search(rf"^\s*{name}: *(.*)$", block, re.MULTILINE)
    return "" if found is None else found[1].strip()


def _property(block: str, name: str) -> str:
    found = re.search(rf'^\s*{re.escape(name)} = "(.*)"$', block, re.MULTILINE)
    return "" if found is None else found[1]
