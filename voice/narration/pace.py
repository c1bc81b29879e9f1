"""From words a minute as she hears them to what each voice must be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from voice.narration.voice_names import NATURAL

NATURAL_PACE = (
    *((0.3, 66.1), (0.325, 72.8), (0.35, 74.7), (0.375, 82.4), (0.425, 90.6)),
    *((0.45, 100.2), (0.475, 103.9), (0.55, 111.0), (0.575, 124.2), (0.65, 132.0)),
    *((0.675, 143.8), (0.7, 147.9), (0.775, 156.7), (0.8, 171.5), (0.825, 188.4)),
    *((0.85, 192.4), (0.875, 199.8), (0.95, 207.5), (1.0, 211.0), (1.1, 217.3)),
    *((1.2, 229.6), (1.3, 240.2)),
)
ESPEAK_PACE = (
    *((50.0, 58.1), (60.0, 66.8), (70.0, 78.1), (74.0, 83.6), (78.0, 89.6)),
    *((80.0, 100.3), (100.0, 117.9), (125.0, 146.1), (150.0, 173.2), (180.0, 206.0)),
    *((210.0, 236.4), (240.0, 266.4)),
)
"""What each voice is told, in its own scale, and the words a minute that it then plays over the whole script: sentences
trimmed, half a second between them. Measured by `scripts/bench/pace.py --own` over all 177 prompts, 2,126 words; en-us
stands for all of espeak-ng's voices. The natural voice counts in whole steps of its sounds, hence the stairs; below 80
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
