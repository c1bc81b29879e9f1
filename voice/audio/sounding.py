"""Samples made ready for the mixer, and samples placed in the stream."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio.limiter import KNEE, headroom
from voice.audio.orders import MAX_VOLUME_DB
from voice.audio.ramp import Gain

FADE_S = 0.005
"""How long it takes to silence something without a click."""

_MOST_GAIN = 10 ** (MAX_VOLUME_DB / 20)


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples, and how much gain each of them may get (None: any gain the volume can ask for)."""

    samples: NDArray[np.float32]
    headroom: NDArray[np.float32] | None = None

    @classmethod
    def prepared(cls, samples: NDArray[np.float32], rate_hz: int) -> Sound:
        """A sound of any level, made ready outside the audio callback (about 1 ms for each second of sound)."""
        if not len(samples):
            return cls(np.zeros(0, np.float32))
        ready = np.ascontiguousarray(samples, dtype=np.float32)
        peak = float(max(ready.max(), -ready.min()))
        if not np.isfinite(peak):  # one bad sample in a file must not silence or deafen
            ready = np.nan_to_num(ready, nan=0.0, posinf=0.0, neginf=0.0)
            peak = float(np.abs(ready).max())
        if peak * _MOST_GAIN <= KNEE:
            return cls(ready)
        return cls(ready, headroom(ready, rate_hz, _MOST_GAIN))


class Sounding:
    """A sound whose first sample lies at frame `start`. Owned by the mixer's thread."""

    __slots__ = ("_fade", "_fade_from", "_whole", "end", "sound", "start")

    def __init__(self, sound: Sound, start: int, rate_hz: int) -> None:
        self.sound = sound
        self.start = start
        self.end = start + len(sound.samples)
        self._whole = self.end
        self._fade = max(1, round(rate_hz * FADE_S))
        self._fade_from: int | None = None

    @property
    def cut(self) -> bool:
        """Whether it is silent before its own end."""
        return self.end < self._whole

    @property
    def unheard(self) -> bool:
        """Whether it was cut before its first sample."""
        return self.cut and self.end <= self.start

    def fade(self, frame: int) -> None:
        """Silence it from `frame` on, in 5 ms; at once when it has not begun. A sound that fades already goes on."""
        if self._fade_from is not None or self.end <= frame:
            return
        self._fade_from = frame
        self.end = frame if self.start >= frame else min(self._whole, frame + self._fade)

    def mix(self, out: NDArray[np.float32], begin: int, gain: Gain) -> None:
        """Add what sounds of it to a block that begins at frame `begin`; `gain` is one value or one for each frame."""
        first, last = max(self.start, begin), min(self.end, begin + len(out))
        if first >= last:
            return
        block = slice(first - begin, last - begin)
        own = slice(first - self.start, last - self.start)
        level = gain if isinstance(gain, np.float32) else gain[block]
        if self.sound.headroom is not None:
            level = np.minimum(level, self.sound.headroom[own])
        added = self.sound.samples[own] * level
        if self._fade_from is not None and last > self._fade_from:
            left = self._fade_from + self._fade - np.arange(first, last)
            added *= np.minimum(1, left / np.float32(self._fade)).astype(np.float32)
        out[block] += added
