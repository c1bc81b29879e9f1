"""The echo: its level, its delay, its room and its only distortion."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio.level import active_level_dbfs, scaled_to
from voice.room import impulse
from voice.room.echo import SATURATION, Echo, calibrated, saturate
from voice.room.scenario import EchoPath

_RATE_HZ = 24_000

Samples = NDArray[np.float32]


def _speechlike(seconds: float) -> Samples:
    """Noise with the long-term slope of speech, in syllables, at the level of narration."""
    rng = np.random.default_rng(5)
    white = rng.standard_normal(round(seconds * _RATE_HZ))
    spectrum = np.fft.rfft(white)
    hz = np.fft.rfftfreq(len(white), 1 / _RATE_HZ)
    coloured = np.fft.irfft(spectrum * (hz > 90) / (1 + (hz / 600) ** 2), len(white))
    syllables = np.clip(np.sin(2 * np.pi * 4 * np.arange(len(white)) / _RATE_HZ), 0, None)
    return scaled_to((coloured * syllables).astype(np.float32), _RATE_HZ, -20.0)


def _echo(path: EchoPath, response: NDArray[np.float64] | None = None) -> Echo:
    unit = impulse.made(path.rt60_s, _RATE_HZ, 0) if response is None else response
    return Echo(path, calibrated(unit, path, _speechlike(4.0), _RATE_HZ), _RATE_HZ, 60 * _RATE_HZ)


@pytest.mark.parametrize("level_db", [10.0, 0.0, -20.0])
@pytest.mark.parametrize("rt60_s", [0.0, 0.25, 0.8])
@pytest.mark.parametrize("nonlinearity", [0.0, 1.0])
def test_narration_arrives_at_its_level(level_db: float, rt60_s: float, nonlinearity: float) -> None:
    path = EchoPath(level_db=level_db, rt60_s=rt60_s, nonlinearity=nonlinearity)
    heard = _echo(path).process(_speechlike(8.0))
    assert active_level_dbfs(heard, _RATE_HZ) == pytest.approx(-26.0 + level_db, abs=0.5)


def test_a_dull_response_changes_the_sound_but_not_the_level() -> None:
    dull = impulse.measured(np.exp(-np.arange(400) / 40))
    heard = _echo(EchoPath(level_db=10.0), dull).process(_speechlike(8.0))
    assert active_level_dbfs(heard, _RATE_HZ) == pytest.approx(-16.0, abs=0.5)


def test_the_volume_of_the_stream_changes_what_arrives() -> None:
    heard = _echo(EchoPath(level_db=10.0)).process(_speechlike(8.0) * np.float32(0.5))
    assert active_level_dbfs(heard, _RATE_HZ) == pytest.approx(-22.0, abs=0.5)


def test_where_nothing_can_be_rendered_the_gain_is_that_of_a_plain_response() -> None:
    response = calibrated(np.ones(1), EchoPath(level_db=10.0), np.zeros(0, np.float32), _RATE_HZ)
    assert 20 * math.log10(response[0]) == pytest.approx(4.0)


@pytest.mark.parametrize(("delay_ms", "frames"), [(0.0, 0), (60.0, 1440), (120.0, 2880)])
def test_the_direct_sound_comes_its_delay_later(delay_ms: float, frames: int) -> None:
    click = np.zeros(9000, np.float32)
    click[100] = 0.5
    heard = _echo(EchoPath(delay_ms=delay_ms)).process(click)
    assert int(np.argmax(np.abs(heard))) == 100 + frames
    assert np.max(np.abs(heard[: 100 + frames])) < 1e-6


def test_a_measured_response_begins_at_its_direct_path_and_has_unit_energy() -> None:
    response = impulse.measured(np.array([0.0, 0.01, -0.02, 0.5, 0.0, -0.25, 0.0, 1e-6]))
    assert response[:3] / response[0] == pytest.approx([1.0, 0.0, -0.5])
    assert np.sum(response**2) == pytest.approx(1.0)
    assert len(response) == 3  # what nobody hears is cut off


def test_a_silent_response_is_refused() -> None:
    with pytest.raises(ValueError, match="silent"):
        impulse.measured(np.zeros(10))


def test_a_made_response_falls_by_sixty_decibels_in_its_time_and_comes_from_its_seed() -> None:
    response = impulse.made(0.3, _RATE_HZ, 7)
    assert np.sum(response**2) == pytest.approx(1.0)
    early, late = (float(np.mean(response[at : at + 1200] ** 2)) for at in (100, 3700))  # half of the time apart
    assert 10 * math.log10(early / late) == pytest.approx(30.0, abs=1.5)
    assert np.array_equal(response, impulse.made(0.3, _RATE_HZ, 7))
    assert not np.array_equal(response, impulse.made(0.3, _RATE_HZ, 8))


def test_no_reverberation_is_the_direct_path_alone() -> None:
    assert impulse.made(0.0, _RATE_HZ, 0).tolist() == [1.0]


def test_saturation_goes_from_none_to_a_hard_cut() -> None:
    ramp = np.linspace(-1, 1, 201, dtype=np.float32)
    assert np.array_equal(saturate(ramp, 0.0), ramp)
    assert np.array_equal(saturate(ramp, 1.0), np.clip(ramp, -np.float32(SATURATION), np.float32(SATURATION)))
    assert saturate(ramp, 0.5)[-1] == pytest.approx((1 + SATURATION) / 2)


@pytest.mark.parametrize("nonlinearity", [0.0, 0.3])
def test_only_the_loudspeaker_distorts(nonlinearity: float) -> None:
    tone = (0.8 * np.sin(2 * np.pi * 1000 * np.arange(24_000) / _RATE_HZ)).astype(np.float32)
    heard = _echo(EchoPath(rt60_s=0.0, delay_ms=0.0, nonlinearity=nonlinearity)).process(tone)
    spectrum = np.abs(np.fft.rfft(heard))
    third_harmonic_db = 20 * math.log10(float(spectrum[3000] / spectrum[1000]) + 1e-12)
    assert third_harmonic_db < -120 if nonlinearity == 0 else third_harmonic_db > -30


def test_blocks_of_any_size_give_the_same() -> None:
    path = EchoPath(drift_ppm=60.0, nonlinearity=0.2)
    stream = _speechlike(1.0)
    whole = _echo(path).process(stream)
    for block in (1, 100, 480, 7000):
        echo = _echo(path)
        parts = np.concatenate([echo.process(stream[at : at + block]) for at in range(0, len(stream), block)])
        assert np.max(np.abs(parts - whole)) < 1e-6
