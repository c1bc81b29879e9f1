"""Real voices saying what is not in the table, put into it for the occasion.

Nobody recorded most phrases of the table. What people did record, words that were never trained as isolated words and
short sentences, is added to the phrases that are live while expressing, and asked for like any command. It tells what
to expect of the table's other phrases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scripts.bench.evaluation.conditions import clean
from scripts.bench.evaluation.corpus import Clip, Corpus
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Tally, expected_of
from voice.guide.commands import Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Live

_WORDS = range(2, 6)
_LONGEST_S = 4.0


def sentences(corpus: Corpus) -> list[Clip]:
    """Sentences of two to five words, for the phrases of two words or more."""
    return [
        clip
        for clip in corpus.of("more", "reading", "phrases")
        if len(clip.text.split()) in _WORDS and clip.seconds <= _LONGEST_S
    ]


def stand_in(listener: Listener, corpus: Corpus, clips: Iterable[Clip], table: PhraseTable) -> Tally:
    """How many are heard, each alone beside the whole table's live phrases; those with unknown words are left out."""
    tally = Tally()
    lives: dict[str, tuple[Phrase, Live]] = {}
    for clip in clips:
        if clip.text not in lives:
            phrase = Phrase(clip.text, Command.COUNTING_ON, value="stand-in")
            lives[clip.text] = (phrase, Live(replace(table, all=(*table.all, phrase)), Step.EXPRESS))
        phrase, live = lives[clip.text]
        if clip.text in listener.recogniser.open(live.set.name, live.set.grammar):
            continue
        found = listener.commands(live, clean(corpus.sound(clip)))
        tally.add(expected_of(phrase, live).outcome(found), found)
    return tally
