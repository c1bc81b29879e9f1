"""How long the guide has waited for her, which does not count while she speaks: pure, times in seconds of room time."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST_S = 5.0
"""So much longer at most does anything wait while somebody speaks, in seconds (the contract)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wait that began at `since`; somebody spoke near the microphone through `spoken_s` of it."""

    since: float
    spoken_s: float = 0.0

    def spoken_through(self, seconds: float) -> Waiting:
        """With so much more of it spoken through."""
        return replace(self, spoken_s=self.spoken_s + seconds)

    def lasted_s(self, now: float) -> float:
        """How long it has lasted, without what was spoken through."""
        return now - self.since - min(self.spoken_s, LONGEST_S)

    def silent_s(self, now: float) -> float:
        """How long nobody spoke in it: a correction may take as long as it takes."""
        return now - self.since - self.spoken_s
