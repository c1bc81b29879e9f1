"""The sound of the last seconds, as it came from the microphone and the canceller."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REMEMBERED_S = 6.0


class RecentSound:
    """Remembers six seconds of one stream; owned by whoever owns the ears. Times are stream seconds."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        """Samples a second."""
        self._kept = np.zeros(round(2 * REMEMBERED_S * rate_hz), np.float32)
        """Twice as long, so that it is moved only each six seconds."""
        self._filled = 0
        self._position = 0

    def take(self, samples: NDArray[np.float32]) -> None:
        """The next samples, float32 mono, at most six seconds of them."""
        half = len(self._kept) // 2
        if self._filled + len(samples) > len(self._kept):
            self._kept[:half] = self._kept[self._filled - half : self._filled]
            self._filled = half
        self._kept[self._filled : self._filled + len(samples)] = samples
        self._filled += len(samples)
        self._position += len(samples)

    def between(self, start_s: float, end_s: float) -> NDArray[np.float32]:
        """What is remembered of a stretch; silence stands for what is not heard yet or no longer remembered."""
        start, stop = round(start_s * self.rate_hz), round(end_s * self.rate_hz)
        oldest = self._position - self._filled
        found = self._kept[max(start - oldest, 0) : max(min(stop, self._position) - oldest, 0)]
        forgotten, to_come = max(min(oldest, stop) - start, 0), max(stop - max(self._position, start), 0)
        return np.pad(found, (forgotten, to_come))
