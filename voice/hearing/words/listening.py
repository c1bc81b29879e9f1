"""What is listened for: the grammar of one state, and how it is made from the phrase table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from voice.guide.amounts import vocabulary
from voice.guide.commands import Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.words.word import UNKNOWN

_PHRASES_BESIDE_AMOUNTS = 4
_UNKNOWN_BESIDE_AMOUNTS = 2
"""How often phrases and unknown speech stand in a grammar with amounts. Vosk counts the words of all entries and lets
any word begin with that weight; the hundreds of pairs of numbers would otherwise make "left" and "zero" of what begins
"last" and "no". It hears 85 instead of 83 % of the table with everything live, and accepts no more of other words."""

_SHORT_EMERGENCIES = 3
"""How often an emergency of two words stands: twice, "heavy bleeding" amid other words was lost at 265 phrases."""

Meaning = tuple[Command, str | None]
"""A command and its value."""


@dataclass(frozen=True, slots=True)
class ListeningSet:
    """The phrases that one recogniser knows, with unknown speech as one more; `name` follows from them, so equal sets
    share a recogniser. What stands more than once in `grammar` weighs more."""

    name: str
    grammar: tuple[str, ...]
    amounts: bool = False
    """Whether utterances are read as amounts of milk."""
    meanings: frozenset[Meaning] = frozenset()
    """What its phrases mean, whichever words somebody finds for it."""


def listening_set(table: PhraseTable, live: Iterable[Phrase], *, amounts: bool = False) -> ListeningSet:
    """The set for these live phrases, the words that may stand around them, and amounts where they are live.

    What denies pain, illness or an emergency is known besides, so that it is not heard as what it denies. Emergencies
    of two words stand three times: the more phrases there are, the dearer it is to begin one amid unknown speech.
    """
    phrases = {phrase.text: phrase for phrase in live}
    urgent = tuple(text for text, phrase in phrases.items() if _is_short_emergency(phrase))
    texts = (*phrases, *urgent * (_SHORT_EMERGENCIES - 1))
    around = (*sorted(table.around.difference(texts)), *map(" ".join, table.denials))
    grammar = (*texts, *around)
    if amounts:
        numbers = tuple(word for word in vocabulary(table.amounts) if word not in grammar)
        grammar = (*texts * _PHRASES_BESIDE_AMOUNTS, *around, *numbers, *(UNKNOWN,) * (_UNKNOWN_BESIDE_AMOUNTS - 1))
    digest = hashlib.sha256("\n".join(grammar).encode()).hexdigest()[:12]
    meanings = frozenset((phrase.command, phrase.value) for phrase in phrases.values())
    return ListeningSet(f"{len(grammar)}-{digest}", grammar, amounts, meanings)


def _is_short_emergency(phrase: Phrase) -> bool:
    return phrase.command is Command.EMERGENCY and phrase.counts_anywhere and len(phrase.words) == 2
