"""Crying: a small network that looks at the last two seconds of the cleaned signal and tells a baby from a voice.

What it sees, every 40 ms, is how loud each of 20 bands is from 260 to 3,300 Hz (a telephone has them
all, so no recording is told by its device), and how strongly the sound repeats at
the pitch of a cry (276 to 890 Hz) and below it, as a voice does. Levels are taken from the loudest of those two
seconds, so that how loud it is makes no difference, but for one thing: a baby in another room is none of the guide's
business. `scripts/train/crying.py` fits the network; `scripts/bench/crying.py` measures it.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from voice.audio.power import power

RATE_HZ = 16_000
PIECE = 640
"""Samples that are taken at a time, 40 ms."""
PIECES = 48
"""How many of them are judged together: 1.92 s."""
BANDS = 20
FEATURES = BANDS + 2
LOUD_DBFS = -33.0
"""How loud the middle one of the pieces with a cry's pitch must be: her own words beside a baby in another room change
little in that. A baby beside her is louder than her voice, which lies near -26 dBFS; one in the next room lies 20 dB
lower. A recording whose whole lies at -40 dBFS stays below, one at -30 lies above."""
FOUND_AT = 4.0
"""The score from which it is crying: a false hold takes her beat away, so talk decides (`scripts/bench/crying.py`). At
2.0 more cries are found in time, and five times as much talk is taken for one."""
PITCHED_SHARE = 0.25
"""So much of the time there must be a pitch of a cry: what only hisses, as a vacuum cleaner does, has none."""
LASTING_S = 1.3
"""It must have begun so long ago: one shriek is shorter."""
GONE_S = 2.0
"""Breaths between two cries are shorter."""
_LOUD = 10 ** (LOUD_DBFS / 10)
_EVERY = 3
_LOUDEST_OF = 5
"""The level of the fifth loudest piece is what the others are compared with."""
_RANGE_DB = 40.0
_PITCHED = 0.5
_BELOW_CRY = 0.15
_HEARD_DB = 20.0
_LEVELS = 150
_LOWEST_DB = -120.0
_TRANSFORM = 1024
_LONGEST_LAG = 80
_SHORTEST_LAG = 18
_CRY_LAG = 58
"""Lags in samples: a pitch from 200 Hz, from 276 Hz on that of a cry, up to 890 Hz."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A network of two convolutions over time, and one sum over the mean and the largest of each channel.

    `first` and `second` are (pieces, channels in, channels out), `last` is (2 * channels); the second looks at every
    other piece.
    """

    first: NDArray[np.float32]
    first_bias: NDArray[np.float32]
    second: NDArray[np.float32]
    second_bias: NDArray[np.float32]
    last: NDArray[np.float32]
    last_bias: float

    def score(self, seen: NDArray[np.float32]) -> float:
        """How much `seen`, (PIECES, FEATURES), is crying: above 0 rather than not."""
        hidden = _convolved(seen, self.first, self.first_bias, 1)
        hidden = _convolved(hidden, self.second, self.second_bias, 2)
        return float(np.concatenate((hidden.mean(0), hidden.max(0))) @ self.last) + self.last_bias


class CryingDetector:
    """Follows one stream at 16,000 Hz; owned by whoever owns the ears. Causal, about 0.3 % of a core."""

    def __init__(self, weights: Weights | None = None) -> None:
        """With the weights that travel with the program, unless others are given."""
        self._weights = weights or shipped_weights()
        self._heard: deque[Samples] = deque(maxlen=PIECES)
        self._seen: deque[NDArray[np.float32]] = deque(maxlen=PIECES)
        """The features of the first of these: only where it is loud enough is anything made of the others."""
        self._powers: deque[float] = deque(maxlen=PIECES)
        self._levels_db: deque[float] = deque(maxlen=_LEVELS)
        self._pieces = 0
        self._last_found: int | None = None

    @property
    def crying(self) -> bool:
        """Whether a baby near the microphone cries, or did two seconds ago."""
        return self._last_found is not None and (self._pieces - self._last_found) * PIECE < GONE_S * RATE_HZ

    @property
    def level_dbfs(self) -> float:
        """How loud it is when it cries: the level that three quarters of the last six seconds stay under."""
        return float(np.percentile(self._levels_db, 75)) if self._levels_db else _LOWEST_DB

    def take(self, piece: Samples) -> None:
        """Take the next `PIECE` samples, float32 mono."""
        loudness = power(piece)
        self._pieces += 1
        self._powers.append(loudness)
        self._levels_db.append(10 * math.log10(loudness + 1e-12))
        if len(self._heard) == PIECES and self._seen:
            self._seen.popleft()
        self._heard.append(piece.copy())
        if self._pieces % _EVERY or len(self._heard) < PIECES or max(self._powers) < _LOUD:
            return
        self._seen.extend(features(np.array([*islice(self._heard, len(self._seen), None)])))
        seen = np.array(self._seen)
        pitched = pitched_as_a_cry(seen)
        if pitched.any() and np.median(np.array(self._powers)[pitched]) >= _LOUD and is_crying(seen, self._weights):
            self._last_found = self._pieces


def is_crying(seen: NDArray[np.float32], weights: Weights) -> bool:
    """Whether `PIECES` rows of `features` are crying, however loud."""
    return (
        lasting_s(seen) >= LASTING_S
        and pitched_as_a_cry(seen).mean() >= PITCHED_SHARE
        and weights.score(relative(seen)) >= FOUND_AT
    )


def features(pieces: Samples) -> NDArray[np.float32]:
    """For each of the pieces (n, PIECE): the levels of the bands, both kinds of pitch (0 to 1), and the whole level."""
    powers = np.square(np.abs(np.fft.rfft(pieces * _WINDOW, _TRANSFORM, axis=1))) * _KEPT
    bands_db = 10 * np.log10(powers @ _BANDS / (PIECE * PIECE / 16) + 1e-10)
    repeats = np.fft.irfft(powers, axis=1)[:, : _LONGEST_LAG + 2]
    repeats = repeats / (repeats[:, :1] + 1e-12) / _WINDOW_REPEATS
    around = repeats[:, _SHORTEST_LAG - 1 : _LONGEST_LAG + 2]
    middle = around[:, 1:-1]
    peaks = np.where((middle >= around[:, :-2]) & (middle >= around[:, 2:]), middle, 0.0)
    split = _CRY_LAG - _SHORTEST_LAG + 1
    level_db = 10 * np.log10(powers.sum(axis=1) / (PIECE * PIECE / 2) + 1e-10)
    columns = (bands_db, peaks[:, :split].max(axis=1), peaks[:, split:].max(axis=1), level_db)
    return np.column_stack(columns).astype(np.float32)


def relative(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the network is shown of (..., PIECES, FEATURES + 1): without the level, bands from 0 to about 1."""
    bands = np.clip((seen[..., :BANDS] - _loudest(seen)[..., np.newaxis]) / _RANGE_DB + 1, 0.0, 1.2)
    shown: NDArray[np.float32] = np.concatenate((bands, seen[..., BANDS:FEATURES]), axis=-1).astype(np.float32)
    return shown


