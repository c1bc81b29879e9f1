"""The view as stories: what happens, and what is to be seen then."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from tests.screen.stage import Stage
from voice.audio.orders import Phase
from voice.guide.actions import Reason, Say, Spoken
from voice.guide.commands import Command
from voice.guide.events import NotUnderstood
from voice.guide.state import Opening
from voice.guide.steps import Side, Step
from voice.screen.view import LastHeard, Seen
from voice.session import timeline


@pytest.fixture
def stage() -> Stage:
    return Stage(Desk(Opening(short=True)))


def at_work(stage: Stage) -> Stage:
    stage.desk.answer("next", "left")
    stage.desk.listen()
    stage.desk.wait(1.0)
    return stage


def offered(stage: Stage) -> tuple[str, ...]:
    return stage.view.can_say


def test_getting_ready_shows_the_step_its_place_and_what_is_said() -> None:
    stage = Stage()
    stage.desk.answer("next", "next")
    now = stage.view
    assert (now.step, now.place, now.side, now.sides, now.beat) == (Step.WASH, (3, 8), None, (), None)
    assert now.words == stage.desk.text("wash") and now.speaking
    stage.desk.listen()
    assert stage.view.words == stage.desk.text("wash") and not stage.view.speaking


def test_the_words_that_were_cut_give_way_to_those_that_cut_them(stage: Stage) -> None:
    stage.desk.say("help")
    assert stage.view.words == stage.desk.text("help_ready") and stage.view.speaking


def test_the_beat_moves_through_its_phases(stage: Stage) -> None:
    desk = at_work(stage).desk
    shown = []
    for _ in range(40):
        beat = stage.view.beat
        assert beat is not None and beat.tempo_cpm == 18.0 and 0.0 <= beat.done <= 1.0
        shown.append(beat.phase)
        desk.wait(0.1)
    assert set(shown) == set(Phase)


def test_the_beat_is_gone_when_it_is_paused(stage: Stage) -> None:
    at_work(stage).desk.say("pause")
    assert stage.view.beat is None and stage.view.paused


def test_a_beat_that_the_mixer_tells_of_early_is_not_shown_before_it_sounds(stage: Stage) -> None:
    desk = at_work(stage).desk
    before = stage.view.beat
    stage.take(timeline.BeatSounded(desk.now + 0.5, Phase.RELAX, 0, 18.0))
    now = stage.view.beat
    assert before is not None and now is not None and now.phase is not Phase.RELAX


def test_a_beat_that_stopped_coming_is_not_shown_for_long() -> None:
    seen = Seen().after(timeline.BeatSounded(1.0, Phase.PRESS, 0, 60.0))
    stage = at_work(Stage(Desk(Opening(short=True)), seen=seen))
    stage.desk.say("ow")  # holds the beat for a question, without a pause
    assert stage.view.beat is None and not stage.view.paused


def test_each_side_has_its_time_and_its_places(stage: Stage) -> None:
    desk = at_work(stage).desk
    desk.wait(60.0)
    desk.say("no more drops")
    desk.wait(60.0)
    left, right = stage.view.sides
    assert (left.side, left.current, left.hour, left.worked) == (Side.LEFT, True, 2, (12,))
    assert left.expressed_s == pytest.approx(121.0, abs=2.0)
    assert (right.current, right.hour, right.worked, right.expressed_s) == (False, None, (), 0.0)


def test_what_was_heard_last_says_whether_it_did_anything(stage: Stage) -> None:
    stage.desk.say("help")
    assert stage.view.heard == LastHeard("help", None)
    stage.desk.say("faster")
    assert stage.view.heard == LastHeard("faster", Reason.NOT_LIVE)


def test_her_guides_own_voice_is_never_what_was_heard(stage: Stage) -> None:
    stage.take(timeline.Ignored(1.0, "next", Reason.OWN_VOICE))
    assert stage.view.heard is None


def test_the_level_rises_at_once_and_falls_slowly(stage: Stage) -> None:
    levels = []
    for stage.level_dbfs in (-60.0, -20.0, -60.0, -60.0):
        levels.append(stage.view.level_dbfs)
    assert levels == [-60.0, -20.0, -22.0, -24.0]
    stage.level_dbfs = None
    assert stage.view.level_dbfs is None


def test_three_things_can_be_said_in_each_step(stage: Stage) -> None:
    assert offered(stage) == ("next", "i know how", "help")
    stage.desk.answer("next")
    assert offered(stage) == ("left", "right", "next")
    stage.desk.answer("left")
    stage.desk.listen()
    assert offered(stage) == ("no more drops", "other side", "pause")
    stage.desk.say("pause")
    assert offered(stage) == ("continue", "repeat", "stop")
    stage.desk.say("go to sleep")
    assert offered(stage) == ("wake up", "continue")


def test_an_open_question_comes_first(stage: Stage) -> None:
    stage.desk.say("delete everything")
    assert stage.view.can_say[:2] == ("yes", "no")
    assert [legend.name for legend in stage.view.keys[:2]] == ["y", "x"]


def test_everything_that_is_offered_acts() -> None:
    stage = Stage()
    desk = stage.desk
    for answer in ("next", "next", "next", "next", "next", "left", "next", "next", "other side", "next", "next"):
        desk.listen()
        live = {phrase.text for phrase in desk.guide.live(desk.now)}
        offered = stage.view
        assert 2 <= len(offered.can_say) <= 3 and set(offered.can_say) <= live
        acting = {phrase.command for phrase in desk.guide.live(desk.now)}
        assert {legend.command for legend in offered.keys} <= acting
        desk.answer(answer)


def test_every_command_has_a_key_and_one_key_pauses_and_goes_on(stage: Stage) -> None:
    shown = {legend.command for legend in stage.view.all_keys}
    assert shown == set(Command) - {Command.CORRECT}  # said as a new amount
    assert "space" in {legend.name for legend in stage.view.keys}
    stage.desk.say("pause")
    assert stage.view.keys[0].name == "space"


def test_amounts_that_were_saved_are_shown(stage: Stage) -> None:
    at_work(stage).desk.say("stop")
    stage.desk.answer("a few drops", "yes")
    assert stage.view.noted == "a few drops of first milk on the left"


def test_an_emergency_shows_whom_to_call(stage: Stage) -> None:
    assert stage.view.call is None
    stage.desk.say("can't breathe")
    region = stage.view.call
    assert region is not None and region.emergency_number == "911"


def test_the_keys_are_wanted_until_a_command_acts(stage: Stage) -> None:
    for _ in range(2):
        stage.desk.listen()
        stage.desk.wait(1.0)
        stage.desk.tell(NotUnderstood())
    assert stage.view.shows_keys
    stage.desk.say("next")
    assert not stage.view.shows_keys


def test_a_notice_stays_for_some_seconds(stage: Stage) -> None:
    stage.seen = stage.seen.told("There is no voice.", stage.desk.now).told("Listening.", stage.desk.now)
    assert stage.view.notice == "There is no voice. Listening."
    stage.desk.wait(16.0)
    assert stage.view.notice == ""


def test_a_cue_word_does_not_end_what_is_being_said() -> None:
    seen = Seen().says(Say(1, "press", Spoken.PROMPT, Step.EXPRESS))
    seen = seen.after(timeline.Said(0.0, Step.EXPRESS, Spoken.CUE, "press", 0.0, 0.5, cut=False))
    assert seen.saying == 1
