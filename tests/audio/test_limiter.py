"""Nothing clips, and what need not change does not change."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from voice.audio.limiter import CEILING, KNEE, headroom, soft_limit

ANY_SAMPLES = arrays(np.float32, st.integers(0, 300), elements=st.floats(-(2.0**100), 2.0**100, width=32))


@given(ANY_SAMPLES)
def test_no_sample_leaves_above_the_ceiling_and_none_changes_its_sign(samples: np.ndarray) -> None:
    limited = samples.copy()
    soft_limit(limited)
    assert not len(limited) or float(np.abs(limited).max()) <= CEILING + 1e-6 < 0.99
    assert np.array_equal(np.signbit(limited), np.signbit(samples))


@given(ANY_SAMPLES)
def test_samples_below_the_knee_pass_bit_for_bit(samples: np.ndarray) -> None:
    limited = samples.copy()
    soft_limit(limited)
    quiet = np.abs(samples) <= KNEE
    assert np.array_equal(limited[quiet].view(np.int32), samples[quiet].view(np.int32))


def test_the_knee_keeps_the_order_of_samples() -> None:
    rising = np.linspace(0, 8, 10_000, dtype=np.float32)
    soft_limit(rising)
    assert np.all(np.diff(rising) >= 0)


@given(arrays(np.float32, st.integers(1, 5000), elements=st.floats(-1, 1, width=32)), st.sampled_from([8000, 48_000]))
def test_headroom_keeps_every_sample_under_the_knee(samples: np.ndarray, rate_hz: int) -> None:
    gains = headroom(samples, rate_hz, 4.0)
    assert gains.shape == samples.shape
    assert float(np.abs(samples * gains).max()) <= KNEE + 1e-6
    assert gains.min() > 0 and gains.max() <= 4.0


def test_headroom_moves_slowly_and_leaves_quiet_sound_all_the_gain() -> None:
    samples = np.full(48_000, 0.1, np.float32)
    samples[24_000] = 1.0
    gains = headroom(samples, 48_000, 4.0)
    assert gains[0] == gains[-1] == 4.0
    assert float(np.abs(np.diff(gains)).max()) < 0.005
