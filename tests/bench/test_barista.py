"""Orders for coffee: read from labels, made into a grammar, and taken out of words again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scripts.bench.evaluation.barista import Barista, mixed
from scripts.bench.evaluation.conditions import chance
from tests.bench.recordings import RATE_HZ, noise
from voice.audio.files import write_wav
from voice.errors import InputError

_LABELS = {
    "one.wav": {"coffeeDrink": "iced coffee", "size": "large", "milkAmount": " soy milk"},
    "two.wav": {"coffeeDrink": "coffee", "roast": "dark roast", "sugarAmount": "a bit of sugar"},
    "lost.wav": {"coffeeDrink": "mocha"},
}


@pytest.fixture
def test_of_orders(tmp_path: Path) -> Barista:
    data = tmp_path / "data"
    for folder in ("label", "noise", "speech/clean"):
        (data / folder).mkdir(parents=True)
    rows = {name: {"intent": "orderDrink", "slots": slots} for name, slots in _LABELS.items()}
    (data / "label" / "label.json").write_text(json.dumps(rows), encoding="utf-8")
    for name in ("cafe", "kitchen"):
        write_wav(data / "noise" / f"{name}.wav", noise(3.0), RATE_HZ)
    for name in ("one.wav", "two.wav"):
        write_wav(data / "speech" / "clean" / name, noise(1.0), RATE_HZ)
    return Barista(tmp_path)


def test_orders_are_the_labelled_recordings_that_are_there(test_of_orders: Barista) -> None:
    assert [order.file.name for order in test_of_orders.orders] == ["one.wav", "two.wav"]
    assert test_of_orders.orders[0].slots["milkAmount"] == "soy milk"


def test_the_longest_value_at_each_place_counts(test_of_orders: Barista) -> None:
    words = ["make", "me", "a", "large", "iced", "coffee", "with", "soy", "milk"]
    assert test_of_orders.slots(words) == test_of_orders.orders[0].slots
    assert test_of_orders.slots(["coffee", "with", "a", "bit", "of", "sugar"])["sugarAmount"] == "a bit of sugar"


def test_the_grammar_has_the_words_of_every_order_and_their_links(test_of_orders: Barista) -> None:
    grammar = test_of_orders.grammar()
    assert {"can i get a", "a dark roast", "roast iced", "coffee with", "with soy milk", "and a bit of sugar"} <= set(
        grammar
    )
    assert len(set(grammar)) == len(grammar)


def test_the_loudest_frames_of_speech_and_noise_have_the_ratio() -> None:
    speech, rain = noise(1.0, -40.0), noise(3.0, -10.0, seed=1)
    both = mixed(speech, rain, 6.0, chance(0))
    assert float(np.max(np.abs(both))) == pytest.approx(0.5)


def test_a_folder_without_labels_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"label\.json"):
        Barista(tmp_path)
