"""When the narration gives way, told as levels in pieces of 40 ms."""

from __future__ import annotations

import pytest

from voice.hearing.sound.voicing import Voicing

_PIECE_S = 0.04


class _Room:
    """Sounds for some seconds at a time."""

    def __init__(self) -> None:
        self.voicing = Voicing()
        self._now_s = 0.0

    def sounds(self, seconds: float, level_dbfs: float = -26.0, over_floor_db: float = 30.0, own: bool = False) -> bool:
        for _ in range(round(seconds / _PIECE_S)):
            self._now_s += _PIECE_S
            self.voicing.take(self._now_s, level_dbfs, over_floor_db, own=own)
        return self.voicing.speaks

    def rests(self, seconds: float) -> bool:
        return self.sounds(seconds, -60.0, 1.0)


def test_a_voice_counts_after_a_moment_and_until_half_a_second_after_it() -> None:
    room = _Room()
    assert not room.sounds(0.08)
    assert room.sounds(0.6)
    assert room.rests(0.4) and not room.rests(0.16)


def test_a_click_is_no_voice() -> None:
    room = _Room()
    assert not room.sounds(0.08) and not room.rests(0.6) and not room.sounds(0.08)


def test_what_lasts_is_no_command_until_it_pauses() -> None:
    room = _Room()
    assert room.sounds(2.0)
    assert not room.sounds(1.5) and not room.sounds(20.0)
    assert not room.rests(1.0) and room.sounds(0.4)


@pytest.mark.parametrize(
    ("level_dbfs", "over_floor_db", "own"), [(-26.0, 30.0, True), (-60.0, 30.0, False), (-26.0, 5.0, False)]
)
def test_the_guide_itself_a_murmur_and_noise_are_none(level_dbfs: float, over_floor_db: float, own: bool) -> None:
    assert not _Room().sounds(2.0, level_dbfs, over_floor_db, own)
