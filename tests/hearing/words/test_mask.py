"""What the recogniser takes for phrases in the guide's own sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hearing.spoken import RATE_HZ, TABLE, speech
from voice.guide.live import Situation, live_phrases
from voice.guide.steps import Step
from voice.hearing.words.listening import listening_set
from voice.hearing.words.mask import NEVER_LOST
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser
from voice.narration.clip import Clip


class _Shelf:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.found = 0

    def get(self, key: str) -> bytes | None:
        self.found += key in self.kept
        return self.kept.get(key)

    def put(self, key: str, content: bytes) -> None:
        self.kept[key] = content


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


def test_a_sentence_is_masked_where_it_says_a_phrase_and_kept_with_its_sound(recogniser: Recogniser) -> None:
    live = listening_set(TABLE, live_phrases(TABLE, Situation(Step.WASH)))
    text = "Wash your hands. Say go back or repeat, and take your time"
    clip = Clip(text, speech(text, "en-us", 140), RATE_HZ, key="a")
    shelf = _Shelf()
    maker = MaskMaker(recogniser, TABLE, shelf, "model")
    mask = maker.mask(clip, live)
    repeat = [span for span in mask.spans if span.phrase == "repeat"]
    assert repeat and all(0.8 < span.start_s < span.end_s < clip.duration_s + 0.5 for span in repeat)
    assert "switch side" not in {span.phrase for span in mask.spans}
    again = MaskMaker(recogniser, TABLE, shelf, "model").mask(clip, live)
    assert shelf.found == 1 and [span.phrase for span in again.spans] == [span.phrase for span in mask.spans]


def test_another_grammar_model_or_sound_is_another_mask(recogniser: Recogniser) -> None:
    shelf = _Shelf()
    wash, hold = (listening_set(TABLE, live_phrases(TABLE, Situation(step))) for step in (Step.WASH, Step.EXPRESS))
    clip = Clip("relax", speech("relax"), RATE_HZ, key="a")
    MaskMaker(recogniser, TABLE, shelf, "one").mask(clip, wash)
    MaskMaker(recogniser, TABLE, shelf, "one").mask(clip, hold)
    MaskMaker(recogniser, TABLE, shelf, "two").mask(clip, wash)
    MaskMaker(recogniser, TABLE, shelf, "one").mask(Clip("relax", speech("relax", "en-us"), RATE_HZ, key="b"), wash)
    assert len(shelf.kept) == 4 and shelf.found == 0


def test_no_cue_word_masks_a_safety_phrase_that_it_only_resembles(recogniser: Recogniser) -> None:
    live = listening_set(TABLE, live_phrases(TABLE, Situation(Step.EXPRESS, recent=True)))
    for word in ("press", "compress", "relax"):
        clip = Clip(word, speech(word, "en-us", 125), RATE_HZ, key=word)
        mask = MaskMaker(recogniser, TABLE, _Shelf(), "model").mask(clip, live)
        masked = {span.phrase for span in mask.spans}
        assert not masked & {phrase.text for phrase in TABLE.all if phrase.command in NEVER_LOST}
