"""The guide's voice: a sentence or a cue word in, a clip out, rendered once and then kept."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
from collections.abc import Callable
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from voice.audio.resample import RESAMPLER_VERSION, resample
from voice.errors import NaturalVoiceError, RendererError
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.natural_files import natural_versions
from voice.narration.onset import vowel_onset
from voice.narration.pace import cue_rate_wpm, own_rate
from voice.narration.renderer import Renderer
from voice.narration.speech import PROCESSING_VERSION, joined, levelled, sentences, trimmed
from voice.narration.voice_names import FALLBACK, NATURAL

_ENTRY = struct.Struct("<II")  # the stream's rate in Hz, the onset in frames; then 16-bit samples
_FULL_SCALE = 32767


class _Kind(Enum):
    SENTENCE = "sentence"
    CUE = "cue"


class Narrator:
    """Clips at `rate_hz` in one voice, from the cache or the renderer; may be used from several threads.

    Only one thread renders at a time; one that wants what is cached does not wait for it. A clip is the same, byte for
    byte, whether it was just rendered or comes from the cache. Where the natural voice is missing or fails, espeak-ng
    speaks at once, and to the end. The narrator closes the renderer.
    """

    def __init__(self, renderer: Renderer, cache: DiskCache, rate_hz: int, voice: str, rate_wpm: int) -> None:
        """`rate_wpm` is in words a minute as they are played over the whole script, pauses included."""
        self._renderer = renderer
        self._cache = cache
        self._rate_hz = rate_hz
        self._voice = voice
        self._rate_wpm = rate_wpm
        self._rendering = threading.Lock()
        self._espeak = ""  # known after the first use of the renderer, never changed after
        self._fallen_back = ""
        self._tell: Callable[[str], None] = lambda why: None

    def tell_fallen_back(self, tell: Callable[[str], None]) -> None:
        """Have it told, once, by the thread that found it out; at once where it is so already."""
        self._tell = tell
        if self._fallen_back:
            tell(self._fallen_back)

    @property
    def fallen_back(self) -> str:
        """Why espeak-ng speaks in place of the natural voice, in a sentence that says what to do; empty where it does
        not."""
        return self._fallen_back

    def sentence(self, text: str, *, keep: bool = True) -> Clip:
        """One or more sentences, half a second between them, at -20 dBFS active speech.

        What must not be written to the disk is not to be kept. Blocks while rendering. Raises RendererError when there
        is no speech to be had, InputError for a voice or rate that does not exist.
        """
        return self._own(_Kind.SENTENCE, text, self._rate_wpm, keep=keep)

    def found(self, text: str) -> Clip | None:
        """The clip of a text that was rendered before, without waiting."""
        return self._found(_Kind.SENTENCE, text, self._rate_wpm)

    def speak_as(self, text: str, voice: str, rate_wpm: int) -> Clip:
        """The same in another voice, such as "natural" or "en-us+f3": what a scenario's people say.

        espeak-ng takes `rate_wpm` in its own words a minute. Raises as `sentence` does.
        """
        rate = own_rate(voice, rate_wpm) if voice == NATURAL else rate_wpm
        return self._clip(_Kind.SENTENCE, text, voice, rate, keep=True)

    def cue(self, word: str, tempo_cpm: float) -> Clip:
        """One word for a beat of so many cycles a minute, with the onset of its first vowel. Raises as `sentence` does.

        It is as quick as that beat needs, whatever pace the sentences have.
        """
        return self._own(_Kind.CUE, word, cue_rate_wpm(tempo_cpm), keep=True)

    def found_cue(self, word: str, tempo_cpm: float) -> Clip | None:
        """The same where it was rendered before, without waiting."""
        return self._found(_Kind.CUE, word, cue_rate_wpm(tempo_cpm))

    def spare(self, why: str) -> None:
        """Let espeak-ng speak from now on, for want of memory; `why` is a sentence that says what to do."""
        if self._speaker() == NATURAL:
            self._fall_back(why)

    def rest(self) -> None:
        """End the renderer's process, which the next text that is not cached starts again."""
        with self._rendering:
            self._renderer.close()

    def wake(self) -> None:
        """Start it before that, so that the next text is rendered as quickly as ever."""
        if self._speaker() == NATURAL:
            try:
                with self._rendering:
                    self._renderer.load_natural()
            except NaturalVoiceError as error:
                self._fall_back(str(error))

    def close(self) -> None:
        """End the renderer, after what it is rendering now."""
        with self._rendering:
            self._renderer.close()

    def _speaker(self) -> str:
        """Who speaks for the guide now."""
        return FALLBACK if self._fallen_back else self._voice

    def _own(self, kind: _Kind, text: str, rate_wpm: float, *, keep: bool) -> Clip:
        voice = self._speaker()
        try:
            return self._clip(kind, text, voice, own_rate(voice, rate_wpm), keep=keep)
        except NaturalVoiceError as error:
            self._fall_back(str(error))
            return self._clip(kind, text, FALLBACK, own_rate(FALLBACK, rate_wpm), keep=keep)

    def _fall_back(self, why: str) -> None:
        """To the end; the renderer's process, which may have loaded the natural voice, is not kept for espeak-ng."""
        with self._rendering:
            told, self._fallen_back = bool(self._fallen_back), why
            self._renderer.close()
        if not told:
            self._tell(why)

    def _found(self, kind: _Kind, text: str, rate_wpm: float) -> Clip | None:
        voice = self._speaker()
        if voice != NATURAL and not self._espeak:
            return None  # only the child knows the versions that the key holds
        return self._cached(self._key(kind, text, voice, own_rate(voice, rate_wpm)), text)

    def _clip(self, kind: _Kind, text: str, voice: str, rate: float, *, keep: bool) -> Clip:
        key = self._key(kind, text, voice, rate)
        clip = self._cached(key, text)
        if clip is not None:
            return clip
        with self._rendering:
            clip = self._cached(key, text)  # perhaps the thread before us rendered it
            if clip is not None:
                return clip
            samples = self._rendered(text, voice, rate)
            onset = vowel_onset(samples, self._rate_hz) if kind is _Kind.CUE else 0
            entry = _ENTRY.pack(self._rate_hz, onset) + np.rint(samples * _FULL_SCALE).astype("<i2").tobytes()
            if keep:
                self._cache.put(key, entry)
        return _decoded(entry, text, key)

    def _cached(self, key: str, text: str) -> Clip | None:
        entry = self._cache.get(key)
        return None if entry is None else _decoded(entry, text, key)

    def _rendered(self, text: str, voice: str, rate: float) -> NDArray[np.float32]:
        parts = []
        for sentence in sentences(text):
            spoken, spoken_hz = self._renderer.render(sentence, voice, rate)
            parts.append(resample(trimmed(spoken, spoken_hz), spoken_hz, self._rate_hz))
        samples = levelled(joined(parts, self._rate_hz), self._rate_hz)
        if not np.any(samples):
            raise RendererError(f'The voice made no sound for "{text}"; write it in words.')
        return samples

    def _key(self, kind: _Kind, text: str, voice: str, rate: float) -> str:
        """A digest of everything that changes the sound."""
        engine = natural_versions() if voice == NATURAL else self._espeak_versions()
        parts = (kind.value, text, voice, rate, self._rate_hz, engine, RESAMPLER_VERSION, PROCESSING_VERSION)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _espeak_versions(self) -> str:
        if not self._espeak:
            with self._rendering:
                versions = self._renderer.versions()
            self._espeak = f"espeak-ng {versions.espeak_ng}, pyttsx3 {versions.pyttsx3}"
        return self._espeak


def _decoded(entry: bytes, text: str, key: str) -> Clip:
    rate_hz, onset_frames = _ENTRY.unpack_from(entry)
    samples = np.frombuffer(entry, "<i2", offset=_ENTRY.size).astype(np.float32) / np.float32(_FULL_SCALE)
    samples.flags.writeable = False
    return Clip(text=text, samples=samples, rate_hz=rate_hz, onset_frames=onset_frames, key=key)
