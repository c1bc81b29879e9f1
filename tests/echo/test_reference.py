"""What was played, read again with a delay that is a fraction, and one that moves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.echo.rooms import RATE_HZ, Samples, speechlike
from voice.echo.reference import HALF_WIDTH, Reference

_FRAMES = 160


def _tone(start: float, count: int, hz: float = 1500.0) -> Samples:
    return np.asarray(0.3 * np.sin(2 * np.pi * hz * (start + np.arange(count)) / RATE_HZ), dtype=np.float32)


def test_a_whole_delay_gives_the_very_samples() -> None:
    played, reference = speechlike(2.0), Reference(4000)
    for start in range(0, len(played), _FRAMES):
        reference.push(played[start : start + _FRAMES])
        if start >= 4000:
            assert np.array_equal(reference.read(_FRAMES, 3500, 3500), played[start - 3500 : start - 3500 + _FRAMES])


@pytest.mark.parametrize("delay", [16.5, 20.25, 333.1])
def test_a_fraction_of_a_frame_is_interpolated(delay: float) -> None:
    reference = Reference(1000)
    for start in range(0, 8000, _FRAMES):
        reference.push(_tone(start, _FRAMES))
    assert np.max(np.abs(reference.read(_FRAMES, delay, delay) - _tone(start - delay, _FRAMES))) < 1e-3


def test_a_delay_that_grows_stretches_what_is_read() -> None:
    """At 150 ppm, for 20 s: what is read stays the tone at the other clock's rate."""
    reference, delay = Reference(1000), 40.0
    for start in range(0, 20 * RATE_HZ, _FRAMES):
        reference.push(_tone(start, _FRAMES))
        grown = delay + 150e-6 * _FRAMES
        read = reference.read(_FRAMES, delay, grown)
        delay = grown
    places = start + np.arange(_FRAMES) - (delay - 150e-6 * _FRAMES) - 150e-6 * np.arange(_FRAMES)
    expected = 0.3 * np.sin(2 * np.pi * 1500.0 * places / RATE_HZ)
    assert np.max(np.abs(read - expected)) < 2e-3


def test_what_was_not_played_yet_is_never_read() -> None:
    reference = Reference(1000)
    reference.push(_tone(0, 800))
    assert np.array_equal(reference.read(_FRAMES, -5.0, -5.0), _tone(640, _FRAMES))
    assert HALF_WIDTH == 16
