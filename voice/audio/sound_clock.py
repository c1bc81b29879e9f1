"""When frames of the loudspeaker's sound are heard, on a steady clock."""

from __future__ import annotations

from collections import deque

_KEPT_S = 0.5
"""Blocks of so long tell: a block that was taken late is outweighed by one that was taken at once."""


class SoundClock:
    """Fed with blocks as they are taken from a running stream; owned by one thread. Times are seconds.

    A block is rendered just before it is taken, never after, so the earliest of the last ones tells when frame 0 was.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._zeros: deque[tuple[float, float]] = deque()
        """When a block was taken, and when frame 0 would have been; only those that no later one undercuts."""

    def took(self, frame: int, now_s: float) -> None:
        """The block whose first sample is `frame` was rendered a moment before `now_s`."""
        zero_s = now_s - frame / self._rate_hz
        while self._zeros and self._zeros[-1][1] >= zero_s:
            self._zeros.pop()
        self._zeros.append((now_s, zero_s))
        while now_s - self._zeros[0][0] > _KEPT_S:
            self._zeros.popleft()

    def heard_at(self, frame: int, latency_s: float) -> float | None:
        """When a frame is heard that takes so long from its rendering; None before the first block."""
        return self._zeros[0][1] + frame / self._rate_hz + latency_s if self._zeros else None
