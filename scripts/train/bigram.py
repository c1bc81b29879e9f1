"""How often units follow each other: the language of the denominator, and of unknown speech in the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train.alignment import Alignment
from scripts.train.units import INDEX, SILENCE, UNITS

_SMOOTHING = 20.0
"""How many occurrences of a unit are spread over what might have followed."""


@dataclass(frozen=True, slots=True)
class Bigram:
    """Probabilities: `alone` of a unit, shape (units,); `after` of a unit given the one before, rows sum to one."""

    alone: NDArray[np.float64]
    after: NDArray[np.float64]

    def save(self, file: Path) -> None:
        """Write it."""
        np.savez(file, alone=self.alone, after=self.after)


def load_bigram(file: Path) -> Bigram:
    """Read what `Bigram.save` wrote."""
    with np.load(file) as held:
        return Bigram(held["alone"], held["after"])


def count_bigram(alignments: Iterable[Alignment | None]) -> Bigram:
    """The bigram of these alignments, each between two silences."""
    silence = INDEX[SILENCE]
    pairs = np.zeros((len(UNITS), len(UNITS)))
    alone = np.ones(len(UNITS))
    for alignment in alignments:
        if alignment is None:
            continue
        units = np.concatenate(([silence], alignment.units, [silence]))
        np.add.at(pairs, (units[:-1], units[1:]), 1.0)
        np.add.at(alone, units, 1.0)
    pairs[silence, silence] = 0.0
    alone /= alone.sum()
    pairs += _SMOOTHING * alone
    return Bigram(alone, pairs / pairs.sum(axis=1, keepdims=True))
