"""How hard a text is to follow: words, sentences and the Flesch-Kincaid grade."""

from __future__ import annotations

import re


def words(text: str) -> list[str]:
    """The words as the recogniser writes them: small letters and apostrophes; digits stay."""
    return re.findall(r"[a-z0-9']+", text.lower())


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def syllables(word: str) -> int:
    """Vowel groups, less the silent endings; within one of a dictionary's count for everyday words."""
    bare = word.replace("'", "")
    groups = len(re.findall(r"[aeiouy]+", bare))
    groups += len(re.findall(r"(?<![ct])ia|io(?!n)|eo", bare))
    if re.search(r"[^aeiouy]e$", bare) and not re.search(r"[^aeiouy]le$", bare):
        groups -= 1
    if re.search(r"[^aeiouysxzcgh]es$", bare) or re.search(r"[^aeiouytdr]ed$|[aeiou]red$", bare):
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975)."""
    said = words(text)
    return 0.39 * len(said) / len(sentences(text)) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59
