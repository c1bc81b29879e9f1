"""Kaldi's binary files, written and read back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scripts.train.acoustic_model import AcousticModel, Layer, read_model, write_model
from scripts.train.average import average
from scripts.train.kaldi_file import KaldiReader, KaldiWriter
from voice.hearing.words.models import builtin_model


def _written(values: NDArray[np.float32], *, compressed: bool) -> KaldiReader:
    stream = BytesIO()
    out = KaldiWriter(stream)
    if compressed:
        out.compressed_matrix(values)
    else:
        out.matrix(values)
    return KaldiReader(stream.getvalue())


def test_numbers_tokens_and_vectors_come_back() -> None:
    stream = BytesIO()
    out = KaldiWriter(stream)
    out.token("<One>", "two")
    out.integer(-7)
    out.single(0.5)
    out.double(0.1)
    out.integers([3, 1, 2])
    out.vector(np.asarray([1.5, -2.5], np.float32))
    data = KaldiReader(stream.getvalue())
    data.expect("<One>", "two")
    assert (data.integer(), data.single(), data.double(), data.integers()) == (-7, 0.5, 0.1, [3, 1, 2])
    assert data.vector().tolist() == [1.5, -2.5]


def test_a_full_matrix_comes_back_as_it_was() -> None:
    values = np.random.default_rng(2).normal(size=(7, 3)).astype(np.float32)
    assert np.array_equal(_written(values, compressed=False).matrix(), values)


def test_a_compressed_matrix_is_within_a_step_of_its_columns() -> None:
    values = np.random.default_rng(3).normal(size=(200, 9)).astype(np.float32)
    back = _written(values, compressed=True).matrix()
    assert np.abs(back - values).max() <= np.ptp(values, axis=0).max() / 100
    assert np.abs(back - values).mean() < 0.01


def test_compressing_what_was_compressed_changes_nothing_more() -> None:
    values = np.random.default_rng(4).normal(size=(64, 5)).astype(np.float32)
    once = _written(values, compressed=True).matrix()
    twice = _written(once, compressed=True).matrix()
    assert np.abs(twice - once).max() < 1e-3


def test_what_is_no_kaldi_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not a binary Kaldi file"):
        KaldiReader(b"RIFF")
    with pytest.raises(ValueError, match="expected a number of 4 bytes"):
        KaldiReader(b"\0B\x08\0\0\0\0\0\0\0\0").integer()


def _small_model(seed: int = 5) -> AcousticModel:
    rng = np.random.default_rng(seed)
    offsets = ((-1, 0, 1), (-2, 0, 2), (0,))
    sizes = ((6, 120), (6, 18), (82, 6))
    layers = (
        Layer(one, rng.normal(size=size).astype(np.float32), rng.normal(size=size[0]).astype(np.float32))
        for one, size in zip(offsets, sizes, strict=True)
    )
    return AcousticModel(tuple(layers))


def test_a_model_comes_back_with_its_offsets_and_weights(tmp_path: Path) -> None:
    model = _small_model()
    write_model(tmp_path / "final.mdl", model, compressed=False)
    back = read_model(tmp_path / "final.mdl")
    assert [layer.offsets for layer in back.layers] == [(-1, 0, 1), (-2, 0, 2), (0,)]
    assert (back.before, back.after) == (3, 3)
    for ours, theirs in zip(model.layers, back.layers, strict=True):
        assert np.array_equal(ours.weights, theirs.weights) and np.array_equal(ours.bias, theirs.bias)


def test_every_third_frame_gets_an_output() -> None:
    features = np.random.default_rng(6).normal(size=(31, 40)).astype(np.float32)
    outputs = _small_model().outputs(features)
    assert outputs.shape == (11, 82)
    np.testing.assert_allclose(_small_model().outputs(features[3:])[1:-1], outputs[2:-1], atol=1e-4)


def test_the_shipped_model_is_one_of_ours() -> None:
    model = read_model(builtin_model() / "am/final.mdl")
    assert model.layers[-1].weights.shape[0] == 82
    assert model.after <= 21  # 0.2 s: what it adds to the time of a decision


def test_models_with_the_same_layers_are_averaged() -> None:
    first, second = _small_model(), _small_model(seed=6)
    (layer, *_), (ours, *_), (theirs, *_) = (one.layers for one in (average([first, second]), first, second))
    np.testing.assert_allclose(layer.weights, (ours.weights + theirs.weights) / 2, atol=1e-6)
    with pytest.raises(ValueError, match="the same layers"):
        average([first, AcousticModel(second.layers[:2])])
