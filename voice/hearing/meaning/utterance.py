"""Matching what was heard against the table: a run of words is a phrase, an amount, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.guide import amounts
from voice.guide.commands import SAFETY
from voice.guide.measures import Amount
from voice.guide.phrases import Found, Phrase, PhraseTable
from voice.hearing.words.word import HeardWord, Words

ALONE_S = 0.2
"""Speech on either side of a command must be this far away (the contract)."""

UNTOLD_S = 0.25
"""Unknown speech up to this long at the edge of a run is a breath or an "um", which the model has no word for."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a run of words means; `words` are those that carry the meaning."""

    phrase: Phrase | None
    words: Words
    amounts: tuple[Amount, ...] = ()
    correction: bool = False
    alone: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The words as text."""
        return texts(self.words)

    @property
    def confidence(self) -> float:
        """The mean over the time that the words take: a short word cut off by the flush weighs little.

        A safety phrase is only as sure as its least sure word: talk often holds half of one ("myself"), and three of
        four that nobody said have such a word.
        """
        if self.phrase is not None and self.phrase.is_safety:
            return min(word.confidence for word in self.words)
        lengths_s = [max(word.end_s - word.start_s, 0.01) for word in self.words]
        certain_s = sum(word.confidence * length_s for word, length_s in zip(self.words, lengths_s, strict=True))
        return certain_s / sum(lengths_s)

    @property
    def start_s(self) -> float:
        """Where the first word begins."""
        return self.words[0].start_s

    @property
    def end_s(self) -> float:
        """Where the last word ends."""
        return self.words[-1].end_s


def texts(words: Sequence[HeardWord]) -> tuple[str, ...]:
    """The words as text."""
    return tuple(word.word for word in words)


def runs(words: Sequence[HeardWord], gap_s: float = ALONE_S) -> list[Words]:
    """The words grouped so that between two groups there are at least `gap_s` seconds without speech."""
    grouped: list[list[HeardWord]] = []
    for word in words:
        if grouped and word.start_s - grouped[-1][-1].end_s < gap_s - 1e-6:
            grouped[-1].append(word)
        else:
            grouped.append([word])
    return [tuple(group) for group in grouped]


def understand(run: Words, table: PhraseTable, *, amounts_live: bool) -> Understood | None:
    """The meaning of a whole run, or the safety phrase that counts anywhere in it; None for anything else."""
    core = _without_breaths(run)
    whole = _whole(core, table, amounts_live=amounts_live)
    if whole is not None:
        return whole
    found = safety_in(texts(run), table)
    if found is None:
        return None
    return Understood(found.phrase, run[found.start : found.stop], alone=False)


def safety_in(words: tuple[str, ...], table: PhraseTable) -> Found | None:
    """The most urgent safety phrase that counts anywhere in an utterance; the longest phrase wins where two overlap."""
    found = [one for one in table.longest_in(words) if one.phrase.counts_anywhere]
    return min(found, key=lambda one: SAFETY.index(one.phrase.command), default=None)


def phrase_at_end(words: tuple[str, ...], table: PhraseTable, *, unknown: str) -> Phrase | None:
    """The longest phrase that ends a partial result and has only unknown speech before it."""
    stripped = table.stripped(words)
    start = len(stripped)
    while start > 0 and stripped[start - 1] != unknown:
        start -= 1
    return table.find(table.stripped(stripped[start:]))


def amid(run: Words, table: PhraseTable, own: Callable[[HeardWord], bool]) -> list[Understood]:
    """The phrases in a run that is partly the guide's own voice (`own`): beside each only the guide may speak."""
    found = []
    for one in table.longest_in(texts(run)):
        words = run[one.start : one.stop]
        before, after = run[: one.start], run[one.stop :]
        alone = not (before and not own(before[-1])) and not (after and not own(after[0]))
        if alone or one.phrase.counts_anywhere:
            found.append(Understood(one.phrase, words, alone=alone))
    return found


def _without_breaths(run: Words) -> Words:
    start, stop = 0, len(run)
    if stop - start > 1 and _is_breath(run[0]):
        start += 1
    if stop - start > 1 and _is_breath(run[-1]):
        stop -= 1
    return run[start:stop]


def _is_breath(word: HeardWord) -> bool:
    return word.unknown and word.end_s - word.start_s <= UNTOLD_S + 1e-6


def _whole(run: Words, table: PhraseTable, *, amounts_live: bool) -> Understood | None:
    said = texts(run)
    stripped = table.stripped(said)
    if not stripped:
        phrase = table.find_alone(said)
        return None if phrase is None else Understood(phrase, run)
    first = next(n for n in range(len(said)) if said[n : n + len(stripped)] == stripped)
    words = run[first : first + len(stripped)]
    phrase = table.find(stripped)
    if phrase is not None and not (amounts_live and phrase.number):
        return Understood(phrase, words)
    amount = _amount(words, table) if amounts_live else None
    return Understood(phrase, words) if amount is None and phrase is not None else amount


def _amount(words: Words, table: PhraseTable) -> Understood | None:
    """The words as an amount, a change to one, or a kind of milk; None where they are none of these."""
    said = texts(words)
    parsed = amounts.parse(said, table.amounts)
    if parsed is not None:
        return Understood(None, words, amounts=parsed)
    if amounts.correction(said, table.amounts, before=()) is not None or amounts.spells(said, table.amounts):
        return Understood(None, words, correction=True)
    return Understood(None, words) if amounts.kind_of(said, table.amounts) is not None else None
