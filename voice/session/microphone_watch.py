"""When a microphone counts as lost, by what it gives: nothing at all, or nothing but digital silence."""

from __future__ import annotations

from voice.guide.events import Trouble

LOST_S = 1.0
"""How long the microphone may give nothing before it counts as lost, in seconds."""
SILENT_S = 5.0
"""How long it may give exact zeros: no open microphone does, a muted one does."""
_MOST_PATIENCE = 64
"""A headset that closes itself between words gives zeros too; each return doubles the patience, up to so many times."""


class MicrophoneWatch:
    """Told of each block in turn; owned by the conductor's thread. Times are seconds of room time."""

    def __init__(self) -> None:
        self._nothing_since: float | None = None
        self._zeros_since: float | None = None
        self._lost: Trouble | None = None
        self._patience = 1

    @property
    def gives_nothing(self) -> bool:
        """Whether the last block never came."""
        return self._nothing_since is not None

    def saw(self, now_s: float, power: float | None) -> Trouble | None:
        """What the next block changes; `power` is its mean square, None where there was no block."""
        if power:
            self._nothing_since = self._zeros_since = None
            return self._back()
        if power is None:
            self._zeros_since = None
            self._nothing_since = now_s if self._nothing_since is None else self._nothing_since
            if self._lost is None and now_s - self._nothing_since >= LOST_S:
                return self._now_lost(Trouble.MICROPHONE_LOST)
            return None
        self._nothing_since = None
        self._zeros_since = now_s if self._zeros_since is None else self._zeros_since
        if self._lost is None and now_s - self._zeros_since >= SILENT_S * self._patience:
            return self._now_lost(Trouble.MICROPHONE_SILENT)
        return None

    def _now_lost(self, how: Trouble) -> Trouble:
        self._lost = how
        return how

    def _back(self) -> Trouble | None:
        lost, self._lost = self._lost, None
        if lost is Trouble.MICROPHONE_SILENT:
            self._patience = min(2 * self._patience, _MOST_PATIENCE)
        return None if lost is None else Trouble.MICROPHONE_BACK
