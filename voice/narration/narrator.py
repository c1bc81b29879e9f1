"""The guide's voice: a sentence or a cue word in, a clip out, rendered once and then kept."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from voice.audio.resample import RESAMPLER_VERSION, resample
from voice.errors import RendererError
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.onset import vowel_onset
from voice.narration.renderer import Renderer
from voice.narration.speech import PROCESSING_VERSION, joined, levelled, sentences, trimmed

_ENTRY = struct.Struct("<II")  # the stream's rate in Hz, the onset in frames; then 16-bit samples
_FULL_SCALE = 32767


class _Kind(Enum):
    SENTENCE = "sentence"
    CUE = "cue"


class Narrator:
    """Clips at `rate_hz` in one voice, from the cache or the renderer; may be used from several threads.

    Only one thread renders at a time; one that wants what is cached does not wait for it. A clip is the same, byte for
    byte, whether it was just rendered or comes from the cache. The narrator closes the renderer.
    """

    def __init__(self, renderer: Renderer, cache: DiskCache, rate_hz: int, voice: str, rate_wpm: int) -> None:
        self._renderer = renderer
        self._cache = cache
        self._rate_hz = rate_hz
        self._voice = voice
        self._rate_wpm = rate_wpm
        self._rendering = threading.Lock()
        self._engine = ""  # known after the first use of the renderer, never changed after

    def sentence(self, text: str) -> Clip:
        """One or more sentences, half a second between them, at -20 dBFS active speech.

        Blocks while rendering. Raises RendererError when there is no speech to be had, InputError for a voice or rate
        that does not exist.
        """
        return self._clip(_Kind.SENTENCE, text, self._voice, self._rate_wpm)

    def found(self, text: str) -> Clip | None:
        """The clip of a text that was rendered before, without waiting; None until a first clip was asked for."""
        return (
            self._cached(self._key(_Kind.SENTENCE, text, self._voice, self._rate_wpm), text) if self._engine else None
        )

    def speak_as(self, text: str, voice: str, rate_wpm: int) -> Clip:
        """The same in another voice, such as "en-us+f3": what a scenario's people say. Raises as `sentence` does."""
        return self._clip(_Kind.SENTENCE, text, voice, rate_wpm)

    def cue(self, word: str) -> Clip:
        """One word for the beat, with the onset of its first vowel. Raises as `sentence` does."""
        return self._clip(_Kind.CUE, word, self._voice, self._rate_wpm)

    def close(self) -> None:
        """End the renderer, after what it is rendering now."""
        with self._rendering:
            self._renderer.close()

    def _clip(self, kind: _Kind, text: str, voice: str, rate_wpm: int) -> Clip:
        key = self._key(kind, text, voice, rate_wpm)
        clip = self._cached(key, text)
        if clip is not None:
            return clip
        with self._rendering:
            clip = self._cached(key, text)  # perhaps the thread before us rendered it
            if clip is not None:
                return clip
            samples = self._rendered(text, voice, rate_wpm)
            onset = vowel_onset(samples, self._rate_hz) if kind is _Kind.CUE else 0
            entry = _ENTRY.pack(self._rate_hz, onset) + np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()
            self._cache.put(key, entry)
        return _decoded(entry, text, key)

    def _cached(self, key: str, text: str) -> Clip | None:
        entry = self._cache.get(key)
        return None if entry is None else _decoded(entry, text, key)

    def _rendered(self, text: str, voice: str, rate_wpm: int) -> NDArray[np.float32]:
        parts = []
        for sentence in sentences(text):
            spoken, spoken_hz = self._renderer.render(sentence, voice, rate_wpm)
            parts.append(resample(trimmed(spoken, spoken_hz), spoken_hz, self._rate_hz))
        samples = levelled(joined(parts, self._rate_hz), self._rate_hz)
        if not np.any(samples):
            raise RendererError(f'The voice made no sound for "{text}"; write it in words.')
        return samples

    def _key(self, kind: _Kind, text: str, voice: str, rate_wpm: int) -> str:
        """A digest of everything that changes the sound."""
        if not self._engine:
            with self._rendering:
                versions = self._renderer.versions()
            self._engine = f"espeak-ng {versions.espeak_ng}, pyttsx3 {versions.pyttsx3}"
        parts = (kind.value, text, voice, rate_wpm, self._rate_hz, self._engine, RESAMPLER_VERSION, PROCESSING_VERSION)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _decoded(entry: bytes, text: str, key: str) -> Clip:
    rate_hz, onset_frames = _ENTRY.unpack_from(entry)
    samples = np.frombuffer(entry, "<i2", offset=_ENTRY.size).astype(np.float32) / np.float32(_FULL_SCALE)
    samples.flags.writeable = False
    return Clip(text=text, samples=samples, rate_hz=rate_hz, onset_frames=onset_frames, key=key)
