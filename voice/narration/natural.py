"""The natural voice as a driver of pyttsx3: the only module that knows hibari, and only the voice inside its wheel.

Its other voices are downloads, which it makes by itself when one is named: so none is ever named here. It runs in the
renderer's process, where `voice.narration.engine` hands `build_driver` to pyttsx3.
"""

from __future__ import annotations

import wave
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.errors import NaturalVoiceError
from voice.narration.natural_files import MODEL, NATURAL_FILES
from voice.narration.pronunciation import pronounced
from voice.narration.voice_names import NATURAL

RATE_HZ = 24_000
_SEED = 0
"""Of the noise in the voice: the same text gives the same samples."""
_FULL_SCALE = 32767


class NaturalVoice:
    """The voice, loaded: 0.2 to 0.5 s and 185 MB. Raises NaturalVoiceError where it cannot be."""

    def __init__(self) -> None:
        folder = NATURAL_FILES.folder()
        NATURAL_FILES.check(folder)
        try:
            from hibari import Hibari  # here and not above: whoever speaks with espeak-ng alone need not have it

            self._voice = Hibari(model=str(folder / MODEL))
            self._voice.phonemize("Ready.")  # the lexicon is read with the first text
        except Exception as error:
            raise NaturalVoiceError(f"The natural voice could not be loaded ({error}).") from error

    def render(self, text: str, speed: float) -> NDArray[np.float32]:
        """The text as mono at 24,000 Hz, with silence around it; `speed` is hibari's own scale, 0.75 an easy pace."""
        return np.asarray(self._voice(pronounced(text), speed=speed, seed=_SEED), np.float32)

    def phonemes(self, text: str) -> str:
        """What it will say, in its own alphabet."""
        return " ".join(self._voice.phonemize(pronounced(text)))


@cache
def natural_voice() -> NaturalVoice:
    """The voice of this process. Raises NaturalVoiceError."""
    return NaturalVoice()


class _Driver:
    """What pyttsx3 asks of a driver, as far as it is used: one text at a time into a file, at once.

    `startLoop` returns as soon as pyttsx3 has gone through its queue; a loop that waits for `endLoop`, as in pyttsx3's
    own dummy, hangs at the second `runAndWait`. The property `rate` is hibari's speed.
    """

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._voice = natural_voice()
        self._speed = 1.0

    def destroy(self) -> None:
        """Nothing is held but memory."""

    def stop(self) -> None:
        """Nothing is under way between two calls."""

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """The loop has ended already."""

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's name
        return {"rate": self._speed, "voice": NATURAL}[name]

    def setProperty(self, name: str, value: float) -> None:  # noqa: N802 - pyttsx3's name
        if name != "rate":
            raise KeyError(name)
        self._speed = value

    def save_to_file(self, text: str, path: str) -> None:
        samples = np.clip(self._voice.render(text, self._speed), -1.0, 1.0)
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(np.rint(samples * _FULL_SCALE).astype("<i2").tobytes())


def build_driver(proxy: Any) -> _Driver:
    """What pyttsx3 calls to set up an engine with this driver. Raises NaturalVoiceError."""
    return _Driver(proxy)
