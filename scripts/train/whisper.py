"""Speech made into a whisper: what the throat does is replaced by noise, what the mouth does is kept.

Each 30 ms are described by linear prediction; white noise then passes through the same resonances. A whisper has no
voice bar and little below 500 Hz, so the low end is taken down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scripts.train.mfcc import RATE_HZ
from scripts.train.recordings import Samples

_WINDOW = 480
_HOP = 160
_FFT = 512
_ORDER = 18
_REGULAR = 1e-4
_LOW_HZ = 500.0


def whispered(samples: Samples, rng: np.random.Generator) -> Samples:
    """The same words, whispered; as long as before, at about the same level."""
    padded = np.pad(samples.astype(np.float64), (_WINDOW, _WINDOW))
    window = np.hanning(_WINDOW)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP] * window
    noise = np.lib.stride_tricks.sliding_window_view(rng.normal(size=len(padded)), _WINDOW)[::_HOP] * window
    shaped = np.fft.irfft(np.fft.rfft(noise, _FFT, axis=1) * _envelope(frames), _FFT, axis=1)
    result = np.zeros(len(padded) + _FFT)
    for place, frame in enumerate(shaped):
        result[place * _HOP : place * _HOP + _FFT] += frame
    result = result[_WINDOW : _WINDOW + len(samples)]
    level = np.sqrt(np.mean(np.square(samples, dtype=np.float64)) / (np.mean(result**2) + 1e-9))
    return np.asarray(result * level, np.float32)


def _envelope(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """The magnitude of each frame's resonances at the frequencies of the transform, shape (frames, frequencies)."""
    power = np.abs(np.fft.rfft(frames, 2 * _FFT, axis=1)) ** 2
    correlation = np.fft.irfft(power, axis=1)[:, : _ORDER + 1]
    correlation[:, 0] += _REGULAR * correlation[:, 0] + 1e-3
    lags = np.abs(np.subtract.outer(np.arange(_ORDER), np.arange(_ORDER)))
    predictor = np.linalg.solve(correlation[:, lags], correlation[:, 1:, None])[:, :, 0]
    error = np.maximum(correlation[:, 0] - np.sum(predictor * correlation[:, 1:], axis=1), 1e-6)
    whitening = np.concatenate((np.ones((len(frames), 1)), -predictor), axis=1)
    hz = np.fft.rfftfreq(_FFT, 1 / RATE_HZ)
    envelope: NDArray[np.float64] = np.sqrt(error)[:, None] / np.abs(np.fft.rfft(whitening, _FFT, axis=1))
    envelope *= hz / np.hypot(hz, _LOW_HZ)
    return envelope
