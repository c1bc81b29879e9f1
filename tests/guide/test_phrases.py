"""Finding phrases in what was heard."""

from __future__ import annotations

import pytest

from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.phrases import Phrase, PhraseTable

TABLE = load("en").phrases


def found(text: str) -> list[str]:
    return [phrase.text for _, _, phrase in TABLE.longest_in(tuple(text.split()))]


def test_the_longest_phrase_wins() -> None:
    assert found("stop counting") == ["stop counting"]
    assert found("heavy bleeding") == ["heavy bleeding"]
    assert found("i have chest pain here") == ["chest pain"]
    assert found("it stopped") == ["it stopped"]


@pytest.mark.parametrize(
    "text",
    [
        *("it doesn't hurt", "it hurts less now", "i'm okay now", "i'm not bleeding", "no chest pain"),
        *("i don't want to hurt myself", "my baby is breathing again"),
    ],
)
def test_what_denies_pain_or_an_emergency_is_no_phrase(text: str) -> None:
    assert [phrase for _, _, phrase in TABLE.longest_in(tuple(text.split())) if phrase.counts_anywhere] == []
    assert TABLE.find(TABLE.stripped(tuple(text.split()))) is None


def test_a_denial_that_is_a_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="it hurts"):
        PhraseTable((Phrase("it hurts", Command.PAIN),), frozenset(), TABLE.amounts, denials=(("it", "hurts"),))


def test_several_phrases_stand_in_order() -> None:
    assert found("wait it hurts") == ["wait", "it hurts"]


def test_places_are_given_in_words() -> None:
    (one,) = TABLE.longest_in(("oh", "it", "hurts", "so"))
    assert (one.start, one.stop, one.phrase.command) == (1, 3, Command.PAIN)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("okay next please", "next"),
        ("next now", "next"),
        ("okay next", "okay next"),
        ("now okay next", "okay next"),
        ("not now", "not now"),
        ("yes please", "yes please"),
        ("um", ""),
        ("i'm next", "next"),
        ("i'm ready", "i'm ready"),
        ("okay i'm fainting please", "i'm fainting"),
        ("next i'm", "next i'm"),
    ],
)
def test_what_people_put_around_a_command_falls_away(text: str, left: str) -> None:
    assert TABLE.stripped(tuple(text.split())) == tuple(left.split())


def test_two_meanings_for_one_phrase_are_refused() -> None:
    twice = (Phrase("next", Command.NEXT), Phrase("next", Command.BACK))
    with pytest.raises(ValueError, match="next"):
        PhraseTable(twice, frozenset(), TABLE.amounts)


def test_stop_can_grow_into_what_does_not_finish() -> None:
    stop = TABLE.find(("stop",))
    assert stop is not None
    assert {phrase.text for phrase in TABLE.grown_from(stop)} == {"stop counting", "stop listening"}
    longer = TABLE.find(("switch", "side"))
    assert longer is not None and TABLE.grown_from(longer) == ()
