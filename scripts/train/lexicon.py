"""How words are said: the CMU dictionary, what it lacks of this program's words, and a guess for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

from scripts.train.g2p import Pronunciation, guess

MOST_VARIANTS = 4

_ALSO = {
    # The words of commands as people say them beside the dictionary: British, reduced, drawn out.
    "can't": ("K AA N T",),
    "millilitre": ("M IH L AH L IY T ER", "M IH L IY L IY T ER"),
    "millilitres": ("M IH L AH L IY T ER Z", "M IH L IY L IY T ER Z"),
    "milliliter": ("M IH L AH L IY T ER", "M IH L IY L IY T ER"),
    "milliliters": ("M IH L AH L IY T ER Z", "M IH L IY L IY T ER Z"),
    "mil": ("M IH L",),
    "mils": ("M IH L Z",),
    "colostrum": ("K AH L AA S T R AH M",),
    "ow": ("AW",),
    "ouch": ("AW CH",),
    "um": ("AH M",),
    "uh": ("AH",),
    "half": ("HH AA F",),
    "pardon": ("P AA D AH N",),
    "sore": ("S AO",),
    "hurt": ("HH ER T",),
    "fainting": ("F EY N T IH NG", "F EY N IH NG"),
    "twenty": ("T W EH N IY",),
    "ninety": ("N AY N D IY",),
    "fridge": ("F R IH JH",),
    "on": ("AO N",),
    "restart": ("R IY S T AA R T",),
    "quieter": ("K W AY AH T ER", "K W AY T ER"),
    "thawed": ("TH AO D",),
}
"""Added to what the dictionary has."""


class Lexicon:
    """Pronunciations by word, at most `MOST_VARIANTS` of each, the usual one first."""

    def __init__(self, guessed: dict[str, Pronunciation] | None = None) -> None:
        self._guessed = guessed or {}

    def __contains__(self, word: str) -> bool:
        return bool(self.of(word))

    def of(self, word: str) -> tuple[Pronunciation, ...]:
        """How the word is said; empty where nothing knows."""
        known = (*_dictionary().get(word, ()), *(tuple(phones.split()) for phones in _ALSO.get(word, ())))
        if not known and word in self._guessed:
            known = (self._guessed[word],)
        return tuple(dict.fromkeys(known))[:MOST_VARIANTS]

    def save(self, file: Path) -> None:
        """Write what was guessed, so that it need not be asked for again."""
        file.write_text(json.dumps(self._guessed, indent=0) + "\n", encoding="utf-8")


def lexicon_for(words: Iterable[str]) -> Lexicon:
    """A lexicon that knows every one of these words that can be said at all."""
    known = Lexicon()
    return Lexicon(guess(sorted({word for word in words if word not in known})))


def load_lexicon(file: Path) -> Lexicon:
    """The lexicon whose guesses were saved."""
    guessed = json.loads(file.read_text(encoding="utf-8"))
    return Lexicon({word: tuple(phones) for word, phones in guessed.items()})


@cache
def _dictionary() -> dict[str, tuple[Pronunciation, ...]]:
    """The CMU dictionary that comes with pocketsphinx, without stress."""
    words: dict[str, list[Pronunciation]] = {}
    file = resources.files("pocketsphinx").joinpath("model/en-us/cmudict-en-us.dict")
    for line in file.read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        words.setdefault(word.partition("(")[0], []).append(tuple(phones))
    return {word: tuple(variants) for word, variants in words.items()}


def in_dictionary(word: str) -> bool:
    """Whether the dictionary itself has this word."""
    return word in _dictionary()
