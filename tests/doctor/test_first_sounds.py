"""The microphone's first minute in a session, judged from what it gives while the guide speaks and she answers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, speech
from voice.audio.level import scaled_to
from voice.doctor.first_sounds import FirstSounds
from voice.guide.events import Concern

BLOCK = RATE_HZ // 50
WELCOME_S = 12.0
SOUND = NDArray[np.float32]


def room(seconds: float, level_dbfs: float = -65.0) -> SOUND:
    noise = np.random.default_rng(2).standard_normal(round(seconds * RATE_HZ)) * 10 ** (level_dbfs / 20)
    return noise.astype(np.float32)


def narration(seconds: float) -> SOUND:
    """The guide speaks, with its pauses."""
    sentence = np.concatenate((speech("how long does it keep"), np.zeros(RATE_HZ // 2, np.float32)))
    return scaled_to(np.resize(sentence, round(seconds * RATE_HZ)), RATE_HZ, -20.0)


def with_words(sound: SOUND, level_dbfs: float) -> SOUND:
    words = scaled_to(speech("move fingers"), RATE_HZ, level_dbfs)
    heard = sound.copy()
    heard[RATE_HZ : RATE_HZ + len(words)] += words
    return heard


class Session:
    """A welcome, then quiet in which she answers."""

    def __init__(self) -> None:
        self.sounds = FirstSounds(RATE_HZ)
        self.found: list[Concern] = []

    def hears(self, heard: SOUND, played: SOUND | None = None, *, narrow: bool = False) -> list[Concern]:
        played = np.zeros_like(heard) if played is None else played
        for start in range(0, len(heard), BLOCK):
            block = slice(start, start + BLOCK)
            concern = self.sounds.hear(heard[block], played[block], narrow=narrow)
            self.found += [] if concern is None else [concern]
        return self.found

    def welcomes(self, noise: SOUND | None = None, echo_db: float = -6.0) -> list[Concern]:
        said = narration(WELCOME_S)
        noise = room(WELCOME_S) if noise is None else noise
        return self.hears(said * np.float32(10 ** (echo_db / 20)) + noise, said)


@pytest.mark.parametrize("echo_db", [0.0, -20.0, -200.0])
@pytest.mark.parametrize("level_dbfs", [-20.0, -30.0, -45.0])
def test_a_voice_in_a_room_is_no_concern(level_dbfs: float, echo_db: float) -> None:
    session = Session()
    assert session.welcomes(echo_db=echo_db) + session.hears(with_words(room(6.0), level_dbfs)) == []


def test_nobody_speaking_is_no_concern() -> None:
    session = Session()
    assert session.welcomes() + session.hears(room(30.0)) == []


def test_nothing_but_zeros_is_told_after_some_seconds_and_once() -> None:
    session = Session()
    zeros = np.zeros(RATE_HZ, np.float32)
    assert [session.hears(zeros, narration(1.0)) == [] for _ in range(7)] == [True] * 7
    for _ in range(20):
        session.hears(zeros)
    assert session.found == [Concern.MICROPHONE_SILENT]


def test_zeros_between_words_are_no_concern() -> None:
    session = Session()
    assert session.hears(with_words(np.zeros(4 * RATE_HZ, np.float32), -30.0)) == []
    assert session.hears(np.zeros(30 * RATE_HZ, np.float32)) == []


def test_a_voice_far_too_faint_to_be_understood() -> None:
    session = Session()
    quiet = room(6.0, -80.0)
    assert session.welcomes(room(WELCOME_S, -80.0), echo_db=-30.0) == []
    assert session.hears(with_words(quiet, -62.0)) == [Concern.MICROPHONE_FAINT]


def test_what_was_understood_is_not_too_faint() -> None:
    session = Session()
    session.welcomes(room(WELCOME_S, -80.0), echo_db=-30.0)
    session.sounds.understood()
    assert session.hears(with_words(room(6.0, -80.0), -62.0)) == []


def test_a_faint_echo_of_the_guide_is_not_her_voice() -> None:
    session = Session()
    assert session.welcomes(room(WELCOME_S, -85.0), echo_db=-40.0) + session.hears(room(10.0, -85.0)) == []


def test_an_overdriven_microphone() -> None:
    session = Session()
    loud = np.clip(with_words(room(6.0), 4.0), -1.0, 1.0)
    assert session.hears(loud) == [Concern.MICROPHONE_LOUD]


def test_a_noisy_room_also_while_the_guide_speaks() -> None:
    session = Session()
    assert session.welcomes(room(WELCOME_S, -34.0)) == [Concern.NOISE]


def test_one_loud_moment_is_no_noisy_room() -> None:
    session = Session()
    assert session.welcomes() + session.hears(room(3.0, -20.0)) + session.hears(room(3.0)) == []


def test_telephone_sound_is_told_once_more_than_one_sound_was_heard() -> None:
    session = Session()
    assert session.hears(with_words(room(6.0), -30.0), narrow=True) == []
    assert session.hears(room(30.0), narrow=True) == [Concern.NARROW]


def test_telephone_sound_is_told_beside_what_the_level_shows() -> None:
    session = Session()
    assert session.hears(room(12.0, -34.0), narrow=True) == [Concern.NOISE, Concern.NARROW]


def test_a_microphone_that_turns_to_telephone_sound_later_is_told_then() -> None:
    session = Session()
    assert session.welcomes() == []
    assert session.hears(room(2.0), narrow=True) == [Concern.NARROW]
