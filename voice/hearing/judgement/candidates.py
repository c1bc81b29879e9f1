"""What may have been said in a stretch: what the first ear heard, and what the second's text means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voice.guide import amounts
from voice.guide.phrases import Phrase
from voice.hearing.judgement.evidence import Said
from voice.hearing.judgement.guards import meaning_of
from voice.hearing.judgement.memory import Before, Memory
from voice.hearing.meaning.sound_alikes import readings
from voice.hearing.meaning.text import Meant, TextMeaning
from voice.hearing.meaning.utterance import Understood, amid, understand
from voice.hearing.words.listening import Meaning
from voice.hearing.words.transcript import Transcript
from voice.hearing.words.word import HeardWord, Words

_POSSIBLE_MARGIN = -6.0
"""Words that lie closer to its own text than this the second ear finds possible; real talk lies at -4 to -27."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may have been said; `confidence` is the first ear's, None where it did not hear it."""

    understood: Understood
    confidence: float | None
    exact: bool
    of_table: bool
    margin: float
    spell: bool = False
    """Whether both heard an amount, and not the same."""

    @property
    def possible_to_both(self) -> bool:
        """Whether the first ear heard it and the second finds it possible."""
        return self.confidence is not None and (self.exact or self.margin >= _POSSIBLE_MARGIN)


class Candidates:
    """Finds them; pure but for the memory of the last seconds."""

    def __init__(self, meaning: TextMeaning, memory: Memory) -> None:
        self._table = meaning.table
        self._meaning = meaning
        self._memory = memory

    def words_to_score(self, said: Said) -> tuple[str, ...]:
        """What the second ear is to be asked about besides its own text."""
        return tuple(dict.fromkeys(text for one in self.first(said) for text in self._texts(one)))

    def _texts(self, one: Understood) -> tuple[str, ...]:
        """How what the first ear heard may be written; an amount in words and in digits."""
        if one.phrase is not None:
            return (one.phrase.text,)
        found = readings(one.texts, self._table.amounts)
        return found[0].texts if found else (" ".join(one.texts),)

    def first(self, said: Said) -> list[Understood]:
        """What the first ear heard, at any confidence: whole runs, near ones, all of them together, and joined."""
        if any(self._own_word(word) for run in said.runs for word in run):
            return [one for run in said.runs for one in amid(run, self._table, self._own_word)]
        found: list[Understood] = []
        together = words_of(said)
        before = self._memory.just_before(together, said.decided_s) if together else None
        if before is not None:
            found += self._joined(before, together, said)
        wholes = (together, *said.runs, *said.near) if len(said.runs) > 1 else (*said.runs, *said.near)
        found += [one for run in wholes if (one := self._understand(run, said)) is not None]
        return list({(meaning_of(one), one.amounts): one for one in reversed(found)}.values())[::-1]

    def _joined(self, before: Before, run: Words, said: Said) -> Iterator[Understood]:
        both = self._understand((*before.run, *run), said)
        if both is not None and both.words[0] in before.run and both.words[-1] in run:
            yield both

    def _understand(self, run: Words, said: Said) -> Understood | None:
        return understand(run, self._table, amounts_live=said.amounts_live)

    def _own_word(self, word: HeardWord) -> bool:
        return self._memory.own.found(word.start_s, word.end_s).mostly

    def found(self, said: Said, transcript: Transcript) -> list[Candidate]:
        """All of them, the first ear's first."""
        meant = self.meant(said, transcript)
        found = []
        for one in self.first(said):
            exact = meant is not None and self._same(one, meant)
            margin = 0.0 if exact else transcript.margin(*self._texts(one))
            if meant is not None and not exact and meant.amounts and one.amounts:
                found.append(self._amount(one, meant, said, margin))
                continue
            found.append(Candidate(one, one.confidence, exact, exact and meant is not None and meant.of_table, margin))
        if meant is not None and not any(one.exact for one in found):
            found.append(Candidate(_as_understood(meant, said), None, True, meant.of_table, 0.0))
        return found

    def _amount(self, one: Understood, meant: Meant, said: Said, margin: float) -> Candidate:
        """Both ears heard an amount, and not the same: the one that the second finds likelier, to be spelled out."""
        likelier = one if margin > 0.0 else _as_understood(meant, said)
        return Candidate(likelier, one.confidence, exact=True, of_table=True, margin=0.0, spell=True)

    def _same(self, understood: Understood, meant: Meant) -> bool:
        """Whether the second ear's text means what the first heard."""
        if meant.phrase is not None and understood.phrase is not None:
            return meaning_in(meant.phrase) == meaning_in(understood.phrase)
        if meant.phrase is not understood.phrase:
            return False
        kinds = (amounts.kind_of(words, self._table.amounts) for words in (understood.texts, meant.words))
        same_kind = len(set(kinds)) == 1
        return same_kind and (meant.amounts, meant.correction) == (understood.amounts, understood.correction)

    def meant(self, said: Said, transcript: Transcript) -> Meant | None:
        """What the second ear's text means."""
        return self._meaning.read(transcript.text, amounts_live=said.amounts_live)

    def by_itself(self, said: Said) -> bool:
        """Whether the first ear heard something in this stretch without what came before it."""
        return any(one.words[0] in words_of(said) for one in self.first(said))

    def joins(self, said: Said) -> bool:
        """Whether the second ear is to hear a stretch with what was said just before: both may be one phrase."""
        return self._memory.just_before(words_of(said), said.decided_s) is not None and not self.by_itself(said)


def words_of(said: Said) -> Words:
    """The words of all runs together."""
    return tuple(word for run in said.runs for word in run)


def meaning_in(phrase: Phrase) -> Meaning:
    """What a phrase of the table asks for."""
    return phrase.command, phrase.value


def _as_understood(meant: Meant, said: Said) -> Understood:
    """A text has no times of its own: its words share those of the stretch."""
    each_s = said.length_s / max(len(meant.words), 1)
    words = tuple(
        HeardWord(word, said.start_s + place * each_s, said.start_s + (place + 1) * each_s, 0.0)
        for place, word in enumerate(meant.words)
    )
    return Understood(meant.phrase, words, meant.amounts, meant.correction, meant.alone)
