"""The rooms of the benches, and what sounds in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.narration.clip import Clip
from voice.room.scenario import EchoPath, Jump

ROOM_HZ = 24_000
NOISE_DB = -60.0
FULL_SCALE = 0.8
TAUGHT_S = 40.0
"""So long only the guide speaks: it teaches the front end."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Condition:
    """One room; `moving`: what reflects in it changes all the time."""

    name: str
    path: EchoPath
    moving: bool = False
    beat: bool = False


def conditions() -> Iterator[Condition]:
    """Around one room (echo 10 dB over the user, 60 ms, one clock, RT60 0.25 s), one thing changed at a time."""
    for level_db in (0, 10, 20):
        yield Condition(f"level-{level_db}", EchoPath(level_db=level_db))
    for delay_ms in (20, 150, 300, 500):
        yield Condition(f"delay-{delay_ms}", EchoPath(delay_ms=delay_ms))
    for drift_ppm in (20, 50, 100):
        yield Condition(f"drift-{drift_ppm}", EchoPath(drift_ppm=drift_ppm))
    for rt60_s in (0.15, 0.4):
        yield Condition(f"rt60-{rt60_s}", EchoPath(rt60_s=rt60_s))
    yield Condition("moving", EchoPath(), moving=True)
    yield Condition("jump", EchoPath(jumps=(Jump(60.0, 120.0), Jump(120.0, -60.0), Jump(180.0, 200.0))))
    yield Condition("distorted", EchoPath(nonlinearity=0.3))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word, and where it sounds, in seconds."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Voiced:
    """A clip of the guide's, from `at_s` on."""

    clip: Clip
    at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What sounded, all at 16,000 Hz and equally long."""

    heard: Samples
    played: Samples
    user: Samples
    words: tuple[Spoken, ...]
    voiced: tuple[Voiced, ...]
