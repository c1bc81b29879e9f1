"""From runs of words to events: joined with what came just before, understood, and guarded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voice.guide.phrases import PhraseTable
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.guards import Insistence, Repeats, TalkMeter, meaning_of, verdict
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import Thresholds, kind_of
from voice.hearing.meaning.utterance import ALONE_S, Understood, amid, understand
from voice.hearing.words.word import HeardWord, Words

JOINED_GAP_S = 0.8
JOINED_S = 1.2
SHORTEST_UTTERANCE_S = 0.3
LONGEST_UTTERANCE_S = 2.5


@dataclass(frozen=True, slots=True)
class _Before:
    """The run before this one, and what came of it."""

    run: Words
    decided_s: float
    heard: PhraseHeard | None


class Judge:
    """Decides what each run of words is; pure but for its memory of the last seconds, driven by stream time."""

    def __init__(self, table: PhraseTable, own: OwnVoice, thresholds: Thresholds) -> None:
        self._table = table
        self._own = own
        self._thresholds = thresholds
        self._talk = TalkMeter()
        self._insistence = Insistence()
        self._repeats = Repeats()
        self._before: _Before | None = None

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
                self._others_spoke(word for word in run if word not in near)
        if understood is None:
            before, self._before = self._before, _Before(run, decided_s, None)
            return self._nothing(run, level_dbfs, before)
        heard = self._heard(understood, decided_s)
        self._before = _Before(run, decided_s, heard)
        return [heard]

    def _own_word(self, word: HeardWord) -> bool:
        return self._own.covers(word.start_s, word.end_s)

    def _amid_own_voice(self, run: Words, decided_s: float) -> list[HeardEvent]:
        """Hers is what the guide is not saying; the words around it are the guide's, and nothing she could mean."""
        self._before = None
        return [self._heard(one, decided_s) for one in amid(run, self._table, self._own_word)]

    def _joined(self, run: Words, decided_s: float, amounts_live: bool) -> list[HeardEvent] | None:
        """What this run and the one before mean together ("stop", "counting"); None where they are two."""
        before = self._before
        if before is None or run[0].start_s - before.run[-1].end_s >= JOINED_GAP_S:
            return None
        if decided_s - before.decided_s > JOINED_S:
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
            self._before = _Before(both, decided_s, long)
            return [long]
        if short.phrase is not None and meaning_of(understood) == (short.phrase.command, short.phrase.value, ()):
            self._before = _Before(both, decided_s, short)
            return []  # "next ... step": it has acted already
        if long.ignored is not None:
            self._before = _Before(both, decided_s, short)
            return [long]
        self._before = _Before(both, decided_s, long)
        return [Replaced(short, long)]

    def _heard(self, understood: Understood, decided_s: float) -> PhraseHeard:
        talking = self._talk.talking(understood.start_s)
        ignored = self._verdict(understood, talking=talking)
        kind = kind_of(understood.phrase, alone=understood.alone, talking=talking)
        among_talk = talking and understood.phrase is not None and understood.phrase.whole  # asked back, whatever it is
        certain = understood.confidence >= self._thresholds[kind].acts and not among_talk
        match ignored:
            case None:
                self._repeats.acted(understood)
            case Ignored.LOW_CONFIDENCE:
                self._talk.spoken(understood.start_s, understood.end_s)
            case Ignored.TALK:
                self._insistence.ignored(understood)
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
            own=self._is_own(understood),
            over_own_voice=self._own.covers(understood.start_s, understood.end_s),
            talking=talking,
            insisted=self._insistence.again(understood),
            repeated=self._repeats.repeated(understood),
        )

    def _is_own(self, understood: Understood) -> bool:
        """Whether the guide said it: what the canceller left tells, and where it cannot, the guide's own words do."""
        start_s, end_s = understood.start_s, understood.end_s
        if self._own.residual.hers(start_s, end_s):
            return False
        return (
            self._own.residual.explained(start_s, end_s)
            or self._own.unsettled(start_s, end_s)
            or self._own.follows(start_s, end_s)
            or self._own.masks(understood.phrase, understood.texts, start_s)
        )

    def _others_spoke(self, words: Iterable[HeardWord]) -> None:
        for word in words:
            if not self._own.doubtful(word.start_s, word.end_s):
                self._talk.spoken(word.start_s, word.end_s)

    def _nothing(self, run: Words, level_dbfs: float, before: _Before | None) -> list[HeardEvent]:
        start_s, end_s = run[0].start_s, run[-1].end_s
        self._others_spoke(run)
        if self._own.perhaps(start_s, end_s):
            return []  # a scrap of its own voice is nothing that it could have missed
        if not SHORTEST_UTTERANCE_S <= round(end_s - start_s, 3) <= LONGEST_UTTERANCE_S:
            return []
        if before is not None and before.heard is not None and start_s - before.run[-1].end_s < ALONE_S:
            return []  # the rest of an utterance whose safety phrase was understood
        return [NotUnderstood(start_s, end_s, level_dbfs)]
