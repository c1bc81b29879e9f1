"""The judgement of both ears: what the first heard, what the second's text means, or nothing; the likeliest acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from voice.guide import amounts
from voice.guide.commands import SAFETY, Command
from voice.guide.phrases import Phrase
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.alone import LONGEST_UTTERANCE_S, SHORTEST_UTTERANCE_S
from voice.hearing.judgement.evidence import Evidence, Said
from voice.hearing.judgement.guards import TALK_S, meaning_of
from voice.hearing.judgement.memory import Before, Memory
from voice.hearing.judgement.thresholds import THRESHOLDS, Kind, Probabilities, kind_of
from voice.hearing.meaning.phantom import is_phantom
from voice.hearing.meaning.sound_alikes import readings
from voice.hearing.meaning.text import Meant, TextMeaning
from voice.hearing.meaning.utterance import Understood, amid, understand
from voice.hearing.words.listening import Meaning
from voice.hearing.words.transcript import Transcript
from voice.hearing.words.word import HeardWord, Words

_DECIMALS = 3
_POSSIBLE_MARGIN = -6.0
"""Words that lie closer to its own text than this the second ear finds possible; real talk lies at -4 to -27."""
_SURELY_OTHER_MARGIN = -8.0
_SURE_OF_TEXT = -6.0
"""It surely heard other words where those lie this far above the candidate, and it is so certain of them."""
_CLEAR_DB = 15.0
"""And where they lie this far over everything else that sounds, as music."""

Weigh = Callable[[Evidence], float]
"""The probability, from 0 to 1, that a candidate was meant."""


@dataclass(frozen=True, slots=True)
class _Candidate:
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
        return self.confidence is not None and (self.exact or self.margin >= _POSSIBLE_MARGIN)


class _Weighed(NamedTuple):
    """A candidate with its probability; `likely` is 2 where that suffices and it is live, 1 where one of both holds."""

    candidate: _Candidate
    probability: float
    likely: int


class Both:
    """Decides what a stretch is, once both ears have heard it; pure but for the memory of the last seconds."""

    def __init__(self, meaning: TextMeaning, memory: Memory, weigh: Weigh, needed: Probabilities) -> None:
        self._table = meaning.table
        self._meaning = meaning
        self._memory = memory
        self._weigh = weigh
        self._needed = needed

    def take(self, said: Said, transcript: Transcript) -> list[HeardEvent]:
        """The events of a stretch, which came in order."""
        if self._goes_on(said, transcript):
            return []
        judged = [self._weighed(one, said, transcript) for one in self._candidates(said, transcript)]
        if not judged:
            return self._nothing(said, transcript)
        # At a tie the longer, then the first ear's, which comes first here.
        best, probability, _ = max(
            judged, key=lambda one: (one.likely, one.probability, len(one.candidate.understood.words))
        )
        if self._memory.is_acted_on(best.understood):
            return []
        event = self._heard(best, probability, said, transcript)
        before = self._memory.before
        self._memory.before = Before(_spoken(said, best), said.decided_s, event)
        return [self._replaced(before, best, event)]

    def words_to_score(self, said: Said) -> tuple[str, ...]:
        """What the second ear is to be asked about besides its own text."""
        return tuple(dict.fromkeys(text for one in self.first(said) for text in self._texts(one)))

    def _texts(self, one: Understood) -> tuple[str, ...]:
        """How what the first ear heard may be written; an amount in words and in digits."""
        if one.phrase is not None:
            return (one.phrase.text,)
        found = readings(one.texts, self._table.amounts)
        return found[0].texts if found else (" ".join(one.texts),)

    # ---- candidates

    def first(self, said: Said) -> list[Understood]:
        """What the first ear heard, at any confidence: whole runs, near ones, all of them together, and joined."""
        if any(self._own_word(word) for run in said.runs for word in run):
            return [one for run in said.runs for one in amid(run, self._table, self._own_word)]
        found: list[Understood] = []
        together = _words(said)
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

    def _candidates(self, said: Said, transcript: Transcript) -> list[_Candidate]:
        meant = self._meaning.read(transcript.text, amounts_live=said.amounts_live)
        found = []
        for one in self.first(said):
            exact = meant is not None and self._same(one, meant)
            margin = 0.0 if exact else transcript.margin(*self._texts(one))
            if meant is not None and not exact and meant.amounts and one.amounts:
                found.append(self._amount(one, meant, said, margin))
                continue
            found.append(_Candidate(one, one.confidence, exact, exact and meant is not None and meant.of_table, margin))
        if meant is not None and not any(one.exact for one in found):
            found.append(_Candidate(_as_understood(meant, said), None, True, meant.of_table, 0.0))
        return found

    def _amount(self, one: Understood, meant: Meant, said: Said, margin: float) -> _Candidate:
        """Both ears heard an amount, and not the same: the one that the second finds likelier, to be spelled out."""
        likelier = one if margin > 0.0 else _as_understood(meant, said)
        return _Candidate(likelier, one.confidence, exact=True, of_table=True, margin=0.0, spell=True)

    def _same(self, understood: Understood, meant: Meant) -> bool:
        """Whether the second ear's text means what the first heard."""
        if meant.phrase is not None and understood.phrase is not None:
            return _meaning(meant.phrase) == _meaning(understood.phrase)
        if meant.phrase is not understood.phrase:
            return False
        kinds = (amounts.kind_of(words, self._table.amounts) for words in (understood.texts, meant.words))
        same_kind = len(set(kinds)) == 1
        return same_kind and (meant.amounts, meant.correction) == (understood.amounts, understood.correction)

    def _weighed(self, one: _Candidate, said: Said, transcript: Transcript) -> _Weighed:
        evidence = self._evidence(one, said, transcript)
        probability = self._weigh(evidence)
        enough = probability >= self._needed[evidence.kind].asked
        return _Weighed(one, round(probability, _DECIMALS), enough + _is_live(one, said))

    def _evidence(self, one: _Candidate, said: Said, transcript: Transcript) -> Evidence:
        talk_s = self._memory.talk.talked_s(said.start_s)
        phrase = one.understood.phrase
        return Evidence(
            text=" ".join(one.understood.texts) if phrase is None else phrase.text,
            meaning=None if phrase is None else (phrase.command, phrase.value),
            kind=_kind(one, talk_s),
            words=len(one.understood.words),
            confidence=one.confidence,
            margin=one.margin,
            exact=one.exact,
            of_table=one.of_table,
            certainty=transcript.certainty,
            phantom=is_phantom(transcript.text),
            length_s=said.length_s,
            level_dbfs=said.level_dbfs,
            over_room_db=said.over_room_db,
            over_before_db=said.over_before_db,
            talk_s=talk_s,
            crying=said.crying,
            narrow=said.narrow,
            own_voice=said.own_voice,
        )

    # ---- what comes of them

    def _heard(self, one: _Candidate, probability: float, said: Said, transcript: Transcript) -> PhraseHeard:
        evidence = self._evidence(one, said, transcript)
        needed = self._needed[evidence.kind]
        ignored = self._held_back(one, probability, evidence, said)
        understood = one.understood
        match ignored:
            case None:
                self._memory.has_acted(understood, said.decided_s)
            case Ignored.LOW_CONFIDENCE if not evidence.phantom:
                self._memory.talk.spoken(said.start_s, said.end_s)
            case Ignored.TALK:
                self._memory.insistence.ignored(understood)
            case _:
                pass
        return PhraseHeard(
            understood.phrase,
            understood.texts,
            probability if one.confidence is None else one.confidence,
            understood.start_s,
            understood.end_s,
            said.decided_s,
            understood.amounts,
            understood.correction,
            understood.alone,
            certain=probability >= needed.acts,
            ignored=ignored,
            talking=evidence.talk_s > 0.0,
            clear=not said.drowned,
            agreed=one.possible_to_both,
            spell=one.spell,
            probability=probability,
            transcript=transcript.text,
        )

    def _held_back(self, one: _Candidate, probability: float, evidence: Evidence, said: Said) -> Ignored | None:
        """The first reason that holds a candidate back, or None."""
        understood = one.understood
        if self._is_own(one, said):
            return Ignored.OWN_VOICE
        needed = self._needed[evidence.kind]
        if _takes_two(one, said):
            return Ignored.LOW_CONFIDENCE
        if probability < needed.asked and not (self._insisted(one) or _must_be_asked(one, evidence)):
            without_talk = self._weigh(replace(evidence, talk_s=0.0))
            return Ignored.TALK if evidence.talk_s > 0.0 and without_talk >= needed.asked else Ignored.LOW_CONFIDENCE
        return Ignored.REPEAT if self._memory.repeats.repeated(understood) else None

    def _insisted(self, one: _Candidate) -> bool:
        return one.possible_to_both and self._memory.insistence.again(one.understood)

    def _is_own(self, one: _Candidate, said: Said) -> bool:
        understood = one.understood
        if one.confidence is None:
            return self._memory.own.says(understood.texts, said.start_s)
        return self._memory.own.said(understood.phrase, understood.texts, understood.start_s, understood.end_s)

    def _replaced(self, before: Before | None, one: _Candidate, event: PhraseHeard) -> HeardEvent:
        """The event, in place of the shorter phrase that acted as its beginning."""
        short = None if before is None else before.heard
        if short is None or short.ignored is not None or event.ignored is not None or one.confidence is None:
            return event
        joined = before is not None and one.understood.words[0] in before.run
        if not joined:
            return event
        if short.phrase is not None and meaning_of(one.understood) == (short.phrase.command, short.phrase.value, ()):
            return replace(event, ignored=Ignored.REPEAT)  # "next ... step": it has acted already
        return Replaced(short, event)

    def _goes_on(self, said: Said, transcript: Transcript) -> bool:
        """Whether a stretch was heard with what acted just before it, and both together mean no more than that."""
        before = self._memory.before
        if before is None or before.heard is None or before.heard.ignored is not None or self._own_candidates(said):
            return False
        if self._memory.just_before(_words(said), said.decided_s) is not before or before.heard.phrase is None:
            return False
        meant = self._meaning.read(transcript.text, amounts_live=said.amounts_live)
        return (
            meant is not None and meant.phrase is not None and _meaning(meant.phrase) == _meaning(before.heard.phrase)
        )

    def _own_candidates(self, said: Said) -> bool:
        """Whether the first ear heard something in this stretch without what came before it."""
        return any(one.words[0] in _words(said) for one in self.first(said))

    def joins(self, said: Said) -> bool:
        """Whether the second ear is to hear a stretch with what was said just before: both may be one phrase."""
        return self._memory.just_before(_words(said), said.decided_s) is not None and not self._own_candidates(said)

    def _nothing(self, said: Said, transcript: Transcript) -> list[HeardEvent]:
        """Nobody understood: talk, or an answer that was missed, where somebody spoke at all."""
        before = self._memory.before
        together = _words(said)
        if together:
            self._memory.before = Before(together, said.decided_s, None)
        if is_phantom(transcript.text):
            return []
        self._memory.talk.spoken(said.start_s, said.end_s)
        if not together or said.own_voice:
            return []  # a scrap of its own voice is nothing that it could have missed
        rest = before is not None and before.heard is not None and said.start_s < before.run[-1].end_s + 0.25
        if rest or not SHORTEST_UTTERANCE_S <= round(said.length_s, 3) <= LONGEST_UTTERANCE_S:
            return []
        return [NotUnderstood(said.start_s, said.end_s, said.level_dbfs)]


