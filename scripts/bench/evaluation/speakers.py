"""Machines that say whole sentences: one natural voice at several paces and pitches, and voices of espeak-ng.

What they said is kept among the user's cached files, so that every listener hears the same and nothing is said twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from scripts.bench.evaluation.corpus import Sound
from voice.audio.resample import RESAMPLER_VERSION, resample
from voice.errors import NaturalVoiceError
from voice.hearing.words.recogniser import RATE_HZ
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.natural_files import NATURAL_FILES, natural_versions
from voice.narration.renderer import Renderer
from voice.narration.speech import PROCESSING_VERSION, trimmed
from voice.narration.voice_names import NATURAL
from voice.settings.places import Places

_LIMIT_BYTES = 1 << 30
_FULL_SCALE = 32767
_NARRATION_WPM = 125


@dataclass(frozen=True, slots=True)
class NaturalSpeaker:
    """hibari at a speed of its own scale; `pitch` 1.06 sounds a semitone higher, throat and all, at the same pace."""

    speed: float
    pitch: float = 1.0

    @property
    def kind(self) -> str:
        """How tables group it."""
        return "natural"

    @property
    def name(self) -> str:
        """How tables name it."""
        return f"natural, speed {self.speed:g}, pitch {self.pitch:g}"


@dataclass(frozen=True, slots=True)
class EspeakSpeaker:
    """A voice of espeak-ng at a rate in words a minute."""

    voice: str
    rate_wpm: int

    @property
    def kind(self) -> str:
        """How tables group it."""
        return "espeak-ng"

    @property
    def name(self) -> str:
        """How tables name it."""
        return f"{self.voice}, {self.rate_wpm} words a minute"


Speaker = NaturalSpeaker | EspeakSpeaker

_NATURAL = (NaturalSpeaker(0.7), NaturalSpeaker(0.9, 1.06), NaturalSpeaker(0.8, 0.94))
_ESPEAK = (EspeakSpeaker("en-gb-x-rp+f2", 145), EspeakSpeaker("en-us+m3", 160))


def speakers() -> tuple[Speaker, ...]:
    """Those of this machine, the natural ones first; without hibari only espeak-ng's."""
    try:
        NATURAL_FILES.folder()
    except NaturalVoiceError:
        return _ESPEAK
    return (*_NATURAL, *_ESPEAK)


class Stage:
    """Where speakers speak; owned by one thread."""

    def __init__(self, folder: Path) -> None:
        """What is said is kept in `folder`."""
        self._cache = DiskCache(folder, limit_bytes=_LIMIT_BYTES)
        self._renderer = Renderer()
        self._narrator = Narrator(self._renderer, self._cache, RATE_HZ, "en-us", _NARRATION_WPM)

    def say(self, text: str, speaker: Speaker) -> Sound:
        """The text as float32 mono at 16,000 Hz, without silence around it.

        Raises NaturalVoiceError where a natural voice is asked for and cannot speak, RendererError where espeak-ng
        cannot.
        """
        match speaker:
            case NaturalSpeaker():
                return self._naturally(text, speaker)
            case EspeakSpeaker(voice, rate_wpm):
                return self._narrator.speak_as(text, voice, rate_wpm).samples

    def close(self) -> None:
        """End the renderer's process."""
        self._narrator.close()

    def _naturally(self, text: str, speaker: NaturalSpeaker) -> Sound:
        parts = (text, asdict(speaker), natural_versions(), RESAMPLER_VERSION, PROCESSING_VERSION)
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        kept = self._cache.get(key)
        if kept is None:
            spoken, spoken_hz = self._renderer.render(text, NATURAL, speaker.speed / speaker.pitch)
            spoken = trimmed(spoken, spoken_hz)
            spoken = resample(spoken, round(spoken_hz * speaker.pitch), RATE_HZ)
            kept = np.rint(np.clip(spoken, -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()
            self._cache.put(key, kept)
        return np.frombuffer(kept, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)


@contextmanager
def stage(folder: Path | None = None) -> Iterator[Stage]:
    """A stage that keeps what is said among the user's cached files, or in `folder`."""
    opened = Stage(folder or Places.of_user().cache / "bench")
    try:
        yield opened
    finally:
        opened.close()
