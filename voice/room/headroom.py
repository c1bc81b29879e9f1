"""The rule that nothing clips by accident: how far a whole run's microphone signal is scaled down.

The room sums in floating point and knows its peak. A run whose peak passes -1 dBFS is begun again with a factor that
keeps it below; since a quieter microphone may change what is heard and so what is said, the new run is watched too.
"""

from __future__ import annotations

import math

LIMIT_DB = -1.0
"""The highest peak of the microphone signal, in dBFS (contract)."""

_LIMIT: float = 10.0 ** (LIMIT_DB / 20.0)
_MARGIN = 1.25
"""What is said differs from run to run, and its peaks by a decibel or two: with this to spare one run more will do."""
_STEPS = 1_000_000
"""Factors are whole millionths, so that the printed factor is the one that was used."""


def factor_for(peak: float) -> float:
    """The factor, in millionths, for a run in which this peak is known or expected (1.0 is full scale).

    1 where the peak stays at -1 dBFS or below, else what brings it there with 2 dB to spare.
    """
    if peak <= _LIMIT:
        return 1.0
    return max(1, math.floor(_LIMIT / (peak * _MARGIN) * _STEPS)) / _STEPS


def too_loud(peak: float, factor: float) -> bool:
    """Whether a run with this factor must be begun again with `factor_for(peak)`; `peak` is that before scaling."""
    return peak * factor > _LIMIT
