"""When a microphone counts as lost, by what it gives: nothing at all, or nothing but digital silence."""

from __future__ import annotations

import math

from voice.guide.events import Trouble

LOST_S = 1.0
"""How long the microphone may give nothing before it counts as lost, in seconds."""
SILENT_S = 5.0
"""How long it may give exact zeros: no open microphone does, a muted one does."""
FLOOR_S = 10.0
"""One that gave sound for so long without a pause has a noise of its own, and zeros from it mean something. Others
close themselves between words: headsets with a gate, and devices that are only made up."""
NEVER_S = 30.0
"""One that never gave anything is waited for so long; before, she is asked whether it is on mute."""
_PAUSE_S = 0.2


class MicrophoneWatch:
    """Told of each block in turn; owned by the conductor's thread. Times are seconds of room time."""

    def __init__(self) -> None:
        self._nothing_since: float | None = None
        self._zeros_since: float | None = None
        self._sounds_since: float | None = None
        """Since when it has given sound without a pause; None where it never did."""
        self._has_floor = False
        self._lost: Trouble | None = None

    @property
    def gives_nothing(self) -> bool:
        """Whether the last block never came."""
        return self._nothing_since is not None

    def saw(self, now_s: float, power: float | None) -> Trouble | None:
        """What the next block changes; `power` is its mean square, None where there was no block."""
        if power is None:
            self._zeros_since = self._sounds_since = None
            self._nothing_since = now_s if self._nothing_since is None else self._nothing_since
            if now_s - self._nothing_since >= LOST_S:
                return self._now_lost(Trouble.MICROPHONE_LOST)
            return None
        self._nothing_since = None
        if power > 0.0:
            return self._sounds(now_s)
        self._zeros_since = now_s if self._zeros_since is None else self._zeros_since
        silent_s = now_s - self._zeros_since
        if silent_s > _PAUSE_S and not self._has_floor and self._sounds_since is not None:
            self._sounds_since = now_s  # what it says next begins a new stretch
        patience_s = NEVER_S if self._sounds_since is None else SILENT_S if self._has_floor else math.inf
        return self._now_lost(Trouble.MICROPHONE_SILENT) if silent_s >= patience_s else None

    def _sounds(self, now_s: float) -> Trouble | None:
        self._zeros_since = None
        self._sounds_since = now_s if self._sounds_since is None else self._sounds_since
        self._has_floor = self._has_floor or now_s - self._sounds_since >= FLOOR_S
        lost, self._lost = self._lost, None
        return None if lost is None else Trouble.MICROPHONE_BACK

    def _now_lost(self, how: Trouble) -> Trouble | None:
        if self._lost is not None:
            return None
        self._lost = how
        return how
