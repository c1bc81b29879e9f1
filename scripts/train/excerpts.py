"""Words and phrases of commands cut out of sentences, so that real people say on their own what nobody recorded so.

A cut word lacks the quiet around it and keeps the neighbours' colour, but its voices, rooms and microphones are real.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from scripts.train.alignment import NO_WORD, Alignment
from scripts.train.mfcc import SHIFT
from scripts.train.recordings import Recording, Samples, Shelf, Split

KIND = "excerpt"
_FROM = ("reading", "more")
_LEAST_FRAMES_A_PHONE = 4.0
_FADE = 160
_LEAST_FRAMES = 20
"""A word said faster than this is swallowed by its neighbours."""


class Cut(NamedTuple):
    """Words `start` up to, not including, `stop` of a recording's transcript."""

    row: int
    start: int
    stop: int


def find_excerpts(
    recordings: Sequence[Recording],
    alignments: Sequence[Alignment | None],
    phrases: Sequence[str],
    *,
    most: int,
    seed: int,
) -> list[Cut]:
    """Where these phrases are said in the sentences that may be trained on, at most `most` times each."""
    wanted: dict[tuple[str, ...], str] = {tuple(phrase.split()): phrase for phrase in phrases}
    longest = max(map(len, wanted))
    taken: Counter[str] = Counter()
    cuts: list[Cut] = []
    for row in np.random.default_rng(seed).permutation(len(recordings)).tolist():
        recording, alignment = recordings[row], alignments[row]
        if alignment is None or recording.kind not in _FROM or recording.split is not Split.TRAIN:
            continue
        words = recording.text.split()
        for start in range(len(words)):
            for stop in range(start + 1, min(start + longest, len(words)) + 1):
                phrase = wanted.get(tuple(words[start:stop]))
                if phrase is not None and taken[phrase] < most and _worth_cutting(alignment, start, stop):
                    taken[phrase] += 1
                    cuts.append(Cut(row, start, stop))
    return sorted(cuts)


def _worth_cutting(alignment: Alignment, start: int, stop: int) -> bool:
    inside = (alignment.words >= start) & (alignment.words < stop)
    frames = int((alignment.ends - alignment.starts)[inside].sum())
    return frames >= max(_LEAST_FRAMES, _LEAST_FRAMES_A_PHONE * int(inside.sum()))


def cut_excerpts(
    shelf: Shelf, alignments: Sequence[Alignment | None], cuts: Sequence[Cut], aligned: list[Alignment | None]
) -> Iterator[tuple[Recording, Samples]]:
    """The excerpts as clips, faded at both ends; what is known of their phones is appended to `aligned`."""
    for row, start, stop in cuts:
        recording, alignment = shelf.recordings[row], alignments[row]
        if alignment is None:
            continue
        inside = np.flatnonzero((alignment.words >= start) & (alignment.words < stop))
        inside = np.arange(inside[0], inside[-1] + 1)  # with any silence between its words
        begin, end = int(alignment.starts[inside[0]]), int(alignment.ends[inside[-1]])
        sound = shelf.samples(recording)[begin * SHIFT : (end + 2) * SHIFT].copy()
        if len(sound) < 2 * _FADE:
            continue
        fade = np.linspace(0.0, 1.0, _FADE, dtype=np.float32)
        sound[:_FADE] *= fade
        sound[-_FADE:] *= fade[::-1]
        words = alignment.words[inside]
        aligned.append(
            Alignment(
                alignment.units[inside],
                np.where(words == NO_WORD, words, words - start).astype(np.int16),
                alignment.starts[inside] - np.int32(begin),
                end - begin,
                alignment.score,
            )
        )
        text = " ".join(recording.text.split()[start:stop])
        yield Recording(0, 0, text, recording.speaker, recording.licence, recording.source, KIND, Split.TRAIN), sound
