"""Amounts as people write them: from "2 1/2 oz." to the words that the guide reads as an amount."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from voice.guide.measures import AmountWords, Words
from voice.guide.numerals import number_words

_MOST = 999
"""The largest number that the words of amounts name."""
_TOKEN = re.compile(
    r"""\d+/\d+                        # 1/2
      | \d*\.?\d+                     # 35, 2.5, .5
      | [^\W\d_]+ (?: '[^\W\d_]+ )*  # words, also behind digits: 35ml
      | (?<=\d) [:,] (?=\d)           # 3:30 and 1,000 are no amounts
      | [^\w\s.,:;!?"'\u2026\u2013\u2014-]""",
    re.VERBOSE,
)
_ASIDE = re.compile(r"\s*([^\W\d_]+)([\s,.!?\u2026\u2013\u2014-]+)")


def words_of_amount(text: str, table: AmountWords) -> Words:
    """The words of a text in small letters without punctuation, its numbers as they are said, for `parse`.

    "2.5oz" becomes "two point five oz"; what cannot stand in an amount ("3:30", "$5", 1000) keeps a token that has no
    place in one either.
    """
    tokens = _TOKEN.findall(_without_asides(_plain(text), table))
    words: list[str] = []
    for place, token in enumerate(tokens):
        if "/" in token and place and (tokens[place - 1].isdecimal() or tokens[place - 1] in table.numbers):
            words.append(table.joined)
        words += _said(token, table)
    return tuple(words)


def _plain(text: str) -> str:
    """In small letters, "\u00bd" as 1/2, and one kind of apostrophe."""
    return "".join(map(_spread, text.lower().replace("\u2019", "'")))


def _spread(char: str) -> str:
    if unicodedata.category(char) != "No":
        return char
    part = Fraction(unicodedata.numeric(char)).limit_denominator(10)
    return f" {part.numerator}/{part.denominator} "


def _without_asides(text: str, table: AmountWords) -> str:
    """Without the "well" or "um" before an amount; "oh" is a zero unless something parts it from what follows."""
    while (first := _ASIDE.match(text)) and first[1] in table.asides:
        if first[1] in table.oh and not first[2].strip():
            break
        text = text[first.end() :]
    return text


def _said(token: str, table: AmountWords) -> Words:
    """A number, a decimal or a part as it is said, "tencc" as two words; every other token as it is."""
    if not token[-1].isdecimal():
        return _parted(token, table)
    above, slash, below = token.partition("/")
    if slash:
        return _part(int(above), int(below), table) or (token,)
    whole, point, digits = token.partition(".")
    if point:
        return (*_whole(whole or "0", table), table.point, *_spelled(digits, table))
    return _whole(whole, table)


def _parted(token: str, table: AmountWords) -> Words:
    """A word, or a number and the unit that was written to it as one word."""
    for number in table.numbers:
        unit = token.removeprefix(number)
        if token != unit and (unit,) in table.units:
            return number, unit
    return (token,)


def _whole(digits: str, table: AmountWords) -> Words:
    if digits.startswith("0") and len(digits) > 1:
        return _spelled(digits, table)
    return number_words(int(digits), table) if int(digits) <= _MOST else (digits,)


def _spelled(digits: str, table: AmountWords) -> Words:
    return tuple(word for digit in digits for word in number_words(int(digit), table))


def _part(above: int, below: int, table: AmountWords) -> Words | None:
    """ "One half", "three quarter"; None for what has no word."""
    words = [word for word, denominator in table.fractions.items() if denominator == below]
    return (*number_words(above, table), words[0]) if words and 0 < above < below else None
