"""How the pace of the guide's voices is judged."""

from __future__ import annotations

from contextlib import closing

import pytest

from scripts.bench.pace import Figure, played_wpm, script
from voice.narration.renderer import Renderer
from voice.narration.speech import PAUSE_S


def test_a_pause_between_sentences_counts() -> None:
    with closing(Renderer()) as renderer:
        together = 60 * 4 / played_wpm(renderer, ["Rest now. Rest now."], "en-us", 140)
        apart = 60 * 2 / played_wpm(renderer, ["Rest now."], "en-us", 140)
    assert abs(together - 2 * apart - PAUSE_S) < 0.001


def test_what_is_off_is_a_share_of_what_was_set() -> None:
    assert Figure("natural", 100, 0.5, 108.0).off == pytest.approx(0.08)
    assert Figure("natural", None, 0.5, 108.0).off == 0.0


def test_a_part_of_the_script_is_taken_evenly() -> None:
    whole = script(None)
    assert len(script(10)) == 10 and set(script(10)) <= set(whole) and script(10)[0] == whole[0]
