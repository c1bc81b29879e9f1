"""The sound of the last seconds, also where it is forgotten or still to come."""

from __future__ import annotations

import numpy as np

from voice.hearing.sound.recent import REMEMBERED_S, RecentSound

_RATE_HZ = 100


def _after(seconds: float) -> RecentSound:
    recent = RecentSound(_RATE_HZ)
    for start in np.arange(0.0, seconds, 0.04):
        recent.take(np.full(4, start, np.float32))
    return recent


def test_a_stretch_is_what_was_heard_then() -> None:
    assert _after(20.0).between(18.0, 18.08).tolist() == np.repeat(np.array([18.0, 18.04], np.float32), 4).tolist()


def test_silence_stands_for_what_is_to_come_and_for_what_is_forgotten() -> None:
    recent = _after(2.0)
    assert recent.between(1.96, 2.04).tolist() == [*np.full(4, 1.96, np.float32).tolist(), 0, 0, 0, 0]
    assert recent.between(3.0, 3.05).tolist() == [0] * 5
    assert recent.between(-0.05, 0.02).tolist() == [0] * 7
    assert _after(20.0).between(2.0, 2.05).tolist() == [0] * 5


def test_at_least_six_seconds_are_remembered() -> None:
    recent = _after(33.0)
    assert np.all(recent.between(33.0 - REMEMBERED_S, 33.0) > 0.0)
