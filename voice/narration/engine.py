"""The speech engine in its own process: `python -m voice.narration.engine` answers requests until its input closes.

With the argument "natural" it loads the natural voice at once.

With espeak-ng every text is spoken by a process of its own, made for it. espeak-ng 1.51 carries state from one text to
the next (the same text four times over gave four different sounds), so only a fresh one gives the same bytes for the
same text; and pyttsx3 can neither set up two espeak engines in a process nor survive a fork once one is set up. The
libraries are loaded here beforehand and no espeak engine is ever set up here, so that a fork is safe and quick. The
natural voice carries nothing over: it is loaded here, once, and speaks as a driver of pyttsx3 of our own.

Requests and their answers:
  {"ask": "versions"}  {"espeak_ng": str, "pyttsx3": str}
  {"ask": "load"}      {}: the natural voice is loaded
  {"ask": "voices"}    {"voices": [[name, language, file, needs], ...]} of espeak-ng
  {"ask": "speech", "text": str, "voice": str, "rate": float, "folder": str, "limit_s": float}
                       {"rate_hz": int} and the samples, mono 16-bit little-endian
Any may be answered by `{"failure": str}`, a value of `Failure`, with "why" where there is more to say.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import multiprocessing
import os
import signal
import sys
import time
import types
import wave
from collections.abc import Callable
from enum import Enum
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyttsx3

from voice.errors import NaturalVoiceError
from voice.narration.espeak_voices import EspeakVoice, mbrola_data, meant_by, with_variant
from voice.narration.voice_names import NATURAL
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
_SLOWEST_WPM = 80  # slower than this espeak-ng does not speak; pauses between the words do the rest
_WORD_GAP = 7  # espeakWORDGAP of speak_lib.h, in tens of milliseconds, at its own usual pace
_GAP_A_WORD = 0.5  # so much more of it for each word a minute below the slowest
_MBROLA = b"mbrola"
_MBROLA_FOLDERS = ("/usr/share/mbrola/{0}", "/usr/share/mbrola/{0}/{0}", "/usr/share/mbrola/voices/{0}")
"""Where espeak-ng looks for the data of an MBROLA voice."""

# Forking is quick and safe here: one thread, no espeak engine set up. Elsewhere a fork is not to be had or not to be
# trusted.
_PROCESSES: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")

_Reply = tuple[Header, bytes]


class Failure(Enum):
    """Why there is no speech."""

    NO_ENGINE = "no-engine"
    UNKNOWN_VOICE = "unknown-voice"
    NO_DATA = "no-data"
    """The voice needs a package that is not installed: "why"."""
    NO_SOUND = "no-sound"
    NO_NATURAL = "no-natural"
    """The natural voice cannot be loaded, or failed: "why"."""


def answer(header: Header, payload: bytes) -> _Reply:
    """The reply to one request; for the child's main thread."""
    match header["ask"]:
        case "load":
            return _loaded()
        case "speech" if header["voice"] == NATURAL:
            return _speak_naturally(header)
        case _ if _espeak is None:
            return _failed(Failure.NO_ENGINE)
        case "versions":
            versions = {"espeak_ng": _espeak_version(), "pyttsx3": importlib.metadata.version("pyttsx3")}
            return versions, b""
        case "voices":
            return _voices(header["limit_s"])
        case _:
            return _speak_in_new_process(header)


def _failed(failure: Failure, why: str = "") -> _Reply:
    return {"failure": failure.value, "why": why}, b""


# ---- the natural voice


def _loaded() -> _Reply:
    try:
        _natural_engine()
    except NaturalVoiceError as error:
        return _failed(Failure.NO_NATURAL, str(error))
    return {}, b""


@cache
def _natural_engine() -> tuple[Any, list[str]]:
    """The engine, and what went wrong in it since somebody looked. Raises NaturalVoiceError."""
    from voice.narration.natural import build_driver  # whoever speaks with espeak-ng alone need not load its libraries

    driver = types.ModuleType(f"pyttsx3.drivers.{NATURAL}")
    driver.buildDriver = build_driver  # type: ignore[attr-defined]  # pyttsx3 finds drivers by their module's name
    sys.modules[driver.__name__] = driver
    engine = pyttsx3.init(NATURAL)
    problems: list[str] = []
    engine.connect("error", lambda name, exception: problems.append(str(exception)))
    return engine, problems


