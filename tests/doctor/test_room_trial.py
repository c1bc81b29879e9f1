"""The course of a room check, told as a story of times."""

from __future__ import annotations

import pytest

from voice.doctor.room_trial import RINGS_S, WAITS_S, Part, RoomTrial, Sentence, Stretch

SPEECH = Sentence(Part.SPEECH, "Please don't speak.")
NEXT = Sentence(Part.REQUEST, "Now say next.", "next")
LOUDER = Sentence(Part.REQUEST, "Now say louder.", "louder")
THANKS = Sentence(Part.THANKS, "Thank you.")


def _trial() -> RoomTrial:
    return RoomTrial((SPEECH, NEXT, LOUDER, THANKS), 2.0)


def _asked(trial: RoomTrial) -> float:
    """Through quiet and speech to the end of the first request; when that was."""
    assert trial.pass_time(trial.quiet.end_s) == SPEECH
    trial.fell_silent(3.5, 9.0)
    assert trial.pass_time(9.0 + RINGS_S) == NEXT
    trial.fell_silent(10.0, 12.0)
    return 12.0


def test_it_is_quiet_for_a_second_before_anything_is_said() -> None:
    trial = _trial()
    assert trial.quiet.end_s - trial.quiet.start_s == pytest.approx(1.0) and trial.quiet.start_s >= 2.0
    assert trial.pass_time(trial.quiet.end_s - 0.1) is None
    assert trial.pass_time(trial.quiet.end_s) == SPEECH
    assert trial.pass_time(trial.quiet.end_s + 1.0) is None  # while it sounds


def test_a_command_that_is_heard_is_followed_by_the_next_request() -> None:
    trial = _trial()
    ended_s = _asked(trial)
    assert trial.wanted == "next"
    trial.answered(0.9, ended_s + 1.5)
    assert trial.wanted is None
    (answer,) = trial.answers
    assert (answer.phrase, answer.confidence, answer.waited) == ("next", 0.9, Stretch(12.0, 13.5))
    assert trial.pass_time(ended_s + 1.6) is None
    assert trial.pass_time(ended_s + 2.5) == LOUDER


def test_each_is_asked_for_once_and_nobody_need_answer() -> None:
    trial = _trial()
    ended_s = _asked(trial)
    assert trial.pass_time(ended_s + WAITS_S - 0.1) is None
    assert trial.pass_time(ended_s + WAITS_S) == LOUDER
    assert [answer.confidence for answer in trial.answers] == [None]
    trial.fell_silent(18.0, 20.0)
    assert trial.pass_time(20.0 + WAITS_S) == THANKS
    trial.fell_silent(25.5, 27.0)
    assert not trial.finished
    assert trial.pass_time(27.0 + RINGS_S) is None
    assert trial.finished and [answer.phrase for answer in trial.answers] == ["next", "louder"]
