"""Fits the judgement of both ears: how likely it is that what was heard was meant.

    python -m scripts.train.judgement collect --data DIR --rows ROWS.jsonl      both ears hear everything of `dev`
    python -m scripts.train.judgement fit --rows ROWS.jsonl --out voice/hearing/judgement/weights.toml [--plot FILE]

`collect` lets the ears of a session hear what people said alone, in noise, as sentences, and what was meant for nobody,
and writes the evidence of every candidate with whether it was meant. `fit` makes a logistic regression of one half
(speakers, and recordings of talk, apart) and prints what it does on the other. DIR is as for
`scripts/bench/recognition.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.bench.evaluation.calibration import half_of
from scripts.bench.evaluation.commands import Item, items
from scripts.bench.evaluation.conditions import CONDITIONS, Backgrounds, chance, under
from scripts.bench.evaluation.corpus import Clip, Corpus, Sound, first_of_each
from scripts.bench.evaluation.listeners import home
from scripts.bench.evaluation.marks import Expected, expected_of
from scripts.bench.evaluation.speakers import EspeakSpeaker, speakers, stage
from scripts.bench.evaluation.stand_ins import added, sentences
from scripts.bench.evaluation.streams import streams
from scripts.bench.evaluation.voices import VOICES
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.phrases import Phrase
from voice.guide.steps import Step
from voice.hearing.files import Hearer, Live, hear_events
from voice.hearing.judgement.deliberation import Second
from voice.hearing.judgement.evidence import Evidence
from voice.hearing.judgement.probability import features, probability, weighed
from voice.hearing.judgement.thresholds import Kind
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.sound.band import narrow_recording
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.hearing.words.second import AwaitedSecond

_CONDITIONS = ("clean", "household 10 dB", "crying 5 dB", "talk 20 dB", "telephone")
_PHRASES_UNDER = ("clean",)
"""What synthetic voices say: they decide nothing alone."""
_SOURCES = ("words", "others", "sentences", "machines", "own-words", "streams")
_TUNING = Path(__file__).parents[2] / "tests" / "hearing" / "meaning" / "tuning.toml"
_EVERY_OWN = 4
"""So many of them are passed over for each that is heard."""
_RATE_WPM = 150
_SEED = 11
_PENALTY = 1.0
"""Of the weights' squares, so that what is seldom seen is not believed too much."""
_STEPS = 60
_STREAM_WEIGHT = 3.0
"""What was meant for nobody weighs more: a session hears hours of it."""
_STREAMS_S = {
    "talk": 2400.0,
    "television": 2400.0,
    "reading": 900.0,
    "noise": 900.0,
    "music": 300.0,
    "crying": 900.0,
}
"""How much of each kind is heard, in seconds."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """The evidence of one candidate, where it is from, and whether it was meant."""

    source: str
    clip: str
    half: int
    meant: bool
    evidence: Evidence


def main() -> int:
    """Collect or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("collect", "fit"))
    parser.add_argument("--data", type=Path, default=Path("recordings"), metavar="DIR", help="the folder of recordings")
    parser.add_argument("--rows", type=Path, required=True, metavar="FILE", help="the evidence, one JSON object a line")
    parser.add_argument("--limit", type=int, default=10, help="at most so many recordings of each word (10)")
    parser.add_argument("--sources", nargs="+", metavar="NAME", help=f"only these of {', '.join(_SOURCES)}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the weights")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="where to draw the calibration")
    args = parser.parse_args()
    if args.do == "collect":
        collect(args.data, args.rows, args.limit, frozenset(args.sources or _SOURCES))
        return 0
    fit(read_rows(args.rows), args.out, args.plot)
    return 0


# ---- collecting


class _Recorder:
    """Takes the place of the fitted function, and keeps what it is asked about."""

    def __init__(self) -> None:
        self.seen: dict[tuple[object, ...], Evidence] = {}

    def __call__(self, evidence: Evidence) -> float:
        key = tuple(value for name, value in asdict(evidence).items() if name != "talk_s")
        self.seen.setdefault(key, evidence)  # it is asked once more what would be so without talk
        return probability(evidence)


