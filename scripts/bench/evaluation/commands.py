"""Commands said alone: heard, wrong or rejected by condition, word and speaker; and words that are no commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from scripts.bench.evaluation.conditions import CLEAN, Backgrounds, Condition, chance, clean, under
from scripts.bench.evaluation.corpus import Clip, Corpus, Sound
from scripts.bench.evaluation.listeners import Listener, home
from scripts.bench.evaluation.marks import (
    Expected,
    Outcome,
    Tally,
    expected_amount,
    expected_of,
    heard_as,
    quantiles,
)
from voice.guide.phrases import PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Live
from voice.hearing.words.recogniser import RATE_HZ

_FRAME = round(0.02 * RATE_HZ)
_ACTIVE = 10 ** (-30 / 10)


@dataclass(frozen=True, slots=True)
class Item:
    """A recording, and what it should be heard as."""

    clip: Clip
    expected: Expected


@dataclass(slots=True)
class CommandMarks:
    """All marks of one listener; `late_s` are times from the end of the word to the decision, with what was waited."""

    by_condition: dict[str, Tally] = field(default_factory=dict)
    by_word: dict[str, Tally] = field(default_factory=dict)
    by_speaker: dict[str, Tally] = field(default_factory=dict)
    amounts: Tally = field(default_factory=Tally)
    confusion: dict[str, Counter[str]] = field(default_factory=dict)
    late_s: list[float] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "conditions": {name: tally.fields for name, tally in self.by_condition.items()},
            "words": {name: tally.fields for name, tally in self.by_word.items()},
            "speakers": {name: tally.fields for name, tally in self.by_speaker.items()},
            "amounts": self.amounts.fields,
            "confusion": {said: dict(heard.most_common()) for said, heard in self.confusion.items()},
            "end_of_word_to_decision_s": quantiles(self.late_s),
        }


def items(clips: Iterable[Clip], table: PhraseTable) -> Iterator[Item]:
    """The clips whose whole text is a phrase of the table, or else an amount, each in the state where it is said."""
    homes: dict[str, Expected | None] = {}
    collected = Live(table, Step.COLLECTED)
    for clip in clips:
        if clip.text not in homes:
            phrase = table.find(tuple(clip.text.split()))
            homes[clip.text] = (
                expected_of(phrase, home(phrase, table))
                if phrase is not None
                else expected_amount(clip.text, collected, table)
            )
        expected = homes[clip.text]
        if expected is not None:
            yield Item(clip, expected)


def examine(
    listener: Listener,
    corpus: Corpus,
    chosen: Iterable[Item],
    conditions: Iterable[Condition],
    backgrounds: Backgrounds,
    seed: int,
) -> CommandMarks:
    """Every item under every condition; amounts and words, speakers, confusions and times under the clean one."""
    marks = CommandMarks()
    given = list(chosen)
    for condition in conditions:
        tally = marks.by_condition.setdefault(condition.name, Tally())
        for item in given:
            if item.expected.phrase is None and condition != CLEAN:
                continue
            rng = chance(seed, condition.name, item.clip.name)
            sound = under(condition, corpus.sound(item.clip), backgrounds, rng)
            _mark(listener, item, sound, marks, tally, in_full=condition == CLEAN)
    return marks


def _mark(listener: Listener, item: Item, sound: Sound, marks: CommandMarks, tally: Tally, *, in_full: bool) -> None:
    waited_s = listener.waited_s
    understood = listener.commands(item.expected.live, sound)
    outcome = item.expected.outcome(understood)
    text = item.clip.text
    (tally if item.expected.phrase is not None else marks.amounts).add(outcome, understood)
    if not in_full:
        return
    marks.by_word.setdefault(text, Tally()).add(outcome, understood)
    marks.by_speaker.setdefault(item.clip.speaker, Tally()).add(outcome)
    marks.confusion.setdefault(text, Counter())[heard_as(understood)] += 1
    if outcome is Outcome.HEARD:
        marks.late_s.append(understood[0].decided_s - end_of_word_s(sound) + listener.waited_s - waited_s)


def accepted(listener: Listener, corpus: Corpus, clips: Iterable[Clip], live: Live) -> Tally:
    """Words that are no commands, said alone in one state: rejected, or wrong where anything acts."""
    tally = Tally()
    for clip in clips:
        found = listener.commands(live, clean(corpus.sound(clip)))
        if found:
            tally.outcomes[Outcome.WRONG] += 1
            tally.instead[f"{clip.text} as {heard_as(found)}"] += 1
        else:
            tally.outcomes[Outcome.REJECTED] += 1
    return tally


def end_of_word_s(sound: Sound) -> float:
    """Where the last 20 ms within 30 dB of the loudest end, in seconds."""
    whole = len(sound) // _FRAME * _FRAME
    power = np.mean(np.square(sound[:whole].reshape(-1, _FRAME), dtype=np.float64), axis=1)
    return float((np.nonzero(power >= np.max(power) * _ACTIVE)[0][-1] + 1) * _FRAME / RATE_HZ)
