"""The delay between loudspeaker and microphone, found in their sounds."""

from __future__ import annotations

import numpy as np
import pytest

from tests.echo.rooms import RATE_HZ, Samples, echo_of, speechlike
from voice.echo.course import SURE
from voice.echo.delay import HOP, DelayFinder, Peak
from voice.room.scenario import EchoPath

_FRAMES = HOP // 12


def _last_peak(heard: Samples, played: Samples) -> Peak | None:
    finder, peak = DelayFinder(RATE_HZ), None
    for start in range(0, len(heard) - _FRAMES + 1, _FRAMES):
        if finder.take(heard[start : start + _FRAMES], played[start : start + _FRAMES]):
            peak = finder.highest()
    return peak


@pytest.mark.parametrize("delay_ms", [0, 20, 60, 150, 300, 500, 600])
def test_it_is_found_within_a_millisecond_while_somebody_talks(delay_ms: float) -> None:
    played = speechlike(3.0)
    talk = speechlike(3.0, seed=8)
    peak = _last_peak(echo_of(played, EchoPath(delay_ms=delay_ms, level_db=0)) + talk, played)
    assert peak is not None and abs(peak.delay - delay_ms * RATE_HZ / 1000) < RATE_HZ / 1000
    assert peak.height > 15


def test_a_peak_between_two_frames_is_told_to_a_fraction() -> None:
    played = speechlike(3.0)
    spectrum, hz = np.fft.rfft(played), np.fft.rfftfreq(len(played))
    heard = np.fft.irfft(spectrum * np.exp(-2j * np.pi * hz * 800.4), len(played)).astype(np.float32)
    peak = _last_peak(heard, played)
    assert peak is not None and peak.delay == pytest.approx(800.4, abs=0.1)


def test_what_follows_nothing_that_was_played_has_no_peak() -> None:
    peak = _last_peak(speechlike(3.0, seed=8), speechlike(3.0))
    assert peak is not None and peak.height < 8


def test_while_nothing_is_played_there_is_no_estimate() -> None:
    assert _last_peak(speechlike(2.0), np.zeros(2 * RATE_HZ, np.float32)) is None


def test_a_tone_that_lies_across_the_ends_of_two_blocks_has_no_delay_of_its_own() -> None:
    at = np.arange(round(6.0 * RATE_HZ))
    played = (0.1 * np.sin(2 * np.pi * 523.25 / RATE_HZ * at) * (at % 9_600 < 4_800)).astype(np.float32)
    heard = np.pad(played, (960, 0))[: len(played)]
    finder, sure = DelayFinder(RATE_HZ), []
    for start in range(0, len(heard) - _FRAMES + 1, _FRAMES):
        if finder.take(heard[start : start + _FRAMES], played[start : start + _FRAMES]):
            peak = finder.highest()
            sure += [peak.delay] if peak.height >= SURE else []
    assert all(abs(delay - 960) < RATE_HZ / 1000 for delay in sure)
