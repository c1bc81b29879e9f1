"""Words a minute, and what each voice is told for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest

from scripts.bench.pace import MOST_OFF, played_wpm, script
from voice.narration.pace import ESPEAK_PACE, NATURAL_PACE, SPOKEN_UP_TO_CPM, cue_rate_wpm, own_rate
from voice.narration.renderer import Renderer
from voice.narration.voice_names import NATURAL


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with closing(Renderer()) as renderer:
        yield renderer


@pytest.mark.parametrize("table", [NATURAL_PACE, ESPEAK_PACE])
def test_who_is_told_more_speaks_faster_and_every_rate_is_reached(table: tuple[tuple[float, float], ...]) -> None:
    assert all(own < after and slow < fast for (own, slow), (after, fast) in pairwise(table))
    assert table[0][1] <= 80 and table[-1][1] >= 240


def test_the_measured_points_are_met_and_between_them_lies_a_line() -> None:
    for own, played in NATURAL_PACE:
        assert own_rate(NATURAL, played) == own
    (first, slow), (second, fast) = ESPEAK_PACE[:2]
    assert own_rate("en-gb", (slow + fast) / 2) == pytest.approx((first + second) / 2)


@pytest.mark.parametrize(("voice", "rate_wpm"), [(NATURAL, 80), (NATURAL, 125), (NATURAL, 200), ("en-us", 125)])
def test_what_is_played_is_what_is_set(renderer: Renderer, voice: str, rate_wpm: int) -> None:
    """A part of the script; the bench plays all of it, at every rate."""
    played = played_wpm(renderer, script(10), voice, own_rate(voice, rate_wpm))
    assert played == pytest.approx(rate_wpm, rel=1.5 * MOST_OFF)


def test_the_words_of_a_calm_beat_are_calm_and_get_quicker_with_it() -> None:
    assert own_rate(NATURAL, cue_rate_wpm(10)) == own_rate(NATURAL, cue_rate_wpm(20)) == pytest.approx(0.75, abs=0.001)
    assert own_rate(NATURAL, cue_rate_wpm(SPOKEN_UP_TO_CPM)) == pytest.approx(1.0, abs=0.001)
    rates = [cue_rate_wpm(tempo) for tempo in (20, 21, 22, 23, 25, 28, 30)]
    assert rates == sorted(rates) and cue_rate_wpm(21) == cue_rate_wpm(22)
