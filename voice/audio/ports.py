"""What goes in and out of a stream: its ends, its blocks, its health. No device is touched here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
DeviceName = str | int | None
"""Part of a device's name, its number in PortAudio's list, or None for the system's default."""

MOST_BLOCKS = 1000
"""Blocks that may wait for their reader: about ten seconds."""


class Ports(Enum):
    """Which ends of the sound card a stream uses."""

    BOTH = "both"
    SPEAKER = "speaker"
    MICROPHONE = "microphone"


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
class Captured:
    """What went in and out in one callback, float32 shape (frames,) each.

    `frame` is the stream position of the first sample of both. `samples` is what the microphone heard, `played` what
    the loudspeaker was given meanwhile; a stream without that end gives zeros.
    """

    frame: int
    samples: Samples
    played: Samples


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
