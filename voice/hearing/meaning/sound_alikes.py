"""Sound-alikes: what an amount could be instead where ears take "-teen" for "-ty", and how each may be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from voice.guide.amounts import correction, parse
from voice.guide.measures import Amount, AmountWords, Words
from voice.guide.numerals import number_at
from voice.guide.quantities import length_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take an amount that was heard: its words, what they mean, and the texts to ask the second ear about.

    `amounts` are those of `parse`, or of `correction` with nothing before. The `texts`, one or two, are in small
    letters, with numbers in words and in digits: both mean this reading, so their probabilities add up.
    """

    words: Words
    amounts: tuple[Amount, ...]
    texts: tuple[str, ...]


def readings(words: Words, table: AmountWords) -> tuple[Reading, ...]:
    """The amount as it was heard, first, then with each of its numbers that sound like others changed for them.

    At most four for a left and a right side; only the first where nothing sounds like anything else, none where the
    words are no amount and no correction.
    """
    found: dict[tuple[Amount, ...], Reading] = {}
    for swapped in _swapped(words, table):
        amounts = parse(swapped, table) or correction(swapped, table, before=())
        if amounts is None and not found:
            break
        if amounts is not None:
            found.setdefault(amounts, Reading(swapped, amounts, _texts(swapped, table)))
    return tuple(found.values())


def _swapped(words: Words, table: AmountWords) -> Iterator[Words]:
    """The words as they are, then with ever more of the numbers among them swapped.

    In a correction all change together, since what she rejects sounds like what she wants.
    """
    twins = {place: twin for place, word in enumerate(words) if (twin := _twin(word, table)) is not None}
    corrects = any(length_of(table.correcting, words, at) for at in range(len(words)))
    sizes = (0, len(twins)) if corrects else range(len(twins) + 1)
    for size in sizes:
        for places in combinations(twins, size):
            yield tuple(twins[place] if place in places else word for place, word in enumerate(words))


def _twin(word: str, table: AmountWords) -> str | None:
    twin = table.sound_alikes.get(table.numbers.get(word, 0))
    return next((other for other, number in table.numbers.items() if number == twin), None)


def _texts(words: Words, table: AmountWords) -> tuple[str, ...]:
    return tuple(dict.fromkeys((" ".join(words), " ".join(_in_digits(words, table)))))


def _in_digits(words: Words, table: AmountWords) -> Iterator[str]:
    """The words with each whole number among them in digits."""
    at = 0
    while at < len(words):
        number, stop = number_at(words, at, table, colloquial=True)
        if number is None or number.denominator != 1:
            yield words[at]
            at += 1
        else:
            yield str(number)
            at = stop
