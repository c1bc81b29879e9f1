"""One making of a model: where its parts are, how large they are, and the steps in order.

Each step leaves a file behind; where that file is, the step is not done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from scripts.train.align_shelf import LONGEST_S, NOT_SPOKEN_TO, align_shelf
from scripts.train.alignment import Alignment, load_alignments, save_alignments
from scripts.train.bigram import count_bigram
from scripts.train.examples import FIRST_GROUPS, GROUPS, NOISE, SENTENCE_KINDS, SENTENCES, Making, make_examples
from scripts.train.excerpts import cut_excerpts, find_excerpts
from scripts.train.first_alignment import first_alignments
from scripts.train.lexicon import lexicon_for
from scripts.train.recordings import Shelf, Split, fill_shelf, published_in, read_clips
from scripts.train.synthetic import has_flite, plan, render
from scripts.train.vocabulary import amount_texts, command_words, frequent_words, narration_texts, phrase_texts

_SURROUNDINGS = ("noise", "rooms")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything; the defaults take a quiet machine of two cores an hour and a half."""

    width: int = 448
    """Units in a layer of the network."""
    frame_hours: float = 58.0
    """Sound seen by training on frames; not done when starting from a model."""
    sequence_hours: float = 40.0
    first_hours: float = 9.0
    """Sound seen by the small first network, which aligns everything after pocketsphinx aligned a part."""
    first_width: int = 256
    first_recordings: int = 2_900
    copies: int = 1
    """How often each sentence is augmented; single words twice as often."""
    phrase_times: int = 22
    """How many synthetic voices say each phrase of the table; amounts are said by a fifth as many."""
    amounts: int = 160
    """How many amounts by chance are added to all numbers."""
    narration_times: int = 2
    """How many synthetic voices say each prompt of the guide, to be noise behind other recordings."""
    excerpts: int = 80
    """How often at most each phrase is cut from sentences."""
    frequent_words: int = 5_500
    narrow_share: float = 0.0
    """Of the examples, how many come through a telephone's narrow band."""
    chunks: int = 48
    """In a batch."""


