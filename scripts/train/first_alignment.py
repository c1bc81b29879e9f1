"""A first alignment from nothing: pocketsphinx places the phones of a part of the recordings.

Its second pass, which finds the phones inside the words, fails on about a third of them; those are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pocketsphinx import Decoder

from scripts.train.alignment import NO_WORD, Alignment
from scripts.train.lexicon import Lexicon, in_dictionary, load_lexicon
from scripts.train.recordings import Recording, Samples, Shelf
from scripts.train.units import INDEX, SILENCE
from scripts.train.workers import workers

_BEAMS = {"beam": 1e-80, "wbeam": 1e-60, "pbeam": 1e-80}
_DITHER = 3


def first_alignments(shelf: Path, lexicon: Path, rows: Sequence[int], *, processes: int) -> list[Alignment | None]:
    """An alignment for each recording of the shelf; None for those not among `rows` and those that failed."""
    total = len(Shelf(shelf).recordings)
    parts = [list(rows)[start :: 4 * processes] for start in range(4 * processes)]
    alignments: list[Alignment | None] = [None] * total
    with workers(processes) as pool:
        jobs = [pool.submit(_align_rows, shelf, lexicon, part) for part in parts if part]
        for job in jobs:
            for row, alignment in job.result():
                alignments[row] = alignment
    return alignments


def _align_rows(shelf: Path, lexicon: Path, rows: Sequence[int]) -> list[tuple[int, Alignment]]:
    held, words = Shelf(shelf), load_lexicon(lexicon)
    decoder = Decoder(lm=None, samprate=16_000, loglevel="FATAL", **_BEAMS)
    known: set[str] = set()
    found = []
    for row in rows:
        recording = held.recordings[row]
        _teach(decoder, recording, words, known)
        alignment = _align(decoder, held.samples(recording), recording.text)
        if alignment is not None:
            found.append((row, alignment))
    return found


def _teach(decoder: Decoder, recording: Recording, words: Lexicon, known: set[str]) -> None:
    """Give the decoder the words that its dictionary lacks."""
    for word in recording.text.split():
        if word not in known and not in_dictionary(word) and word in words:
            decoder.add_word(word, " ".join(words.of(word)[0]), False)
            known.add(word)


def _align(decoder: Decoder, samples: Samples, text: str) -> Alignment | None:
    dither = np.random.default_rng(0).integers(-_DITHER, _DITHER + 1, len(samples))
    sound = np.clip(samples + dither, -32768, 32767).astype("<i2").tobytes()
    try:
        decoder.set_align_text(text)
        _decode(decoder, sound)
        if decoder.hyp() is None:
            return None
        decoder.set_alignment()
        _decode(decoder, sound)
        segments = _segments(decoder, text)
    except RuntimeError:  # what it raises when a pass finds no way through
        return None
    units, words, starts, ends = zip(*segments, strict=True)
    if words and max(words) + 1 < len(text.split()):
        return None
    places = np.asarray(words, np.int16), np.asarray(starts, np.int32)
    return Alignment(np.asarray(units, np.int16), *places, ends[-1], 0.0)


def _decode(decoder: Decoder, sound: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def _segments(decoder: Decoder, text: str) -> list[tuple[int, int, int, int]]:
    """Unit, place of the word, start and end of each phone."""
    said = text.split()
    place = NO_WORD
    segments = []
    for word in decoder.get_alignment():
        spoken = place + 1 < len(said) and word.name.partition("(")[0] == said[place + 1]
        place += spoken
        for phone in word:
            unit = INDEX.get(phone.name, INDEX[SILENCE])
            segments.append((unit, place if spoken else NO_WORD, phone.start, phone.start + phone.duration))
    return segments
