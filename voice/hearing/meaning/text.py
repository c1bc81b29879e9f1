"""What the second ear's text means: a phrase of the table, a command in other words, an amount, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from voice.content.sentences import Sentences
from voice.guide import amounts
from voice.guide.measures import Amount
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.meaning.amount_text import words_of_amount
from voice.hearing.meaning.templates import Meant as Found
from voice.hearing.meaning.templates import Templates
from voice.hearing.words.spelling import words_of


@dataclass(frozen=True, slots=True)
class Meant:
    """The meaning of a text; `words` are those that carry it, `alone` is false for a safety phrase inside other words.

    `of_table` says that these are the table's own words.
    """

    phrase: Phrase | None
    words: tuple[str, ...]
    amounts: tuple[Amount, ...] = ()
    correction: bool = False
    alone: bool = True
    of_table: bool = True


class TextMeaning:
    """Reads texts for one language. The first reading takes 0.4 s; `prepare` brings it forward."""

    def __init__(self, table: PhraseTable, sentences: Sentences | None) -> None:
        """Without sentences only the words of the table are understood."""
        self.table = table
        self._sentences = sentences

    @cached_property
    def _templates(self) -> Templates | None:
        return None if self._sentences is None else Templates(self.table, self._sentences)

    def prepare(self) -> Self:
        """Make ready what reading needs; from any thread."""
        self._find("")
        return self

    def read(self, text: str, *, amounts_live: bool) -> Meant | None:
        """What a text means as a whole, or the safety phrase in it; None for anything else.

        Where amounts are awaited, an amount it is rather than an emergency's bare number.
        """
        amount = self._amount(text) if amounts_live else None
        found = self._find(text)
        if found is None or (amount is not None and (found.phrase.number or not found.phrase.is_safety)):
            return amount
        phrase = found.phrase
        return Meant(phrase, phrase.words, alone=found.whole, of_table=self.table.find(phrase.words) is phrase)

    def _find(self, text: str) -> Found | None:
        if self._templates is not None:
            return self._templates.meaning(text)
        phrase = self.table.find(self.table.stripped(words_of(text)))
        return None if phrase is None else Found(phrase, whole=True)

    def _amount(self, text: str) -> Meant | None:
        table = self.table.amounts
        words = words_of_amount(text, table)
        parsed = amounts.parse(words, table)
        if parsed is not None:
            return Meant(None, words, amounts=parsed)
        if amounts.correction(words, table, before=()) is not None or amounts.spells(words, table):
            return Meant(None, words, correction=True)
        return Meant(None, words) if amounts.kind_of(words, table) is not None else None
