"""What the network is shown: augmented recordings as features, with the unit of every frame, kept in parts on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scripts.train.alignment import NO_WORD, Alignment, load_alignments
from scripts.train.augmentation import Surroundings, augmented
from scripts.train.mfcc import COEFFICIENTS, RATE_HZ, SHIFT, mfcc
from scripts.train.recordings import Recording, Samples, Shelf, Split
from scripts.train.units import INDEX, SILENCE
from scripts.train.workers import workers

SENTENCE_KINDS, WORD_KINDS = ("reading", "more"), ("words", "phrases")
SENTENCES, NOISE = "sentences", "noise"
_PART_S = 2400.0
_SHORTEST_FRAMES = 20
_WORST_SHARE = 0.02
_NOISE_S = 8.0
_LONGEST_NOISE_S = 60.0


@dataclass(frozen=True, slots=True)
class Group:
    """Recordings that are augmented alike; `whisper_share` of them are made into whispers."""

    name: str
    shelf: str
    kinds: tuple[str, ...]
    whisper_share: float


GROUPS = (
    Group(SENTENCES, "speech", SENTENCE_KINDS, 0.03),
    Group("words", "speech", WORD_KINDS, 0.15),
    Group("excerpts", "excerpts", ("excerpt",), 0.1),
    Group("synthetic", "synthetic", ("synthetic",), 0.1),
    Group(NOISE, "surroundings", (NOISE,), 0.0),
)
FIRST_GROUPS = GROUPS[:2]
"""What there is before everything is aligned."""


class _Task(NamedTuple):
    """One part: which rows of a shelf, augmented from which seed."""

    group: Group
    rows: tuple[int, ...]
    seed: int
    file: Path


@dataclass(frozen=True, slots=True)
class Making:
    """Where examples come from and go to: the shelves in `work`, the alignments beside them or in `aligned`.

    `narrow_share` of all examples, noise among them, come through a telephone's band.
    """

    work: Path
    aligned: Path
    folder: Path
    seed: int
    processes: int
    narrow_share: float = 0.0

    def alignments(self, group: Group, shelf: Shelf) -> Sequence[Alignment | None]:
        """Those of a group's shelf; noise has none."""
        if group.name == NOISE:
            return [None] * len(shelf.recordings)
        return load_alignments(self.aligned / f"{group.shelf}-alignments.npz")


def make_examples(making: Making, group: Group, copies: int, split: Split) -> int:
    """Write the parts of a group that are not there yet; returns how many there are in all."""
    shelf = Shelf(making.work / group.shelf)
    rows = _rows(shelf, group, making.alignments(group, shelf), split)
    tasks = []
    for copy in range(copies):
        order = np.random.default_rng((making.seed, copy)).permutation(rows).tolist()
        for number, part in enumerate(_parts(shelf.recordings, order)):
            file = making.folder / f"{group.name}-{split.value}-{copy}-{number:02}"
            seed = int(np.random.SeedSequence((making.seed, copy, number)).generate_state(1)[0])
            tasks.append(_Task(group, part, seed, file))
    making.folder.mkdir(parents=True, exist_ok=True)
    missing = [task for task in tasks if not _features_file(task.file).is_file()]
    with workers(making.processes) as pool:
        list(pool.map(partial(_make_part, making), missing))
    return len(tasks)


def _rows(shelf: Shelf, group: Group, alignments: Sequence[Alignment | None], split: Split) -> list[int]:
    """The group's rows, without those whose alignment fits worst: their transcript is mostly wrong."""
    rows = [
        row
        for row, recording in enumerate(shelf.recordings)
        if recording.kind in group.kinds and recording.split is split
    ]
    if group.name == NOISE:
        return rows
    scores = {row: one.score for row in rows if (one := alignments[row]) is not None}
    least = float(np.quantile(list(scores.values()), _WORST_SHARE)) if scores else 0.0
    return [row for row, score in scores.items() if score >= least]


