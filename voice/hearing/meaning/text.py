"""What the second ear's text means: a phrase of the table, a command in other words, an amount, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from voice.guide import amounts
from voice.guide.measures import Amount
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.words.spelling import words_of

_NO_SPEECH = frozenset({"", "you", "thank you", "oh", "uh", "ah", "um", "mm", "hmm", "huh", "ooh", "bye"})
"""What the second ear writes where nobody speaks."""
_LOOPS = 4
"""A word said so often in a row was not said."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The meaning of a text; `words` are those that carry it, `alone` is false for a safety phrase inside others."""

    phrase: Phrase | None
    words: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()
    correction: bool = False
    alone: bool = True
    of_table: bool = True


class TextMeaning:
    """Reads texts for one language."""

    def __init__(self, table: PhraseTable) -> None:
        self._table = table

    def read(self, text: str, *, amounts_live: bool) -> Meant | None:
        """What a text means as a whole, or the safety phrase in it; None for anything else."""
        words = words_of(text)
        stripped = self._table.stripped(words) or words
        phrase = self._table.find(stripped) or self._table.find_alone(words)
        if phrase is not None:
            return Meant(phrase, stripped)
        if amounts_live:
            parsed = amounts.parse(stripped, self._table.amounts)
            if parsed is not None:
                return Meant(None, stripped, amounts=parsed)
        return None


def is_phantom(text: str) -> bool:
    """Whether a text is what the second ear writes where nobody speaks."""
    words = words_of(text)
    return " ".join(words) in _NO_SPEECH or (len(words) >= _LOOPS and len(set(words)) == 1)
