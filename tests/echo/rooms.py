"""Loudspeakers and microphones in arrays, at 16,000 Hz: speech-like sound, and what comes of it on its way."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.audio.level import scaled_to
from voice.room import impulse
from voice.room.echo import Echo
from voice.room.scenario import EchoPath

RATE_HZ = 16_000
Samples = NDArray[np.float32]


@cache
def speechlike(seconds: float, seed: int = 5, level_dbfs: float = -20.0) -> Samples:
    """Noise with the long-term slope of speech, in syllables that come and go."""
    random = np.random.default_rng(seed)
    white = random.standard_normal(round(seconds * RATE_HZ))
    spectrum = np.fft.rfft(white)
    hz = np.fft.rfftfreq(len(white), 1 / RATE_HZ)
    coloured = np.fft.irfft(spectrum * (hz > 90) / (1 + (hz / 1000) ** 2), len(white))
    knots = random.uniform(0.0, 1.0, round(seconds * 6) + 2)
    syllables = np.interp(np.arange(len(white)) / RATE_HZ * 6, np.arange(len(knots)), np.clip(knots - 0.3, 0, None))
    return scaled_to((coloured * syllables).astype(np.float32), RATE_HZ, level_dbfs)


def echo_of(played: Samples, path: EchoPath, noise_dbfs: float = -70.0) -> Samples:
    """What the microphone hears of it; 0 dB of echo arrives as loud as it is played."""
    response = impulse.made(path.rt60_s, RATE_HZ, 1) * 10 ** (path.level_db / 20)
    heard = Echo(path, response, RATE_HZ, len(played)).process(played)
    noise = np.random.default_rng(2).normal(size=len(played)) * 10 ** (noise_dbfs / 20)
    return np.asarray(heard + noise, dtype=np.float32)


def power_db(samples: Samples) -> float:
    """The level in dBFS."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))
