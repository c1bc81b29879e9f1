"""Whoever watches a rehearsal as it runs."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.session.timeline import Record
from voice.session.touch import Touch
from voice.session.watch import PromptWatch


class Audience(Protocol):
    """Whoever watches a rehearsal as it runs, and may touch it."""

    @property
    def watch(self) -> PromptWatch:
        """What is told what the guide says."""
        ...

    def take(self, record: Record) -> None:
        """A record of the timeline."""
        ...

    def hear(self, frame: int, played: NDArray[np.float32]) -> None:
        """The loudspeaker's next block, from this frame on; returns when it is time for it."""
        ...

    def touched(self) -> list[Touch]:
        """What was touched since the last call."""
        ...
