"""How much the guide says of what she knows already: whole sentences, a few words, or one."""

from __future__ import annotations

from enum import Enum

from voice.content.prompts import Prompts


class Narration(Enum):
    """How fully prompts are said; the values are those of the setting."""

    FULL = "full"
    """Always whole."""
    FADING = "fading"
    """Whole at first, less from session to session."""
    SHORT = "short"
    """As to somebody who has done it often."""

    @property
    def fuller(self) -> Narration:
        """One step towards saying everything."""
        return _ORDER[max(0, _ORDER.index(self) - 1)]

    @property
    def shorter(self) -> Narration:
        """One step towards saying little."""
        return _ORDER[min(len(_ORDER) - 1, _ORDER.index(self) + 1)]


_ORDER = (Narration.FULL, Narration.FADING, Narration.SHORT)

PRACTISED_SESSIONS = 5
"""Finished sessions from which on a fading narration is as short as it gets (the contract of the narration)."""
_KEYWORDS, _WORD = "_keywords", "_word"


def shortened(key: str, prompts: Prompts, narration: Narration, finished_sessions: int, *, again: bool) -> str:
    """The key of what is said in place of the prompt `key`; `again` says that its step spoke in this session before.

    A prompt that is never shortened has no shorter ones beside it: safety, questions, storage, limits.
    """
    fading = narration is Narration.FADING
    if narration is Narration.FULL or (fading and finished_sessions == 0):
        suffixes: tuple[str, ...] = ()
    elif fading and finished_sessions < PRACTISED_SESSIONS:
        suffixes = (_KEYWORDS,) if again else ()
    else:
        suffixes = (_WORD, _KEYWORDS) if again else (_KEYWORDS,)
    return next((key + suffix for suffix in suffixes if key + suffix in prompts), key)


def is_one_word(key: str) -> bool:
    """Whether what is said is so short that a chime announces it."""
    return key.endswith(_WORD)
