"""A text as it was written down, read as words: small letters, no punctuation, and the parts of its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_BREAK = re.compile(r"[.,;:!?…—]")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text; `breaks` are the places of those that begin a new part of a sentence."""

    words: Words
    breaks: frozenset[int]
    question: bool
    """Whether it ends with a question mark."""

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return " ".join(self.words)

    def before(self, place: int) -> Words:
        """The words of the same part of the sentence that stand before a place."""
        return self.words[max((at for at in self.breaks if at <= place), default=0) : place]

    def after(self, place: int) -> Words:
        """The words of the same part of the sentence from a place on."""
        return self.words[place : min((at for at in self.breaks if at >= place), default=len(self.words))]

    def parts(self) -> tuple[Said, ...]:
        """The parts of a sentence, each by itself; only the last one is still the question that the whole is."""
        edges = (0, *sorted(self.breaks), len(self.words))
        last = len(edges) - 2
        return tuple(
            Said(self.words[start:stop], frozenset(), self.question and number == last)
            for number, (start, stop) in enumerate(pairwise(edges))
        )

    def reading(self, same: Mapping[Words, Words]) -> Said:
        """The same with every run of words that is a key of `same` replaced by its value, in the order of the keys."""
        words, breaks = self.words, self.breaks
        for old, new in same.items():
            place = 0
            while old[0] in words[place:]:
                place = words.index(old[0], place)
                if words[place : place + len(old)] == old:
                    words = (*words[:place], *new, *words[place + len(old) :])
                    breaks = _moved(breaks, place, len(old), len(new))
                    place += len(new)
                else:
                    place += 1
        return Said(words, breaks, self.question)

    def without_repeats(self) -> Words:
        """The words with each repetition of the one before it left out ("wait wait wait")."""
        return tuple(word for place, word in enumerate(self.words) if place == 0 or word != self.words[place - 1])


def said(text: str) -> Said:
    """The words of a text as the second ear or a person writes it."""
    text = text.lower().replace(_CURLY, "'")
    words: list[str] = []
    breaks: set[int] = set()
    end = 0
    for found in _WORD.finditer(text):
        if words and _BREAK.search(text, end, found.start()):
            breaks.add(len(words))
        words.append(found.group())
        end = found.end()
    return Said(tuple(words), frozenset(breaks), text.rstrip(" \"'").endswith("?"))


def _moved(breaks: frozenset[int], place: int, old: int, new: int) -> frozenset[int]:
    """The breaks after `old` words at `place` have become `new` ones; those between the old words are gone."""
    kept = {at for at in breaks if at <= place}
    return frozenset(kept | {at + new - old for at in breaks if at >= place + old})
