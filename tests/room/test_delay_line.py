"""The echo's delay: exact without drift, smooth with it, at once at a jump."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.room.delay_line import HALF_WIDTH, DelayLine, plan_course
from voice.room.scenario import Jump

_RATE_HZ = 24_000

Signal = NDArray[np.float64]


def _line(frames: int, *, delay_ms: float = 60.0, drift_ppm: float = 0.0, jumps: tuple[Jump, ...] = ()) -> DelayLine:
    return DelayLine(plan_course(delay_ms=delay_ms, drift_ppm=drift_ppm, jumps=jumps, rate_hz=_RATE_HZ), frames)


def _run(line: DelayLine, stream: Signal, block: int) -> Signal:
    return np.concatenate([line.process(stream[at : at + block]) for at in range(0, len(stream), block)])


def _noise(frames: int) -> Signal:
    return np.random.default_rng(1).standard_normal(frames)


def _tone(frames: Signal, hz: float) -> Signal:
    return np.asarray(np.sin(2 * np.pi * hz * frames / _RATE_HZ), dtype=np.float64)


@pytest.mark.parametrize(("delay_ms", "frames"), [(0.0, 0), (60.0, 1440), (0.05, 1), (500.0, 12_000)])
def test_without_drift_the_stream_comes_unchanged_and_whole_frames_later(delay_ms: float, frames: int) -> None:
    stream = _noise(20_000)
    delayed = _run(_line(20_000, delay_ms=delay_ms), stream, 480)
    assert np.array_equal(delayed[frames:], stream[: 20_000 - frames])
    assert not delayed[:frames].any()


def test_at_a_jump_the_delay_grows_at_its_very_frame() -> None:
    stream = _noise(48_000)
    delayed = _run(_line(48_000, delay_ms=10.0, jumps=(Jump(1.0, 120.0), Jump(1.5, -50.0))), stream, 480)
    assert np.array_equal(delayed[240:24_000], stream[: 24_000 - 240])
    assert np.array_equal(delayed[24_000:36_000], stream[24_000 - 3120 : 36_000 - 3120])
    assert np.array_equal(delayed[36_000:], stream[36_000 - 1920 : 48_000 - 1920])


@pytest.mark.parametrize("ppm", [50.0, -50.0, 100.0])
def test_drift_changes_the_delay_smoothly(ppm: float) -> None:
    frames = 20 * _RATE_HZ
    stream = _tone(np.arange(frames, dtype=np.float64), 1000.0)
    delayed = _run(_line(frames, drift_ppm=ppm), stream, 480)
    expected = _tone(np.arange(frames, dtype=np.float64) * (1 - ppm * 1e-6) - 1440.0, 1000.0)
    assert np.max(np.abs(delayed - expected)[2000:]) < 1e-3  # -60 dB


def test_a_delay_that_drifts_away_to_nothing_stays_at_what_can_be_interpolated() -> None:
    frames = 10 * _RATE_HZ
    stream = _noise(frames)
    delayed = _run(_line(frames, delay_ms=1.0, drift_ppm=-1000.0), stream, 480)
    assert np.allclose(delayed[-5000:], stream[-5000 - HALF_WIDTH : -HALF_WIDTH], atol=1e-9)


@pytest.mark.parametrize("drift_ppm", [0.0, 80.0])
def test_blocks_of_any_size_give_the_same(drift_ppm: float) -> None:
    jumps = (Jump(0.31, 20.0),)
    stream = _noise(15_000)
    whole = _line(15_000, drift_ppm=drift_ppm, jumps=jumps).process(stream)
    for block in (1, 7, 480, 512, 5000):
        parts = _run(_line(15_000, drift_ppm=drift_ppm, jumps=jumps), stream, block)
        assert np.max(np.abs(parts - whole)) < 1e-9


def test_a_room_that_stays_open_longer_than_planned_keeps_going() -> None:
    line = _line(100, drift_ppm=1000.0)
    assert np.all(np.isfinite(_run(line, _noise(100_000), 480)))
