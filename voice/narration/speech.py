"""What makes speech fit to be played: its sentences apart, its silences gone, its level even."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from voice.audio.level import scaled_to

PROCESSING_VERSION = 2
"""Raise it with every change here, in `onset.py` or in `engine.py` that changes the sound."""

LEVEL_DBFS = -20.0
PAUSE_S = 0.5

_SILENCE_DB = -50.0  # below the loudest sample; espeak-ng's own silence is digital
_MARGIN_BEFORE_S = 0.005
_MARGIN_AFTER_S = 0.020
_FADE_S = 0.003  # inside the margins: no edge clicks
_PEAK = 0.95

# A sentence ends at . ! ? or their like, perhaps a closing quote, then a space, unless what follows begins small or
# what ended is an abbreviation of single letters ("a.m.").
_SENTENCE_END = re.compile(r"(?<!\b\w\.\w)([.!?…][\"'\u201d\u2019)]?)\s+(?![a-zà-ÿ])")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, without the space between them."""
    return _SENTENCE_END.sub(r"\1\n", text.strip()).split("\n")


def trimmed(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """`samples` without silence before and after, with a few milliseconds of margin; empty when all is silent."""
    loud = np.flatnonzero(np.abs(samples) > np.max(np.abs(samples), initial=0.0) * 10 ** (_SILENCE_DB / 20))
    if not len(loud):
        return samples[:0].copy()
    start = max(0, int(loud[0]) - round(_MARGIN_BEFORE_S * rate_hz))
    end = int(loud[-1]) + 1 + round(_MARGIN_AFTER_S * rate_hz)
    return _faded(samples[start:end], rate_hz)


def joined(parts: list[NDArray[np.float32]], rate_hz: int) -> NDArray[np.float32]:
    """The parts in turn with half a second between them."""
    pause = np.zeros(round(PAUSE_S * rate_hz), np.float32)
    with_pauses = [piece for part in parts for piece in (pause, part)]
    return np.concatenate(with_pauses[1:])


def levelled(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """`samples` with its active speech at -20 dBFS, or as near to it as its peaks allow."""
    scaled = scaled_to(samples, rate_hz, LEVEL_DBFS)
    peak = float(np.max(np.abs(scaled), initial=0.0))
    return scaled if peak <= _PEAK else scaled * np.float32(_PEAK / peak)


def _faded(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    ramp = np.linspace(0.0, 1.0, min(round(_FADE_S * rate_hz), len(samples) // 2), dtype=np.float32)
    faded = samples.copy()
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded
