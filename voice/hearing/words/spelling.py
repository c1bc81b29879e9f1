"""How words are written: what the second ear writes turned into the table's words, and back into its spellings."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ALWAYS_LARGE = re.compile(r"\bi\b")
_ASKING = frozenset({"how", "what", "which", "where", "when", "can", "could", "would", "is", "am", "are"})
"""What is said to ask something begins with one of these."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as the phrase table writes them: in small letters, without punctuation but the apostrophe."""
    return tuple(_WORD.findall(text.lower().replace("\u2019", "'")))


def spellings(words: str) -> tuple[str, str, str, str]:
    """Four ways in which somebody may write a short utterance that is given in small letters."""
    written = _ALWAYS_LARGE.sub("I", words)
    sentence = written[:1].upper() + written[1:]
    last = "?" if words.partition(" ")[0] in _ASKING else "!"
    return f"{sentence}.", sentence, written, f"{sentence}{last}"
