"""What is listened for: the grammar of one state, and how it is made from the phrase table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from voice.guide.amounts import vocabulary
from voice.guide.phrases import Phrase, PhraseTable


@dataclass(frozen=True, slots=True)
class ListeningSet:
    """The phrases that one recogniser knows; `name` follows from them, so equal sets share a recogniser."""

    name: str
    grammar: tuple[str, ...]
    amounts: bool = False
    """Whether utterances are read as amounts of milk."""


def listening_set(table: PhraseTable, live: Iterable[Phrase], *, amounts: bool = False) -> ListeningSet:
    """The set for these live phrases, the words that may stand around them, and amounts where they are live."""
    entries = [phrase.text for phrase in live]
    entries += sorted(table.around)
    if amounts:
        entries += vocabulary(table.amounts)
    grammar = tuple(dict.fromkeys(entries))
    digest = hashlib.sha256("\n".join(grammar).encode()).hexdigest()[:12]
    return ListeningSet(f"{len(grammar)}-{digest}", grammar, amounts)
