"""The graphs of a model, made anew for a list of words in seconds; its acoustic part is left as it is.

    python -m scripts.train.graph MODEL                     the words it has (MODEL/vocab.txt)
    python -m scripts.train.graph MODEL --words words.txt   these words, one a line, and those of the phrase table
    python -m scripts.train.graph MODEL --unknown -1.5 0.7  other costs of taking speech for unknown (`UnknownCosts`)

Each word's pronunciations hang on one state, the word on the first arc, optional silence behind; unknown speech is a
loop over phones inside one phone of three states (see `topology`), weighted by how phones follow each other.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scripts.train.bigram import Bigram, load_bigram
from scripts.train.fst import Fst, Sorted, write_fst
from scripts.train.lexicon import Lexicon, lexicon_for
from scripts.train.topology import UNKNOWN_STATES, Transitions, transitions, unknown_transitions, word_boundaries
from scripts.train.units import FIRST_PHONE, PHONES, SILENCE
from scripts.train.vocabulary import command_words
from voice.hearing.words.word import UNKNOWN

VOCABULARY = "vocab.txt"
BIGRAM = "phone_bigram.npz"
_SILENCE_COST = math.log(2.0)
_END = "#0"


@dataclass(frozen=True, slots=True)
class UnknownCosts:
    """What taking speech for unknown costs, beside words, whose phones cost nothing.

    `entering` is paid once, `share` of what the bigram says for each phone. A bigram of phones guesses the next one
    far worse than English does: at its whole cost, a phrase of eight phones would be let off some 25 nats against
    unknown speech, and long phrases be heard in what only resembles them.
    """

    entering: float
    share: float


UNKNOWN_COSTS = UnknownCosts(entering=-0.5, share=0.7)
"""Calibrated on recordings of people (models/README.md)."""


def main() -> int:
    """Rebuild the graphs of a model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, metavar="MODEL", help="the folder of a model made here")
    parser.add_argument("--words", type=Path, metavar="FILE", help="the words it is to know, one a line")
    parser.add_argument(
        "--unknown",
        type=float,
        nargs=2,
        default=(UNKNOWN_COSTS.entering, UNKNOWN_COSTS.share),
        metavar=("COST", "SHARE"),
        help="of entering unknown speech, and of each phone's cost in it (%(default)s)",
    )
    args = parser.parse_args()
    listed = (args.words or args.model / VOCABULARY).read_text(encoding="utf-8").split()
    words = tuple(dict.fromkeys([*command_words(), *listed]))
    left_out = write_graphs(args.model, words, load_bigram(args.model / BIGRAM), UnknownCosts(*args.unknown))
    print(f"{len(words) - len(left_out)} words" + (f"; cannot be said: {' '.join(left_out)}" if left_out else ""))
    return 0


def write_graphs(model: Path, words: Sequence[str], bigram: Bigram, unknown: UnknownCosts) -> tuple[str, ...]:
    """Write everything in MODEL/graph and the list of words; returns the words that nothing can pronounce."""
    lexicon = lexicon_for(words)
    known = [word for word in words if word in lexicon]
    symbols = ("<eps>", UNKNOWN, *known, _END)
    graph = model / "graph"
    (graph / "phones").mkdir(parents=True, exist_ok=True)
    write_fst(graph / "HCLr.fst", _pronunciations(known, lexicon, bigram, unknown), Sorted.BY_OUTPUT)
    write_fst(graph / "Gr.fst", _any_word(len(known) + 1), Sorted.BY_INPUT, symbols=symbols)
    lines = (f"{symbol} {number}\n" for number, symbol in enumerate(symbols))
    (graph / "words.txt").write_text("".join(lines), encoding="utf-8")
    (graph / "disambig_tid.int").write_text("999999\n", encoding="utf-8")  # must hold a number; none is in use
    (graph / "phones/word_boundary.int").write_text(word_boundaries(), encoding="utf-8")
    (model / VOCABULARY).write_text("".join(f"{word}\n" for word in known), encoding="utf-8")
    return tuple(word for word in words if word not in lexicon)


class _Graph:
    """The graph of pronunciations while it grows: a start, and the state between words, where it may end."""

    def __init__(self) -> None:
        self.fst = Fst()
        start = self.fst.add_state()
        self.between = self.fst.add_state()
        self.fst.final.add(self.between)
        self.finish(start)

    def finish(self, state: int) -> None:
        """To the state between words, through silence or not."""
        self.fst.add_arc(state, self.between, weight=_SILENCE_COST)
        silent = self.phone(state, transitions(SILENCE), weight=_SILENCE_COST)
        self.fst.add_arc(silent, self.between)

    def phone(self, start: int, ids: Transitions, *, word: int = 0, weight: float = 0.0) -> int:
        """A phone that begins at a state: its first frame leads to a new state, further frames stay there."""
        state = self.looping(ids)
        self.fst.add_arc(start, state, input=ids.first, output=word, weight=weight)
        return state

    def looping(self, ids: Transitions) -> int:
        """A state in which a phone's further frames stay."""
        state = self.fst.add_state()
        self.fst.add_arc(state, state, input=ids.further)
        return state


def _pronunciations(words: Sequence[str], lexicon: Lexicon, bigram: Bigram, unknown: UnknownCosts) -> Fst:
    graph = _Graph()
    for number, word in enumerate(words, 2):
        for phones in lexicon.of(word):
            state = graph.between
            for place, phone in enumerate(_placed(phones)):
                state = graph.phone(state, transitions(phone), word=0 if place else number)
            graph.finish(state)
    _add_unknown(graph, bigram, unknown)
    return graph.fst


def _placed(phones: Sequence[str]) -> list[str]:
    if len(phones) == 1:
        return [f"{phones[0]}_S"]
    inside = [f"{phone}_I" for phone in phones[1:-1]]
    return [f"{phones[0]}_B", *inside, f"{phones[-1]}_E"]


def _add_unknown(graph: _Graph, bigram: Bigram, costs: UnknownCosts) -> None:
    fst = graph.fst
    alone, after = bigram.alone[FIRST_PHONE:], bigram.after[FIRST_PHONE:, FIRST_PHONE:]
    alone_costs = -costs.share * np.log(alone / alone.sum())
    after_costs = -costs.share * np.log(after / after.sum(axis=1, keepdims=True))
    ids = [[unknown_transitions(state, phone) for phone in PHONES] for state in range(UNKNOWN_STATES)]
    begin, end = fst.add_state(), fst.add_state()
    fst.add_arc(graph.between, begin, output=1, weight=costs.entering)
    states = [[graph.looping(one) for one in row] for row in ids]
    first, middle, last = range(UNKNOWN_STATES)
    for phone, cost in enumerate(alone_costs.tolist()):
        fst.add_arc(begin, states[first][phone], input=ids[first][phone].first, weight=cost)
        fst.add_arc(states[last][phone], end)
    for state in (first, middle):
        for phone, row in enumerate(after_costs.tolist()):
            for following in (middle, last):
                for other, cost in enumerate(row):
                    to = states[following][other]
                    fst.add_arc(states[state][phone], to, input=ids[following][other].first, weight=cost)
    graph.finish(end)


def _any_word(words: int) -> Fst:
    """Every word after every other at the same cost; `words` counts unknown speech."""
    fst = Fst()
    state = fst.add_state()
    fst.final.add(state)
    for number in range(1, words + 1):
        fst.add_arc(state, state, input=number, output=number, weight=math.log(words))
    return fst


if __name__ == "__main__":
    raise SystemExit(main())
