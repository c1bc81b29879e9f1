"""Which of the recogniser's words have sound in them: it also finds words in a room's own noise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from voice.hearing.quiet import QuietDetector
from voice.hearing.utterance import Words
from voice.hearing.words import HeardWord

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
