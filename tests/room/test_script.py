"""Anchors: which entries are spoken when, for the prompts that come."""

from __future__ import annotations

from voice.guide.steps import Step
from voice.room.scenario import After, Anchor, AnswerIn, At, Say, SpokenText
from voice.room.script import Cue, Script

_RATE_HZ = 1000  # one frame a millisecond
_FOREVER = 10_000_000


def _script(*when: At | After) -> Script:
    return Script(tuple(Say(one, SpokenText("next")) for one in when), _RATE_HZ)


def _prompt(script: Script, anchor: Anchor, start: int, end: int) -> None:
    script.prompt_started(anchor, start, end)
    script.prompt_ended(anchor, end)


def test_an_entry_at_a_time_stands_alone() -> None:
    script = _script(At(12.5))
    assert script.due(12_500) == ()
    assert script.due(12_501) == (Cue(12_500, 0),)
    assert script.due(_FOREVER) == ()
    assert script.finished


def test_an_entry_comes_its_delay_after_the_end_of_its_step_s_prompt() -> None:
    script = _script(After(Step.WASH, 0.8))
    script.prompt_started(Step.WASH, 2000, 5000)
    assert script.due(5000) == ()
    script.prompt_ended(Step.WASH, 5000)
    assert script.due(5801) == (Cue(5800, 0),)


def test_prompts_of_other_steps_anchor_nothing() -> None:
    script = _script(After(Step.WASH))
    _prompt(script, Step.CONTAINER, 0, 4000)
    _prompt(script, Step.SIT, 5000, 9000)
    assert script.due(_FOREVER) == ()
    assert script.unspoken() == (0,)


def test_a_cut_prompt_ends_at_its_cut() -> None:
    script = _script(After(Step.WASH, 0.5))
    script.prompt_started(Step.WASH, 2000, 8000)
    script.prompt_ended(Step.WASH, 3000)
    assert script.due(_FOREVER) == (Cue(3500, 0),)


def test_entries_in_a_row_with_the_same_step_share_one_end() -> None:
    script = _script(After(Step.EXPRESS, 60.0), After(Step.EXPRESS, 20.0), After(Step.EXPRESS, 0.0))
    _prompt(script, Step.EXPRESS, 1000, 4000)
    assert script.due(_FOREVER) == (Cue(4000, 2), Cue(24_000, 1), Cue(64_000, 0))


def test_a_chain_follows_the_anchors_and_not_the_speech() -> None:
    # The second entry waits for an end after the first one's anchor, though the first is spoken only a minute later.
    script = _script(After(Step.EXPRESS, 60.0), After(Step.MOVE, 1.0))
    _prompt(script, Step.MOVE, 0, 900)
    _prompt(script, Step.EXPRESS, 1000, 4000)
    _prompt(script, Step.MOVE, 9000, 12_000)
    assert script.due(_FOREVER) == (Cue(13_000, 1), Cue(64_000, 0))


def test_a_step_that_comes_again_takes_the_first_end_after_the_anchor_before() -> None:
    script = _script(After(Step.HOLD), After(Step.SWITCH), After(Step.HOLD))
    _prompt(script, Step.HOLD, 0, 1000)
    _prompt(script, Step.HOLD, 2000, 3000)
    _prompt(script, Step.SWITCH, 4000, 5000)
    _prompt(script, Step.HOLD, 6000, 7000)
    assert script.due(_FOREVER) == (Cue(1000, 0), Cue(5000, 1), Cue(7000, 2))


def test_entries_wait_for_those_before_them_in_the_file() -> None:
    script = _script(After(Step.STORE), After(Step.WASH))
    _prompt(script, Step.WASH, 0, 1000)
    assert script.due(_FOREVER) == ()
    assert script.unspoken() == (0, 1)


