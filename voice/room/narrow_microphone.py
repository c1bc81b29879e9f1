"""What a telephone-like microphone makes of all that it hears: nothing below 200 Hz, and nothing above its band."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOWEST_BAND_HZ = 1_000.0
HIGHEST_BAND_HZ = 11_000.0
"""What a scenario may name: more than a vowel needs, and less than the room has."""
_FROM_HZ = 200.0
"""Where the band begins (contract)."""
_WINDOW_S = 1 / 24
"""Makes both edges 130 Hz wide."""
_KAISER = 9.0
"""Ninety decibels between what passes and what does not."""
_FLOOR = 1e-5
"""Nothing is cut by more than 100 dB, since a logarithm is taken of it."""
_FFT = 1 << 16
_RINGS_S = 0.25

Signal = NDArray[np.float64]


def band_response(band_hz: float, rate_hz: int) -> Signal:
    """The impulse response of a microphone that hears from 200 to `band_hz`, shape (frames,), gain 1 within the band.

    It is the one with these gains that answers soonest (minimum phase): speech comes through within a millisecond, so
    that what was said when is as good as unchanged.
    """
    half = round(rate_hz * _WINDOW_S / 2)
    time_s = np.arange(-half, half + 1) / rate_hz
    ideal = [2 * edge_hz / rate_hz * np.sinc(2 * edge_hz * time_s) for edge_hz in (_FROM_HZ, band_hz)]
    even = (ideal[1] - ideal[0]) * np.kaiser(2 * half + 1, _KAISER)
    return _soonest(np.abs(np.fft.rfft(even, _FFT)))[: round(_RINGS_S * rate_hz)]


def _soonest(gains: NDArray[np.float64]) -> Signal:
    """The causal response with these gains whose energy comes first, by folding the cepstrum."""
    cepstrum = np.fft.irfft(np.log(np.maximum(gains, _FLOOR)))
    cepstrum[1 : _FFT // 2] *= 2.0
    cepstrum[_FFT // 2 + 1 :] = 0.0
    response: Signal = np.fft.irfft(np.exp(np.fft.rfft(cepstrum)))
    return response
