"""The alignment of a whole shelf with an acoustic model, on all processors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scripts.train.acoustic_model import AcousticModel, read_model
from scripts.train.alignment import Alignment, align
from scripts.train.lexicon import Lexicon, load_lexicon
from scripts.train.mfcc import mfcc
from scripts.train.recordings import Recording, Samples, Shelf
from scripts.train.workers import workers

LONGEST_S = 40.0
NOT_SPOKEN_TO = ("talk", "noise", "rooms")
"""Kinds without a transcript."""
_PEAK = 16_000.0
_DITHER = 3.0
_SHORTEST_FRAMES = 10


def align_shelf(shelf: Path, model: Path, lexicon: Path, *, processes: int) -> list[Alignment | None]:
    """An alignment for each recording, in order; None where there is no transcript or it does not fit."""
    total = len(Shelf(shelf).recordings)
    parts = np.array_split(np.arange(total), max(1, min(total // 50, 40 * processes)))
    with workers(processes, _open, shelf, model, lexicon) as pool:
        return [one for part in pool.map(_align_rows, [part.tolist() for part in parts]) for one in part]


class _Aligner:
    """What one process holds open."""

    def __init__(self, shelf: Path, model: Path, lexicon: Path) -> None:
        self.shelf = Shelf(shelf)
        self.model = read_model(model)
        self.lexicon = load_lexicon(lexicon)


_OPEN: list[_Aligner] = []


def _open(shelf: Path, model: Path, lexicon: Path) -> None:
    _OPEN[:] = [_Aligner(shelf, model, lexicon)]


def _align_rows(rows: Sequence[int]) -> list[Alignment | None]:
    (held,) = _OPEN
    return [_of_recording(held, held.shelf.recordings[row]) for row in rows]


def _of_recording(held: _Aligner, recording: Recording) -> Alignment | None:
    if recording.kind in NOT_SPOKEN_TO or recording.seconds > LONGEST_S:
        return None
    return align_sound(held.shelf.samples(recording), recording.text, held.model, held.lexicon)


def align_sound(sound: Samples, text: str, model: AcousticModel, lexicon: Lexicon) -> Alignment | None:
    """The alignment of one recording, levelled and with the trace of noise that the network knows."""
    dither = np.random.default_rng(0).normal(size=len(sound)) * _DITHER
    features = mfcc(sound * (_PEAK / (np.abs(sound).max(initial=0.0) + 1.0)) + dither)
    return align(model.outputs(features), text, lexicon) if len(features) >= _SHORTEST_FRAMES else None
