"""What is known of a clip of the guide's own voice: the phrases that a recogniser takes it for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voice.guide.commands import SAFETY, Command

NEVER_LOST = frozenset({*SAFETY, Command.FINISH, Command.PAUSE})
"""Masked only while that very word sounds (safety rule 6)."""


@dataclass(frozen=True, slots=True)
class MaskSpan:
    """A phrase that the recogniser hears in a clip, in seconds from the clip's start.

    `said` is false where its words are not in the clip's text: then only an echo can be taken for it.
    """

    phrase: str
    start_s: float
    end_s: float
    said: bool = True


@dataclass(frozen=True, slots=True)
class Mask:
    """Everything that the recogniser takes for a phrase in one clip."""

    spans: tuple[MaskSpan, ...] = ()


MaskSource = Callable[[], Mask]
"""Gives the mask of a clip when a phrase was heard while it sounded; most clips are never asked about."""
