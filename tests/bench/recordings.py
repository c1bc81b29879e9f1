"""A folder of recordings in the bench's layout, as small as can be."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import write_wav

Sound = NDArray[np.float32]

RATE_HZ = 16_000
COLUMNS = ("file", "offset", "frames", "text", "speaker", "licence", "source", "kind", "split")
_GAP = np.zeros(800, np.float32)


def noise(seconds: float, level_dbfs: float = -30.0, seed: int = 0) -> Sound:
    """Hiss that is never the same for two seeds."""
    samples = np.random.default_rng(seed).normal(scale=10 ** (level_dbfs / 20), size=round(seconds * RATE_HZ))
    return samples.astype(np.float32)


def lay_out(folder: Path, said: Mapping[tuple[str, str, str], Sound], noises: Mapping[str, Sound]) -> Path:
    """Write speech, by kind, text and speaker, and noises, by text, all of the split "dev"."""
    _write(folder / "speech", "words-dev-00.wav", [(*who, sound) for who, sound in said.items()])
    _write(folder / "noise", "noise-dev-00.wav", [("noise", text, "", sound) for text, sound in noises.items()])
    return folder


def _write(folder: Path, shard: str, clips: list[tuple[str, str, str, Sound]]) -> None:
    folder.mkdir(parents=True)
    offset = 0
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for kind, text, speaker, sound in clips:
            rows.writerow((shard, offset, len(sound), text, speaker, "CC0", "test", kind, "dev"))
            offset += len(sound) + len(_GAP)
    write_wav(folder / shard, np.concatenate([part for *_, sound in clips for part in (sound, _GAP)]), RATE_HZ)
