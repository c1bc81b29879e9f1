"""What was not understood: a tone, what was asked in a few words, then the keys; never where it would disturb."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Action, PlayEarcon, Say, ShowKeys
from voice.guide.events import CryingBegan, NotUnderstood
from voice.guide.state import Opening
from voice.guide.steps import Step


def missed(desk: Desk) -> list[Action]:
    """What comes of a near utterance that was nothing of the table, but for what is only recorded."""
    return [action for action in desk.tell(NotUnderstood()) if isinstance(action, Say | ShowKeys | PlayEarcon)]


def kinds(actions: list[Action]) -> list[type]:
    return [type(action) for action in actions]


def test_a_tone_and_what_was_asked_come_within_eight_seconds_after_a_prompt() -> None:
    for seconds, answered in ((0.5, True), (7.9, True), (8.2, False)):
        desk = Desk()
        desk.listen()
        desk.wait(seconds)
        assert kinds(missed(desk)) == ([PlayEarcon, Say] if answered else [])
        assert desk.earcons() == (["not_understood"] if answered else [])


def test_not_over_the_guide_itself() -> None:
    desk = Desk()
    desk.wait(1)
    assert missed(desk) == []


def test_the_second_time_the_keys_are_named_once_and_shown_and_then_it_stays_quiet() -> None:
    desk = Desk()
    desk.listen()
    missed(desk)
    desk.listen()
    assert kinds(missed(desk)) == [PlayEarcon, ShowKeys, Say]
    assert desk.last == desk.text("missed_keys")
    desk.listen()
    assert missed(desk) == []
    desk.answer("next")
    desk.listen()
    for _ in range(2):
        assert kinds(missed(desk)) == [PlayEarcon], "she knows the keys by now"
    assert missed(desk) == []


def test_what_is_understood_in_between_begins_the_count_anew() -> None:
    desk = Desk()
    desk.listen()
    missed(desk)
    desk.answer("repeat")
    desk.listen()
    assert kinds(missed(desk)) == [PlayEarcon, Say]
    assert desk.last == desk.text("missed_next")


def test_the_hint_names_what_was_asked() -> None:
    for answers, key in (
        (["next"], "missed_next"),
        (["next"] * 5, "choose_side_missed"),
        (["next", "fever"], "missed_yes_no"),
    ):
        desk = Desk()
        desk.answer(*answers)
        desk.listen()
        missed(desk)
        assert desk.last == desk.text(key)


def test_the_hint_after_work_names_the_round_the_amount_and_the_storage() -> None:
    desk = Desk()
    desk.to_express()
    desk.to_second_side()
    desk.answer("other side")
    for key in ("both_done_missed", "collected_missed", "store_missed"):
        desk.listen()
        missed(desk)
        assert desk.last == desk.text(key)
        desk.answer("next")


def test_an_amount_that_was_read_back_asks_for_yes_or_no_and_is_saved_only_after_that() -> None:
    desk = Desk()
    desk.to_express()
    desk.to_collected()
    desk.answer("twelve")
    desk.listen()
    missed(desk)
    assert desk.last == desk.text("missed_yes_no")
    desk.listen()
    desk.wait(3.8)
    assert desk.saved() == []
    desk.answer("yes")
    assert len(desk.saved()) == 1


@pytest.mark.parametrize("before", ["pause", "it hurts", "go to sleep", "call an ambulance"])
def test_never_while_paused_held_or_asleep(before: str) -> None:
    desk = Desk()
    desk.answer(before)
    desk.listen()
    assert missed(desk) == []


def test_a_question_is_one_while_paused_too() -> None:
    desk = Desk()
    desk.answer("pause", "fever")
    desk.listen()
    assert kinds(missed(desk)) == [PlayEarcon]


def test_never_in_an_emergency_even_after_its_question() -> None:
    desk = Desk()
    desk.answer("call an ambulance", "continue")
    desk.listen()
    assert missed(desk) == []


@pytest.mark.parametrize("held", [True, False])
def test_never_over_crying(held: bool) -> None:
    desk = Desk(Opening(hold_when_crying=held))
    desk.listen()
    desk.tell(CryingBegan())
    assert missed(desk) == []


def test_never_while_expressing() -> None:
    desk = Desk()
    desk.to_express()
    desk.answer("which side")
    desk.listen()
    assert missed(desk) == []


def test_an_unanswered_question_while_expressing_gives_a_tone_and_the_keys_are_named_over_the_beat() -> None:
    desk = Desk()
    desk.to_express()
    desk.say("switch")
    desk.listen()
    assert kinds(missed(desk)) == [PlayEarcon]
    assert kinds(missed(desk)) == [PlayEarcon, ShowKeys, Say]
    assert desk.beating


def test_the_invitation_at_ten_minutes_is_one() -> None:
    desk = Desk(Opening(finished_sessions=4))
    desk.to_express()
    while desk.last != desk.text("ten_minutes"):
        desk.wait(10)
    desk.listen()
    assert desk.at(Step.EXPRESS)
    assert kinds(missed(desk)) == [PlayEarcon]


def test_nobody_is_asked_at_goodbye() -> None:
    desk = Desk()
    desk.answer("stop")
    desk.listen()
    assert missed(desk) == []
