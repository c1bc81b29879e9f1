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
from voice.guide.live import Situation, live_phrases
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.heard import Ignored, PhraseHeard
from voice.hearing.words.listening import listening_set
from voice.hearing.words.mask import Mask, MaskSpan
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser
from voice.room import impulse
from voice.room.echo import Echo
from voice.room.scenario import EchoPath, Jump

Sound = NDArray[np.float32]

_SENTENCE = "You can say louder, slower, wait, or help whenever you like. Then we begin with the left side."
_LAST = "When your hands are clean and dry, please say next"
_BLOCK = 320


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


def _narration() -> tuple[Sound, list[float]]:
    """A sentence twice, then one that ends on "next"; and where each begins."""
    guide = [scaled_to(speech(text, "en-us", 125), RATE_HZ, -20.0) for text in (_SENTENCE, _SENTENCE, _LAST)]
    starts_s = [0.5 + sum(0.5 + len(one) / RATE_HZ for one in guide[:n]) for n in range(3)]
    return played_in_turn(*(part for one in guide for part in (0.5, one)), 1.5), starts_s


def _accepted(recogniser: Recogniser, path: EchoPath, hers: dict[float, Sound]) -> list[tuple[str, Ignored | None]]:
    """What is heard while the guide speaks and she says things at these seconds, before or after its last sentence."""
    played, starts_s = _narration()
    response = impulse.made(path.rt60_s, RATE_HZ, 1) * 10 ** ((path.level_db - 6.0) / 20)
    heard = Echo(path, response, RATE_HZ, len(played)).process(played) + room_noise(len(played) / RATE_HZ, -60.0)
    for at_s, sound in hers.items():
        start = round((starts_s[-1] + at_s) * RATE_HZ)
        heard[start : start + len(sound)] += sound[: len(heard) - start]
    ears = Ears(recogniser, TABLE, listening_set(TABLE, live_phrases(TABLE, Situation(Step.WASH, recent=True))))
    front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
    for start_s in starts_s[:-1]:
        ears.own.started(start_s, len(speech(_SENTENCE, "en-us", 125)) / RATE_HZ, Mask)
    length_s = len(speech(_LAST, "en-us", 125)) / RATE_HZ
    ears.own.started(starts_s[-1], length_s, lambda: Mask((MaskSpan("next", length_s - 0.5, length_s),)))
    events = []
    for start in range(0, len(heard), _BLOCK):
        cleaned = front_end.hear(heard[start : start + _BLOCK], played[start : start + _BLOCK])
        ears.own.arrives(cleaned.delay_s, moved=cleaned.moved)
        events += ears.hear(cleaned.samples, cleaned.played, cleaned.removed)
    return [(event.text, event.ignored) for event in events if isinstance(event, PhraseHeard)]


_PATHS = [
    EchoPath(level_db=10),
    EchoPath(level_db=10, delay_ms=500, drift_ppm=100),
    EchoPath(level_db=10, jumps=(Jump(9.0, 120.0),)),
]


@pytest.mark.parametrize("path", _PATHS[:2])
def test_a_word_over_the_narration_is_heard(recogniser: Recogniser, path: EchoPath) -> None:
    assert ("go back", None) in _accepted(recogniser, path, {0.5: speech("go back")})


@pytest.mark.parametrize("path", _PATHS)
def test_the_very_word_that_the_guide_says_is_hers_when_she_says_it_too(recogniser: Recogniser, path: EchoPath) -> None:
    length_s = len(speech(_LAST, "en-us", 125)) / RATE_HZ
    late_s = (path.delay_ms + sum(jump.grows_ms for jump in path.jumps)) / 1000
    assert ("next", None) in _accepted(recogniser, path, {length_s - 0.3 + late_s: speech("next")})


@pytest.mark.parametrize("path", [_PATHS[-1], EchoPath(level_db=18), EchoPath(nonlinearity=0.3)])
def test_what_the_guide_says_never_acts(recogniser: Recogniser, path: EchoPath) -> None:
    assert [text for text, ignored in _accepted(recogniser, path, {}) if ignored is None] == []


def test_pain_is_heard_over_everything(recogniser: Recogniser) -> None:
    assert ("it hurts", None) in _accepted(recogniser, _PATHS[0], {1.0: speech("it hurts")})
