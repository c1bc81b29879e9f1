"""Masks without waiting: what the text lets expect at once, what was heard when it is ready."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.hearing.spoken import RATE_HZ, speech
from voice.content.catalogue import load
from voice.guide.steps import Step
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.session.ahead_masks import AheadMasks, Workshop, expected_mask
from voice.session.listening import heard_in

TABLE = load("en").phrases
WASH = heard_in(TABLE, Step.WASH, paused=False, amounts=False)
_PATIENT_S = 20.0


def _clip(text: str) -> Clip:
    return Clip(text, speech(text, "en-us", 140), RATE_HZ, key=text)


def _workshop(folder: Path, made: list[Recogniser]) -> Workshop:
    def recogniser() -> Recogniser:
        made.append(Recogniser(builtin_model()))
        return made[-1]

    return Workshop(recogniser, TABLE, DiskCache(folder, limit_bytes=1 << 20), "model")


def _once(reached: Callable[[], bool]) -> None:
    """Return once it holds."""
    pause = threading.Event()
    for _ in range(round(_PATIENT_S * 100)):
        if reached():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def test_a_clip_nobody_has_listened_to_masks_the_phrases_of_its_text_all_over() -> None:
    mask = expected_mask(Clip("Say next, or go back.", speech("say next or go back"), RATE_HZ), TABLE)
    spans = {span.phrase: (span.start_s, span.end_s) for span in mask.spans}
    assert {"next", "back", "go back"} <= set(spans)
    assert spans["next"] == spans["go back"] and spans["next"][0] == 0.0
    assert "repeat" not in spans


def test_pain_and_stop_are_masked_only_about_where_they_stand() -> None:
    text = "If pain is strong you can rest for as long as you need and then tell your care team about all of it."
    clip = _clip(text)
    (pain,) = (span for span in expected_mask(clip, TABLE).spans if span.phrase == "pain")
    assert pain.end_s < 0.5 * clip.duration_s


def test_a_missed_mask_is_made_meanwhile_and_the_recogniser_ends_with_the_work(tmp_path: Path) -> None:
    clip = _clip("Wash your hands. Say go back or repeat, and take your time")
    recognisers: list[Recogniser] = []
    with closing(AheadMasks(_workshop(tmp_path, recognisers), [])) as masks:
        masks.start()
        assert masks.mask(clip, WASH) == expected_mask(clip, TABLE)
        _once(lambda: masks.mask(clip, WASH) != expected_mask(clip, TABLE))
        repeat = [span for span in masks.mask(clip, WASH).spans if span.phrase == "repeat"]
        assert repeat and all(span.start_s > 0.8 for span in repeat)
        _once(lambda: not recognisers[-1]._child.alive)


def test_what_is_foreseen_is_kept_for_the_next_session(tmp_path: Path) -> None:
    def made(text: str) -> tuple[Clip, ListeningSet]:
        return _clip(text), WASH

    recognisers: list[Recogniser] = []
    workshop = _workshop(tmp_path, recognisers)
    text = "Wash your hands. Say go back or repeat, and take your time"
    expected = expected_mask(_clip(text), TABLE)
    with closing(AheadMasks(workshop, [partial(made, text)])) as first:
        first.start()
        _once(lambda: first.mask(_clip(text), WASH) != expected)
    with closing(AheadMasks(workshop, [partial(made, text)])) as second:
        second.start()
        assert second.mask(_clip(text), WASH) == first.mask(_clip(text), WASH)
    assert len(recognisers) == 1


@pytest.mark.parametrize("at_work", [False, True])
def test_closing_ends_the_thread_whatever_it_does(tmp_path: Path, at_work: bool) -> None:
    long = _clip("Wash your hands well and then sit up in a chair or bed. " * 4)
    begun = threading.Event()

    def foreseen() -> tuple[Clip, ListeningSet]:
        begun.set()
        return long, WASH

    masks = AheadMasks(_workshop(tmp_path, []), [foreseen] * at_work)
    masks.start()
    if at_work:
        assert begun.wait(_PATIENT_S)
    masks.close()
    assert "masks" not in [thread.name for thread in threading.enumerate()]
