"""The English phrase table: one meaning a phrase, and words that the recogniser knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.content.catalogue import load
from voice.guide.amounts import vocabulary
from voice.guide.commands import Command

PHRASES = load("en").phrases
KNOWN_WORDS = set(
    (Path(__file__).parents[2] / "models" / "en-us-guide" / "vocab.txt").read_text(encoding="utf-8").split()
)
NUMBERS = ("nine one one", "nine nine nine", "one one two", "triple zero", "zero zero zero", "one one one")


def test_no_phrase_stands_twice() -> None:
    texts = [phrase.text for phrase in PHRASES.all]
    assert len(texts) == len(set(texts))


def test_every_command_but_amounts_has_a_phrase() -> None:
    assert {phrase.command for phrase in PHRASES.all} == set(Command) - {Command.LOG, Command.CORRECT}


def test_the_recogniser_knows_every_word() -> None:
    said = {word for phrase in PHRASES.all for word in phrase.words}
    assert said - KNOWN_WORDS == set()


def test_the_recogniser_knows_the_words_of_amounts() -> None:
    said = {word for entry in vocabulary(PHRASES.amounts) for word in entry.split()}
    assert said - KNOWN_WORDS <= {"um", "uh"}, "hesitations are the only words that other models must bring along"


@pytest.mark.parametrize(
    ("text", "command", "value"),
    [
        ("next", Command.NEXT, None),
        ("it's dry", Command.NO_MORE_DROPS, "ended"),
        ("nothing's coming", Command.NO_MORE_DROPS, "none_yet"),
        ("go left", Command.SWITCH_SIDE, "left"),
        ("switch", Command.ASK_SWITCH, None),
        ("done", Command.DONE, None),
        ("stop counting", Command.COUNTING_OFF, None),
        ("stop listening", Command.SLEEP, None),
        ("slow down", Command.SLOWER, None),
    ],
)
def test_what_phrases_mean(text: str, command: Command, value: str | None) -> None:
    phrase = PHRASES.find(tuple(text.split()))
    assert phrase is not None
    assert (phrase.command, phrase.value) == (command, value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"{who} {what}"
            for who in ("the baby", "my baby", "he", "she")
            for what in (
                "is not breathing",
                "isn't breathing",
                "is choking",
                "is blue",
                "is turning blue",
                "won't wake up",
            )
        ),
        *("i feel faint", "hurt my baby", "i want to hurt myself", "i might hurt my baby", "i want to die"),
        *NUMBERS,
        *(f"call {number}" for number in NUMBERS),
    ],
)
def test_emergencies_are_known_as_people_say_them(text: str) -> None:
    phrase = PHRASES.find(tuple(text.split()))
    assert phrase is not None and phrase.command is Command.EMERGENCY


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("it's a bit sore", Command.PAIN),
        ("it hurts when i press", Command.PAIN),
        ("this is really painful", Command.PAIN),
        ("my nipple is bleeding", Command.ILLNESS),
        ("i feel feverish", Command.ILLNESS),
        ("yes thanks", Command.YES),
    ],
)
def test_what_else_people_say(text: str, command: Command) -> None:
    phrase = PHRASES.find(tuple(text.split()))
    assert phrase is not None and phrase.command is command


def test_the_recogniser_knows_the_words_of_denials() -> None:
    assert {word for words in PHRASES.denials for word in words} - KNOWN_WORDS == set()


@pytest.mark.parametrize("text", ["that's it", "it slowed down", "seizure", "heavy", "go"])
def test_what_means_nothing(text: str) -> None:
    assert PHRASES.find(tuple(text.split())) is None


def test_a_lone_seizure_is_in_no_utterance() -> None:
    assert PHRASES.longest_in(("the", "seizure", "word")) == []


def test_the_marks() -> None:
    marked = {phrase.text: phrase for phrase in PHRASES.all}
    assert {text for text, phrase in marked.items() if phrase.holds} == {"ow", "ouch", "pain", "burning"}
    assert {text for text, phrase in marked.items() if phrase.pauses} == {"pain", "burning"}
    assert {text for text, phrase in marked.items() if phrase.crisis} == {
        *("hurt myself", "hurt the baby", "hurt my baby", "i want to hurt myself", "i might hurt the baby"),
        *("i might hurt my baby", "i want to die"),
    }
    assert {text for text, phrase in marked.items() if phrase.whole} == {
        text for text, phrase in marked.items() if phrase.number or text.split()[0] in {"he", "he's", "she", "she's"}
    } - {"she's having a seizure"}
    assert {text for text, phrase in marked.items() if phrase.number} == set(NUMBERS)
    assert all(len(phrase.words) == 1 for phrase in PHRASES.all if phrase.body_word)
    assert marked["back"].conversational
    assert not marked["go back"].conversational
