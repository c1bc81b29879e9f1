"""A voice for tests of sessions."""

from __future__ import annotations

import numpy as np

from voice.narration.clip import Clip


class QuickSpeech:
    """A voice that says everything in a fifth of a second."""

    fallen_back = ""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self.rested: list[bool] = []
        """Whether it was told to rest or to wake, in turn."""

    def sentence(self, text: str) -> Clip:
        return Clip(text, np.full(self._rate_hz // 5, 0.1, np.float32), self._rate_hz, key=text)

    def cue(self, word: str, tempo_cpm: float) -> Clip:
        return self.sentence(word)

    def rest(self) -> None:
        self.rested.append(True)

    def wake(self) -> None:
        self.rested.append(False)
