"""A telephone-like microphone: what it lets through, how steeply, and that nothing comes later by it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.room.convolution import PartitionedConvolution
from voice.room.material import BackgroundSound, Material
from voice.room.narrow_microphone import band_response
from voice.room.room import Room
from voice.room.scenario import At, EchoPath, Say, Scenario, SpokenText

RATE_HZ = 24_000
Samples = NDArray[np.float32]


def _gain_db(band_hz: float, hz: float) -> float:
    """What comes of a tone, once the edge of its beginning has passed."""
    tone = np.sin(2 * np.pi * hz * np.arange(2 * RATE_HZ) / RATE_HZ)
    heard = PartitionedConvolution(band_response(band_hz, RATE_HZ)).process(tone)[RATE_HZ:]
    return float(10 * np.log10(np.mean(heard**2) / 0.5 + 1e-15))


@pytest.mark.parametrize("hz", [300.0, 1_000.0, 2_500.0, 3_300.0])
def test_what_lies_in_the_band_is_unchanged(hz: float) -> None:
    assert _gain_db(3_400.0, hz) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("hz", [50.0, 100.0, 3_550.0, 4_000.0, 8_000.0, 11_500.0])
def test_of_the_rest_nothing_is_left(hz: float) -> None:
    assert _gain_db(3_400.0, hz) < -85.0


def test_the_band_ends_where_the_scenario_says() -> None:
    assert _gain_db(7_000.0, 6_800.0) == pytest.approx(0.0, abs=0.1)
    assert _gain_db(7_000.0, 7_200.0) < -85.0


def test_what_is_said_comes_through_in_a_moment() -> None:
    energy = np.cumsum(band_response(3_400.0, RATE_HZ) ** 2)
    assert np.searchsorted(energy, energy[-1] / 2) < 0.001 * RATE_HZ
    assert np.searchsorted(energy, 0.99 * energy[-1]) < 0.010 * RATE_HZ


def _noise(seconds: float, seed: int) -> Samples:
    noise = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ)) * 0.05
    return noise.astype(np.float32)


def _above_dbfs(sound: Samples) -> float:
    """The level above 4 kHz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    first = round(4_000 * len(sound) / RATE_HZ)
    return float(10 * np.log10(spectrum[first:].sum() / len(sound) ** 2 + 1e-20))


@pytest.mark.parametrize(("band_hz", "empty"), [(3_400.0, True), (None, False)])
def test_all_that_the_microphone_hears_is_cut_alike(band_hz: float | None, empty: bool) -> None:
    scenario = Scenario(
        length_s=2.0, says=(Say(At(0.0), SpokenText("next")),), echo=EchoPath(delay_ms=0.0), band_hz=band_hz
    )
    background = BackgroundSound(_noise(0.5, 1), 0, 2 * RATE_HZ, loop=True)
    material = Material(RATE_HZ, (_noise(1.0, 2),), (background,), np.ones(1))
    room = Room(scenario, material)
    room.say(0, RATE_HZ // 4)
    played = _noise(2.0, 3)
    heard = np.concatenate([room.exchange(block) for block in np.split(played, 100)])
    moments = {"floor and background": 0.05, "with speech": 0.5, "speech that began at once": 0.2, "alone": 1.5}
    for moment, at_s in moments.items():
        part = heard[round(at_s * RATE_HZ) :][: RATE_HZ // 5]
        assert (_above_dbfs(part) < -110.0) is empty, moment
    assert room.peak == pytest.approx(float(np.max(np.abs(heard))))
