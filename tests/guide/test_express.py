"""At work: the beat, the milk, the pace, the time."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import CountAloud, Hush, Say, SetTempo, SetVolume, Show, Spoken, StartBeat
from voice.guide.state import SOFT_DB, Opening
from voice.guide.steps import Side, Step


def working(opening: Opening | None = None) -> Desk:
    desk = Desk(opening or Opening(finished_sessions=4))
    desk.to_express()
    return desk


@pytest.mark.parametrize("word", ["no more drops", "it stopped", "it's dry", "move fingers", "new spot", "next"])
def test_a_new_spot_is_two_hours_on_and_the_beat_goes_on(word: str) -> None:
    desk = working()
    desk.say(word)
    assert desk.at(Step.MOVE)
    assert desk.state.position == 2
    assert "two o'clock" in desk.last
    desk.listen()
    assert desk.at(Step.EXPRESS)
    assert desk.beating
    assert len([action for _, action in desk.done if isinstance(action, StartBeat)]) == 1


def test_the_spots_go_once_around_and_are_told() -> None:
    desk = working()
    for hour in (2, 4, 6, 8, 10, 12):
        desk.answer("new spot")
        assert desk.state.position == hour
    desk.answer("which side")
    assert "twelve, two, four, six, eight and ten" in desk.last


def test_the_words_of_the_beat_come_back_after_a_move() -> None:
    desk = working()
    desk.say("new spot")
    desk.listen()
    assert [action for _, action in desk.done if isinstance(action, CountAloud)] == [CountAloud(5)]


def test_a_move_that_is_interrupted_returns_to_express_all_the_same() -> None:
    desk = working()
    desk.say("new spot")
    desk.wait(0.5)
    desk.say("how long")
    assert desk.at(Step.EXPRESS)


def test_none_yet_reassures_once_then_offers_a_new_spot_then_names_help() -> None:
    desk = working()
    for key in ("none_yet", "none_yet_again", "none_yet_team"):
        desk.answer("nothing's coming")
        assert desk.last == desk.text(key)
        assert desk.at(Step.EXPRESS)
        assert desk.beating


def test_few_drops_are_explained_by_themselves_in_the_first_three_sessions_only() -> None:
    for sessions, explained in ((2, True), (3, False)):
        desk = working(Opening(finished_sessions=sessions))
        desk.wait(100)
        assert (desk.text("few_drops") in desk.said(Spoken.NOTE)) is explained


def test_the_pace_changes_by_two_between_ten_and_sixty() -> None:
    desk = working(Opening(tempo_cpm=56))
    for _ in range(4):
        desk.answer("faster")
    assert desk.state.tempo_cpm == 60
    assert desk.last == desk.text("fastest")
    tempos = [action.tempo_cpm for _, action in desk.done if isinstance(action, SetTempo)]
    assert tempos == [58, 60]
    for _ in range(26):
        desk.answer("too fast")
    assert desk.state.tempo_cpm == 10
    assert desk.last == desk.text("slowest")
    assert len([action for _, action in desk.done if isinstance(action, StartBeat)]) == 1


def test_louder_and_quieter_are_four_decibels() -> None:
    desk = working()
    desk.answer("louder", "speak up", "quieter")
    volumes = [action.volume_db for _, action in desk.done if isinstance(action, SetVolume)]
    assert volumes == [4, 8, 4]


def test_quieter_never_makes_it_louder_also_below_the_range() -> None:
    desk = working(Opening(volume_db=-30))
    desk.answer("quieter")
    assert desk.state.volume_db == -30
    assert desk.last == desk.text("quietest")
    desk.answer("louder")
    assert desk.state.volume_db == -24


def test_louder_over_a_sentence_says_it_again() -> None:
    desk = working()
    desk.say("which side")
    desk.wait(0.5)
    desk.say("louder")
    assert desk.said(Spoken.REPEAT) == desk.said(Spoken.ANSWER)


def test_counting_is_tones_alone_or_words_again() -> None:
    desk = working()
    desk.answer("stop counting", "count for me")
    assert [action for _, action in desk.done if isinstance(action, CountAloud)] == [CountAloud(0), CountAloud(None)]
    assert desk.beating


def test_be_quiet_leaves_the_tones_and_what_safety_has_to_say() -> None:
    desk = working()
    desk.say("be quiet")
    said = len(desk.said())
    desk.answer("new spot", "faster")
    desk.wait(310)
    assert len(desk.said()) == said
    assert [action for _, action in desk.done if isinstance(action, CountAloud)][-1] == CountAloud(0)
    assert desk.beating
    desk.say("it hurts")
    assert desk.last == desk.text("pain")
    desk.answer("continue")
    assert desk.last == desk.text("resume_softly")


@pytest.mark.parametrize(
    ("question", "key", "values"),
    [
        ("which side", "which_side_hushed", {"side": "left", "hour": "two o'clock"}),
        ("how long", "how_long_hushed", {"minutes": "2 minutes"}),
        ("help", "help_hushed", {}),
        ("what else", "more_express", {}),
        ("nothing's coming", "none_yet", {}),
        ("switch", "ask_switch", {}),
    ],
)
def test_after_be_quiet_what_she_asks_is_answered_in_a_few_soft_words(
    question: str, key: str, values: dict[str, str]
) -> None:
    desk = working()
    desk.answer("new spot")
    desk.wait(120)
    desk.say("help")  # what is conversational is live just after the guide spoke
    desk.say("be quiet")
    desk.wait(1)
    desk.say(question)
    assert desk.last == desk.text(key, **values)
    assert soft(desk)
    desk.answer("say that again")
    assert desk.said(Spoken.REPEAT)[-1] == desk.text(key, **values)
    assert soft(desk)


def soft(desk: Desk) -> bool:
    """Whether what was said last is said softly."""
    return [say for _, say in desk.done if isinstance(say, Say)][-1].gain_db == SOFT_DB


def test_after_be_quiet_what_pauses_by_itself_is_said() -> None:
    desk = working()
    desk.say("be quiet")
    while not desk.state.paused:
        desk.wait(1)
    assert desk.text("still_there") in desk.said()
    assert desk.last == desk.text("paused_itself")


def test_the_way_into_quiet_and_out_of_it_is_told() -> None:
    desk = working()
    desk.answer("what else")
    assert "be quiet" in desk.last and "count for me" in desk.last
    desk.answer("be quiet", "help")
    assert "count for me" in desk.last


def test_a_move_that_is_not_spoken_is_shown_and_chimed_all_the_same() -> None:
    desk = working()
    desk.say("be quiet")
    chimes = desk.earcons().count("heard")
    desk.answer("new spot")
    assert desk.steps()[-3:] == ["express", "move", "express"]
    assert desk.earcons().count("heard") == chimes + 1


def test_quiet_lasts_on_the_other_side_until_count_for_me_and_what_waits_for_her_is_said() -> None:
    desk = working()
    desk.answer("be quiet", "other side")
    assert desk.last == desk.text("switch", side="right")
    desk.answer("next", "next")
    assert desk.last == desk.text("express_again_keywords") and soft(desk)
    said = len(desk.said())
    desk.wait(310)
    assert desk.beating and len(desk.said()) == said
    desk.answer("count for me", "new spot")
    assert "Move your thumb" in desk.last or "Thumb to" in desk.last


def test_count_for_me_ends_the_quiet() -> None:
    desk = working()
    desk.answer("be quiet", "count for me", "which side")
    assert "left" in desk.last


def test_time_counts_only_while_the_beat_sounds() -> None:
    desk = working()
    desk.wait(20)
    before = desk.expressed_s(Side.LEFT)
    desk.say("pause")
    desk.wait(60)
    assert desk.expressed_s(Side.LEFT) == pytest.approx(before)
    desk.say("continue")
    desk.listen()
    desk.wait(10)
    assert desk.expressed_s(Side.LEFT) == pytest.approx(before + 10, abs=0.2)


def test_minutes_are_told_for_this_side() -> None:
    desk = working()
    desk.answer("time check")
    assert desk.last == desk.text("how_long_start", side="left")
    desk.wait(120)
    desk.answer("how long")
    assert desk.last.startswith("That's 2 minutes")


def test_five_and_ten_minutes_are_said_once_over_the_beat() -> None:
    desk = working()
    desk.wait(625)
    assert [step for step in desk.steps() if step.endswith("minutes")] == ["five_minutes", "ten_minutes"]
    assert desk.at(Step.EXPRESS)
    assert len([action for _, action in desk.done if isinstance(action, StartBeat)]) == 1


def test_the_invitation_can_be_answered_while_it_is_said() -> None:
    desk = working()
    while not desk.at(Step.TEN_MINUTES):
        desk.wait(0.1)
    desk.say("other side")
    assert desk.at(Step.SWITCH)


def test_back_from_work_is_the_step_before_and_keeps_the_time() -> None:
    desk = working()
    desk.wait(30)
    desk.say("go back")
    assert desk.at(Step.EXPLAIN)
    assert not desk.beating
    assert desk.expressed_s(Side.LEFT) == pytest.approx(30.5, abs=0.3)


def test_answers_silence_nothing_but_speech() -> None:
    desk = working()
    desk.say("which side")
    actions = desk.say("how long")
    assert any(isinstance(action, Hush) for action in actions)
    assert desk.beating
    assert not any(isinstance(action, Show) for action in actions)


def test_few_drops_are_not_called_normal_twice_within_ten_minutes() -> None:
    desk = working(Opening(finished_sessions=0))
    desk.wait(100)
    assert desk.text("few_drops") in desk.said(Spoken.NOTE)
    desk.answer("nothing's coming")
    assert desk.last == desk.text("none_yet_hand")
    assert desk.text("none_yet").endswith(desk.last), "the second part of the answer alone"
    again = working(Opening(finished_sessions=0))
    again.wait(100 + 600)
    again.answer("nothing's coming")
    assert again.last == again.text("none_yet")


def test_once_she_was_told_it_is_not_told_by_itself_either() -> None:
    desk = working(Opening(finished_sessions=0))
    desk.answer("nothing's coming")
    desk.wait(300)
    assert desk.text("few_drops") not in desk.said()


def test_wake_up_while_awake_says_that_it_listens_and_changes_nothing() -> None:
    desk = working()
    before = desk.state
    desk.answer("wake up")
    assert desk.last == desk.text("awake")
    assert (desk.step, desk.state.paused, desk.beating) == (before.step, False, True)
    desk.answer("pause", "wake up")
    assert desk.last == desk.text("awake_held")
    assert desk.state.paused
    desk.answer("it hurts", "wake up")
    assert desk.last == desk.text("awake_held")
    assert desk.at(Step.PAIN)


def test_i_am_here_is_said_to_others_while_she_expresses() -> None:
    desk = working()
    desk.wait(20)
    desk.say("i'm here")
    assert desk.ignored() == [("i'm here", "not-live")]
    desk.answer("go to sleep")
    desk.wait(30)
    desk.say("i'm here")
    assert not desk.state.asleep
