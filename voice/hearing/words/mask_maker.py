"""Masks: what the recogniser takes for phrases in the guide's own sentences, found by letting it listen to them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio.resample import resample
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.mask import NEVER_LOST, Mask, MaskSpan
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.word import HeardWord
from voice.narration.clip import Clip

_VERSION = 2
"""Counts changes to how masks are made; part of the key under which they are kept."""

_PIECE_S = 0.04
_BEFORE_S = 0.3
_AFTER_S = 0.5
_RT60_S = 0.25
_TAIL_DB = -6.0
_NOISE_DB = -50.0
_WORD_S = 0.4
_EARLY_S = 0.2
_LATE_S = 0.1
_TAKEN_FOR = 0.5
"""The confidence from which a safety word that the clip does not say is masked in it."""


class Kept(Protocol):
    """Where masks are kept between sessions: the prompt cache."""

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, or None."""
        ...

    def put(self, key: str, content: bytes) -> None:
        """Keep it."""
        ...


class MaskShelf:
    """The masks that were made, in memory and where they are kept between sessions; may be used from several threads.

    Nothing here needs a recogniser.
    """

    def __init__(self, table: PhraseTable, kept: Kept, model: str) -> None:
        """`model` is the model's fingerprint."""
        self._table = table
        self._kept = kept
        self._model = model
        self._known: dict[str, Mask] = {}

    def get(self, clip: Clip, live: ListeningSet) -> Mask | None:
        """The mask of a clip under a grammar, or None where it was never made."""
        key = self._key(clip, live)
        if key not in self._known:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._known[key] = _read(kept)
        return self._known[key]

    def put(self, clip: Clip, live: ListeningSet, mask: Mask) -> None:
        """Keep a mask."""
        key = self._key(clip, live)
        self._known[key] = mask
        self._kept.put(key, _written(mask))

    def _key(self, clip: Clip, live: ListeningSet) -> str:
        parts = "\n".join(
            (str(_VERSION), clip.key, live.name, self._model, *(phrase.text for phrase in self._table.all))
        )
        return "mask-" + hashlib.sha256(parts.encode()).hexdigest()


class MaskMaker:
    """Makes the mask of a clip, or finds it again; owned by the thread that owns its recogniser.

    Every clip is heard twice, as it is and with the echo and the noise of a room, and every phrase of the table that
    is in the words or in a guess on the way counts, at any confidence: too many spans cost her only the very phrase
    that sounds just then. What must never be lost counts so only where the clip really says it, and else only where it
    is surely heard.
    """

    def __init__(self, recogniser: Listening, table: PhraseTable, kept: Kept, model: str) -> None:
        """`model` is the model's fingerprint."""
        self._recogniser = recogniser
        self._table = table
        self._shelf = MaskShelf(table, kept, model)

    def mask(self, clip: Clip, live: ListeningSet) -> Mask:
        """What is heard in the clip by the grammar that is live while it sounds. Raises RecogniserError."""
        made = self._shelf.get(clip, live)
        if made is not None:
            return made
        dry = resample(clip.samples, clip.rate_hz, RATE_HZ)
        said = words_of(clip.text)
        spans = [span for samples in (dry, _in_a_room(dry)) for span in self._spans(samples, live, said)]
        mask = Mask(tuple(_merged(spans)))
        self._shelf.put(clip, live, mask)
        return mask

    def _spans(self, samples: NDArray[np.float32], live: ListeningSet, said: tuple[str, ...]) -> Iterator[MaskSpan]:
        name = f"masks of {live.name}"
        self._recogniser.open(name, live.grammar)
        self._recogniser.start(name, -_BEFORE_S)
        padded = np.pad(samples, (round(_BEFORE_S * RATE_HZ), round(_AFTER_S * RATE_HZ)))
        pcm = np.clip(np.rint(padded * 32767.0), -32768, 32767).astype("<i2")
        words: list[HeardWord] = []
        piece = round(_PIECE_S * RATE_HZ)
        for start in range(0, len(pcm), piece):
            hearing = self._recogniser.feed(name, pcm[start : start + piece].tobytes())
            words += hearing.final
            position_s = (start + piece) / RATE_HZ - _BEFORE_S
            yield from self._guessed(hearing.partial.split(), position_s, said)
        words += self._recogniser.flush(name)
        yield from self._in(words, said)

    def _in(self, words: Sequence[HeardWord], said: tuple[str, ...]) -> Iterator[MaskSpan]:
        texts = tuple(word.word for word in words)
        for first in range(len(texts)):
            for last in range(first, len(texts)):
                phrase = self._table.find(texts[first : last + 1])
                if phrase is None:
                    continue
                really = _says(said, phrase)
                sure = min(word.confidence for word in words[first : last + 1]) >= _TAKEN_FOR
                if really or sure or phrase.command not in NEVER_LOST:
                    yield MaskSpan(phrase.text, words[first].start_s, words[last].end_s, really)

    def _guessed(self, words: Sequence[str], position_s: float, said: tuple[str, ...]) -> Iterator[MaskSpan]:
        """Phrases at the end of a guess, whose times are rough: a guess comes about when its last word ends."""
        for count in range(1, len(words) + 1):
            phrase = self._table.find(tuple(words[-count:]))
            if phrase is None:
                continue
            really = _says(said, phrase)
            if really or phrase.command not in NEVER_LOST:
                yield MaskSpan(phrase.text, position_s - _LATE_S - count * _WORD_S, position_s + _EARLY_S, really)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a clip's text, as the phrase table writes them."""
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


def _says(said: tuple[str, ...], phrase: Phrase) -> bool:
    count = len(phrase.words)
    return any(said[start : start + count] == phrase.words for start in range(len(said) - count + 1))


def _in_a_room(dry: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sound with a short reverberation and some noise, the same for the same sound."""
    noise = np.random.default_rng(1)
    times_s = np.arange(round(_RT60_S * RATE_HZ)) / RATE_HZ
    tail = noise.normal(size=len(times_s)) * 10 ** (-3 * times_s / _RT60_S)
    tail *= 10 ** (_TAIL_DB / 20) / np.sqrt(np.sum(np.square(tail)))
    tail[0] += 1.0
    size = len(dry) + len(tail) - 1
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(tail, size), size)[: len(dry)]
    noisy = wet + noise.normal(scale=10 ** (_NOISE_DB / 20), size=len(wet))
    peak = max(float(np.max(np.abs(noisy), initial=0.0)), 1.0)
    return (noisy / peak).astype(np.float32)


def _merged(spans: Sequence[MaskSpan]) -> Iterator[MaskSpan]:
    """The spans by phrase and time, overlapping ones of a phrase as one."""
    last: MaskSpan | None = None
    for span in sorted(spans, key=lambda one: (one.phrase, one.start_s)):
        if last is not None and span.phrase == last.phrase and span.start_s <= last.end_s:
            last = replace(last, end_s=max(last.end_s, span.end_s))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _written(mask: Mask) -> bytes:
    rows = [[span.phrase, round(span.start_s, 3), round(span.end_s, 3), span.said] for span in mask.spans]
    return json.dumps(rows).encode()


def _read(content: bytes) -> Mask:
    rows = json.loads(content)
    return Mask(tuple(MaskSpan(str(phrase), float(start), float(end), bool(said)) for phrase, start, end, said in rows))
