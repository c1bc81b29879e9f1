"""The simulated room: loudspeaker samples in, microphone samples out, sample-locked and without a clock.

What the microphone hears is the sum of what is spoken into the room, the backgrounds, the echo of the loudspeaker and a
constant noise floor; a telephone-like one gives only its band of that. Time is the number of frames exchanged so far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.room.convolution import PartitionedConvolution
from voice.room.echo import Echo
from voice.room.material import BackgroundSound, Material
from voice.room.narrow_microphone import band_response
from voice.room.scenario import Scenario

Samples = NDArray[np.float32]

FLOOR_DB = -90.0
"""RMS of the microphone's own noise in dBFS. The contract names none, but no microphone gives zeros, and a recogniser
that takes logarithms of energies should not be the first to see them: the last bit or so of a 16-bit recording."""

_FLOOR_FRAMES = 1 << 17
"""The noise comes round after this many frames (5 s at 24 kHz); so far below everything nobody hears that."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Entry `entry` of `[[say]]` sounds from frame `start` until frame `end`."""

    entry: int
    start: int
    end: int


class Room:
    """One run of a scenario's room; owned by the thread that drives the session.

    `factor` scales the microphone's whole signal (see `headroom`); the room sums in floating point and never clips.
    """

    def __init__(self, scenario: Scenario, material: Material, factor: float = 1.0) -> None:
        self._material = material
        self._factor = np.float32(factor)
        self._position = 0
        self._peak = 0.0
        self._speaking: list[Spoken] = []
        self._floor = _noise_floor(scenario.seed)
        self._band: PartitionedConvolution | None = None
        if scenario.band_hz is not None:
            self._band = PartitionedConvolution(band_response(scenario.band_hz, material.rate_hz))
        self._echo: Echo | None = None
        if scenario.echo is not None and material.response is not None:
            frames = round(scenario.length_s * material.rate_hz)
            self._echo = Echo(scenario.echo, material.response, material.rate_hz, frames)

    @property
    def position(self) -> int:
        """Frames exchanged so far: the frame at which the next block begins."""
        return self._position

    @property
    def peak(self) -> float:
        """The largest magnitude at the microphone so far, before the factor; 1.0 is full scale."""
        return self._peak

    def say(self, entry: int, frame: int) -> Spoken:
        """Speak an entry of `[[say]]` from `frame` on, or at once if that has passed; again if asked again."""
        start = max(frame, self._position)
        spoken = Spoken(entry, start, start + len(self._material.speech[entry]))
        self._speaking.append(spoken)
        return spoken

    def exchange(self, speaker: Samples) -> Samples:
        """Play a block, float32 mono of any length, and return what the microphone hears in the same frames."""
        start, end = self._position, self._position + len(speaker)
        microphone = _looped(self._floor, start, len(speaker))
        for spoken in self._speaking:
            _add(microphone, start, self._material.speech[spoken.entry], spoken.start)
        for background in self._material.backgrounds:
            _add_background(microphone, start, background)
        if self._echo is not None:
            microphone += self._echo.process(speaker)
        if self._band is not None:
            microphone = self._band.process(microphone).astype(np.float32)
        self._speaking = [spoken for spoken in self._speaking if spoken.end > end]
        self._position = end
        if len(microphone):
            self._peak = max(self._peak, float(microphone.max()), -float(microphone.min()))
        return microphone * self._factor if self._factor != 1.0 else microphone


def _noise_floor(seed: int) -> Samples:
    noise = np.random.default_rng([seed, 90]).standard_normal(_FLOOR_FRAMES, dtype=np.float32)
    return noise * np.float32(10.0 ** (FLOOR_DB / 20.0))


def _add(block: Samples, block_start: int, sound: Samples, sound_start: int) -> None:
    """Add the part of a sound that lies within a block."""
    first = max(block_start, sound_start)
    last = min(block_start + len(block), sound_start + len(sound))
    if first < last:
        block[first - block_start : last - block_start] += sound[first - sound_start : last - sound_start]


def _add_background(block: Samples, block_start: int, background: BackgroundSound) -> None:
    first = max(block_start, background.start)
    last = min(block_start + len(block), background.end)
    if first >= last:
        return
    if background.loop:
        block[first - block_start : last - block_start] += _looped(
            background.samples, first - background.start, last - first
        )
    else:
        _add(block[: last - block_start], block_start, background.samples, background.start)


def _looped(sound: Samples, start: int, count: int) -> Samples:
    """A new array of `count` frames of a sound that comes round for ever, from frame `start` on."""
    start %= len(sound)
    if start + count <= len(sound):
        return sound[start : start + count].copy()
    return np.take(sound, np.arange(start, start + count), mode="wrap")
