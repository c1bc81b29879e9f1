"""Active speech: the pauses do not count."""

from __future__ import annotations

import math

import numpy as np
import pytest

from voice.audio.level import active_level_dbfs, scaled_to

_RATE_HZ = 16_000


def _tone(seconds: float, peak: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    time = np.arange(round(seconds * _RATE_HZ)) / _RATE_HZ
    return (peak * np.sin(2 * np.pi * 500 * time)).astype(np.float32)


def test_pauses_between_words_do_not_lower_the_level() -> None:
    word, pause = _tone(1.0, 0.1), np.zeros(3 * _RATE_HZ, np.float32)
    alone = active_level_dbfs(word, _RATE_HZ)
    assert alone == pytest.approx(20 * math.log10(0.1 / math.sqrt(2)), abs=0.01)
    assert active_level_dbfs(np.concatenate([word, pause, word]), _RATE_HZ) == pytest.approx(alone, abs=0.01)


@pytest.mark.parametrize(("below_db", "counts"), [(29.0, True), (31.0, False)])
def test_what_lies_within_thirty_decibels_of_the_loudest_counts(below_db: float, counts: bool) -> None:
    loud = _tone(1.0, 0.5)
    soft = loud * np.float32(10 ** (-below_db / 20))
    level = active_level_dbfs(np.concatenate([loud, soft]), _RATE_HZ)
    assert level == pytest.approx(active_level_dbfs(loud, _RATE_HZ) - (3.0 if counts else 0.0), abs=0.05)


def test_speech_is_brought_to_a_level() -> None:
    speech = np.concatenate([_tone(0.5, 0.9), np.zeros(_RATE_HZ, np.float32), _tone(0.5, 0.3)])
    scaled = scaled_to(speech, _RATE_HZ, -26.0)
    assert scaled.dtype == np.float32
    assert active_level_dbfs(scaled, _RATE_HZ) == pytest.approx(-26.0, abs=0.001)


@pytest.mark.parametrize("frames", [0, 1, 5000])
def test_silence_stays_silence(frames: int) -> None:
    silence = np.zeros(frames, np.float32)
    assert active_level_dbfs(silence, _RATE_HZ) == -math.inf
    assert np.array_equal(scaled_to(silence, _RATE_HZ, -20.0), silence)


def test_a_click_shorter_than_a_frame_has_a_level() -> None:
    assert active_level_dbfs(np.full(10, 0.1, np.float32), _RATE_HZ) == pytest.approx(-20.0, abs=0.001)
