"""Commands over the guide's own voice, from loudspeaker and microphone to events: front end, recogniser and judge."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, TABLE, played_in_turn, room_noise, speech
from voice.audio.level import scaled_to
from voice.echo.front_end import FrontEnd
from voice.echo.speex import Canceller
from voice.guide.live import live_phrases
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.heard import Ignored, PhraseHeard
from voice.hearing.listening import listening_set
from voice.hearing.models import builtin_model
from voice.hearing.own_voice import Mask, MaskSpan
from voice.hearing.recogniser import Recogniser
from voice.room import impulse
from voice.room.echo import Echo
from voice.room.scenario import EchoPath, Jump

Sound = NDArray[np.float32]

_SENTENCE = "Wash your hands with soap and water, then dry them well. Take your time with it, there is no hurry at all."
_LAST = "When your hands are clean and dry, please say next"
_BLOCK = 320


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


def _narration() -> tuple[Sound, float]:
    """A sentence three times over, then one that ends on "next"; and where that begins."""
    guide = [scaled_to(speech(text, "en-us", 125), RATE_HZ, -20.0) for text in (_SENTENCE, _LAST)]
    before = played_in_turn(0.5, *(part for _ in range(3) for part in (guide[0], 0.5)))
    return np.concatenate((before, guide[1], np.zeros(2 * RATE_HZ, np.float32))), len(before) / RATE_HZ


def _accepted(recogniser: Recogniser, path: EchoPath, hers: dict[float, Sound]) -> list[tuple[str, Ignored | None]]:
    """What is heard while the guide speaks and she says things at these seconds, before or after its last sentence."""
    played, last_s = _narration()
    response = impulse.made(path.rt60_s, RATE_HZ, 1) * 10 ** ((path.level_db - 6.0) / 20)
    heard = Echo(path, response, RATE_HZ, len(played)).process(played) + room_noise(len(played) / RATE_HZ, -60.0)
    for at_s, sound in hers.items():
        start = round((last_s + at_s) * RATE_HZ)
        heard[start : start + len(sound)] += sound[: len(heard) - start]
    ears = Ears(recogniser, TABLE, listening_set(TABLE, live_phrases(TABLE, Step.WASH, recent=True)))
    front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
    length_s = len(speech(_LAST, "en-us", 125)) / RATE_HZ
    ears.own.started(last_s, length_s, lambda: Mask((MaskSpan("next", length_s - 0.5, length_s),)))
    events = []
    for start in range(0, len(heard), _BLOCK):
        cleaned = front_end.hear(heard[start : start + _BLOCK], played[start : start + _BLOCK])
        ears.own.arrives(cleaned.delay_s, moved=cleaned.moved)
        events += ears.hear(cleaned.samples, cleaned.played, cleaned.removed)
    return [(event.text, event.ignored) for event in events if isinstance(event, PhraseHeard)]


_PATHS = [
    EchoPath(delay_ms=60, level_db=10),
    EchoPath(delay_ms=500, level_db=10),
    EchoPath(delay_ms=60, level_db=10, drift_ppm=100),
    EchoPath(delay_ms=60, level_db=10, jumps=(Jump(14.0, 120.0),)),
]


@pytest.mark.parametrize("path", _PATHS)
def test_a_word_over_the_narration_is_heard(recogniser: Recogniser, path: EchoPath) -> None:
    assert ("go back", None) in _accepted(recogniser, path, {0.5: speech("go back")})


@pytest.mark.parametrize("path", _PATHS)
def test_the_very_word_that_the_guide_says_is_hers_when_she_says_it_too(recogniser: Recogniser, path: EchoPath) -> None:
    length_s = len(speech(_LAST, "en-us", 125)) / RATE_HZ
    late_s = path.delay_ms / 1000
    assert ("next", None) in _accepted(recogniser, path, {length_s - 0.25 + late_s: speech("next")})


@pytest.mark.parametrize("path", [*_PATHS, EchoPath(delay_ms=60, level_db=18), EchoPath(nonlinearity=0.3)])
def test_what_the_guide_says_never_acts(recogniser: Recogniser, path: EchoPath) -> None:
    assert [text for text, ignored in _accepted(recogniser, path, {}) if ignored is None] == []


def test_pain_is_heard_over_everything(recogniser: Recogniser) -> None:
    assert ("it hurts", None) in _accepted(recogniser, _PATHS[0], {1.0: speech("it hurts")})
