"""How a command was said, whatever its words are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Phonation(Enum):
    """Whether her voice sounded in it, or only her breath."""

    VOICED = "voiced"
    WHISPERED = "whispered"
    UNSURE = "unsure"
    """Noise, or the words themselves, leave it open."""


@dataclass(frozen=True, slots=True)
class Manner:
    """One command as the microphone heard it, without what the loudspeaker played."""

    level_dbfs: float
    """RMS of the active speech."""
    phonation: Phonation
