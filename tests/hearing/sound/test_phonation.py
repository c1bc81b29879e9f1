"""Voice or breath: what repeats itself at a voice's pitch, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, room_noise, speech
from voice.guide.manner import Phonation
from voice.hearing.sound.phonation import periodicity, phonation


def _pulses(pitch_hz: float, seconds: float = 0.5) -> NDArray[np.float32]:
    """A buzz with every harmonic up to 4 kHz, as the vocal folds give."""
    times_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    harmonics = np.arange(1, int(4000 / pitch_hz) + 1)
    buzz = np.sum(np.cos(2 * np.pi * pitch_hz * harmonics[:, None] * times_s) / harmonics[:, None], axis=0)
    return np.asarray(0.05 * buzz, np.float32)


def _resonance(sound: NDArray[np.float32], hz: float, width_hz: float) -> NDArray[np.float32]:
    """The sound through one resonance of a mouth."""
    size = len(sound)
    bins_hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    shaped = np.fft.rfft(sound) / np.hypot(bins_hz - hz, width_hz / 2)
    return (np.fft.irfft(shaped, size) * width_hz / 2).astype(np.float32)


@pytest.mark.parametrize("pitch_hz", [85.0, 120.0, 180.0, 220.0, 300.0, 380.0])
def test_a_buzz_of_any_pitch_is_voiced(pitch_hz: float) -> None:
    assert periodicity(_pulses(pitch_hz)) > 0.8
    assert phonation(_pulses(pitch_hz)) is Phonation.VOICED


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_breath(seed: int) -> None:
    assert periodicity(room_noise(0.5, -30.0, seed)) == pytest.approx(0.31, abs=0.03)
    assert phonation(room_noise(0.5, -30.0, seed)) is Phonation.WHISPERED


@pytest.mark.parametrize("hz", [300.0, 500.0, 800.0])
def test_a_resonance_that_rings_does_not_make_breath_a_voice(hz: float) -> None:
    assert phonation(_resonance(room_noise(0.5, -30.0), hz, 90.0)) is not Phonation.VOICED


@pytest.mark.parametrize("level_db", [-60.0, -40.0, -6.0])
def test_the_level_does_not_matter(level_db: float) -> None:
    gain = np.float32(10 ** (level_db / 20))
    for sound in (_pulses(200.0), room_noise(0.5, 0.0)):
        assert periodicity(sound * gain) == pytest.approx(periodicity(sound), abs=1e-3)


def test_silence_and_a_moment_tell_nothing() -> None:
    assert phonation(np.zeros(RATE_HZ, np.float32)) is Phonation.UNSURE
    assert phonation(_pulses(200.0, 0.05)) is Phonation.UNSURE
    assert phonation(np.zeros(0, np.float32)) is Phonation.UNSURE


def test_a_voice_is_one_beside_noise_that_is_ten_decibels_softer() -> None:
    said = speech("go back", level_dbfs=-26.0)
    assert phonation(said + room_noise(len(said) / RATE_HZ, -36.0)) is Phonation.VOICED


@pytest.mark.parametrize("text", ["next", "go back", "move my thumb"])
@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ("en-us+f3", Phonation.VOICED),
        ("en-us+m2", Phonation.VOICED),
        ("en-us+whisper", Phonation.WHISPERED),
        ("en-us+whisperf", Phonation.WHISPERED),
    ],
)
def test_synthetic_voices_speak_and_whisper(text: str, voice: str, expected: Phonation) -> None:
    assert phonation(speech(text, voice)) is expected
