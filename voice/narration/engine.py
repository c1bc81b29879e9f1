"""The speech engine in its own process: `python -m voice.narration.engine` answers requests until its input closes.

Every text is spoken by a process of its own, made for it. espeak-ng 1.51 carries state from one text to the next
(the same text four times over gave four different sounds), so only a fresh one gives the same bytes for the same text;
and pyttsx3 can neither set up two engines in a process nor survive a fork once set up. The libraries are loaded here
beforehand and no engine is ever set up here, so that a fork is safe and quick.

Requests are `{"ask": "versions"}`, answered by `{"espeak_ng": str, "pyttsx3": str}`, and `{"ask": "speech",
"text": str, "voice": str, "rate_wpm": int, "folder": str, "limit_s": float}`, answered by `{"rate_hz": int}` and the
samples, mono 16-bit little-endian. Either may be answered by `{"failure": str}`, a value of `Failure`.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import multiprocessing
import os
import signal
import sys
import time
import wave
from collections.abc import Callable
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyttsx3

from voice.processes.chance import begin_anew
from voice.processes.child import Header, serve

try:
    from pyttsx3.drivers import _espeak
except (RuntimeError, OSError):
    _espeak = None  # the library is not on this machine; every request is answered so

_DRIVER = "espeak"
_ATTEMPTS = 3  # pyttsx3 now and then writes no file
_ATTEMPT_SHARE = 0.3  # of the client's limit, so that all attempts end before its patience
_POLL_S = 0.0005
_HEADER_BYTES = 44  # of a WAV file without a single sample
_SEED = 1  # the one that every process begins with

# Forking is quick and safe here: one thread, no engine set up. Elsewhere a fork is not to be had or not to be trusted.
_PROCESSES: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")

_Reply = tuple[Header, bytes]


class Failure(Enum):
    """Why there is no speech."""

    NO_ENGINE = "no-engine"
    UNKNOWN_VOICE = "unknown-voice"
    NO_SOUND = "no-sound"


def answer(header: Header, payload: bytes) -> _Reply:
    """The reply to one request; for the child's main thread."""
    if _espeak is None:
        return _failed(Failure.NO_ENGINE)
    if header["ask"] == "versions":
        versions = {"espeak_ng": _espeak_version(), "pyttsx3": importlib.metadata.version("pyttsx3")}
        return versions, b""
    for _ in range(_ATTEMPTS):
        reply = _in_new_process(_speak, header, header["limit_s"] * _ATTEMPT_SHARE)
        if reply[0].get("failure") != Failure.NO_SOUND.value:
            break
    return reply


def _failed(failure: Failure) -> _Reply:
    return {"failure": failure.value}, b""


def _espeak_version() -> str:
    """Asking for it sets nothing up."""
    return str(_espeak.Info(ctypes.c_void_p()).decode())


def _in_new_process(work: Callable[[Header], _Reply], header: Header, limit_s: float) -> _Reply:
    reader, writer = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_report, args=(writer, work, header, limit_s), daemon=True)
    process.start()
    writer.close()
    try:
        return reader.recv() if reader.poll(limit_s) else _failed(Failure.NO_SOUND)
    except EOFError:
        return _failed(Failure.NO_SOUND)
    finally:
        process.kill()
        process.join()
        reader.close()


def _report(writer: Connection, work: Callable[[Header], _Reply], header: Header, limit_s: float) -> None:
    """Runs in the new process: send what `work` returns, and end by alarm should nobody be left to end it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, limit_s)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the driver prints
    writer.send(work(header))


def _speak(header: Header) -> _Reply:
    """Speak the text into a file, with what pyttsx3 needs to be dependable, and return its samples."""
    try:
        engine = pyttsx3.init(_DRIVER)
    except RuntimeError:
        return _failed(Failure.NO_ENGINE)
    refused: list[str] = []
    engine.connect("error", lambda name, exception: refused.append(str(exception)))
    engine.runAndWait()  # until it has run once, property changes may be lost
    _settle()
    for name, value in (("voice", header["voice"]), ("rate", header["rate_wpm"])):
        engine.setProperty(name, value)
        _settle()
    if refused or not _is_voice(header["voice"], engine.getProperty("voice")):
        return _failed(Failure.UNKNOWN_VOICE)
    path = Path(header["folder"]) / f"{os.getpid()}.wav"
    try:
        # espeak-ng draws the breath of some voices from the C library's generator. So does the sound server's library,
        # which seeds it by chance the first time that a user's folder for it is missing.
        begin_anew(_SEED)
        engine.save_to_file(header["text"], str(path))
        engine.runAndWait()
        _settle()
        return _samples(path)
    finally:
        path.unlink(missing_ok=True)


def _settle() -> None:
    """Changes and speech happen in a thread of the library: wait until it has nothing left to do."""
    while _espeak.IsPlaying():
        time.sleep(_POLL_S)


def _is_voice(asked: str, got: str | None) -> bool:
    """An unknown voice or variant is replaced without a word by one of another name."""
    return got is not None and got.rpartition("/")[2] == asked.lower().rpartition("/")[2]


def _samples(path: Path) -> _Reply:
    if not path.exists() or path.stat().st_size <= _HEADER_BYTES:
        return _failed(Failure.NO_SOUND)
    with wave.open(str(path), "rb") as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            return _failed(Failure.NO_SOUND)
        return {"rate_hz": file.getframerate()}, file.readframes(file.getnframes())


if __name__ == "__main__":
    serve(answer)
