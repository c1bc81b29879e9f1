"""From words a minute as she hears them to what each voice must be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from voice.narration.natural_files import NATURAL

NATURAL_PACE = (
    *((0.3, 67.0), (0.325, 73.9), (0.35, 75.8), (0.375, 83.6), (0.425, 92.1)),
    *((0.45, 102.0), (0.475, 105.7), (0.55, 112.6), (0.575, 126.2), (0.65, 133.4)),
    *((0.675, 145.9), (0.7, 150.2), (0.775, 158.1), (0.8, 172.7), (0.825, 190.4)),
    *((0.85, 193.9), (0.875, 201.2), (0.95, 208.7), (1.0, 211.8), (1.1, 218.4)),
    *((1.2, 230.4), (1.3, 240.9)),
)
ESPEAK_PACE = (
    *((50.0, 57.6), (60.0, 65.8), (70.0, 77.8), (74.0, 83.2), (78.0, 89.2)),
    *((80.0, 99.9), (100.0, 117.5), (125.0, 145.6), (150.0, 172.6), (180.0, 205.2)),
    *((210.0, 235.9), (240.0, 265.5)),
)
"""What each voice is told, in its own scale, and the words a minute that it then plays over the whole script: sentences
trimmed, half a second between them. Measured by `scripts/bench/pace.py --own` over 70 texts, 1,095 words; en-us stands
for all of espeak-ng's voices. The natural voice counts in whole steps of its sounds, hence the stairs; below 80
espeak-ng's words stand apart."""

SPOKEN_UP_TO_CPM = 30.0
"""A faster beat sounds in tones alone: its words would run into each other."""
_CALM_CPM = 20.0
_CUE_SPEEDS = (0.75, 1.0)
"""Of the natural voice, up to a calm beat and at the fastest that is spoken; espeak-ng says them as fast."""
_CUE_STEP_CPM = 2.0
CUE_TEMPOS_CPM = tuple(_CALM_CPM + step * _CUE_STEP_CPM for step in range(6))
"""Beats between two of these share the words of the faster one, so that few need be rendered."""


def cue_rate_wpm(tempo_cpm: float) -> float:
    """How fast the words of a beat of so many cycles a minute are said, in words a minute."""
    up = math.ceil((min(tempo_cpm, SPOKEN_UP_TO_CPM) - _CALM_CPM) / _CUE_STEP_CPM) * _CUE_STEP_CPM
    slow, fast = (_between(NATURAL_PACE, speed) for speed in _CUE_SPEEDS)
    return slow + (fast - slow) * max(0.0, up) / (SPOKEN_UP_TO_CPM - _CALM_CPM)


def own_rate(voice: str, rate_wpm: float) -> float:
    """What `voice` must be told so that it plays `rate_wpm` words a minute, pauses included."""
    table = NATURAL_PACE if voice == NATURAL else ESPEAK_PACE
    return round(_between([(played, own) for own, played in table], rate_wpm), 3)


def _between(table: Sequence[tuple[float, float]], at: float) -> float:
    """On the line through the two points around it; outside of all of them, at the nearest point."""
    if at <= table[0][0]:
        return table[0][1]
    for (low, before), (high, after) in pairwise(table):
        if at <= high:
            return before + (after - before) * (at - low) / (high - low)
    return table[-1][1]
