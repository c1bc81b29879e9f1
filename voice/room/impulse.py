"""How a room answers a click: measured responses made ready, or one made from a reverberation time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Response = NDArray[np.float64]

DIRECT_TO_REVERBERANT_DB = 6.0
"""How far the direct sound stands above the decay of a made response: a loudspeaker near its microphone."""

_TAIL_DB = -70.0
"""What is left of the energy after this point is cut off: nobody hears it, and every frame costs time."""


def measured(samples: NDArray[np.floating]) -> Response:
    """A measured response from its direct path (its largest sample) on, without the inaudible tail, at unit energy.

    ValueError if it is silent.
    """
    if not len(samples) or not np.any(samples):
        raise ValueError("the impulse response is silent")
    response = np.asarray(samples, dtype=np.float64)
    return _at_unit_energy(_without_tail(response[int(np.argmax(np.abs(response))) :]))


def made(rt60_s: float, rate_hz: int, seed: int) -> Response:
    """A direct path, then noise that falls by 60 dB in `rt60_s` seconds, at unit energy; 0 s: the direct path alone."""
    noise = np.random.default_rng([seed, 60]).standard_normal(round(rt60_s * rate_hz * 7 / 6))
    if not len(noise):
        return np.ones(1)
    after_s = np.arange(1, len(noise) + 1) / rate_hz
    decay = noise * 10.0 ** (-3.0 * after_s / rt60_s)
    decay *= 10.0 ** (-DIRECT_TO_REVERBERANT_DB / 20.0) / np.sqrt(np.sum(decay**2))
    return _at_unit_energy(np.concatenate((np.ones(1), decay)))


def _without_tail(response: Response) -> Response:
    left = np.cumsum(response[::-1] ** 2)[::-1]
    audible = np.flatnonzero(left > left[0] * 10.0 ** (_TAIL_DB / 10.0))
    return response[: int(audible[-1]) + 1]


def _at_unit_energy(response: Response) -> Response:
    return np.asarray(response / np.sqrt(np.sum(response**2)), dtype=np.float64)
