"""What the journal is given, and when she hears that it is saved."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import EraseHistory, Keep
from voice.guide.amounts import Amount, Kind, Unit
from voice.guide.events import Erased, Happened, Kept, Trouble
from voice.guide.keeping import EVERY_S, TRIES_AGAIN_S
from voice.guide.state import LastTime, Opening
from voice.guide.steps import Side, Step


def kept(desk: Desk) -> list[tuple[float, Keep]]:
    return [(now, action) for now, action in desk.done if isinstance(action, Keep)]


def working(desk: Desk | None = None) -> Desk:
    desk = desk or Desk()
    desk.to_express()
    return desk


def collected(**opening: object) -> Desk:
    desk = working(Desk(Opening(**opening)))  # type: ignore[arg-type]  # any of its fields
    desk.wait(5)
    desk.answer("stop")
    return desk


def ml(number: int) -> Amount:
    return Amount(Fraction(number), Unit.ML, Side.LEFT, Kind.MILK)


def test_nothing_is_kept_before_the_first_beat() -> None:
    desk = Desk()
    desk.answer("next", "next", "stop", "stop")
    assert desk.ends() == ["stopped"]
    assert kept(desk) == []


def test_work_is_kept_as_it_begins_and_every_ten_seconds() -> None:
    desk = working()
    desk.wait(45)
    times = [now for now, _ in kept(desk)]
    assert len(times) == 5
    assert all(later - earlier <= EVERY_S + 0.2 for earlier, later in pairwise(times))


def test_left_right_left_stays_three_stretches() -> None:
    desk = working()
    desk.wait(20)
    desk.say("other side")
    desk.answer("next", "next")
    desk.listen()
    desk.wait(20)
    desk.say("go left")
    desk.answer("next", "next")
    desk.listen()
    desk.wait(20)
    stretches = kept(desk)[-1][1].stretches
    assert [one.side for one in stretches] == [Side.LEFT, Side.RIGHT, Side.LEFT]
    assert sum(one.expressed_s for one in stretches) == pytest.approx(60, abs=12)


def test_a_new_spot_is_a_stretch_of_its_own_and_kept_at_once() -> None:
    desk = working()
    desk.wait(12)
    desk.say("move fingers")
    desk.listen()
    desk.wait(0.2)
    assert [(one.side, one.place) for one in kept(desk)[-1][1].stretches] == [(Side.LEFT, 12), (Side.LEFT, 2)]


def test_a_pause_is_a_rest_in_a_stretch_that_goes_on() -> None:
    desk = working()
    desk.wait(12)
    desk.say("pause")
    assert kept(desk)[-1][1].rests[-1].to_s is None
    desk.wait(30)
    desk.answer("continue")
    desk.listen()
    desk.wait(12)
    last = kept(desk)[-1][1]
    (stretch,), (rest,) = last.stretches, last.rests
    assert rest.to_s is not None and rest.to_s - rest.from_s == pytest.approx(30.7, abs=0.5)
    assert stretch.to_s - stretch.from_s - stretch.expressed_s >= rest.to_s - rest.from_s


@pytest.mark.parametrize("words", ["it hurts", "i have a fever", "call an ambulance"])
def test_of_what_holds_it_only_that_it_is_held_is_kept_and_nothing_at_the_end(words: str) -> None:
    desk = working()
    desk.wait(12)
    desk.say(words)
    assert kept(desk)[-1][1].held
    desk.wait(30)
    desk.say("stop")
    desk.answer("stop", "stop")
    last = kept(desk)[-1][1]
    assert last.over and not last.held
    assert words not in str(kept(desk))


def test_undo_gives_the_time_since_to_the_side_it_restores() -> None:
    desk = working()
    desk.wait(20)
    desk.say("other side")
    desk.answer("next", "next")
    desk.listen()
    desk.wait(20)
    desk.say("undo")
    desk.say("undo")
    desk.wait(12)
    stretches = kept(desk)[-1][1].stretches
    left_s = sum(one.expressed_s for one in stretches if one.side is Side.LEFT)
    assert left_s == pytest.approx(desk.state.left.expressed_s, abs=EVERY_S + 1)


def test_saved_is_said_once_it_stands_on_the_disk() -> None:
    desk = collected()
    desk.disk_takes = False
    desk.answer("log thirty", "yes")
    desk.wait(1)
    assert desk.text("log_saved") not in desk.said()
    desk.tell(Kept())
    assert desk.last == desk.text("log_saved")


@pytest.mark.parametrize("answer", ["yes", ""])
def test_after_two_seconds_she_hears_that_it_is_tried_again(answer: str) -> None:
    desk = collected()
    desk.answer("log thirty")
    desk.disk_takes = False
    if answer:
        desk.answer(answer)
    else:
        desk.listen()
        desk.wait(4.1)
    desk.wait(TRIES_AGAIN_S - 0.3)
    assert desk.text("log_not_yet") not in desk.said()
    desk.wait(0.5)
    assert desk.last == desk.text("log_not_yet")
    desk.wait(60)
    assert desk.said().count(desk.text("log_not_yet")) == 1
    assert desk.text("log_saved") not in desk.said()
    desk.tell(Kept())
    desk.listen()
    desk.wait(0.2)
    assert desk.last == desk.text("log_saved")


def test_a_full_disk_is_told_beside_it() -> None:
    desk = collected()
    desk.disk_takes = False
    desk.answer("log thirty", "yes")
    desk.tell(Happened(Trouble.DISK_FULL))
    desk.wait(20)
    said = desk.said()
    assert said[-2:] == [desk.text("log_not_yet"), desk.text("disk_full")]


def test_saved_late_does_not_cut_what_she_has_asked_for() -> None:
    desk = collected()
    desk.disk_takes = False
    desk.answer("log thirty", "yes")
    desk.wait(0.5)
    desk.say("fridge")
    desk.tell(Kept())
    assert desk.last != desk.text("log_saved")
    desk.listen()
    desk.wait(0.2)
    assert desk.last == desk.text("log_saved")


def test_where_nothing_stays_nothing_is_called_saved() -> None:
    desk = collected(keeps=False)
    desk.answer("log thirty", "yes")
    assert desk.last == desk.text("log_noted")


def test_gone_is_said_once_it_is_gone() -> None:
    desk = working()
    desk.wait(12)
    desk.disk_takes = False
    desk.answer("delete everything", "yes")
    assert any(isinstance(action, EraseHistory) for _, action in desk.done)
    desk.wait(1)
    assert desk.text("erased") not in desk.said()
    desk.wait(1.5)
    assert desk.text("erase_not_yet") in desk.said()
    desk.listen()
    desk.tell(Kept())
    desk.wait(0.2)
    assert desk.last == desk.text("erased")


def test_after_erasing_only_what_came_after_is_kept() -> None:
    desk = working()
    desk.wait(30)
    desk.answer("delete everything", "yes")
    erased = desk.now
    desk.wait(25)
    last = kept(desk)[-1][1]
    assert last.since_s == erased
    assert last.stretches[0].from_s >= erased - 0.2
    assert last.stretches[-1].expressed_s <= 25.0


def test_what_another_program_erased_is_forgotten_here_too() -> None:
    desk = collected(last=LastTime(Side.RIGHT, 3600.0))
    desk.answer("log ten", "yes", "log twelve", "yes")
    at_s = desk.now - 5.0
    desk.tell(Erased(at_s, 1))
    assert desk.state.logged == (ml(12),)
    assert kept(desk)[-1][1].amounts == (ml(12),)
    assert kept(desk)[-1][1].stretches == ()
    desk.answer("undo")
    assert desk.state.logged == (ml(12),)
    desk.answer("how long ago")
    assert desk.last == desk.text("last_unknown")


@pytest.mark.parametrize(
    ("trouble", "key"),
    [
        (Trouble.JOURNAL_NEWER, "journal_newer"),
        (Trouble.JOURNAL_BROKEN, "journal_broken"),
        (Trouble.UNWRITABLE, "journal_unwritable"),
    ],
)
def test_what_became_of_the_journal_is_said_in_one_sentence_or_two(trouble: Trouble, key: str) -> None:
    desk = Desk()
    desk.tell(Happened(trouble))
    desk.listen()
    desk.wait(0.2)
    assert desk.last == desk.text(key)
    desk.answer("next")
    assert desk.at(Step.CONTAINER)


def test_a_stretch_that_an_erasure_cuts_keeps_its_share() -> None:
    desk = working()
    desk.wait(20.1)
    (stretch,) = kept(desk)[-1][1].stretches
    half = (stretch.from_s + stretch.to_s) / 2
    desk.tell(Erased(half, 0))
    (after,) = kept(desk)[-1][1].stretches
    assert after.from_s == half
    assert after.expressed_s == pytest.approx(after.to_s - half)
