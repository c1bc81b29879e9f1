"""What a confidence means: how often a command of each kind is right, and what each threshold lets through.

Everything is heard once with thresholds of zero; then any threshold can be tried on what was heard.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from scripts.bench.evaluation.commands import Item
from scripts.bench.evaluation.conditions import TALK, Backgrounds, Condition, chance, clean, under
from scripts.bench.evaluation.corpus import Clip, Corpus, Sound
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Outcome
from scripts.bench.evaluation.stand_ins import added, knows
from voice.guide.commands import Command
from voice.guide.phrases import PhraseTable
from voice.hearing.files import Live, standing
from voice.hearing.heard import PhraseHeard
from voice.hearing.judgement.thresholds import THRESHOLDS, Kind, Needed, Thresholds, kind_of

OPEN: Thresholds = {kind: Needed(0.0, 0.0, 0.0) for kind in THRESHOLDS}
_BINS = 10
_PRICE = 0.02
"""The share of what is said that may be lost for one false command an hour less."""


@dataclass(slots=True)
class Curve:
    """Confidences of one kind: of what was right, of what was wrong, and of false ones in `hours` of other sound."""

    right: list[float] = field(default_factory=list)
    wrong: list[float] = field(default_factory=list)
    false: list[float] = field(default_factory=list)
    missed: int = 0
    hours: float = 0.0

    def heard(self, threshold: float) -> float:
        """The part of what was said that is heard from this confidence on."""
        said = len(self.right) + len(self.wrong) + self.missed
        return _from(self.right, threshold) / said if said else 0.0

    def false_an_hour(self, threshold: float) -> float:
        """False commands an hour from this confidence on."""
        return _from(self.false, threshold) / self.hours if self.hours else 0.0

    def reliability(self) -> list[tuple[float, float, int]]:
        """Tenths of confidence: its middle, how often what was heard with it was right, and how many there were."""
        rows = []
        for number in range(_BINS):
            right, wrong = (
                sum(min(int(one * _BINS), _BINS - 1) == number for one in heard) for heard in (self.right, self.wrong)
            )
            if right + wrong:
                rows.append(((number + 0.5) / _BINS, right / (right + wrong), right + wrong))
        return rows

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it: at every twentieth of confidence, and the reliability."""
        return {
            "said": len(self.right) + len(self.wrong) + self.missed,
            "hours": round(self.hours, 3),
            "thresholds": [
                {"from": at / 20, "heard": round(self.heard(at / 20), 4), "false_an_hour": self.false_an_hour(at / 20)}
                for at in range(20)
            ],
            "reliability": [
                {"confidence": middle, "right": round(right, 4), "of": count}
                for middle, right, count in self.reliability()
            ],
        }


