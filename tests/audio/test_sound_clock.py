"""When frames are heard, told by blocks that are taken sooner or later."""

from __future__ import annotations

import pytest

from voice.audio.sound_clock import SoundClock

RATE_HZ = 1000


def test_before_the_first_block_nothing_is_known() -> None:
    assert SoundClock(RATE_HZ).heard_at(0, 0.03) is None


def test_a_block_that_was_taken_late_is_outweighed_by_one_that_was_taken_at_once() -> None:
    clock = SoundClock(RATE_HZ)
    for number, late_s in enumerate((0.008, 0.0, 0.015, 0.02)):
        clock.took(20 * number, 100.0 + 0.02 * number + late_s)
    assert clock.heard_at(500, 0.03) == pytest.approx(100.53)


def test_after_a_gap_everything_is_heard_later() -> None:
    clock = SoundClock(RATE_HZ)
    for number in range(300):  # six seconds, with half a second in which nothing sounded
        clock.took(20 * number, 100.0 + 0.02 * number + (0.5 if number >= 100 else 0.0))
    assert clock.heard_at(0, 0.0) == pytest.approx(100.5)
