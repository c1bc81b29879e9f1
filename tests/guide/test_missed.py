""" "I missed that": once, shortly after a question, and never where it would disturb."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Action, PlayEarcon, Say, ShowKeys
from voice.guide.events import NotUnderstood


def missed(desk: Desk) -> list[Action]:
    """What comes of a near utterance that was nothing of the table, but for what is only recorded."""
    return [action for action in desk.tell(NotUnderstood()) if isinstance(action, Say | ShowKeys | PlayEarcon)]


def test_it_is_said_within_eight_seconds_after_a_prompt() -> None:
    for seconds, said in ((0.5, 1), (7.9, 1), (8.2, 0)):
        desk = Desk()
        desk.listen()
        desk.wait(seconds)
        assert len(missed(desk)) == said


def test_not_over_the_guide_itself() -> None:
    desk = Desk()
    desk.wait(1)
    assert missed(desk) == []


def test_at_most_once_a_step() -> None:
    desk = Desk()
    desk.listen()
    assert len(missed(desk)) == 1
    desk.answer("next")
    desk.listen()
    assert [type(action) for action in missed(desk)] == [Say]


def test_the_second_time_the_keys_are_shown_once() -> None:
    desk = Desk()
    desk.listen()
    missed(desk)
    desk.listen()
    assert [type(action) for action in missed(desk)] == [ShowKeys]
    assert missed(desk) == []


@pytest.mark.parametrize("before", ["pause", "it hurts", "go to sleep"])
def test_never_while_paused_held_or_asleep(before: str) -> None:
    desk = Desk()
    desk.answer(before)
    desk.listen()
    assert missed(desk) == []


def test_never_while_expressing() -> None:
    desk = Desk()
    desk.to_express()
    desk.answer("which side")
    desk.listen()
    assert missed(desk) == []


def test_an_unanswered_question_while_expressing_gives_an_earcon_at_most() -> None:
    desk = Desk()
    desk.to_express()
    desk.say("switch")
    desk.listen()
    assert [action.name.value for action in missed(desk) if isinstance(action, PlayEarcon)] == ["not_understood"]


def test_nobody_is_asked_at_goodbye() -> None:
    desk = Desk()
    desk.answer("stop")
    desk.listen()
    assert missed(desk) == []
