"""Templates of sentences, read by `hassil` and made into one automaton of words.

hassil itself tries template after template, letter by letter: 15 ms a text with the 860 that English began with. The
automaton walks all of them at once, word by word, in a tenth of a millisecond. This is the only module that knows
`hassil`; importing it takes 0.1 s and making the automaton of English half a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from hassil.expression import Alternative, Expression, RuleReference, Sequence, TextChunk
from hassil.expression import Sentence as Template
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from voice.errors import InputError
from voice.hearing.meaning.said import Words

_Entry = TypeVar("_Entry")

_GLUED = re.compile(r"[^\s(|\[][(\[<]|[)\]>][^\s)|\]]")
"""A choice in the middle of a word, which an automaton of words has no place for."""


class _State(Generic[_Entry]):
    """A place in the templates: where each next word leads, and what is complete here."""

    __slots__ = ("arcs", "entries")

    def __init__(self, arcs: Mapping[str, tuple[_State[_Entry], ...]], entries: tuple[_Entry, ...] = ()) -> None:
        self.arcs = arcs
        self.entries = entries


class Automaton(Generic[_Entry]):
    """Finds the entries whose templates a run of words matches.

    `templates` are pairs of a template and its entry, the first of which wins; `rules` are parts of templates by name.
    Raises InputError where one of them cannot be read.
    """

    def __init__(self, templates: Iterable[tuple[str, _Entry]], rules: Mapping[str, str]) -> None:
        self._rules = {name: _read(text).expression for name, text in rules.items()}
        ways = [self._before(_read(text).expression, _State({}, (entry,)), text) for text, entry in templates]
        self._start = _either(ways)

    def matches(self, words: Words, start: int = 0) -> dict[int, tuple[_Entry, ...]]:
        """For every place where a match that begins at `start` can end: the entries that match up to there."""
        found = {}
        states: tuple[_State[_Entry], ...] = (self._start,)
        for place in range(start, len(words)):
            word = words[place]
            states = tuple({id(to): to for state in states for to in state.arcs.get(word, ())}.values())
            if not states:
                break
            entries = tuple(dict.fromkeys(entry for state in states for entry in state.entries))
            if entries:
                found[place + 1] = entries
        return found

    def _before(self, part: Expression, after: _State[_Entry], text: str) -> _State[_Entry]:
        """The state from which a part of a template leads to the state after it."""
        match part:
            case TextChunk():
                for word in reversed(part.text.split()):
                    after = _State({word: (after,)})
                return after
            case Alternative():
                return _either([self._before(item, after, text) for item in part.items])
            case Sequence():
                for item in reversed(part.items):
                    after = self._before(item, after, text)
                return after
            case RuleReference() if part.rule_name in self._rules:
                return self._before(self._rules[part.rule_name], after, text)
            case RuleReference():
                raise InputError(f"sentences.toml: {text!r} names the rule {part.rule_name!r}, which is not there.")
            case _:
                raise InputError(f"sentences.toml: {text!r} has more than words, (a|b), [a] and <rules> in it.")


def _either(states: list[_State[_Entry]]) -> _State[_Entry]:
    """One state that is all of these at once."""
    distinct = list({id(state): state for state in states}.values())
    if len(distinct) == 1:
        return distinct[0]
    joined: dict[str, list[_State[_Entry]]] = {}
    for state in distinct:
        for word, following in state.arcs.items():
            joined.setdefault(word, []).extend(following)
    arcs = {word: tuple({id(state): state for state in following}.values()) for word, following in joined.items()}
    return _State(arcs, tuple(dict.fromkeys(entry for state in distinct for entry in state.entries)))


def _read(text: str) -> Template:
    if _GLUED.search(text):
        raise InputError(f"sentences.toml: {text!r} has a choice inside a word; expected whole words in it.")
    try:
        return parse_sentence(text, keep_text=True)
    except ParseError as error:
        raise InputError(f"sentences.toml: {text!r} is no template ({error}); see the first lines there.") from error
