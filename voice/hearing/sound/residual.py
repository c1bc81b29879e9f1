"""What a canceller leaves of the guide's own voice: how much is to be expected, and what is more than that.

Where the echo was taken out, the rest of it lies a nearly constant distance below what was taken. A stretch that is
louder than that has somebody else in it; one that is not holds nothing but the guide. Levels are those of 20 ms frames.
"""

from __future__ import annotations

import math
from collections import deque
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import frame_powers

FRAME_S = 0.02
_REMEMBERED_FRAMES = 500
_RATIO_FRAMES = 250
"""Frames with an echo from which the distance is learned: 5 s of them."""
_FEWEST_FRAMES = 50
_STEADY_FRAMES = 150
"""Frames without which a slope says nothing: while the canceller still learns, it leaves less and less."""
_STALE_FRAMES = 500
"""Without an echo for 10 s two clocks drift apart, and the canceller leaves more than it did until it has caught up."""
_LEAST_SHARE = 0.1
_ECHO_FROM = 1e-7
"""The power from which an echo counts, -70 dBFS."""
_RINGS_ON = 0.5
"""A room rings on after each frame: 3 dB less in the next, as with a reverberation time of 0.4 s."""
_LEAST_RATIO = 10**-3.5
"""No canceller is trusted further than this: single sounds stay up to 13 dB above the median of what it leaves."""
_LEARNED_RATIO = 0.1
"""Before 10 dB are taken away, how the whole follows what was played tells more."""
_SETTLED_RATIO = 10**-1.5
"""Between 10 and 15 dB the slope may lie as far below the median, and the guide's own words then seem to be more."""
_SHORTEST_S = 0.3
"""A single sound of what is left may stand out; a shorter stretch is judged with what lies beside it."""
_HERS = 10**0.8
_MORE = 10.0
_OWN = 10**0.3
"""Measured with echoes from 0 to 20 dB above her voice: what is left of the echo stays below 8 dB over what is expected
of the median (single sounds, at 20 dB, reach 13), and nearly every word of hers lies above; over what is expected of
the slope, beside loud crying too, every one of hers lies 10 dB and more."""

Samples = NDArray[np.float32]


class Residual:
    """Judges one stream; owned by whoever owns the ears. Times are stream seconds.

    Two ratios of what is left to what was taken are kept. The median holds whatever else sounds all the time, such as
    crying: what is clearly louder than that is hers, what is no louder the guide's. The slope of the one over the other
    is that of the echo alone, as crying does not rise and fall with it: what is far louder is surely something else.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._cleaned: deque[float] = deque(maxlen=_REMEMBERED_FRAMES)
        self._echo: deque[float] = deque(maxlen=_REMEMBERED_FRAMES)
        """What was taken out, ringing on; 0 where nothing can be said about it."""
        self._pairs = np.zeros((2, _RATIO_FRAMES))
        """Of the last frames with an echo, what is left and what was taken out, in a ring."""
        self._paired = 0
        """How many frames with an echo there were since all was forgotten."""
        self._proven = False
        self._median = self._slope = 1.0
        self._ringing = 0.0
        self._without_echo = 0
        """Frames since the last echo."""

    @property
    def learned(self) -> bool:
        """Whether the canceller takes away enough to tell what it leaves from other sounds."""
        return self._paired >= _FEWEST_FRAMES and self._median <= _LEARNED_RATIO

    @property
    def settled(self) -> bool:
        """Whether so much is taken away, and for so long, that what little is left over can be judged too."""
        return self._paired >= _RATIO_FRAMES and self._median <= _SETTLED_RATIO

    @property
    def proven(self) -> bool:
        """Whether it had settled before, on this path: then what is left is judged as soon as it is learned again."""
        return self._proven

    @property
    def left_db(self) -> float:
        """How far what is left of the echo lies below it, in dB (negative); 0 where nothing is known."""
        return 10 * math.log10(self._slope) if self.learned else 0.0

    def take(self, cleaned: Samples, removed: Samples, rate_hz: int) -> list[float]:
        """The next samples and what was taken out of them, whole frames; returns the power in each that is echo.

        That is 0 before the canceller has learned.
        """
        size = round(rate_hz * FRAME_S)
        ringing: list[float] = []
        echoes = False
        for left, echo in zip(frame_powers(cleaned, size), frame_powers(removed, size), strict=True):
            self._ringing = max(echo, self._ringing * _RINGS_ON)
            self._without_echo += 1
            if self._ringing >= _ECHO_FROM:
                if self._without_echo > _STALE_FRAMES:
                    self._paired = 0
                self._without_echo = 0
                self._pairs[:, self._paired % _RATIO_FRAMES] = left, self._ringing
                self._paired += 1
                echoes = True
            ringing.append(self._ringing if self.learned else 0.0)
            self._cleaned.append(left)
        self._echo += ringing
        self._frames += len(ringing)
        if echoes:
            self._learn()
        return [self._slope * echo for echo in ringing]

    def forget(self) -> None:
        """The echo has moved: nothing can be said until it was learned again."""
        self._paired = 0
        self._proven = False
        self._echo = deque([0.0] * len(self._echo), maxlen=_REMEMBERED_FRAMES)

    def hers(self, start_s: float, end_s: float) -> bool:
        """Whether a stretch of the last ten seconds is louder than everything that sounds beside her all the time."""
        left, echo = self._powers(start_s, end_s)
        return echo > 0.0 and left >= _HERS * self._median * echo

    def more(self, start_s: float, end_s: float) -> bool:
        """Whether there surely is something else than the echo in a stretch of the last ten seconds."""
        left, echo = self._powers(start_s, end_s)
        return echo > 0.0 and left >= _MORE * self._slope * echo

    def explained(self, start_s: float, end_s: float) -> bool:
        """Whether what is left of the echo is all there is in a stretch of the last ten seconds.

        By the median: where two streams do not keep step, the slope promises up to 8 dB more than is taken away.
        """
        left, echo = self._powers(start_s, end_s)
        return echo > 0.0 and left <= _OWN * self._median * echo

    def _powers(self, start_s: float, end_s: float) -> tuple[float, float]:
        if not self.learned:
            return 0.0, 0.0
        first = self._frames - len(self._cleaned)
        beside_s = max(0.0, _SHORTEST_S - (end_s - start_s)) / 2
        start, stop = (max(0, round(time_s / FRAME_S) - first) for time_s in (start_s - beside_s, end_s + beside_s))
        return sum(islice(self._cleaned, start, stop)), sum(islice(self._echo, start, stop))

    def _learn(self) -> None:
        if self._paired < _FEWEST_FRAMES:
            return
        left, echo = self._pairs[:, : self._paired]
        self._median = max(_median(left / echo), _LEAST_RATIO)
        self._slope = self._median
        from_mean = echo - echo.mean()
        spread = float(from_mean @ from_mean)
        if self._paired >= _STEADY_FRAMES and spread > 0.0:
            slope = float((left - left.mean()) @ from_mean) / spread
            self._slope = min(max(slope, self._median * _LEAST_SHARE, _LEAST_RATIO), self._median)
        self._proven = self._proven or self.settled


def _median(values: NDArray[np.float64]) -> float:
    """As `np.median`, which takes five times as long for so few."""
    half = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, half)[half])
    ranked = np.partition(values, (half - 1, half))
    return float(ranked[half - 1] + ranked[half]) / 2
