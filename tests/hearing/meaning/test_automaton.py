"""Templates as an automaton of words."""

from __future__ import annotations

import pytest

from voice.errors import InputError
from voice.hearing.meaning.automaton import Automaton


def ends(template: str, text: str, **rules: str) -> list[int]:
    return list(Automaton([(template, True)], rules).matches(tuple(text.split())))


def test_choices_and_what_may_be_left_out() -> None:
    for text in ("say that", "say it again", "repeat", "repeat again"):
        assert ends("(say (that|it)|repeat) [again]", text)[-1] == len(text.split())
    assert ends("(say (that|it)|repeat) [again]", "say again") == []


def test_rules_stand_for_their_templates() -> None:
    assert ends("wait <moment>", "wait a minute", moment="[a] (second|minute)") == [3]


def test_every_end_of_a_match_is_told() -> None:
    assert ends("it hurts [a lot]", "it hurts a lot today") == [2, 4]


def test_a_match_may_begin_anywhere() -> None:
    found = Automaton([("it hurts", "pain")], {}).matches(("wait", "it", "hurts"), 1)
    assert found == {3: ("pain",)}


def test_entries_come_in_their_order() -> None:
    automaton = Automaton([("stop [now]", "first"), ("(stop|quit) now", "second")], {})
    assert automaton.matches(("stop", "now"))[2] == ("first", "second")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("(say|repeat", "is no template"),
        ("say <again>", "names the rule 'again', which is not there"),
        ("say {words}", "has more than words"),
        ("slow[ly]", "has a choice inside a word"),
    ],
)
def test_a_broken_template_is_named(template: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Automaton([(template, True)], {})
