"""The held-out sentences: well-formed, in other words than the table's, and marked as they should be."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

from scripts.bench.evaluation.cost import Cost
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Outcome
from scripts.bench.evaluation.own_words import (
    FAR,
    NEAR,
    AmountSentence,
    CommandSentence,
    OtherSentence,
    OwnWordsMarks,
    Place,
    expected,
    own_words,
    sentences,
)
from scripts.bench.evaluation.speakers import EspeakSpeaker, stage
from tests.hearing.spoken import TABLE
from voice.guide.commands import SAFETY, Command
from voice.guide.live import live_commands
from voice.hearing.files import Hearer, Live
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser

_ALL = sentences()
_COMMANDS = [one for one in _ALL if isinstance(one, CommandSentence)]
_OTHERS = [one for one in _ALL if isinstance(one, OtherSentence)]
_AMOUNTS = [one for one in _ALL if isinstance(one, AmountSentence)]
_NOT_HERE = {Command.LOG, Command.CORRECT, Command.DONE}
"""Amounts are listed apart; "done" is `next` or a question."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z']+", text.lower()))


def test_there_are_enough_of_each_and_half_of_the_others_are_near_misses() -> None:
    assert len(_COMMANDS) >= 320 and len(_OTHERS) >= 320 and len(_AMOUNTS) >= 30
    assert sum(one.near for one in _OTHERS) * 2 >= len(_OTHERS)


def test_no_sentence_stands_twice() -> None:
    counts = Counter(_words(one.text) for one in _ALL)
    assert [" ".join(words) for words, count in counts.items() if count > 1] == []


def test_no_sentence_is_a_phrase_of_the_table_even_with_please_around_it() -> None:
    assert [one.text for one in _ALL if TABLE.find(TABLE.stripped(_words(one.text))) is not None] == []


def test_every_command_is_said_in_other_words() -> None:
    assert set(Command) - {one.command for one in _COMMANDS} == _NOT_HERE


def test_a_command_has_a_value_that_the_table_knows() -> None:
    known = {(phrase.command, phrase.value) for phrase in TABLE.all}
    assert {(one.command, one.value) for one in _COMMANDS} <= known


def test_a_command_is_said_where_it_is_live() -> None:
    def is_live(sentence: CommandSentence | AmountSentence) -> bool:
        command = sentence.command if isinstance(sentence, CommandSentence) else Command.LOG
        return command in live_commands(sentence.place.step, asleep=sentence.place.asleep) | sentence.place.asked

    said: list[CommandSentence | AmountSentence] = [*_COMMANDS, *_AMOUNTS]
    assert [one.text for one in said if not is_live(one)] == []


def test_what_counts_anywhere_is_in_no_sentence_that_is_meant_for_somebody_else() -> None:
    def counts(text: str) -> bool:
        return any(found.phrase.counts_anywhere for found in TABLE.longest_in(_words(text)))

    assert [one.text for one in _OTHERS if counts(one.text)] == []


def test_safety_in_own_words_is_well_represented() -> None:
    assert all(sum(one.command is command for one in _COMMANDS) >= 10 for command in SAFETY)


def test_a_side_is_expected_with_its_value_and_for_somebody_else_nothing() -> None:
    left = next(one for one in _COMMANDS if one.command is Command.LEFT)
    wanted = expected(left, Live(TABLE, left.place.step))
    assert wanted is not None and (wanted.command, wanted.value) == (Command.LEFT, "left")
    assert expected(_OTHERS[0], Live(TABLE, _OTHERS[0].place.step)) is None


def test_what_is_said_is_heard_in_its_state_and_what_goes_wrong_is_named(tmp_path: Path) -> None:
    here = Place()
    said = (
        CommandSentence("slow down", here, Command.SLOWER, None),
        CommandSentence("speed up", here, Command.SLOWER, None),
        OtherSentence("The neighbours bought a piano.", here, near=False),
        OtherSentence("louder", here, near=True),
    )
    with stage(tmp_path) as opened, Recogniser(builtin_model()) as recogniser:
        listener = Listener("ears", Hearer(recogniser), Cost(os.getpid()))
        marks = own_words(listener, TABLE, said, (EspeakSpeaker("en-us+f3", 150),), opened)
    assert marks.by_kind["espeak-ng"].outcomes == {Outcome.HEARD: 1, Outcome.WRONG: 1}
    assert marks.others[FAR].outcomes == {Outcome.REJECTED: 1} and marks.others[NEAR].outcomes == {Outcome.WRONG: 1}
    assert marks.others_that_acted == {"louder"}
    assert [(one.text, one.group, one.became) for one in marks.confusions] == [
        ("speed up", "slower", "speed up [faster]"),
        ("louder", NEAR, "louder [louder]"),
    ]


def test_marks_of_nothing_are_fields_all_the_same() -> None:
    assert OwnWordsMarks().fields["confusions"] == []
