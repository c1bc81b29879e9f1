"""The sound of the last seconds and the recogniser that hears it, with the means to hear it once more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.word import HeardWord

REMEMBERED_S = 4.0


class Track:
    """Feeds the recogniser of the current set and keeps the last four seconds; owned by the ears."""

    def __init__(self, recogniser: Listening, first: ListeningSet) -> None:
        self._recogniser = recogniser
        self._history = np.zeros(0, np.int16)
        self._position = 0
        self._early: list[HeardWord] = []
        self._partial = ""
        self._since = 0
        self.ended = False
        """Whether the recogniser itself found an end of speech since the last flush."""
        self.set = first
        self.open(first)
        self.rewind(0.0)

    @property
    def position_s(self) -> float:
        """Seconds of sound fed so far."""
        return self._position / RATE_HZ

    @property
    def age_s(self) -> float:
        """How long the recogniser has listened since it last began anew, in seconds."""
        return (self._position - self._since) / RATE_HZ

    @property
    def partial(self) -> tuple[str, ...]:
        """The best guess at the words since the last flush."""
        return (*(word.word for word in self._early), *self._partial.split())

    def open(self, one: ListeningSet) -> tuple[str, ...]:
        """Make a set ready; returns the phrases that the model has no words for."""
        return self._recogniser.open(one.name, one.grammar)

    def switch(self, one: ListeningSet, from_s: float) -> None:
        """Listen with another set from now on, which first hears what is remembered from `from_s` on."""
        self.open(one)
        self.set = one
        self.rewind(from_s)

    def feed(self, samples: NDArray[np.float32]) -> None:
        """Hear the next samples, float32 at 16,000 Hz."""
        # Remembered first: should the recogniser die on this piece, a rewind after its restart has it.
        self._hear(self._remember(samples))

    def pass_over(self, samples: NDArray[np.float32]) -> None:
        """Remember the next samples without hearing them; a rewind must come before the next `feed`."""
        self._remember(samples)

    def _remember(self, samples: NDArray[np.float32]) -> NDArray[np.int16]:
        pcm: NDArray[np.int16] = np.clip(np.rint(samples * 32767.0), -32768, 32767).astype("<i2")
        self._history = np.concatenate((self._history, pcm))[-round(REMEMBERED_S * RATE_HZ) :]
        self._position += len(pcm)
        return pcm

    def sound(self, start_s: float, end_s: float) -> NDArray[np.float32]:
        """What is remembered of a stretch, float32 at 16,000 Hz; shorter where some of it is forgotten."""
        oldest = self._position - len(self._history)
        start, stop = (max(0, round(time_s * RATE_HZ) - oldest) for time_s in (start_s, end_s))
        return self._history[start:stop].astype(np.float32) / np.float32(32767.0)

    def flush(self) -> tuple[HeardWord, ...]:
        """All words since the last flush, decided now."""
        words = (*self._early, *self._recogniser.flush(self.set.name))
        self._forget()
        self._since = self._position
        return words

    def rewind(self, from_s: float) -> None:
        """Begin anew and hear again what is remembered from `from_s` on."""
        oldest = self._position - len(self._history)
        start = min(max(round(from_s * RATE_HZ), oldest), self._position)
        self._recogniser.start(self.set.name, start / RATE_HZ)
        self._forget()
        self._since = start
        if start < self._position:
            self._hear(self._history[start - oldest :])

    def _hear(self, pcm: NDArray[np.int16]) -> None:
        hearing = self._recogniser.feed(self.set.name, pcm.tobytes())
        self._partial = hearing.partial
        self._early += hearing.final
        self.ended = self.ended or bool(hearing.final)

    def _forget(self) -> None:
        self._early = []
        self._partial = ""
        self.ended = False
