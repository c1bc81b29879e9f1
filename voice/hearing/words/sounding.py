"""Which of the recogniser's words count: those with sound in them that are not far behind the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from voice.hearing.sound.foreground import CONTRAST_DB
from voice.hearing.sound.quiet import QuietDetector
from voice.hearing.words.word import HeardWord, Words

_SOUNDLESS_S = 0.06
"""A word with less sound in it than this is none, but for one between others."""
_IN_ONE_BREATH_S = 0.03


def sounding_words(words: Iterable[HeardWord], quiet: QuietDetector) -> Iterator[HeardWord]:
    """The words that have sound in them; one that is mostly the room's own noise is trimmed to its sound."""
    spoken = tuple(words)
    for place, word in enumerate(spoken):
        start_s, end_s, sounding_s = quiet.sounding(word.start_s, word.end_s)
        mostly_noise = sounding_s < 0.5 * (word.end_s - word.start_s)
        swallowed = _between_others(spoken, place) and not mostly_noise  # the "a" of "just a minute"
        if sounding_s < _SOUNDLESS_S and not swallowed:
            continue
        yield replace(word, start_s=start_s, end_s=end_s) if mostly_noise else word


def _between_others(words: Words, place: int) -> bool:
    """Whether a word is spoken in one breath with one before and one after it."""
    if not 0 < place < len(words) - 1:
        return False
    before, word, after = words[place - 1 : place + 2]
    return word.start_s - before.end_s < _IN_ONE_BREATH_S and after.start_s - word.end_s < _IN_ONE_BREATH_S


def nearest(run: Words, level_dbfs: Callable[[float, float], float]) -> Words:
    """A run of words without those at its edges that lie far behind the loudest of it.

    `level_dbfs` tells the level of the sound between two times of the stream.
    """
    levels_dbfs = [level_dbfs(word.start_s, word.end_s) for word in run]
    least_dbfs = max(levels_dbfs) - CONTRAST_DB
    near = [place for place, level in enumerate(levels_dbfs) if level >= least_dbfs]
    return run[near[0] : near[-1] + 1]
