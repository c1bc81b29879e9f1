"""Other rates: nothing is shifted, nothing folds back, nothing waits long."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from voice.audio.resample import StreamResampler, resample


def _tone(rate_hz: int, hz: float, seconds: float = 1.0) -> NDArray[np.float32]:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(rate_hz * seconds)) / rate_hz)).astype(np.float32)


def _streamed(samples: NDArray[np.float32], from_hz: int, to_hz: int, block: int) -> NDArray[np.float32]:
    stream = StreamResampler(from_hz, to_hz)
    blocks = [stream.push(samples[start : start + block]) for start in range(0, len(samples), block)]
    return np.concatenate([*blocks, stream.finish()])


@pytest.mark.parametrize(("from_hz", "to_hz"), [(22_050, 48_000), (22_050, 24_000), (44_100, 16_000), (8_000, 48_000)])
def test_a_tone_is_the_same_tone_at_another_rate(from_hz: int, to_hz: int) -> None:
    converted = resample(_tone(from_hz, 440.0), from_hz, to_hz)
    expected = _tone(to_hz, 440.0)
    assert converted.dtype == np.float32 and len(converted) == len(expected)
    inside = slice(to_hz // 10, -to_hz // 10)
    assert np.max(np.abs(converted[inside] - expected[inside])) < 0.001


def test_the_same_rate_changes_nothing() -> None:
    tone = _tone(16_000, 440.0)
    assert np.array_equal(resample(tone, 16_000, 16_000), tone)
    assert np.array_equal(_streamed(tone, 16_000, 16_000, 160), tone)


@pytest.mark.parametrize("from_hz", [48_000, 44_100, 24_000])
def test_a_stream_is_aligned_whatever_its_blocks(from_hz: int) -> None:
    click = np.zeros(from_hz, np.float32)
    click[from_hz // 2] = 1.0
    converted = _streamed(click, from_hz, 16_000, 480)
    assert abs(len(converted) - 16_000) <= 1
    assert abs(int(np.argmax(np.abs(converted))) - 8_000) <= 2
    others = _streamed(click, from_hz, 16_000, 111)
    assert abs(len(others) - 16_000) <= 1
    same = min(len(others), len(converted))
    assert np.max(np.abs(others[:same] - converted[:same])) < 1e-6  # what still rings is left out when a block allows


@pytest.mark.parametrize(("from_hz", "block"), [(48_000, 960), (44_100, 882), (24_000, 480)])
def test_silence_between_sounds_costs_nothing_and_changes_nothing(from_hz: int, block: int) -> None:
    silence = np.zeros(from_hz, np.float32)
    sound = np.concatenate((_tone(from_hz, 440.0, 0.3), silence, _tone(from_hz, 700.0, 0.3), silence))
    rested = _streamed(sound, from_hz, 16_000, block)
    never_silent = _streamed(sound + np.float32(1e-20), from_hz, 16_000, block)
    assert not np.any(rested[-3200:-400])
    assert len(rested) == len(never_silent)
    assert np.max(np.abs(rested - never_silent)) < 1e-4  # 44,100 Hz: the library's own steps are as coarse


@pytest.mark.parametrize("hz", [9_000.0, 12_000.0, 20_000.0])
def test_what_the_new_rate_cannot_hold_does_not_fold_back(hz: float) -> None:
    converted = _streamed(_tone(48_000, hz), 48_000, 16_000, 480)
    assert np.max(np.abs(converted[1600:-1600])) < 0.001


@pytest.mark.parametrize("from_hz", [48_000, 44_100, 24_000])
def test_a_stream_lags_by_at_most_fifteen_milliseconds(from_hz: int) -> None:
    stream, tone, block = StreamResampler(from_hz, 16_000), _tone(from_hz, 440.0), from_hz // 100
    out = 0
    for end in range(block, len(tone) + 1, block):
        out += len(stream.push(tone[end - block : end]))
        assert end / from_hz - out / 16_000 <= 0.015