class _Collector:
    def __init__(
        self, corpus: Corpus, recogniser: Recogniser, second: AwaitedSecond, meaning: TextMeaning, out: Path
    ) -> None:
        self._corpus = corpus
        self._recogniser = recogniser
        self._second = second
        self._meaning = meaning
        self._out = out.open("a", encoding="utf-8")
        self._backgrounds = Backgrounds(corpus)

    def words(self, source: str, chosen: Iterable[Item], conditions: Sequence[str]) -> None:
        """What people say alone, under several conditions."""
        given = list(chosen)
        for condition in (one for one in CONDITIONS if one.name in conditions):
            print(source, condition.name, file=sys.stderr, flush=True)
            for item in given:
                rng = chance(_SEED, condition.name, item.clip.name)
                sound = under(condition, self._corpus.sound(item.clip), self._backgrounds, rng)
                self._hear(
                    f"{source}, {condition.name}",
                    item.clip,
                    item.expected.live,
                    sound,
                    _meant_by(item.expected, item.clip.text),
                )

    def sentences(self, clips: Iterable[Clip]) -> None:
        """Sentences of people that stand in for phrases of the table."""
        for clip in clips:
            expected = added(clip.text, Command.COUNTING_ON, load().phrases)
            self._hear("sentences", clip, expected.live, self._corpus.sound(clip), _meant_by(expected, clip.text))

    def machines(self) -> None:
        """The table's phrases by voices of espeak-ng in turn, which the second ear understands badly."""
        table = self._meaning.table
        with stage() as spoken:
            for number, phrase in enumerate(table.all):
                speaker = EspeakSpeaker(VOICES[number % len(VOICES)], _RATE_WPM)
                clip = _said_by_machine(phrase.text, "machines")
                expected = expected_of(phrase, home(phrase, table))
                meant = _meant_by(expected, phrase.text)
                self._hear("machines", clip, expected.live, spoken.say(phrase.text, speaker), meant)

    def own_words(self, every: int) -> None:
        """Commands in other words than the table's, and what is none: the templates' own tuning set, by a machine."""
        tuning = tomllib.loads(_TUNING.read_text(encoding="utf-8"))
        table = self._meaning.table
        with stage() as spoken:
            speaker = speakers()[0]
            for name, texts in tuning["commands"].items():
                command, _, value = name.partition("/")
                phrase = Phrase("", Command(command), value or None)
                for text in texts[::every]:
                    clip = _said_by_machine(text, "own words")
                    live, meant = home(phrase, table), _meant_by(expected_of(phrase, home(phrase, table)), text)
                    self._hear("own words", clip, live, spoken.say(text, speaker), meant)
            for text in tuning["nothing"]["talk"][::every]:
                sound = spoken.say(text, speaker)
                clip = _said_by_machine(text, "others")
                self._hear("own words, others", clip, Live(table, Step.EXPRESS), sound, lambda evidence: False)

    def nobody(self, source: str, clips: Iterable[Clip], live: Live) -> None:
        """What was meant for nobody."""
        for clip in clips:
            self._hear(source, clip, live, self._corpus.sound(clip), lambda evidence: False)

    def _hear(self, source: str, clip: Clip, live: Live, sound: Sound, meant: Callable[[Evidence], bool]) -> None:
        recorder = _Recorder()
        meaning = self._meaning if live.table is self._meaning.table else TextMeaning(live.table, None)
        hearer = Hearer(self._recogniser, Second(self._second, meaning, recorder))
        hear_events(hearer, live, sound, narrow=narrow_recording(sound, RATE_HZ))
        for evidence in recorder.seen.values():
            row = {"source": source, "clip": clip.name, "half": half_of(clip), "meant": meant(evidence)}
            self._out.write(json.dumps({**row, "evidence": _written(evidence)}) + "\n")
        self._out.flush()


def collect(data: Path, out: Path, limit: int, sources: frozenset[str]) -> None:
    """Let both ears hear `dev`, and write what they knew."""
    catalogue = load()
    table = catalogue.phrases
    corpus = Corpus(data, "dev")
    alone = corpus.of("words", "phrases")
    express = Live(table, Step.EXPRESS)
    texts = {item.clip.text for item in items(alone, table)}
    with ExitStack() as stack:
        recogniser, second = stack.enter_context(Recogniser(builtin_model())), stack.enter_context(AwaitedSecond())
        collector = _Collector(corpus, recogniser, second, TextMeaning(table, catalogue.sentences), out)
        if "words" in sources:
            collector.words("words", items(first_of_each(corpus.of("words"), limit), table), _CONDITIONS)
            collector.words("phrases", items(first_of_each(corpus.of("phrases"), 1), table), _PHRASES_UNDER)
        if "others" in sources:
            others = first_of_each((clip for clip in alone if clip.text not in texts), limit)
            collector.nobody("others", others, express)
            collector.nobody("others, everything live", others[::3], Live(table, None))
        if "sentences" in sources:
            collector.sentences(sentences(corpus)[::3])
        if "machines" in sources:
            collector.machines()
        if "own-words" in sources:
            collector.own_words(_EVERY_OWN)
        if "streams" in sources:
            for kind, most_s in _STREAMS_S.items():
                print(kind, file=sys.stderr, flush=True)
                collector.nobody(kind, streams(corpus, most_s)[kind], express)


