"""Speech from text, by a child process that may die or hang without harm."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.errors import InputError, RendererError
from voice.processes.child import Child, ChildDiedError, ChildTimeoutError, Header

LIMIT_S = 10.0
RATES_WPM = range(80, 451)
"""What espeak-ng can speak, in its own words a minute."""

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
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._versions: EngineVersions | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        return None if self._child is None else self._child.pid

    def versions(self) -> EngineVersions:
        """What the child speaks with, asked once. Raises RendererError."""
        if self._versions is None:
            answer, _ = self._ask({"ask": "versions"})
            self._versions = EngineVersions(espeak_ng=answer["espeak_ng"], pyttsx3=answer["pyttsx3"])
        return self._versions

    def render(self, text: str, voice: str, rate_wpm: int) -> tuple[NDArray[np.float32], int]:
        """`text` in an espeak-ng voice ("en-us", "en-us+f3"): float32 mono and its rate in Hz; same text, same samples.

        `rate_wpm` is espeak-ng's own scale. Raises RendererError when no speech can be made, InputError for an
        empty text, or a voice or rate that espeak-ng does not have.
        """
        if not text.strip():
            raise InputError("There is nothing to say; expected a text.")
        if rate_wpm not in RATES_WPM:
            raise InputError(f"The rate is {rate_wpm}; expected {RATES_WPM[0]} to {RATES_WPM[-1]} words a minute.")
        request = {"ask": "speech", "text": text, "voice": voice, "rate_wpm": rate_wpm, "limit_s": self._limit_s}
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
        for _ in range(_TRIES):
            if self._child is None:
                self._child = _started()
            try:
                answer, payload = self._child.request(request, timeout_s=self._limit_s)
            except (ChildDiedError, ChildTimeoutError):
                self._child.kill()
                self._child = None
                continue
            if "failure" in answer:
                raise _failure(answer["failure"], request)
            return answer, payload
        raise RendererError(f"The voice does not answer; if that stays so, {_INSTALL_HINT}.")

    def _speech_folder(self) -> str:
        """Owned here and not by the child, so that it is removed even when the child was killed."""
        if self._folder is None:
            usable = os.access(_MEMORY_FOLDER, os.W_OK | os.X_OK)
            try:
                self._folder = tempfile.TemporaryDirectory(prefix="voice-", dir=_MEMORY_FOLDER if usable else None)
            except OSError as error:
                raise RendererError("The voice finds no room for temporary files; free some disk space.") from error
        return self._folder.name


def _started() -> Child:
    try:
        return Child(_ENGINE)
    except OSError as error:
        raise RendererError("The voice cannot start a process; close some programs and try again.") from error


def _failure(failure: str, request: Header) -> RendererError | InputError:
    """`failure` is a value of `voice.narration.engine.Failure`, which only the child imports."""
    match failure:
        case "no-engine":
            return RendererError(f"There is no voice on this machine; {_INSTALL_HINT}.")
        case "unknown-voice":
            return InputError(f'There is no voice "{request["voice"]}"; expected one such as en-us or en-us+f3.')
        case _:
            return RendererError(f'The voice made no sound for "{request["text"]}"; write it in words.')
