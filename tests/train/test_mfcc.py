"""Features against Kaldi's own code, whose figures were written down once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scripts.train.mfcc import COEFFICIENTS, mfcc

FIRST = (74.731, 100.673, 35.815, -0.842, 1.291)
SIXTH = (46.213, -35.870, -97.971, 2.345, 0.530)


def _sweep() -> NDArray[np.float64]:
    times_s = np.arange(1600) / 16_000
    sweep = np.sin(2 * np.pi * (200 * times_s + 15_000 * times_s**2))
    rounded: NDArray[np.float64] = np.round(8000 * sweep * (1 + np.cos(2 * np.pi * 9 * times_s)))
    return rounded


def test_a_sweep_gives_what_kaldi_native_fbank_gives() -> None:
    features = mfcc(_sweep())
    assert features.shape == (8, COEFFICIENTS)
    kept = [0, 1, 2, 20, 39]
    np.testing.assert_allclose(features[0, kept], FIRST, atol=2e-3)
    np.testing.assert_allclose(features[5, kept], SIXTH, atol=2e-3)


def test_long_sound_is_cut_into_blocks_without_a_seam() -> None:
    noise = np.random.default_rng(1).normal(size=16_000 * 50) * 1000
    whole = mfcc(noise)
    assert len(whole) == 1 + (len(noise) - 400) // 160
    np.testing.assert_allclose(whole[4090:4110], mfcc(noise[4090 * 160 : 4109 * 160 + 400]), atol=1e-3)


def test_sound_shorter_than_a_window_has_no_frames() -> None:
    assert mfcc(np.zeros(399)).shape == (0, COEFFICIENTS)