def _said_by_machine(text: str, kind: str) -> Clip:
    """Stands for a recording, so that each sentence falls into one of the halves."""
    return Clip(Path(text), 0, 0, text, text, "", kind)


def _meant_by(expected: Expected, text: str) -> Callable[[Evidence], bool]:
    def meant(evidence: Evidence) -> bool:
        if expected.phrase is None:
            return evidence.meaning is None and evidence.text == text
        return evidence.meaning == (expected.phrase.command, expected.phrase.value)

    return meant


def _written(evidence: Evidence) -> Mapping[str, object]:
    meaning = None if evidence.meaning is None else [evidence.meaning[0].value, evidence.meaning[1]]
    return {**asdict(evidence), "kind": evidence.kind.value, "meaning": meaning}


def read_rows(file: Path) -> list[Row]:
    """What `collect` wrote."""
    return [_row(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _row(line: Mapping[str, object]) -> Row:
    given = line["evidence"]
    assert isinstance(given, dict)
    values = {field.name: given[field.name] for field in fields(Evidence)}
    command = given["meaning"]
    values["kind"] = Kind(given["kind"])
    values["meaning"] = None if command is None else (Command(command[0]), command[1])
    return Row(str(line["source"]), str(line["clip"]), int(str(line["half"])), bool(line["meant"]), Evidence(**values))


# ---- fitting


def fit(rows: Sequence[Row], out: Path | None, plot: Path | None) -> None:
    """Fit on each half and print what that does on the other; then on both, which is what is written."""
    names = list(features(rows[0].evidence))
    for half in (0, 1):
        weights = _fitted([row for row in rows if row.half == half], names)
        print(f"fitted on half {half}, on the other:")
        _print([row for row in rows if row.half != half], weights)
    weights = _fitted([row for row in rows if row.half == 0], names)
    if plot is not None:
        _draw([row for row in rows if row.half == 1], weights, plot)
    if out is not None:
        lines = [f'"{name}" = {value:.3f}' for name, value in weights.items()]
        out.write_text("\n".join((_HEAD, "[weights]", *lines)) + "\n", encoding="utf-8")


_HEAD = "# Weights of voice/hearing/judgement/probability.py, made by scripts/train/judgement.py."


def _fitted(rows: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Newton's method on the penalised likelihood."""
    given = np.array([[features(row.evidence)[name] for name in names] for row in rows])
    meant = np.array([row.meant for row in rows], np.float64)
    each = np.array(
        [
            1.0 if row.source.startswith(("words", "phrases", "sentences", "machines", "own")) else _STREAM_WEIGHT
            for row in rows
        ]
    )
    weights = np.zeros(len(names))
    penalty = np.full(len(names), _PENALTY)
    penalty[0] = 0.01
    for _ in range(_STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (each * (chances - meant)) + penalty * weights
        curve = (given.T * (each * chances * (1 - chances))) @ given + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.max(np.abs(step))) < 1e-6:
            break
    return dict(zip(names, map(float, weights), strict=True))


def _print(rows: Sequence[Row], weights: Mapping[str, float]) -> None:
    """By source: how many of those meant lie over each threshold, and how many of the others."""
    at = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    print(f"{'':<34}{'meant':>7}{'other':>7}" + "".join(f"{one:>12.1f}" for one in at))
    for source in dict.fromkeys(row.source for row in rows):
        mine = [(weighed(row.evidence, weights), row.meant) for row in rows if row.source == source]
        right = [value for value, meant in mine if meant]
        wrong = [value for value, meant in mine if not meant]
        cells = "".join(f"{sum(v >= one for v in right):>7}{sum(v >= one for v in wrong):>5}" for one in at)
        print(f"{source:<34}{len(right):>7}{len(wrong):>7}{cells}")


def _draw(rows: Sequence[Row], weights: Mapping[str, float], file: Path) -> None:
    from scripts.train.curves import draw_calibration

    draw_calibration(_tenths([(weighed(row.evidence, weights), row.meant) for row in rows]), file)


def _tenths(pairs: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float, int]]:
    """Tenths of probability: the mean in each, how often what was given it was meant, and how many there were."""
    for number in range(10):
        mine = [(value, meant) for value, meant in pairs if min(int(value * 10), 9) == number]
        if mine:
            yield float(np.mean([v for v, _ in mine])), float(np.mean([m for _, m in mine])), len(mine)


if __name__ == "__main__":
    sys.exit(main())
