"""Real voices saying what is not in the table, put into it for the occasion.

Nobody recorded most phrases of the table. What people did record is added to the phrases that are live while
expressing, one at a time, and asked for: other words and short sentences like any command, and two or three words out
of the middle of a sentence like a safety phrase, which counts anywhere. It tells what to expect of the table's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scripts.bench.evaluation.conditions import chance, clean
from scripts.bench.evaluation.corpus import Clip, Corpus
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Expected, Tally, expected_of
from voice.guide.commands import Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Live

STAND_IN = "stand-in"
_WORDS = range(2, 6)
_LONGEST_S = 4.0
_SPAN_FROM_S, _SPAN_TO_S = 2.0, 7.0
_LEAST_LETTERS = 9
"""About as much as "it hurts" has; nobody would make a safety phrase of "of the"."""


def sentences(corpus: Corpus) -> list[Clip]:
    """Sentences of two to five words, for the phrases of two words or more."""
    return [
        clip
        for clip in corpus.of("more", "reading", "phrases")
        if len(clip.text.split()) in _WORDS and clip.seconds <= _LONGEST_S
    ]


def spans(corpus: Corpus, limit: int, seed: int) -> Iterator[tuple[Clip, str]]:
    """Longer sentences, and two or three words from anywhere in each."""
    chosen = [clip for clip in corpus.of("more") if _SPAN_FROM_S <= clip.seconds <= _SPAN_TO_S]
    for clip in chosen[:: max(1, len(chosen) // limit)]:
        words = clip.text.split()
        rng = chance(seed, "span", clip.name)
        size = int(rng.integers(2, 4))
        at = int(rng.integers(max(1, len(words) - size + 1)))
        span = " ".join(words[at : at + size])
        if len(span) >= _LEAST_LETTERS:
            yield clip, span


def stand_in(listener: Listener, corpus: Corpus, clips: Iterable[Clip], table: PhraseTable) -> Tally:
    """How many are heard, each alone beside the live phrases; those with words that the model lacks are left out."""
    tally = Tally()
    for clip in clips:
        expected = added(clip.text, Command.COUNTING_ON, table)
        if knows(listener, expected):
            found = listener.commands(expected.live, clean(corpus.sound(clip)))
            tally.add(expected.outcome(found), found)
    return tally


def added(text: str, command: Command, table: PhraseTable) -> Expected:
    """A text as one more phrase of a command, while expressing."""
    phrase = Phrase(text, command, value=STAND_IN)
    others = tuple(one for one in table.all if one.text != text)
    return expected_of(phrase, Live(replace(table, all=(*others, phrase)), Step.EXPRESS))


def knows(listener: Listener, expected: Expected) -> bool:
    """Whether the model has all words of the added phrase."""
    live = expected.live
    return expected.phrase is None or expected.phrase.text not in listener.recogniser.open(
        live.set.name, live.set.grammar
    )
