"""What a text of the second ear means: a phrase of the table, or a command in other words.

Whole utterances only, politeness and hesitation aside; pain, illness and emergencies amid other words as well, unless
they are denied.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from voice.content.sentences import Sentence, Sentences
from voice.guide.commands import SAFETY, Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import AT_WORK, HELD, Step
from voice.hearing.meaning.automaton import Automaton
from voice.hearing.meaning.phantom import is_phantom
from voice.hearing.meaning.said import Said, Words, said

_NEAR = 4
"""So many words before a thing a negation still means it: "I don't have any chest pain"."""


class Meant(NamedTuple):
    """What a text means; `whole` says that all of it does, not only some words of it.

    `sentence` is the entry that it belongs to, None where the words are a phrase of the table.
    """

    phrase: Phrase
    whole: bool
    sentence: Sentence | None = None


class _Core(NamedTuple):
    """Words without those around a command; `requested` says that something among those asked for it."""

    words: Words
    requested: bool


class Templates:
    """The phrases and sentences of a language, ready to be looked up.

    Raises InputError where a template cannot be read. Making one takes 0.3 s: make one and keep it.
    """

    def __init__(self, table: PhraseTable, sentences: Sentences) -> None:
        self._table = table
        self._sentences = sentences
        ordered = sorted(sentences.all, key=_urgency)
        self._automaton = Automaton(((text, one) for one in ordered for text in one.templates), sentences.rules)
        self._nothing = Automaton(((text, True) for text in sentences.nothing), sentences.rules)
        self._beside = Automaton(((text, True) for text in sentences.beside), sentences.rules)
        self._short = {said(phrase.text).reading(sentences.same).words: phrase for phrase in table.all}
        self._around = frozenset((word,) for word in table.around)

    def meaning(self, text: str) -> Meant | None:
        """The command that a text means, or None.

        The phrase is the table's own where the words are one, else a new one of the command in the text's words.
        """
        if is_phantom(text):
            return None
        spoken = said(text)
        short = spoken.reading(self._sentences.same)
        whole = self._whole(spoken, short) or self._in_parts(spoken)
        if whole is not None and whole.phrase.command in SAFETY:
            return whole
        return self._inside(spoken, short) or whole

    def entries(self, words: str) -> tuple[Sentence, ...]:
        """Every entry that has exactly these words among its sentences, whatever the table says."""
        run = tuple(words.split())
        return self._automaton.matches(run).get(len(run), ())

    def _whole(self, spoken: Said, short: Said) -> Meant | None:
        """What the whole text means; the most words that mean something decide."""
        for one in dict.fromkeys((spoken, short)):
            for core in self._cores(one):
                if len(core.words) in self._nothing.matches(core.words):
                    return None
                found = self._in_table(core) or self._in_other_words(core, one)
                if found is not None and self._is_meant(found.phrase, one, core):
                    return found
        return None

    def _in_table(self, core: _Core) -> Meant | None:
        phrase = self._table.find(core.words) or self._short.get(core.words)
        return None if phrase is None else Meant(phrase, whole=True)

    def _in_other_words(self, core: _Core, spoken: Said) -> Meant | None:
        for one in self._automaton.matches(core.words).get(len(core.words), ()):
            if spoken.question or not one.question:
                return Meant(_phrase(core.words, one), whole=True, sentence=one)
        return None

    def _in_parts(self, spoken: Said) -> Meant | None:
        """What every part of the sentence means by itself: "the baby's crying, hold on"."""
        parts = [self._whole(part, part.reading(self._sentences.same)) for part in spoken.parts() if self._says(part)]
        meant = {part and (part.phrase.command, part.phrase.value, part.phrase.crisis) for part in parts}
        if not parts or len(meant) > 1 or parts[0] is None:
            return None
        return parts[0] if len(parts) == 1 else Meant(replace(parts[0].phrase, text=spoken.text), whole=True)

    def _says(self, part: Said) -> bool:
        """Whether there is more in it than what may stand around or beside a command."""
        words = part.reading(self._sentences.same).words
        idle = len(words) in self._starts((*words, ""))
        return not idle and len(words) not in self._beside.matches(words)

    def _is_meant(self, phrase: Phrase, spoken: Said, core: _Core) -> bool:
        """Whether it is said and not asked of somebody else."""
        asks = core.requested or core.words[0] in self._sentences.asking
        return not spoken.question or asks or phrase.command not in self._sentences.statements

    def _cores(self, spoken: Said) -> list[_Core]:
        """The words, then ever fewer of them: without what stands around a command, and without repetitions."""
        cores = [
            _Core(words[start:stop], requested)
            for words in dict.fromkeys((spoken.words, spoken.without_repeats()))
            for start, requested in self._starts(words).items()
            for stop in self._stops(words)
            if start < stop
        ]
        return sorted(dict.fromkeys(cores), key=lambda core: -len(core.words))

    def _starts(self, words: Words) -> dict[int, bool]:
        """Where a command can begin, and whether it is asked for by then."""
        starts = {0: False}
        for place in range(len(words)):
            if place in starts:
                for length in range(1, len(words) - place):
                    lead = words[place : place + length]
                    asks = lead in self._sentences.request
                    if asks or lead in self._sentences.lead or lead in self._around:
                        starts[place + length] = starts.get(place + length, False) or asks or starts[place]
        return starts

    def _stops(self, words: Words) -> list[int]:
        """Where a command can end."""
        stops = {len(words)}
        for place in range(len(words), 0, -1):
            if place in stops:
                trails = (at for at in range(1, place) if words[at:place] in self._sentences.trail)
                stops |= {*trails, *(at for at in (place - 1,) if words[at:place] in self._around)}
        return sorted(stops, reverse=True)

    def _inside(self, spoken: Said, short: Said) -> Meant | None:
        """The most urgent safety phrase in the text that is not denied; the longest where two are as urgent."""
        found = [
            Meant(one.phrase, whole=False)
            for one in self._table.longest_in(spoken.words)
            if one.phrase.counts_anywhere and not self._denied(spoken, one.start, one.stop)
        ]
        for start in range(len(short.words)):
            for stop, entries in self._automaton.matches(short.words, start).items():
                if stop >= start + 2 and not self._denied(short, start, stop):
                    safety = [one for one in entries if one.command in SAFETY and not one.whole]
                    found += [Meant(_phrase(short.words[start:stop], one), whole=False, sentence=one) for one in safety]
        return min(found, key=lambda one: (SAFETY.index(one.phrase.command), -len(one.phrase.words)), default=None)

    def _denied(self, spoken: Said, start: int, stop: int) -> bool:
        denials = self._sentences.denials
        before, after = spoken.before(start), spoken.after(stop)
        if any(before[-len(words) :] == words for words in denials.before):
            return True
        if any(after[: len(words)] == words for words in denials.after):
            return True
        names_a_thing = spoken.words[start] not in denials.subjects
        return names_a_thing and not denials.near.isdisjoint(before[-_NEAR:])


def _urgency(sentence: Sentence) -> int:
    """Safety first, the most urgent before the others; the file's order else."""
    return SAFETY.index(sentence.command) if sentence.command in SAFETY else len(SAFETY)


def _phrase(words: Words, sentence: Sentence) -> Phrase:
    return Phrase(
        text=" ".join(words),
        command=sentence.command,
        value=sentence.value,
        conversational=sentence.conversational,
        body_word=sentence.body_word,
        crisis=sentence.crisis,
        whole=sentence.whole,
        never=_never(sentence),
    )


def _never(sentence: Sentence) -> frozenset[Step]:
    """Where it does nothing: that she is ready is talk at work, and only the table's words go on after pain."""
    match sentence.command:
        case Command.RESUME:
            return frozenset(HELD)
        case Command.NEXT if sentence.conversational:
            return frozenset(AT_WORK)
        case _:
            return frozenset()
