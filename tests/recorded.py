"""The recordings of people that travel with the tests; tests/recordings/index.csv names who published each and how."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import read_audio

FOLDER = Path(__file__).parent / "recordings"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording: float32 mono at 16,000 Hz, what is said or what kind of noise it is, and its kind."""

    samples: NDArray[np.float32]
    text: str
    speaker: str
    kind: str


def recorded(*kinds: str) -> list[Recorded]:
    """The recordings of these kinds, in the order of the index."""
    with (FOLDER / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in kinds]
    return [Recorded(_samples(row), row["text"], row["speaker"], row["kind"]) for row in rows]


def _samples(row: dict[str, str]) -> NDArray[np.float32]:
    samples, _ = read_audio(FOLDER / row["file"], offset=int(row["offset"]), frames=int(row["frames"]))
    return samples
