"""Other sampling rates: whole sounds, and streams that must not wait."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

RESAMPLER_VERSION = f"soxr {soxr.__version__}"
"""Part of the identity of every resampled sound."""
_MOST_ADJUSTMENT = 1e-3
_RINGS_S = 0.2
"""So long after the last sound nothing of it is left in the filter: less than a billionth."""


def resample(samples: NDArray[np.float32], from_hz: int, to_hz: int) -> NDArray[np.float32]:
    """The whole mono sound at `to_hz`, aligned in time, round(frames * to_hz / from_hz) frames long."""
    if from_hz == to_hz:
        return samples
    length = round(len(samples) * to_hz / from_hz)
    converted = np.asarray(soxr.resample(samples, from_hz, to_hz, quality="HQ"), dtype=np.float32)
    if len(converted) < length:
        converted = np.pad(converted, (0, length - len(converted)))
    return converted[:length]


class StreamResampler:
    """A mono stream at another rate, block by block; owned by one thread.

    Uses the resampler's time-domain filter: its output lags its input by 15 ms at most (10 to 12.5 ms from device rates
    to 16 kHz), where the block-wise filters lag by up to 40 ms. Aliases lie 80 dB down. Frames stay aligned: output
    frame n is the input at n / to_hz seconds, give or take two output frames.

    Zeros that follow zeros are not filtered, as they are zeros at any rate: mostly nothing is played.

    With `adjustable` the ratio may follow a clock that is not quite what it says (`correct`); equal rates pass as they
    are without it.
    """

    def __init__(self, from_hz: int, to_hz: int, *, adjustable: bool = False) -> None:
        self._from_hz = from_hz
        self._to_hz = to_hz
        self._same = from_hz == to_hz and not adjustable
        self._adjustable = adjustable
        self._zeros = 0
        """How many there were in a row at the end of what came in."""
        most_hz = from_hz * (1 + _MOST_ADJUSTMENT) if adjustable else from_hz
        self._stream = soxr.ResampleStream(most_hz, to_hz, 1, dtype="float32", quality="HQ", vr=True)
        if adjustable:
            self._stream.set_io_ratio(from_hz, to_hz)

    def correct(self, share: float) -> None:
        """The clock of what comes in is found to be faster by this share, within a thousandth; only if `adjustable`.

        At once: a slope towards small changes is rounded to nothing by soxr 1.1.
        """
        self._stream.set_io_ratio(self._from_hz * (1 + share), self._to_hz)

    def push(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """The frames that are ready after `block`, possibly none."""
        if self._same:
            return block
        self._zeros = 0 if block.any() else self._zeros + len(block)
        frames, part_of_one = divmod(len(block) * self._to_hz, self._from_hz)
        if self._zeros > _RINGS_S * self._from_hz + len(block) and not part_of_one and not self._adjustable:
            return np.zeros(frames, np.float32)  # a whole number of frames later, the filter would stand as it does
        return np.asarray(self._stream.resample_chunk(np.ascontiguousarray(block)), dtype=np.float32)

    def finish(self) -> NDArray[np.float32]:
        """The frames still under way; the stream takes no more blocks."""
        if self._same:
            return np.zeros(0, np.float32)
        return np.asarray(self._stream.resample_chunk(np.zeros(0, np.float32), last=True), dtype=np.float32)
