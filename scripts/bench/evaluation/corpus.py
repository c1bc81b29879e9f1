"""Recordings in a folder: shards of sound, each with many clips, and one index for each kind of material.

The folder holds `speech/index.csv` and `noise/index.csv`, each beside its shards. An index has the columns `file` (the
shard), `offset` and `frames` (of the clip, at 16,000 Hz), `text` (what is said, or what sounds), `speaker`, `licence`,
`source`, `kind` and `split`. Kinds of speech that are used: `words` and `phrases` (what is said alone), `reading` and
`more` (sentences), `talk` (what a room or a television says). Only clips of one split, `dev` at first, are taken.
"""

from __future__ import annotations

import csv
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import read_audio
from voice.errors import InputError
from voice.hearing.words.recogniser import RATE_HZ

Sound = NDArray[np.float32]

_COLUMNS = ("file", "offset", "frames", "text", "speaker", "source", "kind", "split")
_MOST_SHARDS = 3


class Noise(Enum):
    """What kinds of noise are told apart, by what the index says of them."""

    HOUSEHOLD = "household"
    CRYING = "crying"
    MUSIC = "music"


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording: `frames` samples from `offset` on in the shard `file`."""

    file: Path
    offset: int
    frames: int
    text: str
    speaker: str
    source: str
    kind: str

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / RATE_HZ

    @property
    def name(self) -> str:
        """What tells it from every other clip, wherever the folder lies."""
        return f"{self.file.name}+{self.offset}"

    @property
    def noise(self) -> Noise:
        """What kind of noise its text tells."""
        if "cry" in self.text:
            return Noise.CRYING
        return Noise.MUSIC if self.text.startswith("music") or "guitar" in self.text else Noise.HOUSEHOLD


class Corpus:
    """The clips of one split of a folder; shards are decoded when they are first needed and the latest three kept."""

    def __init__(self, folder: Path, split: str) -> None:
        """Raises InputError, naming the file, where an index is missing or lacks a column."""
        self.speech = tuple(_clips(folder / "speech", split))
        self.noise = tuple(_clips(folder / "noise", split))
        self._shards: OrderedDict[Path, Sound] = OrderedDict()

    def of(self, *kinds: str) -> tuple[Clip, ...]:
        """The clips of these kinds of speech, in the order of the index."""
        return tuple(clip for clip in self.speech if clip.kind in kinds)

    def sound(self, clip: Clip) -> Sound:
        """The samples of a clip, float32 mono at 16,000 Hz. Raises InputError where its shard cannot be used."""
        shard = self._shards.pop(clip.file, None)
        if shard is None:
            shard, rate_hz = read_audio(clip.file)
            if rate_hz != RATE_HZ:
                raise InputError(f"{clip.file} has {rate_hz} Hz; expected shards of {RATE_HZ} Hz.")
        self._shards[clip.file] = shard
        while len(self._shards) > _MOST_SHARDS:
            self._shards.popitem(last=False)
        if clip.offset + clip.frames > len(shard):
            raise InputError(f"{clip.file} ends before the clip at {clip.offset}; expected it to be whole.")
        return shard[clip.offset : clip.offset + clip.frames]


def first_of_each(clips: Iterable[Clip], limit: int) -> list[Clip]:
    """At most `limit` clips of each text, taken from as many speakers as there are before any has a second turn."""
    waiting: dict[str, dict[str, list[Clip]]] = {}
    for clip in clips:
        waiting.setdefault(clip.text, {}).setdefault(clip.speaker, []).append(clip)
    chosen: list[Clip] = []
    for by_speaker in waiting.values():
        turns = max(map(len, by_speaker.values()))
        in_turn = [said[turn] for turn in range(turns) for said in by_speaker.values() if turn < len(said)]
        chosen += in_turn[:limit]
    return sorted(chosen, key=lambda clip: (clip.file, clip.offset))


def up_to(clips: Iterable[Clip], most_s: float) -> list[Clip]:
    """Clips spread evenly over all of them, in their order, until they last `most_s` seconds or a little more."""
    given = list(clips)
    stride = max(1, round(sum(clip.seconds for clip in given) / most_s))
    chosen: list[int] = []
    seconds = 0.0
    for place in sorted(range(len(given)), key=lambda place: (place % stride, place)):
        if seconds >= most_s:
            break
        chosen.append(place)
        seconds += given[place].seconds
    return [given[place] for place in sorted(chosen)]


def _clips(folder: Path, split: str) -> Iterable[Clip]:
    index = folder / "index.csv"
    try:
        with index.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InputError(f"{index} cannot be read; expected an index of recordings (--help says which).") from error
    for row in rows:
        missing = [column for column in _COLUMNS if not isinstance(row.get(column), str)]
        if missing:
            raise InputError(f"{index} lacks the column {missing[0]!r}; expected {', '.join(_COLUMNS)}.")
        if row["split"] == split:
            place = (folder / row["file"], int(row["offset"]), int(row["frames"]))
            yield Clip(*place, row["text"].strip().lower(), row["speaker"], row["source"], row["kind"])
