"""What a session's own microphone gives in its first minute, judged before she washes her hands."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice.doctor.sound import CLIPPED, NOISIEST_DBFS, QUIETEST_DBFS
from voice.guide.events import Concern

ZEROS_S = 8.0
"""So long does a microphone give nothing but zeros until it counts as muted: a server that wakes takes 2 s."""
LISTENS_S = 8.0
"""So much must have been heard before the room's noise is judged: it lies between the guide's own sentences.
By then the band is known from more than one sound, too."""
CLIPPED_BLOCKS = 5
SPEECH_S = 0.4
"""So much must have risen over the noise to be a word."""
_SPEECH_OVER_NOISE_DB = 10.0
_ECHO_S = 0.5
"""What sounds so soon after the guide's own voice may be its echo; Bluetooth is 0.3 s late."""
_DECIDED_S = 1.0
"""So long after a word it would have been understood."""
_RESTING_SHARE = 0.05

Block = NDArray[np.float32]


class FirstSounds:
    """Told of each block in turn; owned by one thread. Blocks are 10 to 50 ms, float32 mono at `rate_hz`.

    What she says is told from the guide's own voice by when it sounds: it counts only while nothing is played.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._heard_s = 0.0
        self._judged_s = 0.0
        self._sounded = False
        self._clipped_blocks = 0
        self._played_ago_s = 0.0
        self._powers: list[float] = []
        self._unmasked: list[tuple[float, float]] = []
        """Power and seconds of the blocks that hold nothing of the guide's voice."""
        self._understood = False
        self._told: set[Concern] = set()

    def understood(self) -> None:
        """She was understood, so that her voice is loud enough."""
        self._understood = True

    def hear(self, heard: Block, played: Block, *, narrow: bool) -> Concern | None:
        """What the next block shows, each concern once; `played` sounded meanwhile.

        `narrow` is whether the microphone is known to give telephone sound by now.
        """
        seconds = len(heard) / self._rate_hz
        power = float(np.dot(heard, heard)) / max(1, len(heard))
        self._heard_s += seconds
        self._sounded = self._sounded or power > 0.0
        self._clipped_blocks += float(np.max(np.abs(heard), initial=0.0)) >= CLIPPED
        self._played_ago_s = 0.0 if np.any(played) else self._played_ago_s + seconds
        self._powers.append(power)
        if self._played_ago_s > _ECHO_S:
            self._unmasked.append((power, seconds))
        if self._heard_s - self._judged_s < 1.0:
            return None
        self._judged_s = self._heard_s
        level = self._judged_level()
        band = Concern.NARROW if narrow and self._heard_s >= LISTENS_S else None
        concern = next((one for one in (level, band) if one is not None and one not in self._told), None)
        if concern is not None:
            self._told.add(concern)
        return concern

    def _judged_level(self) -> Concern | None:
        if not self._sounded:
            return Concern.MICROPHONE_SILENT if self._heard_s >= ZEROS_S else None
        if self._clipped_blocks >= CLIPPED_BLOCKS:
            return Concern.MICROPHONE_LOUD
        if self._heard_s < LISTENS_S:
            return None
        noise_dbfs = _dbfs(float(np.quantile(self._powers, _RESTING_SHARE)))
        if noise_dbfs > NOISIEST_DBFS:
            return Concern.NOISE
        return Concern.MICROPHONE_FAINT if self._is_faint(noise_dbfs) else None

    def _is_faint(self, noise_dbfs: float) -> bool:
        """Whether she spoke a while ago, and nothing of it was loud enough."""
        least = 10 ** ((noise_dbfs + _SPEECH_OVER_NOISE_DB) / 10)
        rises = [(place, power, seconds) for place, (power, seconds) in enumerate(self._unmasked) if power >= least]
        if self._understood or sum(seconds for _, _, seconds in rises) < SPEECH_S:
            return False
        since_s = sum(seconds for _, seconds in self._unmasked[rises[-1][0] + 1 :])
        loudest = max(power for _, power, _ in rises)
        return since_s >= _DECIDED_S and _dbfs(loudest) < QUIETEST_DBFS


def _dbfs(power: float) -> float:
    return 10 * math.log10(power) if power > 0.0 else -math.inf