def _parts(recordings: Sequence[Recording], order: Sequence[int]) -> list[tuple[int, ...]]:
    parts: list[list[int]] = [[]]
    seconds = 0.0
    for row in order:
        if seconds > _PART_S:
            parts.append([])
            seconds = 0.0
        parts[-1].append(row)
        seconds += recordings[row].seconds
    return [tuple(part) for part in parts if part]


def surroundings(work: Path) -> Surroundings:
    """The rooms and noises that may be trained on, speech to stand for people in the background, and narration."""
    shelf = Shelf(work / "surroundings")
    training = [one for one in shelf.recordings if one.split is Split.TRAIN]
    rooms = [shelf.samples(one) for one in training if one.kind == "rooms"]
    noises = [partial(shelf.samples, one) for one in training if one.kind == NOISE]
    speech = Shelf(work / "speech")
    spoken = [one for one in speech.recordings if one.split is Split.TRAIN and one.kind in SENTENCE_KINDS]
    narration = Shelf(work / "narration")
    told = [partial(narration.samples, one) for one in narration.recordings]
    return Surroundings(rooms, noises, [partial(speech.samples, one) for one in spoken], told)


def _make_part(making: Making, task: _Task) -> None:
    shelf = Shelf(making.work / task.group.shelf)
    alignments = making.alignments(task.group, shelf)
    around = surroundings(making.work)
    rng = np.random.default_rng(task.seed)
    features, units, segments = [], [], []
    for row in task.rows:
        for samples, alignment in _pieces(shelf.samples(shelf.recordings[row]), alignments[row]):
            sound, moved = augmented(
                samples,
                alignment,
                around,
                whisper_share=task.group.whisper_share,
                narrow_share=making.narrow_share,
                rng=rng,
            )
            cepstra = mfcc(sound)
            if len(cepstra) < _SHORTEST_FRAMES:
                continue
            features.append(cepstra.astype(np.float16))
            per_frame = frame_segments(moved, len(cepstra))
            segments.append(per_frame)
            units.append(np.where(per_frame < len(moved.units), np.append(moved.units, INDEX[SILENCE])[per_frame], 0))
    lengths = np.asarray([len(one) for one in features], np.int32)
    np.savez(
        _index_file(task.file),
        lengths=lengths,
        units=np.concatenate([np.zeros(0, np.int8), *units]).astype(np.int8),
        segments=np.concatenate([np.zeros(0, np.int16), *segments]).astype(np.int16),
    )
    half = _features_file(task.file).with_suffix(".half.npy")
    np.save(half, np.concatenate([np.zeros((0, COEFFICIENTS), np.float16), *features]))
    half.rename(_features_file(task.file))  # last, so that what is there is whole


def _pieces(samples: Samples, alignment: Alignment | None) -> list[tuple[Samples, Alignment]]:
    """A recording as it is; noise, which has no alignment, in pieces of silence."""
    if alignment is not None:
        return [(samples, alignment)]
    length = round(_NOISE_S * RATE_HZ)
    sounding = samples[: round(_LONGEST_NOISE_S * RATE_HZ)]
    return [
        (piece, _silence(len(piece)))
        for start in range(0, len(sounding), length)
        if len(piece := sounding[start : start + length]) >= RATE_HZ
    ]