def test_an_entry_at_a_time_between_others_neither_waits_nor_holds_them_back() -> None:
    script = _script(After(Step.WASH), At(500.0), After(Step.WASH, 0.1))
    _prompt(script, Step.WASH, 0, 1000)
    assert script.due(_FOREVER) == (Cue(1000, 0), Cue(1100, 2), Cue(500_000, 1))


def test_a_negative_delay_speaks_that_long_before_the_expected_end() -> None:
    script = _script(After(Step.WASH, -1.5))
    script.prompt_started(Step.WASH, 2000, 6000)
    assert script.due(4500) == ()
    assert script.due(4501) == (Cue(4500, 0),)
    script.prompt_ended(Step.WASH, 4700)  # it was cut by that very word
    assert script.due(_FOREVER) == ()
    assert script.finished


def test_a_negative_delay_reaches_back_to_the_prompt_s_start_at_most() -> None:
    script = _script(After(Step.WASH, -20.0))
    script.prompt_started(Step.WASH, 2000, 6000)
    assert script.due(2001) == (Cue(2000, 0),)


def test_a_negative_delay_before_a_cut_that_came_too_soon_is_made_up_at_once() -> None:
    script = _script(After(Step.WASH, -2.0))
    script.prompt_started(Step.WASH, 2000, 9000)
    script.prompt_ended(Step.WASH, 6000)
    assert script.due(6001) == (Cue(4000, 0),)


def test_a_new_expected_end_moves_what_was_planned_from_the_old_one() -> None:
    script = _script(After(Step.WASH, -1.0))
    script.prompt_started(Step.WASH, 2000, 6000)
    script.prompt_started(Step.WASH, 2000, 8000)
    assert script.due(7001) == (Cue(7000, 0),)
    script.prompt_started(Step.WASH, 2000, 9000)
    script.prompt_ended(Step.WASH, 9000)
    assert script.due(_FOREVER) == ()


def test_entries_before_and_after_one_end_share_it() -> None:
    script = _script(After(Step.WASH, 0.5), After(Step.WASH, -1.0), After(Step.SIT, -1.0))
    script.prompt_started(Step.WASH, 0, 5000)
    assert script.due(5000) == (Cue(4000, 1),)
    script.prompt_ended(Step.WASH, 5000)
    assert script.due(6000) == (Cue(5500, 0),)
    script.prompt_started(Step.SIT, 7000, 9000)
    assert script.due(9000) == (Cue(8000, 2),)


def test_what_speaks_after_the_anchor_of_one_that_speaks_before_it_waits_for_the_real_end() -> None:
    script = _script(After(Step.WASH, -1.0), After(Step.WASH, 1.0))
    script.prompt_started(Step.WASH, 0, 5000)
    assert script.due(4500) == (Cue(4000, 0),)
    script.prompt_ended(Step.WASH, 4300)
    assert script.due(_FOREVER) == (Cue(5300, 1),)


def test_what_was_never_spoken_is_listed_in_file_order() -> None:
    script = _script(At(90.0), After(Step.WASH), At(5.0), After(Step.GOODBYE))
    _prompt(script, Step.WASH, 0, 1000)
    script.due(60_000)
    assert script.unspoken() == (0, 3)
    assert not script.finished


def test_an_answer_anchors_what_asks_for_it_and_no_entry_of_the_prompt() -> None:
    script = _script(After(Step.COLLECTED, 2.0), After(AnswerIn(Step.COLLECTED), 5.0), After(Step.COLLECTED))
    _prompt(script, AnswerIn(Step.COLLECTED), 0, 500)
    _prompt(script, Step.COLLECTED, 1000, 4000)
    _prompt(script, AnswerIn(Step.STORE), 5000, 6000)
    _prompt(script, AnswerIn(Step.COLLECTED), 7000, 9000)
    _prompt(script, AnswerIn(Step.COLLECTED), 13_000, 13_500)
    assert script.due(_FOREVER) == (Cue(6000, 0), Cue(14_000, 1))
    assert script.unspoken() == (2,)