def _kind(one: _Candidate, talk_s: float) -> Kind:
    kind = kind_of(one.understood.phrase, alone=one.understood.alone, talking=talk_s > TALK_S)
    plain = kind in (Kind.WORD, Kind.PHRASE)
    return Kind.OTHER_WORDS if plain and one.confidence is None and not one.of_table else kind


def _takes_two(one: _Candidate, said: Said) -> bool:
    """Whether the second ear alone must not be believed: over crying it writes yes, no and body words by itself."""
    phrase = one.understood.phrase
    if one.confidence is not None or phrase is None or not said.crying:
        return False
    return phrase.body_word or phrase.command in (Command.YES, Command.NO)


def _must_be_asked(one: _Candidate, evidence: Evidence) -> bool:
    """Whether pain, illness or an emergency is asked back however unlikely: the first ear heard it, and the second does
    not surely hear other words with nothing else over them (safety rule 5).
    """
    phrase = one.understood.phrase
    if phrase is None or phrase.command not in SAFETY or one.confidence is None:
        return False
    if one.confidence < THRESHOLDS[evidence.kind].asked:
        return False
    drowned = evidence.crying or evidence.own_voice or evidence.phantom or evidence.over_room_db < _CLEAR_DB
    surely_other = one.margin <= _SURELY_OTHER_MARGIN and evidence.certainty >= _SURE_OF_TEXT
    return drowned or not surely_other


def _words(said: Said) -> Words:
    return tuple(word for run in said.runs for word in run)


def _meaning(phrase: Phrase) -> Meaning:
    return phrase.command, phrase.value


def _is_live(one: _Candidate, said: Said) -> bool:
    phrase = one.understood.phrase
    return said.amounts_live if phrase is None else (phrase.command, phrase.value) in said.live


def _as_understood(meant: Meant, said: Said) -> Understood:
    """A text has no times of its own: its words share those of the stretch."""
    each_s = said.length_s / max(len(meant.words), 1)
    words = tuple(
        HeardWord(word, said.start_s + place * each_s, said.start_s + (place + 1) * each_s, 0.0)
        for place, word in enumerate(meant.words)
    )
    return Understood(meant.phrase, words, meant.amounts, meant.correction, meant.alone)


def _spoken(said: Said, one: _Candidate) -> Words:
    together = _words(said)
    return together or one.understood.words
