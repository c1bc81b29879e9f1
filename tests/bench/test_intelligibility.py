"""How the guide's voices are judged: words told apart, and one prompt heard for real, with and without noise."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.evaluation.conditions import CLEAN, Backgrounds, Condition
from scripts.bench.evaluation.corpus import Corpus
from scripts.bench.intelligibility import Figure, clips, differences, listened, written
from tests.bench.recordings import lay_out, noise
from voice.hearing.words.second import SecondProcess
from voice.narration.voice_names import NATURAL

_TEXT = "Wash your hands with soap and water."


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("say next", "say next", 0),
        ("say next", "save next", 1),
        ("say next", "next", 1),
        ("say next", "say next again please", 2),
        ("say next", "", 2),
        ("one two three four", "two three four five", 2),
    ],
)
def test_words_left_out_put_in_and_changed_are_wrong(said: str, heard: str, wrong: int) -> None:
    assert differences(said.split(), heard.split()) == wrong


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert written("It keeps 24 hours, or 4.") == written("it keeps twenty four hours or four")
    assert written("30 and 115") == ["thirty", "and", "115"]


def test_a_share_is_of_what_was_said() -> None:
    assert Figure(NATURAL, "clean", 200, 3).share == 0.015 and Figure(NATURAL, "clean", 0, 0).share == 0.0


def test_a_prompt_is_understood_in_quiet_and_not_in_deafening_noise(tmp_path: Path) -> None:
    corpus = Corpus(lay_out(tmp_path, {("words", "stop", "ann"): noise(1.0)}, {"rain": noise(4.0)}), "dev")
    backgrounds = Backgrounds(corpus, talk_s=0.0)
    spoken = list(clips(NATURAL, 125, [_TEXT]))
    second = SecondProcess()
    second.load()
    try:
        quiet = listened(second, NATURAL, CLEAN, spoken, None, 0)
        loud = Condition("household -20 dB", noise="household", snr_db=-20.0)
        drowned = listened(second, NATURAL, loud, spoken, backgrounds, 0)
    finally:
        second.close()
    assert (quiet.words, quiet.wrong) == (7, 0)
    assert drowned.words == 7 and drowned.wrong >= 5
