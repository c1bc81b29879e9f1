"""Whispering made from speech: the vocal tract is kept, and breath takes the place of the voice.

Each short stretch is modelled by linear prediction; what the model leaves over, the residual, is replaced by noise of
the same power. The voice's own slope goes with it: the model is taken of the pre-emphasised sound and nothing is
de-emphasised, since breath is as strong at high frequencies as at low ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FRAME = 512
_HOP = 128
_ORDER = 18
_PRE_EMPHASIS = 0.95
_WHITENING = 1.0 + 1e-4
"""A trace of white noise in the model, which keeps it stable in near silence."""


def whispered(speech: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """`speech`, float32 mono at 16,000 Hz, as though whispered; as long, its level to be set by the caller."""
    emphasised = np.append(speech[:1], speech[1:] - _PRE_EMPHASIS * speech[:-1]).astype(np.float64)
    padded = np.pad(emphasised, (_FRAME, 2 * _FRAME))
    starts = np.arange(0, len(padded) - _FRAME, _HOP)
    window = np.hanning(_FRAME + 1)[:_FRAME]
    frames = padded[starts[:, None] + np.arange(_FRAME)] * window
    breath = rng.normal(size=len(padded))[starts[:, None] + np.arange(_FRAME)] * window
    power = np.abs(np.fft.rfft(frames, 2 * _FRAME, axis=1)) ** 2
    autocorrelation = np.fft.irfft(power, axis=1)[:, : _ORDER + 1]
    predictor, left = _levinson(autocorrelation)
    envelope = np.sqrt(left / np.sum(window**2))[:, None] / np.abs(np.fft.rfft(predictor, 2 * _FRAME, axis=1))
    shaped = np.fft.irfft(np.fft.rfft(breath, 2 * _FRAME, axis=1) * envelope, axis=1)
    whole = np.zeros(len(padded) + 2 * _FRAME)
    for start, frame in zip(starts, shaped, strict=True):
        whole[start : start + 2 * _FRAME] += frame
    return whole[_FRAME : _FRAME + len(speech)].astype(np.float32)


def _levinson(autocorrelation: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The prediction filters of all frames at once, (frames, order + 1), and the power each leaves over."""
    frames, size = autocorrelation.shape
    autocorrelation = autocorrelation.copy()
    autocorrelation[:, 0] = autocorrelation[:, 0] * _WHITENING + 1e-12
    filters = np.zeros((frames, size))
    filters[:, 0] = 1.0
    left = autocorrelation[:, 0].copy()
    for order in range(1, size):
        reflection = -np.sum(filters[:, :order] * autocorrelation[:, order:0:-1], axis=1) / left
        filters[:, 1 : order + 1] += reflection[:, None] * filters[:, order - 1 :: -1][:, :order]
        left *= 1.0 - reflection**2
    return filters, left