Curves = dict[Kind, Curve]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A threshold chosen on one half of the recordings, and what it does there and on the other half.

    Pairs are the share heard, and false commands an hour.
    """

    kind: Kind
    threshold: float
    chosen_on: tuple[float, float]
    elsewhere: tuple[float, float]

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "kind": self.kind.value,
            "threshold": self.threshold,
            "chosen_on": self.chosen_on,
            "elsewhere": self.elsewhere,
        }


def half_of(clip: Clip) -> int:
    """0 or 1, the same for all of a speaker; talk, whose speakers are not named, goes by the recording."""
    return zlib.crc32((clip.name if clip.kind == TALK else clip.speaker or clip.name).encode()) % 2


def together(halves: Iterable[Curves]) -> Curves:
    """All that was heard in the halves, as one."""
    whole = {kind: Curve() for kind in THRESHOLDS}
    for half in halves:
        for kind, curve in half.items():
            one = whole[kind]
            one.right, one.wrong, one.false = one.right + curve.right, one.wrong + curve.wrong, one.false + curve.false
            one.missed += curve.missed
            one.hours += curve.hours
    return _sorted(whole)


def held_out(halves: tuple[Curves, Curves]) -> list[HeldOut]:
    """For each kind that was said in both halves, both ways round."""
    rows = []
    for kind in THRESHOLDS:
        for seen, unseen in (halves, halves[::-1]):
            if not (seen[kind].right and unseen[kind].right):
                continue
            best = max((at / 20 for at in range(20)), key=lambda at: (_worth(seen[kind], at), at))
            rows.append(HeldOut(kind, best, _at(seen[kind], best), _at(unseen[kind], best)))
    return rows


def _worth(curve: Curve, threshold: float) -> float:
    heard, false_an_hour = _at(curve, threshold)
    return heard - _PRICE * false_an_hour


def _at(curve: Curve, threshold: float) -> tuple[float, float]:
    return round(curve.heard(threshold), 4), round(curve.false_an_hour(threshold), 3)


def said(
    listener: Listener,
    corpus: Corpus,
    chosen: Iterable[Item],
    conditions: Iterable[Condition],
    backgrounds: Backgrounds,
    seed: int,
) -> Curves:
    """Curves of what was said alone, over these conditions together, by the kind of what was heard."""
    curves = {kind: Curve() for kind in THRESHOLDS}
    given = list(chosen)
    for condition in conditions:
        for item in given:
            rng = chance(seed, condition.name, item.clip.name)
            sound = under(condition, corpus.sound(item.clip), backgrounds, rng)
            _add(curves, item, _acting(listener, item.expected.live, sound))
    return _sorted(curves)


def said_in_speech(
    listener: Listener, corpus: Corpus, chosen: Iterable[tuple[Clip, str]], table: PhraseTable, curves: Curves
) -> None:
    """Add what stands in for safety phrases inside sentences."""
    curve = curves[Kind.SAFETY_IN_SPEECH]
    for clip, text in chosen:
        expected = added(text, Command.PAIN, table)
        if knows(listener, expected):
            found = _acting(listener, expected.live, clean(corpus.sound(clip)))
            confidence = max((heard.confidence for heard in found if heard.phrase == expected.phrase), default=None)
            if confidence is None:
                curve.missed += 1
            else:
                curve.right.append(confidence)
    _sorted(curves)


def said_as_phrases(
    listener: Listener, corpus: Corpus, clips: Iterable[Clip], table: PhraseTable, curves: Curves
) -> None:
    """Add what stands in for commands of two words or more."""
    for clip in clips:
        expected = added(clip.text, Command.COUNTING_ON, table)
        if knows(listener, expected):
            _add(curves, Item(clip, expected), _acting(listener, expected.live, clean(corpus.sound(clip))))
    _sorted(curves)


def false(listener: Listener, corpus: Corpus, clips: Iterable[Clip], live: Live, curves: Curves) -> None:
    """Add what is heard where nobody speaks to the guide."""
    for clip in clips:
        for heard in _acting(listener, live, corpus.sound(clip)):
            curves[_kind(heard)].false.append(heard.confidence)
        for curve in curves.values():
            curve.hours += clip.seconds / 3600
    _sorted(curves)


def _acting(listener: Listener, live: Live, sound: Sound) -> list[PhraseHeard]:
    """What is heard and held back by nothing but, in a session, its confidence."""
    return [heard for heard in standing(listener.events(live, sound, OPEN)) if live.understood(heard) is not None]


def _add(curves: Curves, item: Item, phrases: list[PhraseHeard]) -> None:
    """The first thing heard is right, wrong or missing."""
    if not phrases:
        curves[kind_of(item.expected.phrase, alone=True, talking=False)].missed += 1
        return
    understood = item.expected.live.understood(phrases[0])
    right = understood is not None and item.expected.outcome([understood]) is Outcome.HEARD
    curve = curves[_kind(phrases[0])]
    (curve.right if right else curve.wrong).append(phrases[0].confidence)


def _kind(heard: PhraseHeard) -> Kind:
    return kind_of(heard.phrase, alone=heard.alone, talking=heard.talking)


def _sorted(curves: Curves) -> Curves:
    for curve in curves.values():
        for confidences in (curve.right, curve.wrong, curve.false):
            confidences.sort()
    return curves


def _from(ordered: list[float], threshold: float) -> int:
    return len(ordered) - bisect_left(ordered, threshold)
