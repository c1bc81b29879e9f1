"""Two guards against clipping: gain that keeps clear of known peaks, and a soft knee for what is left.

Only +, -, * and / are used on the samples: their results do not depend on where a block begins, as those of vectorised
transcendental functions may, and so the stream is the same in blocks of any size.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

KNEE = 10 ** (-3 / 20)
"""Samples up to -3 dBFS pass untouched."""
CEILING = 0.98
"""No sample leaves louder than this."""

_ROOM = CEILING - KNEE
_HOP_S = 0.005
_REACH = 6
"""Hops on each side over which gain moves towards a peak: 30 ms, slow enough to leave the timbre alone."""


def soft_limit(samples: NDArray[np.float32]) -> None:
    """Bend samples beyond the knee towards the ceiling, in place. Memoryless; slope 1 at the knee, so no corner."""
    if not len(samples) or max(samples.max(), -samples.min()) <= KNEE:
        return
    loud = np.abs(samples) > KNEE
    excess = (np.abs(samples[loud]) - np.float32(KNEE)) / np.float32(_ROOM)
    bent = np.float32(KNEE) + np.float32(_ROOM) * (excess / (1 + excess))
    samples[loud] = np.copysign(bent, samples[loud])


def headroom(samples: NDArray[np.float32], rate_hz: int, most: float) -> NDArray[np.float32]:
    """The largest gain that each frame of a known sound may get, at most `most`, shape (frames,).

    The whole sound is known before it plays, so gain can fall before a peak and rise after it with no delay: a limiter
    with look-ahead, without its latency and without the distortion of a knee.
    """
    hop = max(1, round(rate_hz * _HOP_S))
    hops = -(-len(samples) // hop)
    padded = np.zeros(hops * hop, np.float32)
    np.abs(samples, out=padded[: len(samples)])
    peaks = padded.reshape(hops, hop).max(axis=1)
    allowed = np.minimum(most, KNEE / np.maximum(peaks, 1e-6))
    # A minimum followed by a mean over the same reach stays below every value that went in.
    lowest = sliding_window_view(np.pad(allowed, 2 * _REACH, mode="edge"), 2 * _REACH + 1).min(axis=1)
    smooth = sliding_window_view(lowest, 2 * _REACH + 1).mean(axis=1)
    # A knot at each border between hops, no higher than either hop, keeps the line between knots below both.
    borders = np.minimum(np.r_[smooth[0], smooth], np.r_[smooth, smooth[-1]])
    return np.interp(np.arange(len(samples)), np.arange(hops + 1) * hop, borders).astype(np.float32)
