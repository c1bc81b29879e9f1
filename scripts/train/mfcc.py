"""Cepstra exactly as Vosk computes them: 40 mel bins from 20 to 7,600 Hz, 40 coefficients, every 10 ms."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
COEFFICIENTS = 40
SHIFT = 160
WINDOW = 400
_FFT = 512
_LOW_HZ, _HIGH_HZ = 20.0, 7600.0
_PREEMPHASIS = np.float32(0.97)
_LIFTER = 22
_BLOCK_FRAMES = 4096

CONFIGURATION = f"""\
--sample-frequency={RATE_HZ}
--use-energy=false
--num-mel-bins={COEFFICIENTS}
--num-ceps={COEFFICIENTS}
--low-freq={_LOW_HZ:g}
--high-freq={_HIGH_HZ:g}
"""
"""What the file conf/mfcc.conf of a model says."""

Features = NDArray[np.float32]
"""Shape (frames, COEFFICIENTS)."""


def mfcc(samples: NDArray[np.floating] | NDArray[np.int16]) -> Features:
    """The cepstra of mono sound at 16,000 Hz in the scale of 16-bit integers; frames lie wholly inside the sound."""
    sound = np.asarray(samples, np.float32)
    frames = max(0, 1 + (len(sound) - WINDOW) // SHIFT)
    result = np.empty((frames, COEFFICIENTS), np.float32)
    for start in range(0, frames, _BLOCK_FRAMES):
        stop = min(frames, start + _BLOCK_FRAMES)
        views = np.lib.stride_tricks.sliding_window_view(sound[start * SHIFT : (stop - 1) * SHIFT + WINDOW], WINDOW)
        result[start:stop] = _cepstra(views[::SHIFT])
    return result


def _cepstra(frames: NDArray[np.float32]) -> Features:
    frames = frames - frames.mean(axis=1, keepdims=True, dtype=np.float32)
    emphasised = np.concatenate((frames[:, :1], frames[:, :-1]), axis=1)
    emphasised = (frames - _PREEMPHASIS * emphasised) * _window()
    spectrum = np.fft.rfft(emphasised, _FFT, axis=1)[:, : _FFT // 2]
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    mel = np.log(np.maximum(power @ _mel_bins().T, np.finfo(np.float32).eps))
    cepstra: Features = mel @ _transform().T
    return cepstra


@cache
def _window() -> NDArray[np.float32]:
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))
    return np.asarray(hann**0.85, np.float32)


def _mel(hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return 1127.0 * np.log1p(np.asarray(hz, np.float64) / 700.0)


@cache
def _mel_bins() -> NDArray[np.float32]:
    """Triangles on the mel scale, shape (bins, frequencies)."""
    edges = np.linspace(_mel(_LOW_HZ), _mel(_HIGH_HZ), COEFFICIENTS + 2)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    mel = _mel(np.arange(_FFT // 2) * RATE_HZ / _FFT)[None]
    triangles = np.minimum((mel - left) / (centre - left), (right - mel) / (right - centre))
    return np.asarray(np.maximum(triangles, 0.0), np.float32)


@cache
def _transform() -> NDArray[np.float32]:
    """The cosine transform with its lifter, shape (coefficients, bins)."""
    k, n = np.arange(COEFFICIENTS)[:, None], np.arange(COEFFICIENTS)[None]
    cosines = np.sqrt(2.0 / COEFFICIENTS) * np.cos(np.pi / COEFFICIENTS * (n + 0.5) * k)
    cosines[0] = np.sqrt(1.0 / COEFFICIENTS)
    return np.asarray(cosines * (1 + 0.5 * _LIFTER * np.sin(np.pi * k / _LIFTER)), np.float32)
