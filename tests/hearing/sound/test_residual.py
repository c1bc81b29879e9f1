"""Whose sound a stretch is, judged by what a canceller left of the echo."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, room_noise, speech
from voice.hearing.sound.residual import Residual

_FRAME = 320
_SENTENCE = "Wash your hands with soap and water, then dry them well. Take your time with it."
_LEFT = np.float32(10 ** (-25 / 20))

Sound = NDArray[np.float32]


def _narration(seconds: float) -> Sound:
    return np.resize(speech(_SENTENCE, level_dbfs=-16.0), round(seconds * RATE_HZ))


def _judged(cleaned: Sound, removed: Sound) -> Residual:
    residual = Residual()
    for start in range(0, len(cleaned) - _FRAME + 1, _FRAME):
        residual.take(cleaned[start : start + _FRAME], removed[start : start + _FRAME], RATE_HZ)
    return residual


def _with(sound: Sound, at_s: float, other: Sound) -> Sound:
    both, start = sound.copy(), round(at_s * RATE_HZ)
    both[start : start + len(other)] += other[: len(both) - start]
    return both


def test_what_is_left_of_the_echo_is_the_guides_and_a_word_in_it_is_hers() -> None:
    removed = _narration(8.0)
    word = speech("next", "en-us+m3")
    residual = _judged(_with(removed * _LEFT, 6.0, word), removed)
    end_s = 6.0 + len(word) / RATE_HZ
    assert residual.learned and -27 < residual.left_db < -20
    assert residual.hers(6.0, end_s) and residual.more(6.0, end_s) and not residual.explained(6.0, end_s)
    assert residual.explained(4.0, 4.6) and not residual.more(4.0, 4.6)


def test_beside_crying_her_word_is_not_taken_for_the_guides() -> None:
    removed = _narration(8.0)
    crying = room_noise(8.0, -36.0) * (1.2 + np.sin(np.arange(8 * RATE_HZ) / RATE_HZ * 5)).astype(np.float32)
    word = speech("next", "en-us+m3")
    residual = _judged(_with(removed * _LEFT + crying, 6.0, word), removed)
    end_s = 6.0 + len(word) / RATE_HZ
    assert residual.more(6.0, end_s) and not residual.explained(6.0, end_s)


def test_nothing_is_said_before_the_canceller_has_learned_or_after_the_echo_has_moved() -> None:
    removed = _narration(8.0)
    unlearned = _judged(removed, removed)
    assert not unlearned.learned and not unlearned.hers(4.0, 5.0) and not unlearned.explained(4.0, 5.0)
    residual = _judged(removed * _LEFT, removed)
    residual.forget()
    assert not residual.learned and not residual.explained(6.0, 7.0)
    assert residual.take(np.zeros(_FRAME, np.float32), removed[:_FRAME], RATE_HZ) == [0.0]


def test_after_a_long_silence_it_is_learned_anew_since_two_clocks_drift_apart() -> None:
    spoken, silence = _narration(8.0), np.zeros(12 * RATE_HZ, np.float32)
    begins = _narration(0.6)
    worse = _judged(
        np.concatenate((spoken * _LEFT, silence, begins * np.float32(10 ** (-9 / 20)))),
        np.concatenate((spoken, silence, begins)),
    )
    assert not worse.learned and not worse.hers(20.1, 20.5)


def test_without_an_echo_nothing_is_the_guides() -> None:
    heard = speech(_SENTENCE)
    residual = _judged(heard, np.zeros_like(heard))
    assert not residual.learned and not residual.explained(1.0, 2.0) and residual.left_db == 0.0
