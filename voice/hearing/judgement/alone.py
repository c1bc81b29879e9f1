"""The judgement of the first ear alone: runs of words joined with what came just before, understood, and guarded."""

from __future__ import annotations

from dataclasses import replace

from voice.guide.phrases import PhraseTable
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.evidence import Said
from voice.hearing.judgement.guards import meaning_of, verdict
from voice.hearing.judgement.memory import Before, Memory
from voice.hearing.judgement.thresholds import Thresholds, kind_of
from voice.hearing.meaning.utterance import ALONE_S, Understood, amid, understand
from voice.hearing.words.word import HeardWord, Words

SHORTEST_UTTERANCE_S = 0.3
LONGEST_UTTERANCE_S = 2.5


class Alone:
    """Decides what each run of words is; pure but for the memory of the last seconds."""

    def __init__(self, table: PhraseTable, memory: Memory, thresholds: Thresholds) -> None:
        self._table = table
        self._memory = memory
        self._own = memory.own
        self._thresholds = thresholds

    def take_all(self, said: Said) -> list[HeardEvent]:
        """The events of a stretch, run by run; they came in order."""
        events: list[HeardEvent] = []
        for run, near in zip(said.runs, said.near, strict=True):
            events += self.take(
                run, near, decided_s=said.decided_s, level_dbfs=said.level_dbfs, amounts_live=said.amounts_live
            )
        if said.drowned:
            return [replace(event, clear=False) if isinstance(event, PhraseHeard) else event for event in events]
        return events

    def take(
        self, run: Words, near: Words, *, decided_s: float, level_dbfs: float, amounts_live: bool
    ) -> list[HeardEvent]:
        """The events of one run of words, which came in order; `near` is it without what was said far behind it."""
        if any(map(self._own_word, run)):
            return self._amid_own_voice(run, decided_s)
        joined = self._joined(run, decided_s, amounts_live)
        if joined is not None:
            return joined
        understood = understand(run, self._table, amounts_live=amounts_live)
        if understood is None and near != run:
            understood = understand(near, self._table, amounts_live=amounts_live)
            if understood is not None:
                self._memory.others_spoke(word for word in run if word not in near)
        if understood is None:
            before, self._memory.before = self._memory.before, Before(run, decided_s, None)
            return self._nothing(run, level_dbfs, before)
        heard = self._heard(understood, decided_s)
        self._memory.before = Before(run, decided_s, heard)
        return [heard]

    def _own_word(self, word: HeardWord) -> bool:
        return self._own.found(word.start_s, word.end_s).mostly

    def _amid_own_voice(self, run: Words, decided_s: float) -> list[HeardEvent]:
        """Hers is what the guide is not saying; the words around it are the guide's, and nothing she could mean."""
        self._memory.before = None
        return [self._heard(one, decided_s) for one in amid(run, self._table, self._own_word)]

    def _joined(self, run: Words, decided_s: float, amounts_live: bool) -> list[HeardEvent] | None:
        """What this run and the one before mean together ("stop", "counting"); None where they are two."""
        before = self._memory.just_before(run, decided_s)
        if before is None:
            return None
        both = (*before.run, *run)
        understood = understand(both, self._table, amounts_live=amounts_live)
        if understood is None or understood.words[0] not in before.run or understood.words[-1] not in run:
            return None
        short = before.heard if before.heard is not None and before.heard.ignored is None else None
        if short is not None and (short.phrase, short.words) == (understood.phrase, understood.texts):
            return None
        long = self._heard(understood, decided_s)
        if short is None:
            self._memory.before = Before(both, decided_s, long)
            return [long]
        if short.phrase is not None and meaning_of(understood) == (short.phrase.command, short.phrase.value, ()):
            self._memory.before = Before(both, decided_s, short)
            return []  # "next ... step": it has acted already
        if long.ignored is not None:
            self._memory.before = Before(both, decided_s, short)
            return [long]
        self._memory.before = Before(both, decided_s, long)
        return [Replaced(short, long)]

    def _heard(self, understood: Understood, decided_s: float) -> PhraseHeard:
        talking = self._memory.talk.talking(understood.start_s)
        ignored = self._verdict(understood, talking=talking)
        kind = kind_of(understood.phrase, alone=understood.alone, talking=talking)
        among_talk = talking and understood.phrase is not None and understood.phrase.whole  # asked back, whatever it is
        certain = understood.confidence >= self._thresholds[kind].acts and not among_talk
        match ignored:
            case None:
                self._memory.has_acted(understood, decided_s)
            case Ignored.LOW_CONFIDENCE:
                self._memory.talk.spoken(understood.start_s, understood.end_s)
            case Ignored.TALK:
                self._memory.insistence.ignored(understood)
            case Ignored.OWN_VOICE | Ignored.REPEAT:
                pass
        return PhraseHeard(
            understood.phrase,
            understood.texts,
            understood.confidence,
            understood.start_s,
            understood.end_s,
            decided_s,
            understood.amounts,
            understood.correction,
            understood.alone,
            certain,
            ignored,
            talking,
        )

    def _verdict(self, understood: Understood, *, talking: bool) -> Ignored | None:
        return verdict(
            understood,
            self._thresholds,
            own=self._own.said(understood.phrase, understood.texts, understood.start_s, understood.end_s),
            over_own_voice=self._own.found(understood.start_s, understood.end_s).mostly,
            talking=talking,
            insisted=self._memory.insistence.again(understood),
            repeated=self._memory.repeats.repeated(understood),
        )

    def _nothing(self, run: Words, level_dbfs: float, before: Before | None) -> list[HeardEvent]:
        start_s, end_s = run[0].start_s, run[-1].end_s
        self._memory.others_spoke(run)
        if self._own.found(start_s, end_s).possible:
            return []  # a scrap of its own voice is nothing that it could have missed
        if not SHORTEST_UTTERANCE_S <= round(end_s - start_s, 3) <= LONGEST_UTTERANCE_S:
            return []
        if before is not None and before.heard is not None and start_s - before.run[-1].end_s < ALONE_S:
            return []  # the rest of an utterance whose safety phrase was understood
        return [NotUnderstood(start_s, end_s, level_dbfs)]