class Step(NamedTuple):
    """`product` is the file that says it is done."""

    name: str
    product: Path
    do: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One making of a model."""

    data: tuple[Path, ...]
    work: Path
    out: Path
    start_from: Path | None
    sizes: Sizes
    seed: int
    processes: int
    without: tuple[str, ...] = ()
    """Groups of examples that the network is not shown."""

    @property
    def lexicon(self) -> Path:
        """What was guessed of pronunciations."""
        return self.work / "lexicon.json"

    @property
    def bigram(self) -> Path:
        """How units follow each other."""
        return self.work / "bigram.npz"

    @property
    def examples(self) -> Path:
        """The folder of what the network is shown."""
        return self.work / "examples"

    @property
    def first(self) -> Path:
        """The folder of the first, small network, where nothing is started from."""
        return self.work / "first"

    @property
    def aligner(self) -> Path:
        """The acoustic model that aligns everything."""
        return self.first / "final.mdl" if self.start_from is None else self.start_from / "am/final.mdl"

    def _alignments(self, shelf: str) -> Path:
        return self.work / f"{shelf}-alignments.npz"

    def before_the_aligner(self) -> tuple[Step, ...]:
        """The steps that need no network; without a model to start from, a first alignment is among them."""
        steps = (
            Step("index", self.work / "surroundings/recordings.csv", self._index),
            Step("synthetic", self.work / "synthetic/recordings.csv", self._speak),
            Step("narration", self.work / "narration/recordings.csv", self._narrate),
            Step("lexicon", self.lexicon, self._lexicon),
        )
        if self.start_from is not None:
            return steps
        return (
            *steps,
            Step("first alignment", self.first / "speech-alignments.npz", self._align_first),
            Step("first examples", self.first / "examples/done", self._augment_first),
        )

    def after_the_aligner(self) -> tuple[Step, ...]:
        """The steps up to the examples that the network is trained on."""
        return (
            Step("alignment", self._alignments("speech"), partial(self._align, "speech")),
            Step("alignment of synthetic", self._alignments("synthetic"), partial(self._align, "synthetic")),
            Step("bigram", self.bigram, self._count),
            Step("excerpts", self._alignments("excerpts"), self._cut),
            Step("examples", self.examples / "done", self._augment),
        )

    def _index(self) -> None:
        found = [one for folder in self.data for one in published_in(folder)]
        around = [one for one in found if one.recording.kind in _SURROUNDINGS]
        speech = [one for one in found if one.recording.kind not in _SURROUNDINGS]
        fill_shelf(self.work / "speech", read_clips(speech))
        fill_shelf(self.work / "surroundings", read_clips(around))

    def _speak(self) -> None:
        times, seed = self.sizes.phrase_times, self.seed
        planned = plan(phrase_texts(), times, flite=has_flite(), seed=seed + 1)
        planned += plan(amount_texts(self.sizes.amounts, seed=seed), times // 5, flite=has_flite(), seed=seed + 2)
        fill_shelf(self.work / "synthetic", render(planned, at_once=self.processes))

    def _narrate(self) -> None:
        planned = plan(narration_texts(), self.sizes.narration_times, flite=False, seed=self.seed + 3)
        fill_shelf(self.work / "narration", render(planned, at_once=self.processes))

    def _lexicon(self) -> None:
        shelves = Shelf(self.work / "speech"), Shelf(self.work / "synthetic")
        texts = [one.text for shelf in shelves for one in shelf.recordings if one.kind not in NOT_SPOKEN_TO]
        lexicon_for({word for text in texts for word in text.split()}).save(self.lexicon)

    def _align_first(self) -> None:
        shelf = Shelf(self.work / "speech")
        usable = [
            row for row, one in enumerate(shelf.recordings) if one.split is Split.TRAIN and one.seconds < LONGEST_S
        ]
        rows = np.random.default_rng(self.seed).permutation(usable)[: self.sizes.first_recordings].tolist()
        self.first.mkdir(exist_ok=True)
        aligned = first_alignments(self.work / "speech", self.lexicon, rows, processes=self.processes)
        save_alignments(self.first / "speech-alignments.npz", aligned)

    def _augment_first(self) -> None:
        making = Making(self.work, self.first, self.first / "examples", self.seed, self.processes)
        for group in FIRST_GROUPS:
            make_examples(making, group, 1, Split.TRAIN)
        (making.folder / "done").touch()

    def _align(self, shelf: str) -> None:
        aligned = align_shelf(self.work / shelf, self.aligner, self.lexicon, processes=self.processes)
        save_alignments(self._alignments(shelf), aligned)
        _show_some(self.work / f"{shelf}-alignments.txt", Shelf(self.work / shelf), aligned)

    def _count(self) -> None:
        recordings = Shelf(self.work / "speech").recordings
        aligned = load_alignments(self._alignments("speech"))
        training = (one for one, row in zip(aligned, recordings, strict=True) if row.split is Split.TRAIN)
        count_bigram(training).save(self.bigram)

    def _cut(self) -> None:
        shelf = Shelf(self.work / "speech")
        alignments = load_alignments(self._alignments("speech"))
        wanted = tuple(dict.fromkeys([*phrase_texts(), *command_words()]))
        cuts = find_excerpts(shelf.recordings, alignments, wanted, most=self.sizes.excerpts, seed=self.seed)
        aligned: list[Alignment | None] = []
        fill_shelf(self.work / "excerpts", cut_excerpts(shelf, alignments, cuts, aligned))
        save_alignments(self._alignments("excerpts"), aligned)

    def _augment(self) -> None:
        making = Making(self.work, self.work, self.examples, self.seed, self.processes, self.sizes.narrow_share)
        for group in GROUPS:
            copies = self.sizes.copies * (1 if group.name in (SENTENCES, NOISE) else 2)
            make_examples(making, group, copies, Split.TRAIN)
        make_examples(making, GROUPS[0], 1, Split.DEV)
        (making.folder / "done").touch()

    def words(self) -> tuple[str, ...]:
        """What the model is to know: the words of commands, then the most frequent of the transcripts."""
        recordings = Shelf(self.work / "speech").recordings
        texts = (one.text for one in recordings if one.kind in SENTENCE_KINDS and one.split is Split.TRAIN)
        return tuple(dict.fromkeys([*command_words(), *frequent_words(texts, self.sizes.frequent_words)]))


def run(steps: Sequence[Step]) -> None:
    """Do what is not done yet, and say so."""
    for step in steps:
        if step.product.exists():
            continue
        began = time.monotonic()
        print(f"{step.name} ...", end=" ", flush=True)
        step.do()
        print(f"{time.monotonic() - began:.0f} s", flush=True)


def _show_some(file: Path, shelf: Shelf, alignments: Sequence[Alignment | None]) -> None:
    """Write a few alignments in words: the best, the worst, and some between, to be looked at and listened to."""
    scored = sorted((one.score, row) for row, one in enumerate(alignments) if one is not None)
    chosen = [scored[place] for place in np.linspace(0, len(scored) - 1, min(_SHOWN, len(scored))).astype(int)]
    shown = []
    for score, row in chosen:
        alignment = alignments[row]
        if alignment is not None:
            recording = shelf.recordings[row]
            head = (
                f"{recording.source}, {recording.speaker}: score {score:.2f}, at frame {recording.start} of the shelf"
            )
            shown.append(f"{head}\n{alignment.in_words(recording.text)}\n")
    file.write_text("\n".join(shown), encoding="utf-8")
