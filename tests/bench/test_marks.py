"""Marks: what counts as heard, and sums of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.evaluation.calibration import Curve
from scripts.bench.evaluation.commands import end_of_word_s, items
from scripts.bench.evaluation.corpus import Clip
from scripts.bench.evaluation.listeners import home
from scripts.bench.evaluation.marks import Outcome, Rate, Tally, expected_of, quantiles
from tests.bench.recordings import RATE_HZ, noise
from tests.hearing.spoken import TABLE, played_in_turn
from voice.guide.commands import Command
from voice.guide.phrases import Phrase
from voice.hearing.files import Live, Understood

_NOWHERE = Path("shard.opus")


def _phrase(text: str) -> Phrase:
    phrase = TABLE.find(tuple(text.split()))
    assert phrase is not None
    return phrase


def _understood(text: str, live: Live) -> Understood:
    command, value = live.acts_as(_phrase(text))
    return Understood(command, text, 1.0, 1.0, 1.2, value)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("stop", "express"),
        ("left", "choose_side"),
        ("ready", "wash"),
        ("another round", "both_done"),
        ("resume", "collected"),
    ],
)
def test_a_phrase_is_said_where_it_is_live(text: str, state: str) -> None:
    assert home(_phrase(text), TABLE).name == state


@pytest.mark.parametrize("text", ["yes", "no thanks", "this side", "wake up"])
def test_answers_and_waking_are_live_where_a_session_waits_for_them(text: str) -> None:
    assert _phrase(text) in home(_phrase(text), TABLE).phrases


def test_heard_is_the_same_command_in_any_words_and_nothing_else() -> None:
    live = home(_phrase("stop"), TABLE)
    expected = expected_of(_phrase("stop"), live)
    finish, pause = _understood("finish", live), _understood("pause", live)
    assert expected.outcome([finish]) is Outcome.HEARD
    assert expected.outcome([]) is Outcome.REJECTED
    assert expected.outcome([finish, pause]) is Outcome.WRONG


def test_the_values_of_a_command_are_told_apart() -> None:
    live = home(_phrase("no milk"), TABLE)
    assert expected_of(_phrase("no milk"), live).outcome([_understood("no more milk", live)]) is Outcome.WRONG


def test_every_phrase_of_the_table_has_a_home_where_it_is_live() -> None:
    assert [phrase.text for phrase in TABLE.all if phrase not in home(phrase, TABLE).phrases] == []


def test_words_are_commands_amounts_or_neither() -> None:
    clips = [Clip(_NOWHERE, 0, 1, text, "a", "test", "words") for text in ("stop", "twelve", "marvin")]
    commands = [(item.clip.text, item.expected.command) for item in items(clips, TABLE)]
    assert commands == [("stop", Command.FINISH), ("twelve", Command.LOG)]


def test_shares_are_of_all_and_what_was_missed_is_named() -> None:
    tally = Tally()
    live = home(_phrase("stop"), TABLE)
    tally.add(Outcome.HEARD)
    tally.add(Outcome.WRONG, [_understood("pause", live)])
    assert tally.share(Outcome.HEARD) == 0.5 and tally.instead == {"pause": 1}


def test_a_rate_tells_what_it_may_be_at_worst() -> None:
    assert Rate((), 10.0).at_most_an_hour == pytest.approx(0.2996, abs=0.01)
    rate = Rate(("stop", "stop", "wait"), 2.0)
    assert rate.an_hour == 1.5 and rate.at_most_an_hour == pytest.approx(7.75 / 2, abs=0.05)


def test_quantiles_of_nothing_are_none() -> None:
    assert quantiles([]) == {}
    assert quantiles([0.1 * n for n in range(10)], (0.5,)) == {"50%": 0.5}


def test_a_curve_says_what_each_threshold_hears_and_lets_through() -> None:
    curve = Curve(right=[0.4, 0.8, 0.95], wrong=[0.3], false=[0.5, 0.9], missed=1, hours=2.0)
    assert curve.heard(0.5) == pytest.approx(2 / 5)
    assert curve.false_an_hour(0.6) == 0.5
    assert (0.35, 0.0, 1) in [(round(middle, 2), right, count) for middle, right, count in curve.reliability()]


def test_the_end_of_a_word_is_where_its_sound_ends() -> None:
    sound = played_in_turn(0.5, noise(0.4), 0.6)
    assert end_of_word_s(sound) == pytest.approx(0.9, abs=0.021)
    assert len(sound) / RATE_HZ == pytest.approx(1.5)
