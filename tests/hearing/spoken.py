"""Words for tests: written down with times, or really spoken by espeak-ng."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import read_audio
from voice.audio.level import active_level_dbfs
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.hearing.meaning.utterance import Understood, understand
from voice.hearing.words.word import HeardWord

TABLE = load("en").phrases
RATE_HZ = 16_000
WORD_S = 0.3


def said(text: str, at_s: float = 1.0, confidence: float = 1.0, word_s: float = WORD_S) -> tuple[HeardWord, ...]:
    """The words one after the other; "?" is unknown speech."""
    return tuple(
        HeardWord("[unk]" if word == "?" else word, at_s + n * word_s, at_s + (n + 1) * word_s, confidence)
        for n, word in enumerate(text.split())
    )


def understood(text: str, at_s: float = 1.0, confidence: float = 1.0) -> Understood:
    """What the words mean, which must be something."""
    found = understand(said(text, at_s, confidence), TABLE, amounts_live=True)
    assert found is not None
    return found


@cache
def speech(text: str, voice: str = "en-us+f3", rate_wpm: int = 150, level_dbfs: float = -26.0) -> NDArray[np.float32]:
    """The text spoken by espeak-ng at 16,000 Hz, without the silence around it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(rate_wpm), "-w", str(file), text], check=True)
        samples, rate_hz = read_audio(file)
    samples = resample(samples, rate_hz, RATE_HZ)
    loud = np.nonzero(np.abs(samples) > 1e-3)[0]
    samples = samples[loud[0] : loud[-1] + 1]
    gain_db = level_dbfs - active_level_dbfs(samples, RATE_HZ)
    spoken: NDArray[np.float32] = samples * np.float32(10 ** (gain_db / 20))
    return spoken


def silence(seconds: float) -> NDArray[np.float32]:
    """Nothing at all."""
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def room_noise(seconds: float, level_dbfs: float, seed: int = 0) -> NDArray[np.float32]:
    """A steady hiss."""
    noise = np.random.default_rng(seed).normal(size=round(seconds * RATE_HZ))
    return (noise * 10 ** (level_dbfs / 20)).astype(np.float32)


def played_in_turn(*parts: NDArray[np.float32] | float) -> NDArray[np.float32]:
    """Sounds one after the other; a number is that many seconds of silence."""
    return np.concatenate([silence(part) if isinstance(part, float | int) else part for part in parts])
