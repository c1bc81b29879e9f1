"""What is found to be crying, and what not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.sound.cries import cry
from tests.hearing.spoken import played_in_turn, room_noise, speech
from tests.recorded import recorded
from voice.audio.earcons import earcons
from voice.hearing.sound.crying import LOUD_DBFS, PIECE, CryingDetector
from voice.hearing.words.recogniser import RATE_HZ


def found(sound: NDArray[np.float32]) -> list[tuple[float, float]]:
    """From when to when it was crying, in seconds, after three seconds of a quiet room."""
    whole = np.concatenate((room_noise(3.0, -65.0), sound))
    detector, times = CryingDetector(), []
    for start in range(0, len(whole) - PIECE + 1, PIECE):
        detector.take(whole[start : start + PIECE])
        if detector.crying:
            times.append((start + PIECE) / RATE_HZ - 3.0)
    breaks = np.flatnonzero(np.diff(times) > 0.1) + 1
    return [(part[0], part[-1]) for part in np.split(np.array(times), breaks) if len(part)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level_dbfs", [-20.0, -30.0])
def test_a_cry_is_found_within_two_seconds_and_gone_soon_after(seed: int, level_dbfs: float) -> None:
    ((began_s, ended_s),) = found(played_in_turn(cry(8.0, level_dbfs, seed), 8.0))
    assert began_s <= 2.0
    assert 8.0 <= ended_s <= 12.0


def test_a_recorded_baby_is_found() -> None:
    (samples,) = (one.samples for one in recorded("noise") if one.text == "crying_baby")
    assert found(samples * np.float32(0.05 / np.sqrt(np.mean(samples**2))))


def test_a_baby_in_another_room_is_none_of_its_business() -> None:
    assert found(cry(20.0, LOUD_DBFS - 6.0)) == []


def test_a_shriek_is_no_crying() -> None:
    assert found(played_in_turn(cry(0.7, -26.0), 5.0, cry(0.7, -26.0, 1), 5.0)) == []


@pytest.mark.parametrize("voice", ["en-us", "en-us+f3", "en-us+f5", "en-us+m3"])
def test_speech_is_none(voice: str) -> None:
    text = "The sun came up over the hills, and the children were running down to the river with the dog."
    assert found(played_in_turn(speech(text, voice, level_dbfs=-20.0), 1.0)) == []


def test_people_and_noises_are_none() -> None:
    for one in recorded("reading", "more", "noise"):
        if "cry" not in one.text:
            loud = one.samples * np.float32(0.07 / np.sqrt(np.mean(one.samples**2)))
            assert found(loud) == [], one.text


def test_tones_sirens_and_earcons_are_none() -> None:
    times_s = np.arange(10 * RATE_HZ) / RATE_HZ
    beeps = np.sin(2 * np.pi * 880 * times_s) * (times_s % 0.5 < 0.25)
    siren = np.sin(2 * np.pi * np.cumsum(700 + 300 * np.sin(2 * np.pi * 0.3 * times_s)) / RATE_HZ)
    for sound in (beeps, siren):
        assert found((0.1 * sound).astype(np.float32)) == []
    for earcon in earcons(RATE_HZ).values():
        assert found(np.tile(played_in_turn(earcon, 0.5), 6)) == []


def test_the_level_of_crying_is_hardly_that_of_a_word_said_into_it() -> None:
    loud = cry(10.0, -32.0)
    word = speech("next", level_dbfs=-20.0)
    loud[8 * RATE_HZ : 8 * RATE_HZ + len(word)] += word
    detector = CryingDetector()
    for start in range(0, len(loud), PIECE):
        detector.take(loud[start : start + PIECE])
    assert -33.0 < detector.level_dbfs < -27.0
