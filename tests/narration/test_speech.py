"""Sentences apart, silences gone, levels even."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio.level import active_level_dbfs
from voice.narration.speech import LEVEL_DBFS, joined, levelled, sentences, trimmed

_RATE_HZ = 24_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rest now.", ["Rest now."]),
        ("All done. Practice helps. Rest now.", ["All done.", "Practice helps.", "Rest now."]),
        ("Ready? Say next!  Or wait", ["Ready?", "Say next!", "Or wait"]),
        ('Say "stop." Then rest.', ['Say "stop."', "Then rest."]),
        ("It keeps 4.5 hours at 77 F. 12 is too long.", ["It keeps 4.5 hours at 77 F.", "12 is too long."]),
        ("Wake at 3 a.m. Then rest.", ["Wake at 3 a.m. Then rest."]),
        ("Wait ... then go on.", ["Wait ... then go on."]),
        ("¿Lista? ¡Sigue!", ["¿Lista?", "¡Sigue!"]),
    ],
)
def test_a_prompt_is_split_where_its_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_silence_goes_and_the_sound_stays() -> None:
    sound = np.sin(np.arange(4_800) * 0.2).astype(np.float32) * np.float32(0.4)
    silence = np.zeros(7_200, np.float32)
    kept = trimmed(np.concatenate([silence, sound, silence]), _RATE_HZ)
    margins = len(kept) - len(sound)
    assert 0 < margins <= round(0.03 * _RATE_HZ)
    assert np.max(np.abs(kept)) == np.max(np.abs(sound))
    assert kept[0] == kept[-1] == 0.0


def test_of_silence_nothing_is_left() -> None:
    assert len(trimmed(np.zeros(5_000, np.float32), _RATE_HZ)) == 0
    assert len(trimmed(np.zeros(0, np.float32), _RATE_HZ)) == 0


def test_half_a_second_lies_between_sentences() -> None:
    part = np.full(1_000, 0.2, np.float32)
    both = joined([part, part], _RATE_HZ)
    assert len(both) == 2_000 + _RATE_HZ // 2
    assert not np.any(both[1_000 : 1_000 + _RATE_HZ // 2])
    assert np.array_equal(joined([part], _RATE_HZ), part)


def test_speech_is_levelled_but_never_clipped() -> None:
    noise = np.random.default_rng(1).normal(0.0, 0.01, _RATE_HZ).astype(np.float32)
    assert active_level_dbfs(levelled(noise, _RATE_HZ), _RATE_HZ) == pytest.approx(LEVEL_DBFS, abs=0.01)
    spiky = noise.copy()
    spiky[::4_800] = 1.0
    assert np.max(np.abs(levelled(spiky, _RATE_HZ))) <= 0.951
