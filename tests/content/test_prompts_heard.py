"""The prompt linter's other half: every text is spoken by the real voice and heard by the real recogniser.

Nobody tells these ears that the guide is speaking, so whatever they hear is what its echo alone could be taken for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from voice.audio.resample import resample
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.files import standing
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.session.listening import heard_in
from voice.session.opening import content_for
from voice.session.repertoire import Foreseen, foreseen
from voice.settings.settings import Settings

SETTINGS = Settings()
CONTENT = content_for(SETTINGS)
AMOUNTS_IN = (Step.BOTH_DONE, Step.COLLECTED, Step.STORE)
ANYWHERE = (Step.EXPRESS, Step.COLLECTED)
"""Answers and notes are tried in the step with the most phrases, and in one that takes amounts."""
MOST_OF_EACH = 12
AT_WORK_ONLY = tuple(CONTENT.text(key) for key in ("ask_switch", "ask_done", "none_yet", "few_drops"))
"""Said nowhere else: two questions about work, and what is said of few drops while expressing."""


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


@pytest.fixture(scope="module")
def narrator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Narrator]:
    cache = DiskCache(tmp_path_factory.mktemp("cache"), limit_bytes=1 << 28)
    made = Narrator(Renderer(), cache, RATE_HZ, SETTINGS.voice, SETTINGS.rate_wpm)
    yield made
    made.close()


def _steps(one: Foreseen) -> tuple[Step, ...]:
    if one.step is not None:
        return (one.step,)
    return (Step.EXPRESS,) if one.text in AT_WORK_ONLY else ANYWHERE


def _tried() -> list[Foreseen]:
    """Every prompt; of one with many numbers in it, some."""
    by_key: dict[str, list[Foreseen]] = {}
    for one in foreseen(CONTENT):
        by_key.setdefault(one.key, []).append(one)
    return [one for texts in by_key.values() for one in texts[:: 1 + len(texts) // MOST_OF_EACH]]


def _words(text: str) -> str:
    kept = "".join(char if char.isalnum() or char == "'" else " " for char in text.lower())
    return f" {' '.join(kept.split())} "


@pytest.mark.parametrize("one", _tried(), ids=lambda one: one.key)
def test_no_prompt_is_heard_as_a_phrase_that_it_does_not_contain(
    one: Foreseen, recogniser: Recogniser, narrator: Narrator
) -> None:
    wrong = []
    clip = narrator.sentence(one.text)
    sound = np.pad(resample(clip.samples, clip.rate_hz, RATE_HZ), (RATE_HZ // 2, RATE_HZ))
    for step in _steps(one):
        live = heard_in(CONTENT.phrases, step, paused=False, amounts=step in AMOUNTS_IN)
        heard = standing(Ears(recogniser, CONTENT.phrases, live).hear(sound))
        wrong += [(step.value, phrase.text) for phrase in heard if _words(phrase.text) not in _words(one.text)]
    assert wrong == []
