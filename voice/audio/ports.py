"""What goes in and out of a stream: its ends, its blocks, its health. No device is touched here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio.listing import End

Samples = NDArray[np.float32]
DeviceName = str | int | None
"""Part of a device's name, its number in PortAudio's list, or None for the system's default."""

MOST_BLOCKS = 1000
"""Blocks of each end that may wait for their reader, of 10 or 20 ms each: ten to twenty seconds."""


class Ports(Enum):
    """Which ends of the sound card a stream uses."""

    BOTH = "both"
    SPEAKER = "speaker"
    MICROPHONE = "microphone"

    @classmethod
    def alone(cls, end: End) -> Ports:
        """This end alone."""
        return cls.MICROPHONE if end is End.INPUT else cls.SPEAKER

    @property
    def ends(self) -> tuple[End, ...]:
        """The same as ends, the loudspeaker first, since it is what counts the frames."""
        return tuple(end for end in (End.OUTPUT, End.INPUT) if self in (Ports.BOTH, Ports.alone(end)))


class Renderer(Protocol):
    """What fills the loudspeaker: the mixer. `render` neither blocks nor raises; the callback is its only caller."""

    @property
    def position(self) -> int:
        """Frames rendered so far."""
        ...

    def render(self, frames: int) -> Samples:
        """The next block, shape (frames,)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a microphone gave in one callback, float32 shape (frames,) at the device's own rate."""

    samples: Samples


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What a loudspeaker was given, float32 shape (frames,) at the renderer's rate; `frame` is its first sample's."""

    frame: int
    samples: Samples


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """What went in and out meanwhile, float32 shape (frames,) each.

    `frame` is the renderer's position of the first sample of both. `samples` is what the microphone heard, None where
    it gave nothing; `played` is what the loudspeaker was given, zeros where there is none.
    """

    frame: int
    samples: Samples | None
    played: Samples

    @property
    def heard(self) -> Samples:
        """What the microphone heard, silence where it gave nothing."""
        return np.zeros_like(self.played) if self.samples is None else self.samples


Put = Callable[[Heard | Played], None]
"""Takes the blocks of a stream, on whatever thread it runs."""


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """A stream to be opened."""

    ports: Ports
    input_device: DeviceName
    output_device: DeviceName
    latency_s: float
    """What is asked for; a block more passes until it sounds."""

    def device(self, end: End) -> DeviceName:
        """The device at this end."""
        return self.input_device if end is End.INPUT else self.output_device


@dataclass(frozen=True, slots=True)
class Health:
    """What went wrong in a stream so far, as counts."""

    underflows: int
    """Blocks that came too late for the loudspeaker; later beats are late by what was missing."""
    overflows: int
    """Times the system dropped microphone sound."""
    dropped_blocks: int
    """Blocks nobody took in time."""
    faults: int
    """Blocks the renderer failed to make; silence was played."""

    def __add__(self, other: Health) -> Health:
        """Both counts together."""
        return Health(
            self.underflows + other.underflows,
            self.overflows + other.overflows,
            self.dropped_blocks + other.dropped_blocks,
            self.faults + other.faults,
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the system offers at this moment, by the names that people read; None where an end has nothing real."""

    microphone: str | None
    loudspeaker: str | None
    devices: frozenset[str] = frozenset()
    """Every device of a fresh list by its whole name, where one was made: one that PortAudio's lacks is new.

    Such a list may lack a card that is in use, so what it lacks means nothing. A sound server's word is certain.
    """

    @property
    def certain(self) -> bool:
        """Whether what is not there is gone."""
        return not self.devices

    def still_has(self, name: str) -> bool:
        """Whether a device of this name is there beside the one that is the system's choice."""
        return self.certain or any(name.lower() in device for device in self.devices)

    def at(self, end: End) -> str | None:
        """What a session would open at this end."""
        return self.microphone if end is End.INPUT else self.loudspeaker


class Change(Enum):
    """What can become of the devices of a session. A microphone that is lost shows in `Captured.samples`."""

    LOUDSPEAKER_LOST = auto()
    LOUDSPEAKER_BACK = auto()
    REOPENED = auto()
    """The loudspeaker was gone for a moment."""
    LATENCY_RAISED = auto()
    """Blocks came too late, so sound is buffered longer; `detail` is the latency."""
    MICROPHONE_CHANGED = auto()
    LOUDSPEAKER_CHANGED = auto()
    """Another device is used now; `detail` is its name."""


@dataclass(frozen=True, slots=True)
class News:
    """Something became of the devices."""

    change: Change
    detail: str = ""
