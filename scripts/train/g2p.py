"""From letters to phones, for words that no dictionary has: espeak-ng's transcription, mapped to the phones here."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

Pronunciation = tuple[str, ...]

_ESPEAK = ("espeak-ng", "-q", "--ipa", "-v", "en-us", "--stdin")
_UNHEARD = re.compile("[ˈˌ_\u0361\u200d ]")
# ruff: noqa: RUF001 -- the letters of the phonetic alphabet are meant
_IPA = {
    "aɪə": "AY ER",
    "aɪɚ": "AY ER",
    "tʃ": "CH",
    "dʒ": "JH",
    "aɪ": "AY",
    "aʊ": "AW",
    "eɪ": "EY",
    "oʊ": "OW",
    "əʊ": "OW",
    "ɔɪ": "OY",
    "ɑːɹ": "AA R",
    "ɔːɹ": "AO R",
    "oːɹ": "AO R",
    "ɛɹ": "EH R",
    "ɪɹ": "IH R",
    "ʊɹ": "UH R",
    "ɜː": "ER",
    "ɝ": "ER",
    "ɚ": "ER",
    "iə": "IY AH",
    "ɑː": "AA",
    "ɔː": "AO",
    "iː": "IY",
    "uː": "UW",
    "əl": "AH L",
    "n̩": "AH N",
    "l̩": "AH L",
    "ɐ": "AH",
    "ɑ": "AA",
    "ɒ": "AA",
    "æ": "AE",
    "ʌ": "AH",
    "ə": "AH",
    "ɔ": "AO",
    "ɛ": "EH",
    "e": "EH",
    "ɪ": "IH",
    "i": "IY",
    "ʊ": "UH",
    "u": "UW",
    "o": "OW",
    "a": "AE",
    "ᵻ": "IH",
    "b": "B",
    "d": "D",
    "ð": "DH",
    "f": "F",
    "ɡ": "G",
    "g": "G",
    "h": "HH",
    "k": "K",
    "l": "L",
    "m": "M",
    "n": "N",
    "ŋ": "NG",
    "p": "P",
    "ɹ": "R",
    "r": "R",
    "s": "S",
    "ʃ": "SH",
    "t": "T",
    "ɾ": "T",
    "ʔ": "T",
    "θ": "TH",
    "v": "V",
    "w": "W",
    "j": "Y",
    "z": "Z",
    "ʒ": "ZH",
    "x": "K",
    "ɬ": "L",
}
_SOUND = re.compile("|".join(sorted(_IPA, key=len, reverse=True)))
_WORDS_AT_ONCE = 200


def from_ipa(ipa: str) -> Pronunciation:
    """The phones of a transcription; signs that stand for no sound of English are passed over."""
    sounds = _SOUND.findall(_UNHEARD.sub("", ipa))
    return tuple(phone for sound in sounds for phone in _IPA[sound].split())


def guess(words: Sequence[str]) -> dict[str, Pronunciation]:
    """How espeak-ng says each word. Words of which it makes no sound are left out."""
    said: dict[str, Pronunciation] = {}
    for start in range(0, len(words), _WORDS_AT_ONCE):
        said |= _guess_at_once(words[start : start + _WORDS_AT_ONCE])
    return {word: phones for word, phones in said.items() if phones}


def _guess_at_once(words: Sequence[str]) -> dict[str, Pronunciation]:
    lines = _espeak("".join(f"{word}.\n\n" for word in words))
    if len(lines) != len(words):  # a word that it reads as two sentences, or as none
        lines = [" ".join(_espeak(word)) for word in words]
    return {word: from_ipa(line) for word, line in zip(words, lines, strict=True)}


def _espeak(text: str) -> list[str]:
    done = subprocess.run(_ESPEAK, input=text, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line.strip()]
