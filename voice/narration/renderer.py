"""Speech from text, by a child process that may die or hang without harm."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.errors import InputError, NaturalVoiceError, RendererError
from voice.narration.espeak_voices import EspeakVoice
from voice.narration.voice_names import NATURAL
from voice.processes.child import Child, ChildDiedError, ChildTimeoutError, Header

LIMIT_S = 10.0
LIVE_LIMIT_S = 3.0
"""For one text in a session, where somebody waits."""
RATES_WPM = range(80, 451)
"""What espeak-ng can speak, in its own words a minute."""
SLOWEST_WPM = 40
"""Below the first of these its words stand apart."""
SPEEDS = (0.2, 2.0)
"""What the natural voice can speak, in its own scale."""

_LOAD_LIMIT_S = 15.0
"""For the natural voice in a new child: 1.2 s on this class of machine, more where it is busy."""
_ENVIRONMENT = {
    "ORT_DISABLE_TELEMETRY": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": "262144",
    "MALLOC_TRIM_THRESHOLD_": "262144",
}
"""Nothing is to be sent; one thread, since the child forks; and what a sentence took is given back at once (glibc): 200
in place of 235 MB, for a quarter more time."""
_ENGINE = "voice.narration.engine"
_TRIES = 2  # a child that died or hung is replaced once for each text
_MEMORY_FOLDER = "/dev/shm"  # speech passes through a file; no disk need wear for it
_INSTALL_HINT = "install espeak-ng (Debian, Ubuntu, Raspberry Pi OS: sudo apt install espeak-ng)"


@dataclass(frozen=True, slots=True)
class EngineVersions:
    """The versions of what makes the sound."""

    espeak_ng: str
    pyttsx3: str


class Renderer:
    """The parent's end of the speech engine; owned by one thread at a time.

    The child starts with the first request. A request that finds it dead, or gets no answer within `limit_s` seconds,
    is put once to a new one.
    """

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._child: Child | None = None
        self._loaded = False
        """Whether the child has loaded the natural voice."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._versions: EngineVersions | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return None if self._child is None else self._child.pid

    def start(self, voice: str) -> None:
        """Start the child before it is needed, loading this voice meanwhile. Raises RendererError."""
        if self._child is None:
            self._child = _started(*([NATURAL] if voice == NATURAL else []))
            self._loaded = False

    def versions(self) -> EngineVersions:
        """What the child speaks with, asked once. Raises RendererError."""
        if self._versions is None:
            answer, _ = self._ask({"ask": "versions"})
            self._versions = EngineVersions(espeak_ng=answer["espeak_ng"], pyttsx3=answer["pyttsx3"])
        return self._versions

    def voices(self) -> tuple[EspeakVoice, ...]:
        """Every voice of espeak-ng. Raises RendererError."""
        answer, _ = self._ask({"ask": "voices", "limit_s": self._limit_s})
        return tuple(EspeakVoice(*row) for row in answer["voices"])

    def load_natural(self) -> None:
        """Have the natural voice ready. Raises NaturalVoiceError."""
        self._ask({"ask": "load", "voice": NATURAL})

    def render(self, text: str, voice: str, rate: float) -> tuple[NDArray[np.float32], int]:
        """`text` in a voice, "natural" or one of espeak-ng's: float32 mono and its rate in Hz; same text, same samples.

        espeak-ng's are named as it lists them, or by a language code, a variant after them: "en-us", "en-gb+f3". `rate`
        is in the voice's own scale: words a minute for espeak-ng, a speed for the natural voice. Raises RendererError
        when no speech can be made, NaturalVoiceError where that is for want of the natural voice, InputError for an
        empty text, or a voice or rate that does not exist.
        """
        if not text.strip():
            raise InputError("There is nothing to say; expected a text.")
        if voice == NATURAL:
            low, high = SPEEDS
            if not low <= rate <= high:
                raise InputError(f"The speed is {rate:g}; expected {low:g} to {high:g}.")
        elif not SLOWEST_WPM <= rate <= RATES_WPM[-1]:
            raise InputError(f"The rate is {rate:g}; expected {SLOWEST_WPM} to {RATES_WPM[-1]} words a minute.")
        request = {"ask": "speech", "text": text, "voice": voice, "rate": rate, "limit_s": self._limit_s}
        answer, payload = self._ask(request | {"folder": self._speech_folder()})
        samples = np.frombuffer(payload, "<i2").astype(np.float32) / np.float32(32768)
        return samples, int(answer["rate_hz"])

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
            self._child = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _ask(self, request: Header) -> tuple[Header, bytes]:
        natural = request.get("voice") == NATURAL
        for _ in range(_TRIES):
            try:
                answer, payload = self._answer(request, natural=natural)
            except (ChildDiedError, ChildTimeoutError):
                if self._child is not None:
                    self._child.kill()
                    self._child = None
                continue
            if "failure" in answer:
                raise _failure(answer, request)
            return answer, payload
        if natural:
            raise NaturalVoiceError("The natural voice does not answer; end some other programs, or start again.")
        raise RendererError(f"The voice does not answer; if that stays so, {_INSTALL_HINT}.")

    def _answer(self, request: Header, *, natural: bool) -> tuple[Header, bytes]:
        self.start(NATURAL if natural else "")
        assert self._child is not None
        if natural and not self._loaded:
            answer, payload = self._child.request({"ask": "load"}, timeout_s=_LOAD_LIMIT_S)
            if "failure" in answer:
                return answer, payload
            self._loaded = True
        return self._child.request(request, timeout_s=self._limit_s)

    def _speech_folder(self) -> str:
        """Owned here and not by the child, so that it is removed even when the child was killed."""
        if self._folder is None:
            usable = os.access(_MEMORY_FOLDER, os.W_OK | os.X_OK)
            try:
                self._folder = tempfile.TemporaryDirectory(prefix="voice-", dir=_MEMORY_FOLDER if usable else None)
            except OSError as error:
                raise RendererError("The voice finds no room for temporary files; free some disk space.") from error
        return self._folder.name


def _started(*arguments: str) -> Child:
    try:
        return Child(_ENGINE, _ENVIRONMENT, *arguments)
    except OSError as error:
        raise RendererError("The voice cannot start a process; close some programs and try again.") from error


def _failure(answer: Header, request: Header) -> RendererError | InputError:
    """`failure` is a value of `voice.narration.engine.Failure`, which only the child imports."""
    match answer["failure"]:
        case "no-engine":
            return RendererError(f"There is no voice on this machine; {_INSTALL_HINT}.")
        case "unknown-voice":
            return InputError(
                f'There is no voice "{request["voice"]}"; expected natural, or one of `voice say --list`, such as '
                "en-us or en-us+f3."
            )
        case "no-data":
            return InputError(
                f'The voice "{request["voice"]}" needs {answer["why"]} (sudo apt install {answer["why"]}); expected '
                "one that is there, such as natural or en-us."
            )
        case "no-natural":
            return NaturalVoiceError(answer["why"])
        case _:
            return RendererError(f'The voice made no sound for "{request["text"]}"; write it in words.')
