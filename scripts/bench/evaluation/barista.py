"""A public test of the engine: Picovoice's speech-to-intent recordings, orders for coffee in the noise of a café.

The folder is that of their repository (Apache-2.0): `data/speech/clean/*.wav`, `data/noise/cafe.wav` and
`kitchen.wav`, and `data/label/label.json`, which gives for each file its `intent` and `slots`. An order counts when
every slot is right, as in their figures. Speech and noise are mixed as they mix them: by the loudest frame of 2,048
samples of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.bench.evaluation.conditions import chance
from scripts.bench.evaluation.corpus import Sound
from voice.audio.files import read_audio
from voice.audio.resample import resample
from voice.errors import InputError
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.word import UNKNOWN, HeardWord

SNRS_DB = (6, 9, 12, 15, 18, 21, 24)
PUBLISHED: Mapping[str, tuple[float, ...]] = {
    "Picovoice Rhino": (0.93, 0.955, 0.975, 0.975, 0.98, 0.985, 0.985),
    "Microsoft LUIS": (0.85, 0.89, 0.915, 0.91, 0.935, 0.92, 0.935),
    "IBM Watson": (0.60, 0.79, 0.88, 0.93, 0.945, 0.96, 0.965),
    "Amazon Lex": (0.745, 0.815, 0.85, 0.86, 0.87, 0.87, 0.87),
    "Google Dialogflow": (0.66, 0.715, 0.76, 0.79, 0.80, 0.805, 0.82),
}
"""The shares they publish for each of these ratios, the mean of café and kitchen (their benchmark/plot.py)."""

_OPENINGS = (
    "brew", "can i get", "can i have", "i want", "get me", "give me", "i'd like", "make me", "may i have",
)  # fmt: skip
_ARTICLES = ("a", "an")
_NOISES = ("cafe", "kitchen")
_FRAME = 2048
_PIECE = 2 * round(0.1 * RATE_HZ)
_SILENCE_S = 0.5
_SET = "barista"

Slots = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """One recording and what was ordered in it."""

    file: Path
    slots: Slots


class Barista:
    """The recordings of a folder and the grammar that its labels make."""

    def __init__(self, folder: Path) -> None:
        """Raises InputError where a part of the folder is missing."""
        data = folder / "data" if (folder / "data").is_dir() else folder
        labels = data / "label" / "label.json"
        try:
            rows = json.loads(labels.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{labels} cannot be read; expected the labels of the speech-to-intent test.") from error
        self.orders = tuple(
            Order(data / "speech" / "clean" / name, {slot: _plain(value) for slot, value in row["slots"].items()})
            for name, row in sorted(rows.items())
            if (data / "speech" / "clean" / name).is_file()
        )
        if not self.orders:
            raise InputError(f"{data / 'speech' / 'clean'} holds none of the labelled recordings.")
        self.noises = {name: _read(data / "noise" / f"{name}.wav") for name in _NOISES}
        self._values = {
            tuple(value.split()): (slot, value) for order in self.orders for slot, value in order.slots.items()
        }

    def grammar(self) -> tuple[str, ...]:
        """Phrases whose words and pairs of words are those of every order; the recogniser mixes them freely."""
        values: dict[str, list[str]] = {}
        for slot, value in dict.fromkeys(self._values.values()):
            values.setdefault(slot, []).append(value)
        extras = [*values.get("milkAmount", ()), *values.get("sugarAmount", ())]
        heads = [value for slot, texts in values.items() if not slot.endswith("Amount") for value in texts]
        opened = [f"{opening} {article}" for opening in _OPENINGS for article in _ARTICLES]
        begun = [f"{article} {head}" for article in _ARTICLES for head in heads]
        pairs = [f"{one.split()[-1]} {other.split()[0]}" for one in heads for other in heads if one != other]
        added = [f"{link} {extra}" for link in ("with", "and") for extra in extras]
        ends = [f"{drink.split()[-1]} with" for drink in values.get("coffeeDrink", ())]
        texts = (*_OPENINGS, *opened, *begun, *heads, *extras, *pairs, *added, *ends)
        return tuple(dict.fromkeys(texts))

    def slots(self, words: Sequence[str]) -> Slots:
        """What the words order: the longest value that begins at each place."""
        longest = max(map(len, self._values))
        found: dict[str, str] = {}
        at = 0
        while at < len(words):
            sizes = (size for size in range(longest, 0, -1) if tuple(words[at : at + size]) in self._values)
            size = next(sizes, 0)
            if size:
                slot, value = self._values[tuple(words[at : at + size])]
                found.setdefault(slot, value)
            at += max(size, 1)
        return found

    def accuracy(self, recogniser: Listening, limit: int, seed: int) -> dict[str, float]:
        """The share of orders understood whole, clean and at each ratio of each noise."""
        recogniser.open(_SET, self.grammar())
        chosen = self.orders[:: max(1, len(self.orders) // limit)][:limit]
        shares: dict[str, float] = {}
        for name, noise, snr_db in self._mixtures():
            right = 0
            for order in chosen:
                speech = _read(order.file)
                if noise is not None:
                    speech = mixed(speech, noise, snr_db, chance(seed, name, order.file.name))
                right += self.slots(_words(recogniser, speech)) == order.slots
            shares[name] = right / len(chosen)
        return shares

    def _mixtures(self) -> Iterator[tuple[str, Sound | None, float]]:
        yield "clean", None, 0.0
        for name, noise in self.noises.items():
            for snr_db in SNRS_DB:
                yield f"{name} {snr_db} dB", noise, snr_db


def mixed(speech: Sound, noise: Sound, snr_db: float, rng: np.random.Generator) -> Sound:
    """Speech over a stretch of the noise, at half of full scale."""
    start = int(rng.integers(max(1, len(noise) - len(speech))))
    piece = np.resize(noise[start:], len(speech))
    gain = np.sqrt(_loudest(speech) / (_loudest(piece) * 10 ** (snr_db / 10)))
    both = speech + piece * np.float32(gain)
    return np.asarray(both / (2 * np.max(np.abs(both))), np.float32)


def _loudest(sound: Sound) -> float:
    whole = np.resize(sound, max(1, len(sound) // _FRAME) * _FRAME).reshape(-1, _FRAME)
    return float(np.max(np.sum(np.square(whole, dtype=np.float64), axis=1)))


def _words(recogniser: Listening, speech: Sound) -> list[str]:
    recogniser.start(_SET, 0.0)
    silence = np.zeros(round(_SILENCE_S * RATE_HZ), np.float32)
    pcm = np.clip(np.rint(np.concatenate((silence, speech, silence)) * 32767), -32768, 32767).astype("<i2").tobytes()
    words: list[HeardWord] = []
    for start in range(0, len(pcm), _PIECE):
        words += recogniser.feed(_SET, pcm[start : start + _PIECE]).final
    words += recogniser.flush(_SET)
    return [word.word for word in words if word.word != UNKNOWN]


def _plain(value: str) -> str:
    """A label's value as it is said; a missing amount leaves a space at its beginning."""
    return re.sub(r"\s+", " ", value).strip().lower()


def _read(file: Path) -> Sound:
    samples, rate_hz = read_audio(file)
    return resample(samples, rate_hz, RATE_HZ)
