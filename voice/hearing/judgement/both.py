"""The judgement of both ears: what the first heard, what the second's text means, or nothing; the likeliest acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from voice.guide.commands import SAFETY, Command
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.alone import LONGEST_UTTERANCE_S, SHORTEST_UTTERANCE_S
from voice.hearing.judgement.candidates import Candidate, Candidates, meaning_in, words_of
from voice.hearing.judgement.evidence import Evidence, Said
from voice.hearing.judgement.guards import TALK_S, meaning_of
from voice.hearing.judgement.memory import Before, Memory
from voice.hearing.judgement.thresholds import THRESHOLDS, Kind, Probabilities, kind_of
from voice.hearing.meaning.phantom import is_phantom
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.words.transcript import Transcript
from voice.hearing.words.word import Words

_DECIMALS = 3
_SURELY_OTHER_MARGIN = -8.0
_SURE_OF_TEXT = -6.0
"""It surely heard other words where those lie this far above the candidate, and it is so certain of them."""
_CLEAR_DB = 15.0
"""And where they lie this far over everything else that sounds, as music."""
_AMID_DB = 6.0
"""What lies less than this over the second before it is said amid something as loud; of 33 lone words of `dev` that
were meant one does."""

Weigh = Callable[[Evidence], float]
"""The probability, from 0 to 1, that a candidate was meant."""


class _Weighed(NamedTuple):
    """A candidate with its probability; `likely` is 2 where that suffices and it is live, 1 where one of both holds."""

    candidate: Candidate
    probability: float
    likely: int


class Both:
    """Decides what a stretch is, once both ears have heard it; pure but for the memory of the last seconds."""

    def __init__(self, meaning: TextMeaning, memory: Memory, weigh: Weigh, needed: Probabilities) -> None:
        self.candidates = Candidates(meaning, memory)
        self._memory = memory
        self._weigh = weigh
        self._needed = needed

    def take(self, said: Said, transcript: Transcript) -> list[HeardEvent]:
        """The events of a stretch, which came in order."""
        if self._goes_on(said, transcript):
            return []
        judged = [self._weighed(one, said, transcript) for one in self.candidates.found(said, transcript)]
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

    def _weighed(self, one: Candidate, said: Said, transcript: Transcript) -> _Weighed:
        evidence = self._evidence(one, said, transcript)
        probability = self._weigh(evidence)
        enough = probability >= self._needed[evidence.kind].asked
        return _Weighed(one, round(probability, _DECIMALS), enough + _is_live(one, said))

    def _evidence(self, one: Candidate, said: Said, transcript: Transcript) -> Evidence:
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

    def _heard(self, one: Candidate, probability: float, said: Said, transcript: Transcript) -> PhraseHeard:
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

    def _held_back(self, one: Candidate, probability: float, evidence: Evidence, said: Said) -> Ignored | None:
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

    def _insisted(self, one: Candidate) -> bool:
        return one.possible_to_both and self._memory.insistence.again(one.understood)

    def _is_own(self, one: Candidate, said: Said) -> bool:
        understood = one.understood
        if one.confidence is None:
            return self._memory.own.says(understood.texts, said.start_s)
        own, spoken = self._memory.own, (understood.phrase, understood.texts, understood.start_s)
        if own.said(*spoken, understood.end_s):
            return True
        # Its own words over what is left of it: the second ear must have heard them too.
        safety = understood.phrase is not None and understood.phrase.command in SAFETY
        return (
            not (one.exact or safety)
            and own.found(understood.start_s, understood.end_s).possible
            and own.masks(*spoken)
        )

    def _replaced(self, before: Before | None, one: Candidate, event: PhraseHeard) -> HeardEvent:
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
        acted = None if before is None else before.heard
        if acted is None or acted.ignored is not None or acted.phrase is None or self.candidates.by_itself(said):
            return False
        if self._memory.just_before(words_of(said), said.decided_s) is not before:
            return False
        meant = self.candidates.meant(said, transcript)
        return meant is not None and meant.phrase is not None and meaning_in(meant.phrase) == meaning_in(acted.phrase)

    def _nothing(self, said: Said, transcript: Transcript) -> list[HeardEvent]:
        """Nobody understood: talk, or an answer that was missed, where somebody spoke at all."""
        before = self._memory.before
        together = words_of(said)
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


def _kind(one: Candidate, talk_s: float) -> Kind:
    kind = kind_of(one.understood.phrase, alone=one.understood.alone, talking=talk_s > TALK_S)
    plain = kind in (Kind.WORD, Kind.PHRASE)
    return Kind.OTHER_WORDS if plain and one.confidence is None and not one.of_table else kind


def _takes_two(one: Candidate, said: Said) -> bool:
    """Whether the second ear alone must not be believed: over crying, and over music or whatever else is as loud, it
    writes yes, no and body words by itself.
    """
    phrase = one.understood.phrase
    covered = said.crying or said.over_before_db < _AMID_DB
    if one.confidence is not None or phrase is None or not covered:
        return False
    return phrase.body_word or phrase.command in (Command.YES, Command.NO)


def _must_be_asked(one: Candidate, evidence: Evidence) -> bool:
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


def _is_live(one: Candidate, said: Said) -> bool:
    phrase = one.understood.phrase
    return said.amounts_live if phrase is None else (phrase.command, phrase.value) in said.live


def _spoken(said: Said, one: Candidate) -> Words:
    together = words_of(said)
    return together or one.understood.words
