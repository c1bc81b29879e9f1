"""A long filter on a stream without delay: partitioned convolution in the frequency domain.

The response is cut into partitions of `PARTITION` frames. What the finished partitions of the input contribute to the
next one is summed once a partition; the partition that is still filling is transformed again on every call, padded
with zeros, so that each block is answered at once whatever its length.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PARTITION = 512

Signal = NDArray[np.float64]
Spectra = NDArray[np.complex128]


class PartitionedConvolution:
    """Convolves a stream with a fixed response; output frame n depends on input frames up to n.

    Blocks may have any length; however the stream is cut, the output is the same to rounding. Owned by one thread.
    """

    def __init__(self, response: NDArray[np.floating]) -> None:
        """`response`: at least one frame, shape (frames,)."""
        if not len(response):
            raise ValueError("the response has no frames")
        partitions = -(-len(response) // PARTITION)
        padded = np.zeros(partitions * PARTITION)
        padded[: len(response)] = response
        spectra = np.fft.rfft(padded.reshape(partitions, PARTITION), 2 * PARTITION)
        self._first = spectra[0]
        # Newest input first would mean moving every spectrum once a partition; instead the inputs stay in a ring and
        # the response, reversed and written twice, is read from the place that meets them.
        later = spectra[:0:-1]
        self._later_twice: Spectra = np.concatenate((later, later))
        self._ring: Spectra = np.zeros_like(later)
        self._newest = 0
        self._carried: Spectra = np.zeros_like(self._first)
        self._window: Signal = np.zeros(2 * PARTITION)  # the finished partition, then the one that is filling
        self._filled = 0

    def process(self, block: NDArray[np.floating]) -> Signal:
        """The next `len(block)` frames of the output."""
        output: Signal = np.empty(len(block))
        done = 0
        while done < len(block):
            count = min(len(block) - done, PARTITION - self._filled)
            start = PARTITION + self._filled
            self._window[start : start + count] = block[done : done + count]
            spectrum = np.fft.rfft(self._window)
            heard = np.fft.irfft(self._carried + self._first * spectrum)
            output[done : done + count] = heard[start : start + count]
            done += count
            self._filled += count
            if self._filled == PARTITION:
                self._turn(spectrum)
        return output

    def _turn(self, spectrum: Spectra) -> None:
        """The filling partition is full: it joins the finished ones."""
        self._window[:PARTITION] = self._window[PARTITION:]
        self._window[PARTITION:] = 0.0
        self._filled = 0
        size = len(self._ring)
        if size:
            self._newest = (self._newest + 1) % size
            self._ring[self._newest] = spectrum
            first = (size - 1 - self._newest) % size
            self._carried = np.einsum("pf,pf->f", self._later_twice[first : first + size], self._ring)
