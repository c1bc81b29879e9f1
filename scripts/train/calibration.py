"""Whether confidence means something, and what the cost of unknown speech does: measured on recordings of people.

    python -m scripts.train.calibration MODEL --data DIR                      the model as it is
    python -m scripts.train.calibration MODEL --data DIR --unknown -3 1 --unknown -1 0.7   its graphs with other costs
    python -m scripts.train.calibration MODEL --data DIR --plot FILE.png      how often phrases are right, by confidence

Single words of the `dev` split are heard by the ears of a session with every phrase live, before any threshold: words
that are phrases should be heard as themselves, other words as nothing.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot
from numpy.typing import NDArray

from scripts.train.bigram import load_bigram
from scripts.train.graph import BIGRAM, VOCABULARY, UnknownCosts, write_graphs
from scripts.train.recordings import Recording, Samples, Split, published_in, read_clips
from voice.audio.level import scaled_to
from voice.content.catalogue import load
from voice.hearing.ears import Ears
from voice.hearing.files import AFTER_S, BEFORE_S, Live, standing
from voice.hearing.words.recogniser import RATE_HZ, Recogniser

_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_LEVEL_DBFS = -26.0
_BINS = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording: whether its word is a phrase, and the phrases that were heard, each right or not and how sure."""

    meant: bool
    heard: tuple[tuple[bool, float], ...]

    def right_at(self, threshold: float) -> bool:
        """Whether its word and nothing else passes."""
        passing = [right for right, confidence in self.heard if confidence >= threshold]
        return passing == [True]

    def wrong_at(self, threshold: float) -> bool:
        """Whether anything passes that was not said."""
        return any(not right and confidence >= threshold for right, confidence in self.heard)


def main() -> int:
    """Measure and print a table for each cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, metavar="MODEL", help="the folder of a model made here")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a folder of recordings with an index")
    parser.add_argument(
        "--unknown",
        type=float,
        nargs=2,
        action="append",
        metavar=("COST", "SHARE"),
        help="costs of unknown speech to try",
    )
    parser.add_argument("--most", type=int, default=30, metavar="N", help="recordings of a word (%(default)s)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="where to draw how often each confidence is right")
    args = parser.parse_args()
    clips = _words(args.data, args.most)
    tried: list[UnknownCosts | None] = [UnknownCosts(*costs) for costs in args.unknown or ()]
    for costs in tried or [None]:
        with tempfile.TemporaryDirectory() as folder:
            trials = tuple(_trials(_with_costs(args.model, costs, Path(folder)), clips))
        print(costs or "as it is")
        _print_table(trials)
        if args.plot is not None:
            _draw(trials, args.plot)
    return 0


def _words(folder: Path, most: int) -> list[tuple[Recording, Samples]]:
    taken: Counter[str] = Counter()
    chosen = []
    for one in published_in(folder):
        if one.recording.kind == "words" and one.recording.split is Split.DEV and taken[one.recording.text] < most:
            taken[one.recording.text] += 1
            chosen.append(one)
    return list(read_clips(chosen))


def _with_costs(model: Path, costs: UnknownCosts | None, folder: Path) -> Path:
    if costs is None:
        return model
    copy = folder / "model"
    shutil.copytree(model, copy)
    words = (copy / VOCABULARY).read_text(encoding="utf-8").split()
    write_graphs(copy, words, load_bigram(copy / BIGRAM), costs)
    return copy


def _trials(model: Path, clips: Sequence[tuple[Recording, Samples]]) -> Iterator[Trial]:
    table = load().phrases
    live = Live(table, None)
    phrases = {phrase.text for phrase in table.all}
    with Recogniser(model) as recogniser:
        recogniser.open(live.set.name, live.set.grammar)
        for recording, samples in clips:
            events = Ears(recogniser, table, live.set).hear(_amid_silence(samples / np.float32(32768)))
            heard = tuple((one.text == recording.text, one.confidence) for one in standing(events))
            yield Trial(recording.text in phrases, heard)


def _amid_silence(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    before, after = (np.zeros(round(seconds * RATE_HZ), np.float32) for seconds in (BEFORE_S, AFTER_S))
    return np.concatenate((before, scaled_to(samples, RATE_HZ, _LEVEL_DBFS), after))


def _print_table(trials: Sequence[Trial]) -> None:
    meant = [trial for trial in trials if trial.meant]
    others = [trial for trial in trials if not trial.meant]
    print(f"{'from':>6}{'heard':>8}{'wrong':>8}{'others taken':>14}   of {len(meant)} phrases, {len(others)} others")
    for threshold in _THRESHOLDS:
        heard = np.mean([trial.right_at(threshold) for trial in meant])
        wrong = np.mean([trial.wrong_at(threshold) for trial in meant])
        taken = np.mean([trial.wrong_at(threshold) for trial in others])
        print(f"{threshold:>6.1f}{100 * heard:>7.1f}%{100 * wrong:>7.1f}%{100 * taken:>13.1f}%")


def _draw(trials: Sequence[Trial], file: Path) -> None:
    """How often a phrase was said, by the confidence with which it was heard."""
    heard = [one for trial in trials for one in trial.heard]
    confidence = np.asarray([sure for _, sure in heard])
    right = np.asarray([float(one) for one, _ in heard])
    place = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    bins = [one for one in range(_BINS) if np.any(place == one)]
    figure, axis = pyplot.subplots(figsize=(4.5, 4))
    axis.plot([0, 1], [0, 1], color="0.7")
    axis.plot([confidence[place == one].mean() for one in bins], [right[place == one].mean() for one in bins], "o-")
    for one in bins:
        axis.annotate(f"{int(np.sum(place == one))}", (confidence[place == one].mean(), right[place == one].mean()))
    axis.set_xlabel("confidence")
    axis.set_ylabel("of these, really said")
    axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, dpi=100)
    pyplot.close(figure)


if __name__ == "__main__":
    raise SystemExit(main())
