"""The tones and earcons: audible at once where they must be, soft everywhere."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from voice.audio.earcons import EARCON_PEAK, beat_tones, earcons
from voice.audio.orders import Earcon, Phase

RATES_HZ = pytest.mark.parametrize("rate_hz", [24_000, 44_100, 48_000])


@RATES_HZ
def test_the_first_sample_of_every_tone_is_heard_even_in_16_bits(rate_hz: int) -> None:
    for samples in beat_tones(rate_hz).values():
        assert abs(samples[0]) * 32767 > 50
        assert 0.08 <= len(samples) / rate_hz <= 0.12


@RATES_HZ
def test_tones_rise_over_five_ms_and_end_in_silence(rate_hz: int) -> None:
    for samples in beat_tones(rate_hz).values():
        assert abs(samples[0]) <= 0.2 * np.abs(samples).max()
        assert np.abs(samples[-rate_hz // 1000 :]).max() < 1e-4


@RATES_HZ
def test_every_earcon_is_short_and_soft_with_no_sharp_attack(rate_hz: int) -> None:
    made = earcons(rate_hz)
    assert set(made) == set(Earcon)
    for samples in made.values():
        assert 0.12 <= len(samples) / rate_hz <= 0.3
        assert np.abs(samples).max() == pytest.approx(EARCON_PEAK, rel=1e-3)
        assert np.abs(samples[: rate_hz // 200]).max() < 0.1 * EARCON_PEAK


def test_no_two_sounds_are_alike() -> None:
    sounds = [*beat_tones(24_000).values(), *earcons(24_000).values()]
    assert len(sounds) == len(Phase) + len(Earcon)
    for one, other in combinations(sounds, 2):
        likeness = np.abs(np.correlate(one, other, "full")).max()
        assert likeness < 0.9 * np.linalg.norm(one) * np.linalg.norm(other)
