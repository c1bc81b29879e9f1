"""The rule that nothing clips by accident: how far a whole run's microphone signal is scaled down.

The room sums in floating point and knows its peak. A run whose peak passes -1 dBFS is begun again with the factor that
keeps it below; since a quieter microphone may change what is heard and so what is said, the new run is watched too.
"""

from __future__ import annotations

import math

LIMIT_DB = -1.0
"""The highest peak of the microphone signal, in dBFS (contract)."""

_LIMIT: float = 10.0 ** (LIMIT_DB / 20.0)
_STEPS = 1_000_000
"""Factors are whole millionths, so that the printed factor is the one that was used."""


def factor_for(peak: float) -> float:
    """The largest factor, in millionths and at most 1, that keeps a peak (1.0 is full scale) at -1 dBFS or below."""
    if peak <= _LIMIT:
        return 1.0
    return max(1, math.floor(_LIMIT / peak * _STEPS)) / _STEPS


def too_loud(peak: float, factor: float) -> bool:
    """Whether a run with this factor must be begun again with `factor_for(peak)`; `peak` is that before scaling."""
    return peak * factor > _LIMIT
