"""Where in a recording of a crying baby it cries, told by energy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scripts.bench.evaluation.corpus import Sound
from voice.hearing.words.recogniser import RATE_HZ

LONG_S = 3.0
_FRAME_S = 0.02
_SMOOTHED = 5
_BELOW_DB = 15.0
_OVER_FLOOR_DB = 20.0
_BREATH_S = 0.8


@dataclass(frozen=True, slots=True)
class Cry:
    """A stretch of crying in a recording, in seconds."""

    start_s: float
    end_s: float


def long_cries(sound: Sound) -> list[Cry]:
    """The cries longer than 3 s in a recording that is labelled as crying.

    Frames of 20 ms, smoothed over 100 ms, are of a cry where they lie within 15 dB of the recording's 95th percentile;
    pauses of up to 0.8 s (breaths) belong to it. Where that percentile lies less than 20 dB over the 5th, energy cannot
    tell the cry from what sounds beside it, and nothing is counted.
    """
    size = round(_FRAME_S * RATE_HZ)
    frames = np.square(sound[: len(sound) // size * size].reshape(-1, size), dtype=np.float64).mean(axis=1)
    if len(frames) < _SMOOTHED:
        return []
    levels_db = 10 * np.log10(np.convolve(frames, np.full(_SMOOTHED, 1 / _SMOOTHED), "same") + 1e-12)
    low_db, high_db = np.percentile(levels_db, (5, 95))
    if high_db - low_db < _OVER_FLOOR_DB:
        return []
    loud = np.flatnonzero(levels_db >= high_db - _BELOW_DB)
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > _BREATH_S / _FRAME_S) + 1)
    cries = [Cry(float(part[0]) * _FRAME_S, float(part[-1] + 1) * _FRAME_S) for part in parts]
    return [cry for cry in cries if cry.end_s - cry.start_s > LONG_S]
