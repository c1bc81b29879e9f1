"""The vowel of a cue word, in sounds whose onset is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.narration.onset import vowel_onset

_RATES_HZ = (22_050, 24_000, 48_000)
_TOLERANCE_S = 0.015


def _voice(rate_hz: int, seconds: float, peaks: dict[float, float]) -> NDArray[np.float64]:
    """A 110 Hz voice whose overtones are strongest at `peaks` (Hz to amplitude)."""
    time = np.arange(round(rate_hz * seconds)) / rate_hz
    sound = 0.2 * np.sin(2 * np.pi * 110 * time)
    for hz in range(220, 3500, 110):
        amplitude = max(peak * np.exp(-(((hz - centre) / 120) ** 2)) for centre, peak in peaks.items())
        sound += amplitude * np.sin(2 * np.pi * hz * time + hz)
    return np.asarray(sound)


def _vowel(rate_hz: int, seconds: float = 0.3) -> NDArray[np.float64]:
    return _voice(rate_hz, seconds, {550: 0.3, 1800: 0.2})


def _glide(rate_hz: int, seconds: float) -> NDArray[np.float64]:
    return _voice(rate_hz, seconds, {330: 0.2, 1100: 0.02})


def _breath(rate_hz: int, seconds: float, loudness: float) -> NDArray[np.float64]:
    """Noise with little below 1 kHz, as after p, t and k."""
    noise = np.diff(np.random.default_rng(3).normal(0.0, 1.0, round(rate_hz * seconds) + 1))
    return loudness * np.asarray(noise)


def _onset_s(rate_hz: int, *parts: NDArray[np.float64]) -> float:
    word = np.concatenate(parts).astype(np.float32)
    return vowel_onset(word / np.max(np.abs(word)), rate_hz) / rate_hz


@pytest.mark.parametrize("rate_hz", _RATES_HZ)
@pytest.mark.parametrize("breath_s", [0.02, 0.06, 0.1])
def test_after_a_stop_the_vowel_begins_with_the_voice(rate_hz: int, breath_s: float) -> None:
    onset_s = _onset_s(rate_hz, _breath(rate_hz, breath_s, 0.1), _vowel(rate_hz))
    assert onset_s == pytest.approx(breath_s, abs=_TOLERANCE_S)


@pytest.mark.parametrize("rate_hz", _RATES_HZ)
@pytest.mark.parametrize("glide_s", [0.05, 0.09])
def test_after_a_glide_the_vowel_begins_where_the_sound_has_risen(rate_hz: int, glide_s: float) -> None:
    stop = _breath(rate_hz, 0.05, 0.05)
    onset_s = _onset_s(rate_hz, stop, _glide(rate_hz, glide_s), _vowel(rate_hz))
    assert onset_s == pytest.approx(0.05 + glide_s, abs=_TOLERANCE_S)


@pytest.mark.parametrize("rate_hz", _RATES_HZ)
def test_a_hiss_before_and_after_is_no_vowel(rate_hz: int) -> None:
    hiss = _breath(rate_hz, 0.12, 0.15)
    assert _onset_s(rate_hz, hiss, _vowel(rate_hz), hiss) == pytest.approx(0.12, abs=_TOLERANCE_S)


def test_a_louder_second_syllable_does_not_hide_the_first() -> None:
    rate_hz = 24_000
    first, second = 0.6 * _vowel(rate_hz, 0.08), _vowel(rate_hz, 0.2)
    closure = np.zeros(round(0.08 * rate_hz))
    onset_s = _onset_s(rate_hz, _breath(rate_hz, 0.06, 0.05), first, closure, second)
    assert onset_s == pytest.approx(0.06, abs=_TOLERANCE_S)


def test_a_vowel_that_begins_the_word_begins_at_once() -> None:
    assert _onset_s(24_000, _vowel(24_000)) == pytest.approx(0.0, abs=_TOLERANCE_S)


def test_silence_has_no_onset() -> None:
    assert vowel_onset(np.zeros(2_400, np.float32), 24_000) == 0
