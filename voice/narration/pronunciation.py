"""What the natural voice would say wrong, written so that it says it right."""

from __future__ import annotations

import re

_SOUNDS = {
    "compress": "kəmpɹˈɛs",
    "compresses": "kəmpɹˈɛsᵻz",
    "compressed": "kəmpɹˈɛst",
    "compressing": "kəmpɹˈɛsɪŋ",
}
"""Phonemes in hibari's alphabet. By itself it says the noun, COM-press, in every context."""
_WORD = re.compile(rf"\b({'|'.join(sorted(_SOUNDS, key=len, reverse=True))})\b", re.IGNORECASE)


def pronounced(text: str) -> str:
    """`text` with the sounds of such words written after them, as hibari reads them: "[compress](/kəmpɹˈɛs/)"."""
    return _WORD.sub(lambda found: f"[{found[0]}](/{_SOUNDS[found[0].lower()]}/)", text)
