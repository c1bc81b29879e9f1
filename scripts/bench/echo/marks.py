"""What became of a scene: which words were heard, how much of the echo is gone, and what was taken of her."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scripts.bench.echo.rooms import TAUGHT_S, Samples, Scene, Spoken
from voice.hearing.heard import PhraseHeard
from voice.hearing.words.recogniser import RATE_HZ

_REMOVED_DB = 15.0
_ALIGNED = 480


def heard_right(accepted: list[PhraseHeard], words: tuple[Spoken, ...]) -> set[Spoken]:
    """The words that were heard as what they are, when they were said."""
    return {word for word in words if any(_is(one, word) for one in accepted)}


def _is(one: PhraseHeard, word: Spoken) -> bool:
    return one.text == word.text and word.start_s - 0.3 <= one.speech_end_s <= word.end_s + 0.6


def explains(one: PhraseHeard, words: tuple[Spoken, ...]) -> bool:
    """Whether one of the words is what was heard."""
    return any(_is(one, word) for word in words)


def frame_powers(samples: Samples) -> NDArray[np.float64]:
    """The power of each 20 ms."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    return np.asarray(np.mean(np.square(frames, dtype=np.float64), axis=1))


def removed(scene: Scene, cleaned: Samples) -> tuple[float | None, float | None]:
    """How much quieter the echo became after 40 s while she was silent, and when that first was 15 dB for a second."""
    heard, left = frame_powers(scene.heard), frame_powers(cleaned)
    count = min(len(heard), len(left))
    silent = np.ones(count, bool)
    for word in scene.words:
        silent[max(0, round((word.start_s - 0.3) * 50)) : round((word.end_s + 0.3) * 50)] = False
    sounding = silent & (heard[:count] > 10 * np.quantile(heard, 0.05))
    late = sounding & (np.arange(count) >= TAUGHT_S * 50)
    if not np.any(late):
        return None, None
    removed_db = 10 * math.log10(float(np.sum(heard[:count][late]) / (np.sum(left[:count][late]) + 1e-12)))
    converged_s = None
    for frame in range(0, count - 50, 10):
        one = np.flatnonzero(sounding[frame : frame + 50]) + frame
        if len(one) >= 25 and np.sum(heard[one]) >= 10 ** (_REMOVED_DB / 10) * np.sum(left[one]):
            converged_s = frame / 50
            break
    return min(removed_db, 99.0), converged_s


def user_db(scene: Scene, cleaned: Samples) -> float | None:
    """What became of her level: her own signal's share in what is left, each word at its best alignment."""
    gains = []
    for word in scene.words:
        start, stop = round(word.start_s * RATE_HZ), round(word.end_s * RATE_HZ)
        hers = scene.user[start:stop].astype(np.float64)
        shifts = range(0, _ALIGNED, 8)
        gains.append(max(float(hers @ cleaned[start + s : stop + s]) / float(hers @ hers) for s in shifts))
    return 20 * math.log10(max(float(np.median(gains)), 1e-3)) if gains else None