def lasting_s(seen: NDArray[np.float32]) -> float:
    """From the first to the last piece that is not far below the loudest, in seconds."""
    heard = np.flatnonzero(_heard(seen))
    return float(heard[-1] - heard[0] + 1) * PIECE / RATE_HZ


def pitched_as_a_cry(seen: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the pieces are not far below the loudest and have the pitch of a cry."""
    cry, low = seen[:, BANDS], seen[:, BANDS + 1]
    pitched: NDArray[np.bool_] = _heard(seen) & (cry >= _PITCHED) & (cry >= low - _BELOW_CRY)
    return pitched


@cache
def shipped_weights() -> Weights:
    """The weights beside this module."""
    with resources.files("voice.hearing.sound").joinpath("crying.npz").open("rb") as file, np.load(file) as kept:
        arrays = {name: np.asarray(kept[name], np.float32) for name in kept.files}
    return Weights(last_bias=float(arrays.pop("last_bias")), **arrays)


def _heard(seen: NDArray[np.float32]) -> NDArray[np.bool_]:
    loud: NDArray[np.bool_] = seen[:, FEATURES] >= _loudest(seen) - _HEARD_DB
    return loud


def _loudest(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    ranked: NDArray[np.float32] = np.sort(seen[..., FEATURES], axis=-1)[..., -_LOUDEST_OF, np.newaxis]
    return ranked


def _convolved(
    rows: NDArray[np.float32], weights: NDArray[np.float32], bias: NDArray[np.float32], every: int
) -> NDArray[np.float32]:
    pieces = len(weights)
    count = len(rows) - (pieces - 1) * every
    taps = np.stack([rows[tap * every : tap * every + count] for tap in range(pieces)], axis=1)
    summed: NDArray[np.float32] = taps.reshape(count, -1) @ weights.reshape(-1, len(bias)) + bias
    return np.maximum(summed, np.float32(0.0))


def _mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(2595 * np.log10(1 + hz / 700), np.float64)


def _band_weights() -> NDArray[np.float32]:
    first, last = _mel(np.array([200.0, 4000.0]))
    edges = np.linspace(float(first), float(last), BANDS + 6)[1:-3]
    places = _mel(np.fft.rfftfreq(_TRANSFORM, 1 / RATE_HZ).astype(np.float64))[:, np.newaxis]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (places - low) / (middle - low), (high - places) / (high - middle)
    return np.asarray(np.maximum(np.minimum(rising, falling), 0.0), np.float32)


_WINDOW = np.hanning(PIECE + 1)[:PIECE].astype(np.float32)
_BANDS = _band_weights()
_KEPT = ((_HZ := np.fft.rfftfreq(_TRANSFORM, 1 / RATE_HZ)) >= 150.0) & (_HZ <= 4000.0)
_WINDOW_REPEATS = np.fft.irfft(np.square(np.abs(np.fft.rfft(_WINDOW, _TRANSFORM))))[: _LONGEST_LAG + 2]
_WINDOW_REPEATS = _WINDOW_REPEATS / _WINDOW_REPEATS[0]
