"""What is done to a recording does what its name says, and the same each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.bench.evaluation.conditions import (
    CLEAN,
    CONDITIONS,
    Backgrounds,
    Condition,
    Room,
    chance,
    impulse_response,
    under,
)
from scripts.bench.evaluation.corpus import Corpus
from scripts.bench.evaluation.whisper import whispered
from tests.bench.recordings import RATE_HZ, lay_out, noise
from tests.hearing.spoken import speech
from voice.audio.level import active_level_dbfs


@pytest.fixture(scope="module")
def backgrounds(tmp_path_factory: pytest.TempPathFactory) -> Backgrounds:
    folder = lay_out(
        tmp_path_factory.mktemp("recordings"),
        {("talk", "podcast", "a"): speech("and then we all went home")},
        {"rain": noise(4.0, -50.0), "crying_baby": noise(4.0, -20.0, seed=1), "music: one": noise(4.0, seed=2)},
    )
    return Backgrounds(Corpus(folder, "dev"))


def _level_db(sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64))))


def test_every_condition_has_a_name_of_its_own_and_what_it_needs(backgrounds: Backgrounds) -> None:
    assert len({condition.name for condition in CONDITIONS}) == len(CONDITIONS)
    assert all(map(backgrounds.has, CONDITIONS))


@pytest.mark.parametrize("snr_db", [20.0, 5.0])
def test_noise_lies_so_far_under_the_speech_however_loud_it_was_recorded(
    backgrounds: Backgrounds, snr_db: float
) -> None:
    for name in ("household", "crying"):
        sound = under(Condition("", noise=name, snr_db=snr_db), speech("next"), backgrounds, chance(0, name))
        assert _level_db(sound[: RATE_HZ // 2]) == pytest.approx(-26.0 - snr_db, abs=0.5)


def test_clean_is_the_recording_alone(backgrounds: Backgrounds) -> None:
    sound = under(CLEAN, speech("next", level_dbfs=-50.0), backgrounds, chance(0))
    assert len(sound) == len(speech("next", level_dbfs=-50.0))
    assert active_level_dbfs(sound, RATE_HZ) == pytest.approx(-26.0, abs=0.1)


def test_the_same_seed_and_names_give_the_same_sound(backgrounds: Backgrounds) -> None:
    one = Condition("", noise="music", snr_db=5.0)
    first, again, other = (under(one, speech("next"), backgrounds, chance(7, name)) for name in ("a", "a", "b"))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_farther_away_is_softer_and_has_more_room_in_it() -> None:
    near, far = (impulse_response(Room(0.4, metres), chance(0)) for metres in (0.3, 2.0))
    assert near[0] == pytest.approx(1.0) and far[0] == pytest.approx(0.15)
    assert np.array_equal(near[1:], far[1:])


def test_a_room_falls_by_sixty_decibels_in_its_time() -> None:
    response = impulse_response(Room(0.4, 1.0), chance(0))
    early, late = response[800:1600], response[-1600:-800]
    seconds = (len(response) - 2400) / RATE_HZ
    assert _level_db(early) - _level_db(late) == pytest.approx(60 * seconds / 0.4, abs=3.0)


def test_a_whisper_keeps_the_words_and_loses_the_voice() -> None:
    spoken = speech("how long")
    breath = whispered(spoken, chance(0))
    assert len(breath) == len(spoken)
    middle = slice(len(spoken) // 4, len(spoken) // 4 + 2048)
    assert _periodicity(spoken[middle]) > 0.6 > 0.4 > _periodicity(breath[middle])
    frames = [
        np.log(np.mean(one[: len(one) // 320 * 320].reshape(-1, 320) ** 2, axis=1) + 1e-9) for one in (spoken, breath)
    ]
    assert np.corrcoef(*frames)[0, 1] > 0.7


def _periodicity(sound: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    """The highest autocorrelation at the lags of a voice, 80 to 400 Hz."""
    centred = sound - np.mean(sound)
    whole = np.correlate(centred, centred, "full")[len(centred) - 1 :]
    return float(np.max(whole[RATE_HZ // 400 : RATE_HZ // 80]) / whole[0])


def test_a_telephone_lets_speech_and_noise_through_between_its_edges_alone(backgrounds: Backgrounds) -> None:
    telephone = next(condition for condition in CONDITIONS if condition.name == "telephone")
    in_noise = Condition("", noise="household", snr_db=5.0)
    wide, narrow = (
        under(replace(in_noise, band_hz=band_hz), speech("next"), backgrounds, chance(0))
        for band_hz in (None, telephone.band_hz)
    )
    hz = np.fft.rfftfreq(len(wide), 1 / RATE_HZ)
    before, after = (np.abs(np.fft.rfft(sound)) for sound in (wide, narrow))
    inside, outside = (hz > 250) & (hz < 3350), (hz < 80) | (hz > 3520)
    assert np.sum(after[inside] ** 2) == pytest.approx(np.sum(before[inside] ** 2), rel=0.02)
    assert np.sum(after[outside] ** 2) < 1e-5 * np.sum(before[outside] ** 2)


def test_a_folder_without_talk_has_no_condition_with_talk(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, {("words", "stop", "a"): noise(0.1)}, {"rain": noise(0.5)})
    lacking = Backgrounds(Corpus(folder, "dev"))
    assert not lacking.has(Condition("", noise="talk")) and lacking.has(Condition("", noise="household"))
