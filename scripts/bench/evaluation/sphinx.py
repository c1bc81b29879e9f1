"""pocketsphinx 5 in the recogniser's place: the only module here that knows it.

It has no unknown speech and, with a grammar of phrases, no confidences: whatever it hears becomes a phrase with 1.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pocketsphinx import Decoder

from voice.hearing.words.recogniser import RATE_HZ
from voice.hearing.words.word import UNKNOWN, HeardWord, Hearing

_FRAME_S = 0.01


class Sphinx:
    """A `Listening` with the US English model that comes with pocketsphinx; owned by one thread."""

    def __init__(self) -> None:
        # No best path through the lattice: it takes three times as long as the sound, with nothing new to go by.
        self._decoder: Any = Decoder(samprate=RATE_HZ, loglevel="FATAL", lm=None, bestpath=False)
        self._known: set[str] = set()
        self._begun = False
        self._at_s = 0.0
        self._fed = 0

    def open(self, name: str, phrases: Sequence[str]) -> tuple[str, ...]:
        """Make the set `name` ready; returns the phrases that hold words the model does not know."""
        spoken = tuple(dict.fromkeys(phrase for phrase in phrases if phrase != UNKNOWN))
        known = [phrase for phrase in spoken if all(map(self._decoder.lookup_word, phrase.split()))]
        if name not in self._known:
            self._known.add(name)
            self._stop()
            self._decoder.add_jsgf_string(name, f"#JSGF V1.0; grammar g; public <g> = ({' | '.join(known)})+;")
        return tuple(phrase for phrase in spoken if phrase not in known)

    def start(self, name: str, at_s: float) -> None:
        """Forget what the set has heard; its next sample is the one at `at_s`."""
        self._stop()
        self._decoder.activate_search(name)
        self._go(at_s)

    def feed(self, name: str, samples: bytes) -> Hearing:
        """Hear the next samples, int16 little-endian at 16,000 Hz; `name` is the set that was started last."""
        self._decoder.process_raw(samples, no_search=False, full_utt=False)
        self._fed += len(samples) // 2
        hypothesis = self._decoder.hyp()
        return Hearing(hypothesis.hypstr if hypothesis is not None else "")

    def flush(self, name: str) -> tuple[HeardWord, ...]:
        """Everything heard since the start or the last flush, decided now."""
        self._stop()
        words = tuple(
            HeardWord(
                part.word.partition("(")[0],
                self._at_s + part.start_frame * _FRAME_S,
                self._at_s + (part.end_frame + 1) * _FRAME_S,
                1.0,
            )
            for part in self._decoder.seg() or ()
            if part.word[0] not in "<["
        )
        self._go(self._at_s + self._fed / RATE_HZ)
        return words

    def _go(self, at_s: float) -> None:
        self._decoder.start_utt()
        self._begun, self._at_s, self._fed = True, at_s, 0

    def _stop(self) -> None:
        if self._begun:
            self._decoder.end_utt()
            self._begun = False
