"""A moment of a session, for whoever watches it."""

from __future__ import annotations

from dataclasses import dataclass

from voice.guide.phrases import Phrase
from voice.guide.state import State


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the session stands at `now_s` (room time in seconds), and what would be answered now."""

    now_s: float
    state: State
    live: tuple[Phrase, ...]
    level_dbfs: float | None
    """The loudest block that the microphone gave since the moment before, as RMS; None where it gives nothing."""
    asks: bool = False
    """A question is open, or an amount is being read back."""
