"""A baby that cries, made up: bursts of a hoarse harmonic sound that glides up and down, with breaths between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice.hearing.words.recogniser import RATE_HZ

_BURST_S = 0.9
_BREATH_S = 0.25
_RESONANCES_HZ = (1100.0, 3300.0)


def cry(seconds: float, level_dbfs: float, seed: int = 0) -> NDArray[np.float32]:
    """Float32 mono at 16,000 Hz, so loud over its whole length."""
    rng = np.random.default_rng(seed)
    bursts: list[NDArray[np.float64]] = []
    while sum(map(len, bursts)) < seconds * RATE_HZ:
        bursts += [_burst(rng), np.zeros(round(_BREATH_S * RATE_HZ))]
    sound = np.concatenate(bursts)[: round(seconds * RATE_HZ)]
    sound = sound + rng.normal(scale=1e-3 * np.sqrt(np.mean(sound**2)), size=len(sound))
    return np.asarray(sound * 10 ** (level_dbfs / 20) / np.sqrt(np.mean(sound**2)), np.float32)


def _burst(rng: np.random.Generator) -> NDArray[np.float64]:
    length = round(_BURST_S * rng.uniform(0.8, 1.3) * RATE_HZ)
    place = np.linspace(0.0, 1.0, length)
    pitch_hz = rng.uniform(380, 460) * (1 + 0.25 * np.sin(np.pi * place) - 0.1 * place)
    pitch_hz = pitch_hz * (1 + 0.01 * np.cumsum(rng.normal(size=length)) / np.sqrt(RATE_HZ))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    sound = np.zeros(length)
    for harmonic in range(1, 17):
        hz = harmonic * pitch_hz
        gain = sum(1 / (1 + ((hz - middle) / 500) ** 2) for middle in _RESONANCES_HZ) + 0.15
        sound += np.where(hz < 7000, gain, 0.0) * np.sin(harmonic * phase)
    edge = np.clip(np.minimum(place, 1 - place) / 0.08, 0.0, 1.0)
    return np.asarray((sound + 0.2 * rng.normal(size=length)) * edge)
