"""The phrase table: which words she can say, and what each phrase means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from voice.guide.amounts import AmountWords
from voice.guide.commands import SAFETY, Command
from voice.guide.steps import Step

__all__ = ["AmountWords", "Found", "Phrase", "PhraseTable"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying a command.

    `value` narrows the command ("left", "none_yet"). `conversational` phrases are also what people say to each other,
    `body_word`s sound like noise to a recogniser and are asked back; those with `holds` hold the beat meanwhile, those
    with `pauses` pause when nobody answers. `crisis` marks the emergencies that are answered with a crisis line.
    `whole` ones count only where nothing else is said with them, and of those a `number` never where an amount is asked
    for. `never` are the steps in which the phrase does nothing although its command is live there.
    """

    text: str
    command: Command
    value: str | None = None
    conversational: bool = False
    body_word: bool = False
    holds: bool = False
    pauses: bool = False
    crisis: bool = False
    whole: bool = False
    number: bool = False
    never: frozenset[Step] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """The phrase as the recogniser gives it, word by word."""
        return tuple(self.text.split())

    @property
    def is_safety(self) -> bool:
        """Whether this is pain, illness or emergency in more than a lone body word: talk holds none of it back."""
        return self.command in SAFETY and not self.body_word and len(self.words) >= 2

    @property
    def counts_anywhere(self) -> bool:
        """Whether this counts inside other speech too."""
        return self.is_safety and not self.whole


class Found(NamedTuple):
    """A phrase inside an utterance: the words from `start` up to, not including, `stop`."""

    start: int
    stop: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Every phrase of a language, the words that may surround one, and the words of amounts."""

    all: tuple[Phrase, ...]
    around: frozenset[str]
    amounts: AmountWords
    alone: Mapping[str, str] = field(default_factory=dict)
    """The phrase that a word of `around` stands for where nothing else is said."""
    taken_for_around: frozenset[str] = frozenset()
    """What is heard in place of a word of `around` before a phrase."""
    denials: tuple[tuple[str, ...], ...] = ()
    """Runs of words that deny pain, illness or an emergency: they mean nothing, and neither do the phrases in them."""
    _by_words: Mapping[tuple[str, ...], Phrase] = field(init=False, repr=False, compare=False)
    _longest: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_words = {phrase.words: phrase for phrase in self.all}
        denied = [" ".join(words) for words in self.denials if words in by_words]
        if denied:
            raise ValueError(f"what denies is no phrase, but these are both: {', '.join(denied)}")
        if len(by_words) != len(self.all):
            texts = [phrase.text for phrase in self.all]
            twice = sorted({text for text in texts if texts.count(text) > 1})
            raise ValueError(f"a phrase can mean one command only, but these stand twice: {', '.join(twice)}")
        object.__setattr__(self, "_by_words", by_words)
        object.__setattr__(self, "_longest", max(map(len, (*by_words, *self.denials)), default=0))

    def find(self, words: tuple[str, ...]) -> Phrase | None:
        """The phrase that consists of exactly these words."""
        return self._by_words.get(words)

    def find_alone(self, words: tuple[str, ...]) -> Phrase | None:
        """The phrase that is meant by words which otherwise only stand around one."""
        return self.find(tuple(self.alone.get(word, word) for word in words)) if len(words) == 1 else None

    def grown_from(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """The longer phrases that begin with this one and mean something else: "stop counting" from "stop"."""
        meaning = (phrase.command, phrase.value)
        return tuple(
            other
            for other in self.all
            if len(other.words) > len(phrase.words)
            and other.words[: len(phrase.words)] == phrase.words
            and (other.command, other.value) != meaning
        )

    def stripped(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words without those that people put around a command ("okay", "please").

        A phrase that itself begins or ends with such a word is left whole.
        """
        start, stop = 0, len(words)
        while start < stop and words[start:stop] not in self._by_words:
            if words[start] in self.around:
                start += 1
            elif words[stop - 1] in self.around:
                stop -= 1
            elif words[start] in self.taken_for_around:
                start += 1
            else:
                break
        return words[start:stop]

    def longest_in(self, words: tuple[str, ...]) -> list[Found]:
        """The phrases that stand anywhere in the utterance, in order and without overlap.

        Where two share a word the longer one wins ("heavy bleeding" over "bleeding"), then the earlier one; what denies
        a phrase takes its words and gives nothing ("it hurts less").
        """
        found: list[Found] = []
        taken = [False] * len(words)
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                stop = start + length
                phrase = self._by_words.get(words[start:stop])
                if any(taken[start:stop]) or (phrase is None and words[start:stop] not in self.denials):
                    continue
                taken[start:stop] = [True] * length
                if phrase is not None:
                    found.append(Found(start, stop, phrase))
        return sorted(found, key=lambda one: one.start)
