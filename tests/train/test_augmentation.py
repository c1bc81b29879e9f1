"""What chance does to recordings, and that their phones stay known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.train.alignment import NO_WORD, Alignment
from scripts.train.augmentation import Surroundings, augmented
from scripts.train.units import INDEX
from scripts.train.whisper import whispered
from tests.hearing.spoken import speech

_NOWHERE = Surroundings(())


def _hum(seconds: float) -> NDArray[np.float32]:
    """A voice-like buzz at 120 Hz."""
    times_s = np.arange(round(seconds * 16_000)) / 16_000
    return np.asarray(4000 * sum(np.sin(2 * np.pi * 120 * n * times_s) / n for n in range(1, 20)), np.float32)


def _one_phone(frames: int) -> Alignment:
    return Alignment(np.asarray([INDEX["M"]], np.int16), np.zeros(1, np.int16), np.zeros(1, np.int32), frames, 0.0)


def _periodicity(samples: NDArray[np.float32]) -> float:
    """How alike the sound is to itself one period of 120 Hz later, 0 to 1."""
    lag = round(16_000 / 120)
    return float(np.corrcoef(samples[:-lag], samples[lag:])[0, 1])


def test_the_same_seed_gives_the_same_recording() -> None:
    noise = [lambda: np.random.default_rng(0).normal(size=40_000).astype(np.float32) * 500]
    around = Surroundings([np.exp(-np.arange(3000) / 500).astype(np.float32)], noise, noise)
    first, second = (
        augmented(_hum(1.0), _one_phone(98), around, whisper_share=0.5, rng=np.random.default_rng(7)) for _ in range(2)
    )
    assert np.array_equal(first[0], second[0])
    assert first[1].starts.tolist() == second[1].starts.tolist()


def test_the_guides_own_voice_is_behind_one_in_fifteen() -> None:
    asked = []

    def told() -> NDArray[np.float32]:
        asked.append(True)
        return np.ones(40_000, np.float32)

    around = Surroundings((), [lambda: np.ones(40_000, np.float32)], (), [told])
    rng = np.random.default_rng(5)
    for _ in range(150):
        augmented(_hum(0.2), _one_phone(18), around, whisper_share=0.0, rng=rng)
    assert 5 <= len(asked) <= 18


@pytest.mark.parametrize("seed", range(8))
def test_the_phones_lie_where_the_sound_went(seed: int) -> None:
    rng = np.random.default_rng(seed)
    samples, alignment = augmented(_hum(1.0), _one_phone(100), _NOWHERE, whisper_share=0.0, rng=rng)
    silence, hum = alignment.starts.tolist()
    assert (silence, alignment.words.tolist()) == (0, [NO_WORD, 0])
    loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() / 2)
    assert loud[0] / 160 == pytest.approx(hum, abs=2)
    assert 80 < alignment.frames - hum < 120
    assert np.abs(samples).max() <= 32_768


def _above_4100_hz(samples: NDArray[np.float32]) -> float:
    """What part of the power lies above every band of a telephone."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float(power[np.fft.rfftfreq(len(samples), 1 / 16_000) > 4100].sum() / power.sum())


def test_as_many_as_asked_for_come_through_a_telephone() -> None:
    hiss = np.random.default_rng(3).normal(size=16_000).astype(np.float32) * 500
    rng = np.random.default_rng(6)
    narrow = sum(
        _above_4100_hz(augmented(hiss, _one_phone(98), _NOWHERE, whisper_share=0.0, narrow_share=0.3, rng=rng)[0])
        < 0.01
        for _ in range(100)
    )
    assert 20 <= narrow <= 40


def test_a_narrow_copy_is_the_same_recording_with_its_phones_in_the_same_places() -> None:
    wide, narrow = (
        augmented(
            _hum(1.0), _one_phone(98), _NOWHERE, whisper_share=0.0, narrow_share=share, rng=np.random.default_rng(4)
        )
        for share in (0.0, 1.0)
    )
    assert _above_4100_hz(narrow[0]) < _above_4100_hz(wide[0]) / 10
    assert narrow[1].starts.tolist() == wide[1].starts.tolist()


def test_a_whisper_keeps_length_and_level_and_loses_the_voice() -> None:
    hum = _hum(1.0)
    whisper = whispered(hum, np.random.default_rng(1))
    assert len(whisper) == len(hum)
    assert np.sqrt(np.mean(whisper**2)) == pytest.approx(np.sqrt(np.mean(hum**2)), rel=0.05)
    assert _periodicity(hum) > 0.95
    assert _periodicity(whisper) < 0.4


def test_a_whisper_keeps_what_the_mouth_does() -> None:
    """Its loudness over time follows the words."""
    said = speech("stop counting") * np.float32(32_768)
    whisper = whispered(said, np.random.default_rng(2))
    frames = len(said) // 800
    ours, theirs = (
        np.log(np.mean(sound[: frames * 800].reshape(frames, 800).astype(np.float64) ** 2, axis=1) + 100)
        for sound in (said, whisper)
    )
    assert np.corrcoef(ours, theirs)[0, 1] > 0.8