def _silence(frames: int) -> Alignment:
    unit, word = np.asarray([INDEX[SILENCE]], np.int16), np.asarray([NO_WORD], np.int16)
    return Alignment(unit, word, np.zeros(1, np.int32), frames // SHIFT, 0.0)


def frame_segments(alignment: Alignment, frames: int) -> NDArray[np.int64]:
    """For each frame which segment it lies in; beyond the alignment's end, the number of segments."""
    places = np.searchsorted(alignment.starts, np.arange(frames), side="right") - 1
    return np.where(np.arange(frames) < alignment.frames, places, len(alignment.units))


def _features_file(part: Path) -> Path:
    return part.with_suffix(".npy")


def _index_file(part: Path) -> Path:
    return part.with_suffix(".npz")


class Chunks(NamedTuple):
    """A batch: features with their context, shape (chunks, frames, COEFFICIENTS), and by output frame, shape
    (chunks, outputs): the unit, which segment of its recording it is, and the frame-wise target or -1 outside."""

    features: NDArray[np.float32]
    units: NDArray[np.int64]
    segments: NDArray[np.int64]
    targets: NDArray[np.int64]


class Examples:
    """Parts on disk as one sequence of recordings, from which chunks are drawn."""

    def __init__(self, parts: Sequence[Path]) -> None:
        if not parts:
            raise ValueError("there are no examples of a group that is to be trained on")
        self._features = [np.load(_features_file(part), mmap_mode="r") for part in parts]
        indices = [np.load(_index_file(part)) for part in parts]
        self._units = [index["units"] for index in indices]
        self._segments = [index["segments"] for index in indices]
        lengths = [index["lengths"] for index in indices]
        self._part = np.repeat(np.arange(len(parts)), [len(one) for one in lengths])
        self._first = np.concatenate([np.cumsum(one) - one for one in lengths])
        self.lengths = np.concatenate(lengths)
        self._ends = np.cumsum(self.lengths, dtype=np.int64)

    @property
    def hours(self) -> float:
        """How much sound that is."""
        return float(self._ends[-1]) / 360_000

    def draw(self, rng: np.random.Generator) -> int:
        """A recording, the longer the likelier."""
        return int(np.searchsorted(self._ends, rng.integers(self._ends[-1]), side="right"))

    def chunk(self, place: int, start: int, outputs: int, before: int, after: int) -> Chunks:
        """Output frames `start`, `start` + 3, ... of a recording; where it is too short its edges are repeated."""
        part, first, length = self._part[place], self._first[place], int(self.lengths[place])
        seen = np.clip(np.arange(start - before, start + 3 * (outputs - 1) + 1 + after), 0, length - 1)
        low, high = int(seen[0]), int(seen[-1]) + 1
        features = np.asarray(self._features[part][first + low : first + high], np.float32)[seen - low]
        times = start + 3 * np.arange(outputs)
        inside = np.clip(times, 0, length - 1)
        units = self._units[part][first + inside].astype(np.int64)
        segments = self._segments[part][first + inside].astype(np.int64)
        earlier = self._segments[part][first + np.clip(times - 3, 0, length - 1)]
        begins = (earlier != segments) | (times < 3)
        targets = np.where((times >= 0) & (times < length), 2 * units + ~begins, -1)
        return Chunks(features, units, segments, targets)


class Mixture:
    """Groups of examples, drawn from with given weights."""

    def __init__(self, groups: Sequence[tuple[Examples, float]]) -> None:
        self.groups = tuple(examples for examples, _ in groups)
        weights = np.asarray([weight for _, weight in groups])
        self._weights = weights / weights.sum()

    def batch(self, rng: np.random.Generator, chunks: int, outputs: int, before: int, after: int) -> Chunks:
        """That many chunks of that many output frames."""
        drawn = []
        for group in rng.choice(len(self.groups), size=chunks, p=self._weights):
            examples = self.groups[group]
            place = examples.draw(rng)
            start = int(rng.integers(-10, max(1, examples.lengths[place] - 3 * outputs + 10)))
            drawn.append(examples.chunk(place, start, outputs, before, after))
        return Chunks(*(np.stack(parts) for parts in zip(*drawn, strict=True)))


def parts_of(folder: Path, group: str, split: Split) -> list[Path]:
    """The finished parts of a group."""
    files = sorted(folder.glob(f"{group}-{split.value}-*.npy"))
    return [file.with_suffix("") for file in files if not file.name.endswith(".half.npy")]