def _speak_naturally(header: Header) -> _Reply:
    path = _new_file(header)
    try:
        engine, problems = _natural_engine()
        problems.clear()
        engine.setProperty("rate", header["rate"])
        engine.save_to_file(header["text"], str(path))
        engine.runAndWait()
        if problems:
            return _failed(Failure.NO_NATURAL, f"The natural voice failed ({problems[0]}).")
        return _samples(path)
    except NaturalVoiceError as error:
        return _failed(Failure.NO_NATURAL, str(error))
    finally:
        path.unlink(missing_ok=True)


# ---- espeak-ng


def _espeak_version() -> str:
    """Asking for it sets nothing up."""
    return str(_espeak.Info(ctypes.c_void_p()).decode())


def _voices(limit_s: float) -> _Reply:
    if not _LISTED:
        header, payload = _in_new_process(_list, {}, limit_s)
        if "failure" in header:
            return header, payload
        _LISTED.extend(EspeakVoice(*row) for row in header["voices"])
    return {"voices": [[one.name, one.language, one.file, one.needs] for one in _LISTED]}, b""


_LISTED: list[EspeakVoice] = []
"""Filled when they are first asked for, in a process of its own: an engine set up here would end all forking."""


def _list(header: Header) -> _Reply:
    """Runs in a new process: every voice of espeak-ng, those of MBROLA last."""
    try:
        pyttsx3.init(_DRIVER)
    except RuntimeError:
        return _failed(Failure.NO_ENGINE)
    mbrola = _espeak.VOICE()
    mbrola.languages = _MBROLA
    rows = [_row(one) for one in _espeak.ListVoices(None)]  # what it lists ends with the next call
    rows += [_row(one) for one in _espeak.ListVoices(ctypes.byref(mbrola))]
    return {"voices": list(dict.fromkeys(rows))}, b""


def _row(one: Any) -> tuple[str, str, str, str]:
    """Name, language, file and what is lacking, of espeak-ng's own structure."""
    file = one.identifier.decode()
    data = mbrola_data(file)
    lacking = data is not None and not any(Path(place.format(data)).exists() for place in _MBROLA_FOLDERS)
    language = one.languages[1:].decode(errors="replace")  # the first byte is a priority
    return one.name.decode(), language, file, f"mbrola-{data}" if lacking else ""


def _speak_in_new_process(header: Header) -> _Reply:
    reply = _voices(header["limit_s"])
    if "failure" in reply[0]:
        return reply
    voice = meant_by(header["voice"], _LISTED)
    if voice is None:
        return _failed(Failure.UNKNOWN_VOICE)
    if voice.needs:
        return _failed(Failure.NO_DATA, voice.needs)
    header = header | {"voice": with_variant(voice, header["voice"])}
    for _ in range(_ATTEMPTS):
        reply = _in_new_process(_speak, header, header["limit_s"] * _ATTEMPT_SHARE)
        if reply[0].get("failure") != Failure.NO_SOUND.value:
            break
    return reply


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
    for name, value in (("voice", header["voice"]), ("rate", max(_SLOWEST_WPM, round(header["rate"])))):
        engine.setProperty(name, value)
        _settle()
    if header["rate"] < _SLOWEST_WPM:
        _espeak.SetParameter(_WORD_GAP, round((_SLOWEST_WPM - header["rate"]) * _GAP_A_WORD), 0)
    if refused or not _is_voice(header["voice"], engine.getProperty("voice")):
        return _failed(Failure.UNKNOWN_VOICE)
    path = _new_file(header)
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


def _new_file(header: Header) -> Path:
    return Path(header["folder"]) / f"{os.getpid()}.wav"


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
    if sys.argv[1:] == [NATURAL]:
        _loaded()  # before it is asked for; why it cannot be is told when it is
    serve(answer)
