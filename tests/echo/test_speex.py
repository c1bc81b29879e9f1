"""The canceller alone: what it takes away, and what it leaves."""

from __future__ import annotations

import tracemalloc

import numpy as np

from tests.echo.rooms import RATE_HZ, Samples, echo_of, power_db, speechlike
from voice.echo.speex import FRAMES, Canceller, is_installed
from voice.room.scenario import EchoPath


def _cancelled(heard: Samples, played: Samples) -> Samples:
    canceller = Canceller(RATE_HZ)
    frames = range(0, len(heard) - FRAMES + 1, FRAMES)
    return np.concatenate([canceller.cancel(heard[n : n + FRAMES], played[n : n + FRAMES]) for n in frames])


def test_an_echo_is_taken_away_within_ten_seconds() -> None:
    assert is_installed()
    played = speechlike(14.0)
    heard = echo_of(played, EchoPath(delay_ms=20, level_db=0))
    left = _cancelled(heard, played)
    late = slice(10 * RATE_HZ, 14 * RATE_HZ)
    assert power_db(heard[late]) - power_db(left[late]) > 25.0


def test_what_was_not_played_stays_as_it_is() -> None:
    played = speechlike(12.0)
    user = np.zeros_like(played)
    user[8 * RATE_HZ :] = speechlike(4.0, seed=9, level_dbfs=-26.0)
    left = _cancelled(echo_of(played, EchoPath(delay_ms=20, level_db=0)) + user, played)
    hers = user[8 * RATE_HZ :].astype(np.float64)
    gain = float(hers @ left[8 * RATE_HZ :]) / float(hers @ hers)
    assert abs(20 * np.log10(gain)) < 1.0


def test_while_nothing_plays_nothing_changes_and_nothing_is_allocated_for_good() -> None:
    canceller, heard, silence = Canceller(RATE_HZ), speechlike(4.0), np.zeros(FRAMES, np.float32)
    for start in range(0, RATE_HZ, FRAMES):
        canceller.cancel(heard[start : start + FRAMES], silence)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for start in range(RATE_HZ, 4 * RATE_HZ, FRAMES):
        left = canceller.cancel(heard[start : start + FRAMES], silence)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 10_000
    assert abs(power_db(left) - power_db(heard[start : start + FRAMES])) < 1.5
