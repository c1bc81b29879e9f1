"""Made-up speech and words for the tests of the audio, and a mixer driven as a story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.audio.orders import Cues, Order, Report
from voice.narration.clip import Clip

Kind = TypeVar("Kind")
RATE_HZ = 24_000
EARCONS = earcons(RATE_HZ)


def speech(seconds: float, *, text: str = "a sentence", peak: float = 0.3, seed: int = 1) -> Clip:
    """Noise that never touches zero, so that where it sounds can be read off the stream."""
    noise = np.random.default_rng(seed).uniform(0.2, 1.0, round(seconds * RATE_HZ))
    signs = np.where(np.arange(len(noise)) % 2, -1, 1)
    return Clip(text, (noise * signs * peak).astype(np.float32), RATE_HZ)


def word(text: str, onset: int = 2000, length: int = 6000) -> Clip:
    """A cue word: a faint consonant of `onset` frames, then a loud vowel."""
    samples = np.full(length, 0.2, np.float32)
    samples[:onset] = 0.001
    return Clip(text, samples, RATE_HZ, onset)


NOTHING = Clip("", np.zeros(0, np.float32), RATE_HZ)
TONES = Cues(NOTHING, NOTHING, NOTHING)
WORDS = Cues(word("press"), word("compress", 4000, 8000), word("relax", 1500))


@dataclass
class Stream:
    """A mixer with everything it has rendered and reported."""

    mixer: Mixer = field(default_factory=lambda: Mixer(RATE_HZ, EARCONS))
    blocks: list[NDArray[np.float32]] = field(default_factory=list)
    told: list[Report] = field(default_factory=list)

    def post(self, *orders: Order) -> Stream:
        """Post orders for the next block."""
        for order in orders:
            self.mixer.post(order)
        return self

    def run(self, frames: int, block: int = 480) -> Stream:
        """Render so many frames in blocks."""
        return self.run_blocks([block] * (frames // block) + ([frames % block] if frames % block else []))

    def run_blocks(self, sizes: Iterable[int]) -> Stream:
        """Render blocks of these sizes."""
        for size in sizes:
            self.blocks.append(self.mixer.render(size))
            self.told += self.mixer.reports()
        return self

    @property
    def sound(self) -> NDArray[np.float32]:
        """All that was rendered."""
        return np.concatenate(self.blocks) if self.blocks else np.zeros(0, np.float32)

    def reports(self, kind: type[Kind]) -> list[Kind]:
        """The reports of one kind."""
        return [report for report in self.told if isinstance(report, kind)]


def onsets(sound: NDArray[np.float32], quiet: int = 1000, threshold: float = 1e-5) -> list[int]:
    """Where sound begins after at least `quiet` frames below the threshold."""
    loud = np.flatnonzero(np.abs(sound) > threshold)
    if not len(loud):
        return []
    return [int(loud[0]), *(int(frame) for frame in loud[1:][np.diff(loud) > quiet])]
