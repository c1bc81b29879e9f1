"""Texts that a recogniser writes where nobody speaks."""

from __future__ import annotations

from voice.hearing.meaning.said import said

_PHANTOMS = frozenset({(), ("you",), ("thank", "you"), ("oh",), ("uh",), ("ah",)})
"""What Moonshine tiny wrote of household noise and of crying, besides phrases of the table (149 and 232 pieces)."""

_LOOP = 5
"""From so many repetitions in a row a text is a recogniser that went round in circles; people say three or four."""


def is_phantom(text: str) -> bool:
    """Whether a text is no speech: empty, one of the words that noise is written as, or the same words on and on."""
    words = said(text).words
    return words in _PHANTOMS or any(_loops(words, length) for length in range(1, len(words) // _LOOP + 1))


def _loops(words: tuple[str, ...], length: int) -> bool:
    """Whether the text ends in `_LOOP` repetitions of its last `length` words."""
    return words[-length * _LOOP :] == words[-length:] * _LOOP
