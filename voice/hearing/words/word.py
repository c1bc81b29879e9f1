"""What the recogniser hears: words with their times."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "[unk]"
"""The word that stands for any speech outside the grammar."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word; times in seconds of the stream, confidence from 0 to 1."""

    word: str
    start_s: float
    end_s: float
    confidence: float

    @property
    def unknown(self) -> bool:
        """Whether this is speech that the grammar has no word for."""
        return self.word == UNKNOWN


@dataclass(frozen=True, slots=True)
class Hearing:
    """The answer to one piece of sound.

    `partial` is the best guess at the words since the last flush; `final` holds them with times when the recogniser
    found an end of speech by itself and began anew, otherwise it is empty.
    """

    partial: str
    final: tuple[HeardWord, ...] = ()


Words = tuple[HeardWord, ...]
