"""A voice near the microphone over talk behind it."""

from __future__ import annotations

from itertools import chain

import numpy as np

from tests.hearing.spoken import said
from voice.hearing.sound.foreground import Foreground, nearest_sound
from voice.hearing.sound.quiet import FRAME_S
from voice.hearing.words.sounding import nearest


def _frames(seconds: float, level_dbfs: float) -> list[float]:
    return [level_dbfs] * round(seconds / FRAME_S)


def _changes(*levels_dbfs: list[float], spoken: bool = True) -> tuple[list[float], list[float]]:
    """When voices began that came to the fore, and when they were found to have ended, in seconds."""
    foreground = Foreground()
    began_s, ended_s = [], []
    for number, level_dbfs in enumerate(chain(*levels_dbfs)):
        change = foreground.take([level_dbfs], spoken=spoken)
        if change.began_s is not None:
            began_s.append(round(change.began_s, 3))
        if change.ended:
            ended_s.append(round((number + 1) * FRAME_S, 3))
    return began_s, ended_s


def test_a_voice_far_over_talk_comes_to_the_fore_and_ends() -> None:
    began_s, ended_s = _changes(_frames(2.0, -45.0), _frames(0.4, -25.0), _frames(1.0, -45.0))
    assert began_s == [2.0] and ended_s == [2.66]


def test_a_voice_out_of_the_quiet_is_simply_a_voice() -> None:
    assert _changes(_frames(2.0, -70.0), _frames(0.4, -25.0), _frames(1.0, -70.0), spoken=False) == ([], [])


def test_a_soft_first_consonant_does_not_hide_it() -> None:
    began_s, _ = _changes(_frames(2.0, -45.0), _frames(0.2, -37.0), _frames(0.4, -25.0))
    assert began_s == [2.2]


def test_one_speakers_own_ups_and_downs_are_no_other_voice() -> None:
    syllables = [
        level for _ in range(20) for level in (*_frames(0.14, -25.0), *_frames(0.1, -45.0), *_frames(0.2, -32.0))
    ]
    assert _changes(_frames(2.0, -70.0), syllables)[0] == [2.0]  # out of the quiet, once


def test_what_goes_on_is_the_new_background() -> None:
    began_s, ended_s = _changes(_frames(2.0, -45.0), _frames(10.0, -25.0))
    assert began_s == [2.0] and ended_s == []


def test_words_at_the_edges_that_lie_far_behind_are_left_out() -> None:
    run = said("? left ? ?")
    levels = {word.start_s: level for word, level in zip(run, (-47.0, -26.0, -30.0, -44.0), strict=True)}
    assert nearest(run, lambda start_s, end_s: levels[start_s]) == run[1:3]


def test_a_soft_word_between_loud_ones_stays() -> None:
    run = said("just a minute")
    levels = {word.start_s: level for word, level in zip(run, (-26.0, -45.0, -27.0), strict=True)}
    assert nearest(run, lambda start_s, end_s: levels[start_s]) == run


def test_what_is_said_far_behind_an_utterance_is_silence_before_and_after_it_and_stays_within() -> None:
    rate_hz = 16_000
    far, near = np.full(rate_hz, 0.01, np.float32), np.full(rate_hz // 2, 0.1, np.float32)
    pause = far[: rate_hz // 4]
    sound = np.concatenate((far, near, pause, near, far))
    left = nearest_sound(sound, rate_hz)
    voice = slice(len(far), len(far) + 2 * len(near) + len(pause))
    assert len(left) == len(sound) and np.array_equal(left[voice], sound[voice])
    assert not left[: len(far) - rate_hz // 5].any() and not left[voice.stop + rate_hz // 5 :].any()
    assert np.array_equal(left[len(far) - rate_hz // 20 : len(far)], pause[: rate_hz // 20]), "a soft first consonant"
