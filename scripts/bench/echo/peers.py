"""The ways to deal with the echo that are compared."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from scripts.bench.echo.rooms import Condition, Samples
from voice.echo.front_end import FrontEnd
from voice.echo.speex import Canceller
from voice.hearing.ears import Ears
from voice.hearing.words.recogniser import RATE_HZ


class Peer(Protocol):
    """One way to deal with the echo; made for each scene."""

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """The next 20 ms: what the ears get to hear, what was played, what was taken out."""
        ...

    def tell(self, ears: Ears) -> None:
        """Tell the ears what is known beside the sound."""


class Nothing:
    """No canceller."""

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """As it is."""
        return heard, played, np.zeros_like(heard)

    def tell(self, ears: Ears) -> None:
        """Nothing."""


class Gate(Nothing):
    """Half duplex: the microphone is off while anything is played, and 0.3 s longer."""

    def __init__(self) -> None:
        self._closed_s = 0.0

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """Silence while it plays."""
        sounds = float(np.max(np.abs(played))) > 1e-4
        self._closed_s = 0.3 if sounds else self._closed_s - len(played) / RATE_HZ
        return (np.zeros_like(heard) if self._closed_s > 0 else heard), played, np.zeros_like(heard)


class WebRtc(Nothing):
    """WebRTC's AEC3, with its suppressor, as it comes."""

    def __init__(self, delay_ms: float) -> None:
        processor = importlib.import_module("aec_audio_processing").AudioProcessor
        self._processor: Any = processor(enable_aec=True, enable_ns=False, enable_agc=False, enable_vad=False)
        self._processor.set_stream_format(RATE_HZ, 1)
        self._processor.set_reverse_stream_format(RATE_HZ, 1)
        self._processor.set_stream_delay(round(delay_ms))

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """In frames of 10 ms."""
        out = []
        for start in range(0, len(heard), RATE_HZ // 100):
            piece = slice(start, start + RATE_HZ // 100)
            self._processor.process_reverse_stream(_pcm(played[piece]))
            out.append(np.frombuffer(self._processor.process_stream(_pcm(heard[piece])), np.int16))
        return np.concatenate(out).astype(np.float32) / np.float32(32767), played, np.zeros_like(heard)


class Ours(Nothing):
    """The front end of this program."""

    def __init__(self) -> None:
        self.front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
        self._delay_s: float | None = None
        self._moved = False

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """As in a session."""
        cleaned = self.front_end.hear(heard, played)
        self._delay_s, self._moved = cleaned.delay_s, cleaned.moved
        return cleaned.samples, cleaned.played, cleaned.removed

    def tell(self, ears: Ears) -> None:
        """How late the echo comes."""
        ears.own.arrives(self._delay_s, moved=self._moved)


PEERS: dict[str, Callable[[Condition], Peer]] = {
    "none": lambda _: Nothing(),
    "gate": lambda _: Gate(),
    "aec3": lambda condition: WebRtc(condition.path.delay_ms),
    "ours": lambda _: Ours(),
}


def has_webrtc() -> bool:
    """Whether WebRTC's can be compared with; says so where not."""
    try:
        importlib.import_module("aec_audio_processing")
    except ImportError:
        print("aec3 is left out: the package aec-audio-processing is not installed", file=sys.stderr)
        return False
    return True


def _pcm(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()
