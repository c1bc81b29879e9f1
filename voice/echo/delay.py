"""How much later than it was played the loudspeaker arrives in the microphone, found in the sounds themselves.

The generalised cross-correlation with phase transform: the cross spectrum of both signals, every frequency weighing the
same, turned back into time, is a peak at the delay. Cross spectra are summed with forgetting, so that what is said over
the narration, which follows nothing that was played, fades to noise around the peak.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HOP = 1920
"""Frames between two estimates: 120 ms at 16,000 Hz."""
LONGEST = 10_240
"""The longest delay looked for, in frames: 640 ms at 16,000 Hz."""
_SIZE = 16_384
_FORGETTING_S = 0.5
_FADE_S = 0.02
"""A tone that is cut off hard is a click in both signals at the same place: a delay of 0 that nobody has. Each tone of
the beat that lay across the ends of two blocks gave one."""
_LOWEST_HZ, _HIGHEST_HZ = 200.0, 6000.0
_SOUNDING_DB = -55.0
"""Below this what was played says nothing, in dBFS."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Peak:
    """A delay in frames, to a fraction of one, and by how much it stands out: its height over the RMS of all delays."""

    delay: float
    height: float


class DelayFinder:
    """Owned by one thread. Both signals come on one clock, frame by frame."""

    def __init__(self, rate_hz: int) -> None:
        self._heard = np.zeros(HOP, np.float32)
        self._played = np.zeros(LONGEST + HOP, np.float32)
        self._filled = 0
        self._keep = np.float32(math.exp(-HOP / rate_hz / _FORGETTING_S))
        self._fade_heard, self._fade_played = (
            _faded(count, round(_FADE_S * rate_hz)) for count in (HOP, LONGEST + HOP)
        )
        frequencies = np.fft.rfftfreq(_SIZE, 1 / rate_hz)
        first, last = np.searchsorted(frequencies, (_LOWEST_HZ, np.nextafter(_HIGHEST_HZ, np.inf)))
        self._band = slice(int(first), int(last))
        self._cross = np.zeros(int(last - first), np.complex64)
        self._weighted = np.zeros(_SIZE // 2 + 1, np.complex64)
        """The cross spectrum with every frequency of the band weighing the same; 0 outside."""
        self._correlation: Samples | None = None

    def take(self, heard: Samples, played: Samples) -> bool:
        """The next frames, equally many and a divisor of `HOP`; whether there is a new estimate."""
        count = len(heard)
        self._heard[self._filled : self._filled + count] = heard
        self._played[LONGEST + self._filled : LONGEST + self._filled + count] = played
        self._filled += count
        if self._filled < HOP:
            return False
        self._filled = 0
        fresh = self._correlate()
        self._played[:LONGEST] = self._played[HOP:].copy()
        return fresh

    def highest(self) -> Peak:
        """The peak of all; only after `take` said that there is an estimate."""
        assert self._correlation is not None
        return self._peak(int(np.argmax(self._correlation)))

    def _correlate(self) -> bool:
        if 10 * math.log10(float(np.dot(self._played, self._played)) / len(self._played) + 1e-12) < _SOUNDING_DB:
            return False
        heard = np.fft.rfft(self._heard * self._fade_heard, _SIZE)[self._band]
        played = np.fft.rfft(self._played * self._fade_played, _SIZE)[self._band]
        self._cross *= self._keep
        self._cross += np.conj(heard) * played
        # Four times as fast as np.abs, which minds values that no sound has.
        sizes = np.sqrt(np.square(self._cross.real) + np.square(self._cross.imag))
        np.divide(self._cross, sizes + np.float32(1e-9), out=self._weighted[self._band])
        self._correlation = np.ascontiguousarray(np.fft.irfft(self._weighted, _SIZE)[LONGEST::-1])
        return True

    def _peak(self, place: int) -> Peak:
        assert self._correlation is not None
        values = self._correlation
        rms = math.sqrt(float(np.dot(values, values)) / len(values)) + 1e-12
        top = float(values[place])
        if not 0 < place < len(values) - 1:
            return Peak(float(place), top / rms)
        before, after = float(values[place - 1]), float(values[place + 1])
        bend = before - 2 * top + after
        shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
        return Peak(place + min(max(shift, -0.5), 0.5), top / rms)


def _faded(count: int, ends: int) -> Samples:
    """Ones that fade to nothing at both ends."""
    gains = np.ones(count, np.float32)
    gains[:ends] = np.sin(np.linspace(0.0, np.pi / 2, ends, endpoint=False)) ** 2
    gains[-ends:] = gains[:ends][::-1]
    return gains
