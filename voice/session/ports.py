"""What the conductor needs of the guide's voice, which a rehearsal waits for and a live session must not."""

from __future__ import annotations

from typing import Protocol

from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.mask import Mask
from voice.narration.clip import Clip


class Speech(Protocol):
    """The guide's voice."""

    def sentence(self, text: str) -> Clip | None:
        """The clip of a text, or None while it is being rendered: ask again. Raises RendererError."""
        ...

    def cue(self, word: str, tempo_cpm: float) -> Clip | None:
        """A word for a beat of so many cycles a minute, or None while it is being rendered. Raises RendererError."""
        ...

    @property
    def fallen_back(self) -> str:
        """Why another voice speaks than the one that was chosen; empty where none does."""
        ...

    def rest(self) -> None:
        """Nothing need be said for a while: hold as little memory as can be."""
        ...

    def wake(self) -> None:
        """She goes on: be as quick as before."""
        ...


class Masks(Protocol):
    """What the recogniser takes for phrases in the guide's own clips."""

    def mask(self, clip: Clip, live: ListeningSet) -> Mask:
        """The mask of a clip under the grammar that is live while it sounds. Raises RecogniserError."""
        ...
