"""Telephone sound is known from the first word, from any sound, and again after another microphone was chosen."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, played_in_turn, room_noise, silence, speech
from voice.audio.resample import resample
from voice.hearing.sound.band import BandMeter, narrow_recording
from voice.room.convolution import PartitionedConvolution
from voice.room.narrow_microphone import band_response

WORDS = ("stop", "next", "yes", "left", "switch side", "no more drops", "pause", "it hurts")
VOWELS = ("no", "hello", "now", "one")
"""Words with hardly anything above 4 kHz."""
FIRST_S = 0.8
Sound = NDArray[np.float32]


def band(sound: Sound, up_to_hz: float = 3400.0) -> Sound:
    return PartitionedConvolution(band_response(up_to_hz, RATE_HZ)).process(sound).astype(np.float32)


def sampled(sound: Sound) -> Sound:
    """By a sound card at 8,000 Hz, in 16 bits."""
    rounded = np.round(resample(sound, RATE_HZ, 8_000) * 32768) / 32768
    return resample(rounded.astype(np.float32), 8_000, RATE_HZ)


def heard(*sounds: Sound, meter: BandMeter | None = None, block: int = 640) -> bool | None:
    meter = meter or BandMeter()
    for sound in sounds:
        for start in range(0, len(sound), block):
            meter.take(sound[start : start + block])
    return meter.narrow


def word(text: str, level_dbfs: float = -26.0) -> Sound:
    """The word in a quiet room, no more of it than the first 0.8 s."""
    sound = played_in_turn(0.5, speech(text, level_dbfs=level_dbfs)[: round(FIRST_S * RATE_HZ)], 0.3)
    return sound + room_noise(len(sound) / RATE_HZ, -85.0)[: len(sound)]


@pytest.mark.parametrize("level_dbfs", [-14.0, -26.0, -45.0])
@pytest.mark.parametrize("text", WORDS)
def test_one_word_tells_a_full_band_from_a_telephone_s(text: str, level_dbfs: float) -> None:
    spoken = word(text, level_dbfs)
    assert heard(spoken) is False
    assert heard(band(spoken)) is True
    assert heard(sampled(spoken)) is True


@pytest.mark.parametrize("text", VOWELS)
def test_a_word_of_vowels_does_so_too(text: str) -> None:
    assert heard(word(text)) is False
    assert heard(band(word(text))) is True


@pytest.mark.parametrize("block", [160, 500, 16_000])
def test_however_the_sound_is_cut(block: int) -> None:
    assert heard(word("stop"), block=block) is False
    assert heard(band(word("stop")), block=block) is True


def test_any_sound_that_rises_over_the_room_tells() -> None:
    sweep = played_in_turn(0.5, room_noise(0.4, -40.0))
    assert heard(sweep) is False
    assert heard(band(sweep)) is True


def test_what_a_small_file_leaves_out_above_7_khz_is_no_telephone() -> None:
    assert heard(band(word("stop"), 6_500.0)) is False


def test_silence_steady_noise_and_a_murmur_tell_nothing() -> None:
    assert heard(silence(5.0)) is None
    assert heard(room_noise(5.0, -50.0)) is None
    assert heard(played_in_turn(0.5, speech("stop", level_dbfs=-75.0), 0.5)) is None


def test_a_tone_in_a_quiet_room_is_no_telephone() -> None:
    tone = 0.1 * np.sin(2 * np.pi * 1_000.0 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)
    assert heard(played_in_turn(0.5, tone) + room_noise(1.5, -85.0)) is not True


def test_a_click_of_the_sound_card_makes_no_full_band() -> None:
    meter = BandMeter()
    assert heard(*(band(word(text)) for text in WORDS), meter=meter) is True
    click = silence(0.2)
    click[1000] = 0.5
    assert heard(click, meter=meter) is True


def test_vowels_between_words_change_nothing() -> None:
    meter = BandMeter()
    assert heard(word("stop"), *(word("no") for _ in range(5)), meter=meter) is False


def test_a_profile_that_changes_unannounced_is_known_after_some_speech() -> None:
    meter = BandMeter()
    spoken = np.concatenate([word(text) for text in WORDS * 5])
    assert heard(spoken, meter=meter) is False
    assert heard(band(spoken), meter=meter) is True
    assert heard(word("stop"), meter=meter) is False


def test_another_microphone_is_judged_by_its_own_sound_alone() -> None:
    meter = BandMeter()
    assert heard(band(word("stop")), meter=meter) is True
    meter.forget()
    assert meter.narrow is None
    assert heard(silence(1.0), meter=meter) is None
    assert heard(word("stop"), meter=meter) is False


def test_what_is_known_beforehand_holds_until_something_is_heard() -> None:
    meter = BandMeter(narrow=True)
    assert heard(silence(1.0), meter=meter) is True
    assert heard(word("stop"), meter=meter) is False


def test_a_recording_is_judged_by_its_own_rate_and_by_its_sound() -> None:
    assert narrow_recording(word("stop"), 16_000) is False
    assert narrow_recording(band(word("stop")), 48_000) is True
    assert narrow_recording(silence(1.0), 48_000) is None
    assert narrow_recording(silence(1.0), 8_000) is True
