"""What the second ear is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

UNASKED = -30.0
"""The log probability, less its best, of words that it was not asked about: real talk lies at -4 to -27."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A stretch of sound, float32 mono at 16,000 Hz, and the words whose likelihood is wanted beside its own text."""

    number: int
    sound: NDArray[np.float32]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the second ear writes of a stretch; every figure is a natural logarithm of a probability.

    `certainty` is that of exactly `text`, `own` that of its words in any spelling, and `scores` those of the words that
    were asked about.
    """

    text: str
    certainty: float
    own: float
    scores: Mapping[str, float]

    def margin(self, *texts: str) -> float:
        """How much less likely than its own text something is that can be written in these ways; over 0 where several
        ways together are likelier.
        """
        asked = [self.scores[text] for text in texts if text in self.scores]
        return float(np.logaddexp.reduce(asked)) - self.own if asked else UNASKED


class SecondEar(Protocol):
    """What the ears need of a second recogniser; it never makes them wait for longer than they choose."""

    @property
    def ready(self) -> bool:
        """Whether questions are answered now; False while it is loaded, and once it is lost."""

    @property
    def slow(self) -> bool:
        """Whether this machine is too slow to ask it about everything."""

    def ask(self, question: Question, now_s: float) -> None:
        """Begin to answer; what is lost is never answered."""

    def answers(self, now_s: float) -> list[tuple[int, Transcript]]:
        """The answers that are known at `now_s`, seconds of the stream, by the numbers of their questions."""
