"""A voice for tests of sessions."""

from __future__ import annotations

import numpy as np

from voice.narration.clip import Clip


class QuickSpeech:
    """A voice that says everything in a fifth of a second."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz

    def sentence(self, text: str) -> Clip:
        return Clip(text, np.full(self._rate_hz // 5, 0.1, np.float32), self._rate_hz, key=text)

    def cue(self, word: str, tempo_cpm: float) -> Clip:
        return self.sentence(word)
