"""The long filter without delay equals a plain convolution, however the stream is cut."""

from __future__ import annotations

import numpy as np
import pytest

from voice.room.convolution import PARTITION, PartitionedConvolution

_LENGTHS = (1, 2, PARTITION - 1, PARTITION, PARTITION + 1, 2 * PARTITION, 3 * PARTITION + 17, 9 * PARTITION)


def _noise(length: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.random.default_rng(length).standard_normal(length)


def _blocks(total: int, sizes: tuple[int, ...]) -> list[slice]:
    cuts, at, turn = [], 0, 0
    while at < total:
        size = sizes[turn % len(sizes)]
        cuts.append(slice(at, min(total, at + size)))
        at, turn = at + size, turn + 1
    return cuts


@pytest.mark.parametrize("length", _LENGTHS)
def test_it_equals_a_plain_convolution(length: int) -> None:
    response, stream = _noise(length), _noise(6000)
    filtered = PartitionedConvolution(response).process(stream)
    assert np.max(np.abs(filtered - np.convolve(stream, response)[:6000])) < 1e-9


@pytest.mark.parametrize("sizes", [(480,), (1,), (0, 7), (PARTITION,), (3000,), (479, 1, 1024, 33)])
def test_blocks_of_any_size_give_the_same(sizes: tuple[int, ...]) -> None:
    response, stream = _noise(1500), _noise(4000)
    whole = PartitionedConvolution(response).process(stream)
    filtering = PartitionedConvolution(response)
    parts = np.concatenate([filtering.process(stream[cut]) for cut in _blocks(4000, sizes) for cut in [cut]])
    assert np.max(np.abs(parts - whole)) < 1e-10


def test_a_response_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="no frames"):
        PartitionedConvolution(np.zeros(0))
