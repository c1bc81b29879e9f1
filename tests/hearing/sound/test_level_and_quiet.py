"""The slow gain and the detector of quiet and sound."""

from __future__ import annotations

import numpy as np

from tests.hearing.spoken import RATE_HZ, played_in_turn, room_noise, speech
from voice.hearing.sound.level import SlowGain
from voice.hearing.sound.quiet import QuietDetector


def _gain_after(level_dbfs: float, seconds: float = 30.0) -> float:
    gain = SlowGain(RATE_HZ)
    sound = room_noise(0.04, level_dbfs)
    for _ in range(round(seconds / 0.04)):
        gain.apply(sound)
    return gain.gain_db


def test_quiet_speech_is_lifted_and_loud_speech_lowered_within_limits() -> None:
    assert 16 < _gain_after(-48.0) <= 18
    assert -12 <= _gain_after(-14.0) < -10
    assert abs(_gain_after(-30.0)) < 1


def test_the_gain_rises_slowly_and_gives_way_at_once_to_what_it_would_clip() -> None:
    gain = SlowGain(RATE_HZ)
    for _ in range(750):
        before_db = gain.gain_db
        gain.apply(room_noise(0.04, -48.0))
        assert gain.gain_db - before_db < 0.13
    assert np.max(np.abs(gain.apply(room_noise(0.04, -16.0)))) < 1.0
    assert gain.gain_db < 8.0


def test_silence_does_not_move_the_gain() -> None:
    assert _gain_after(-80.0, 2.0) == _gain_after(-80.0, 30.0)


def test_quiet_begins_when_speech_ends_in_silence_and_in_steady_noise() -> None:
    for noise_dbfs in (-90.0, -45.0):
        sound = played_in_turn(0.6, speech("next"), 0.4)
        sound = sound + room_noise(len(sound) / RATE_HZ, noise_dbfs)
        detector = QuietDetector(RATE_HZ)
        quiet_s = []
        for start in range(0, len(sound), 320):
            detector.hear(sound[start : start + 320])
            quiet_s.append(detector.quiet_s)
        speaking = quiet_s[40 : 30 + round(len(speech("next")) / 320) - 5]
        assert max(speaking) < 0.2
        assert quiet_s[-1] > 0.3


def test_the_level_of_a_stretch_is_that_of_its_active_speech() -> None:
    detector = QuietDetector(RATE_HZ)
    detector.hear(played_in_turn(1.0, room_noise(1.0, -20.0), 1.0))
    assert abs(detector.active_level_dbfs(0.5, 2.5) + 20.0) < 0.5


def test_steady_noise_is_no_sound_and_a_voice_over_it_is() -> None:
    for noise_dbfs in (-90.0, -60.0, -30.0):
        detector = QuietDetector(RATE_HZ)
        detector.hear(room_noise(3.0, noise_dbfs))
        assert detector.silent_s > 2.9
        word = speech("next", level_dbfs=max(noise_dbfs, -50.0))
        detector.hear(word + room_noise(len(word) / RATE_HZ, noise_dbfs))
        detector.hear(room_noise(1.0, noise_dbfs, seed=1))
        assert 0.9 < detector.silent_s < 1.4
        start_s, end_s, sounding_s = detector.sounding(2.0, 4.5)
        assert 3.0 - 0.05 < start_s < end_s < 3.0 + len(word) / RATE_HZ + 0.1
        assert 0.06 < sounding_s <= end_s - start_s + 0.03


def test_a_stretch_without_sound_is_empty_and_one_that_is_forgotten_counts_whole() -> None:
    detector = QuietDetector(RATE_HZ)
    detector.hear(room_noise(12.0, -50.0))
    assert detector.sounding(8.0, 9.0) == (8.0, 8.0, 0.0)
    assert detector.sounding(0.5, 1.0) == (0.5, 1.0, 0.5)
