"""Whisper in, whisper out: how she speaks moves the guide's loudness, below what she chose and under its ceiling."""

from __future__ import annotations

import pytest

from tests.guide.desk import Desk
from voice.guide.actions import Action, Hush, Say, SetVolume
from voice.guide.loudness import AS_CHOSEN, Loudness
from voice.guide.manner import Manner, Phonation
from voice.guide.night import Night
from voice.guide.state import Opening
from voice.guide.steps import Step

ALOUD = Manner(-26.0, Phonation.VOICED)
SOFT = Manner(-40.0, Phonation.VOICED)
LOUD = Manner(-12.0, Phonation.VOICED)
WHISPER = Manner(-42.0, Phonation.WHISPERED)
HOUR_S = 3600.0
NIGHT = Night(opened_s=3 * HOUR_S, starts_s=22 * HOUR_S, ends_s=6 * HOUR_S)
AT_THREE = Opening(finished_sessions=4, volume_db=-6.0, night=NIGHT)


def said(desk: Desk, *manners: Manner, text: str = "repeat") -> Desk:
    for manner in manners:
        desk.listen()
        desk.wait(0.7)
        desk.say(text, manner=manner)
    return desk


def volumes(desk: Desk) -> list[float]:
    return [action.volume_db for _, action in desk.done if isinstance(action, SetVolume)]


def sounds_at(desk: Desk) -> float:
    return [desk.opening.volume_db, *volumes(desk)][-1]


def after(*manners: Manner, chosen_db: float = 0.0, first: Loudness = AS_CHOSEN) -> float:
    loudness = first
    for manner in manners:
        loudness = loudness.after(manner, chosen_db)
    return loudness.matched_db


def test_whispers_at_three_in_the_morning_are_answered_softly_and_speech_as_before() -> None:
    desk = said(Desk(AT_THREE), ALOUD, ALOUD, WHISPER, WHISPER, WHISPER, ALOUD)
    assert volumes(desk) == [-12.0, -18.0, -6.0]


def test_the_new_loudness_comes_before_what_is_said_at_it() -> None:
    desk = Desk(AT_THREE)
    kinds: list[type[Action]] = [type(action) for action in desk.say("next", manner=WHISPER)]
    assert kinds.index(SetVolume) < kinds.index(Hush) < kinds.index(Say)


def test_whispering_from_the_first_word_on_needs_no_other_measure() -> None:
    assert after(WHISPER) == -6.0
    assert after(WHISPER, WHISPER, WHISPER) == -12.0


@pytest.mark.parametrize("microphone_db", [-8.0, 0.0, 9.0])
def test_what_is_soft_is_told_from_what_she_said_before_whatever_the_microphone(microphone_db: float) -> None:
    usual, soft = (Manner(one.level_dbfs + microphone_db, one.phonation) for one in (ALOUD, SOFT))
    assert after(usual, usual) == 0.0
    assert after(usual, usual, soft) == -6.0
    assert after(usual, usual, soft, soft) == -8.0
    assert after(usual, usual, soft, soft, usual) == 0.0


def test_commands_that_differ_as_words_do_change_nothing() -> None:
    differing = [Manner(level, Phonation.VOICED) for level in (-26.0, -30.0, -24.0, -31.0, -22.0, -28.0, -25.0)]
    assert [after(*differing[:count]) for count in range(1, len(differing) + 1)] == [0.0] * len(differing)


def test_a_voice_that_no_microphone_makes_so_soft_is_soft_from_the_first_word_on() -> None:
    murmur = Manner(-45.0, Phonation.VOICED)
    assert after(murmur) == after(murmur, murmur, murmur) == -5.0
    assert after(Manner(-39.0, Phonation.VOICED)) == 0.0


def test_where_noise_leaves_open_whether_she_whispers_only_the_level_counts_and_is_not_learned() -> None:
    unsure = Manner(-26.0, Phonation.UNSURE)
    assert after(unsure) == 0.0
    assert after(ALOUD, Manner(-40.0, Phonation.UNSURE)) == -6.0
    assert AS_CHOSEN.after(unsure, 0.0).aloud_dbfs == ()


def test_by_day_it_gets_a_little_louder_when_she_speaks_up_and_at_night_it_does_not() -> None:
    day = said(Desk(Opening(finished_sessions=4)), ALOUD, ALOUD, ALOUD, LOUD, LOUD, LOUD, ALOUD)
    assert volumes(day) == [2.0, 4.0, 0.0]
    assert volumes(said(Desk(AT_THREE), ALOUD, ALOUD, ALOUD, LOUD, LOUD)) == []


def test_soft_first_words_are_forgotten_once_she_speaks_as_she_does() -> None:
    assert after(SOFT, ALOUD, ALOUD, ALOUD, ALOUD) == 0.0
    assert after(SOFT, ALOUD, ALOUD, ALOUD, SOFT) == -6.0


def test_a_loud_first_word_is_no_reason_to_get_louder() -> None:
    assert after(ALOUD, ALOUD, LOUD) == 0.0


@pytest.mark.parametrize(("chosen_db", "most_db"), [(0.0, 4.0), (3.0, 1.0), (4.0, 0.0), (8.0, 0.0), (-10.0, 4.0)])
def test_the_ceiling_counts_from_the_default_volume(chosen_db: float, most_db: float) -> None:
    assert after(*[ALOUD] * 5, *[LOUD] * 3, chosen_db=chosen_db) == most_db


@pytest.mark.parametrize(("chosen_db", "least_db"), [(0.0, -12.0), (-6.0, -12.0), (-10.0, -8.0), (-20.0, 0.0)])
def test_it_never_gets_so_soft_that_it_is_not_heard(chosen_db: float, least_db: float) -> None:
    assert after(*[WHISPER] * 4, chosen_db=chosen_db) == least_db


def test_what_was_raised_comes_down_when_the_night_begins() -> None:
    evening = Night(opened_s=22 * HOUR_S - 100.0, starts_s=22 * HOUR_S, ends_s=6 * HOUR_S)
    desk = said(Desk(Opening(finished_sessions=4, night=evening)), ALOUD, ALOUD, ALOUD, LOUD)
    assert sounds_at(desk) == 2.0 and desk.now < 90.0
    desk.wait(100.0 - desk.now)
    assert sounds_at(desk) == 0.0


@pytest.mark.parametrize("word", ["it hurts", "fever", "ow", "call an ambulance", "hurt myself"])
@pytest.mark.parametrize("before", ["sit", "express", "paused", "asleep"])
def test_what_safety_has_to_say_is_as_loud_as_she_chose(word: str, before: str) -> None:
    desk = Desk(AT_THREE)
    if before == "sit":
        said(desk, WHISPER, WHISPER, text="next")
    else:
        desk.to_express()
        said(desk, WHISPER, WHISPER, text="which side")
        desk.listen()
        if before != "express":
            desk.say("pause" if before == "paused" else "go to sleep", manner=WHISPER)
            desk.listen()
    assert sounds_at(desk) == -18.0
    actions = desk.say(word, manner=WHISPER)
    assert actions[0] == SetVolume(-6.0) and any(isinstance(action, Say) for action in actions)
    desk.listen()
    assert sounds_at(desk) == -6.0


def test_pain_stays_loud_until_she_continues_also_when_it_is_said_again_or_undone() -> None:
    desk = Desk(AT_THREE)
    desk.to_express()
    said(desk, WHISPER, WHISPER, text="which side")
    said(desk, WHISPER, text="it hurts")
    for word in ("repeat", "help", "undo", "pause", "repeat"):
        said(desk, WHISPER, text=word)
        assert sounds_at(desk) == -6.0
    said(desk, WHISPER, text="continue")
    assert sounds_at(desk) == -18.0


def test_a_question_about_her_body_is_loud_and_no_takes_up_what_was_soft() -> None:
    desk = said(Desk(AT_THREE), WHISPER, WHISPER, text="next")
    desk.listen()
    desk.say("fever", manner=WHISPER)
    assert sounds_at(desk) == -6.0
    said(desk, WHISPER, text="no")
    assert sounds_at(desk) == -18.0


def test_a_cry_of_pain_says_nothing_of_how_she_speaks() -> None:
    desk = said(Desk(Opening(finished_sessions=4)), ALOUD, ALOUD, ALOUD)
    said(desk, LOUD, text="it hurts")
    assert volumes(desk) == []


def test_a_key_says_nothing_of_how_she_speaks() -> None:
    desk = said(Desk(AT_THREE), WHISPER)
    desk.answer("repeat", "next", "next")
    assert volumes(desk) == [-12.0]


def test_what_did_not_act_says_nothing() -> None:
    assert volumes(said(Desk(AT_THREE), WHISPER, text="no more drops")) == []


def test_off_by_the_settings() -> None:
    desk = said(Desk(Opening(finished_sessions=4, match_loudness=False)), ALOUD, *[WHISPER] * 3, *[LOUD] * 3)
    assert volumes(desk) == []


def test_off_and_on_by_voice() -> None:
    desk = said(Desk(AT_THREE), WHISPER)
    said(desk, WHISPER, text="same volume")
    assert desk.last == desk.text("matching_off") and sounds_at(desk) == -6.0
    said(desk, WHISPER, WHISPER, LOUD)
    assert sounds_at(desk) == -6.0
    said(desk, WHISPER, text="follow my voice")
    assert desk.last == desk.text("matching_on") and sounds_at(desk) < -6.0


def test_it_stays_off_when_she_starts_over_and_comes_back_with_undo() -> None:
    desk = said(Desk(AT_THREE), WHISPER, text="same volume")
    said(desk, WHISPER, text="start over")
    said(desk, WHISPER, text="yes")
    assert desk.at(Step.WELCOME) and not desk.state.matching
    other = said(Desk(AT_THREE), WHISPER, text="same volume")
    said(other, WHISPER, text="undo")
    assert other.state.matching and sounds_at(other) < -6.0


def test_louder_and_quieter_are_four_decibels_from_what_sounds_however_they_are_said() -> None:
    desk = said(Desk(AT_THREE), WHISPER, WHISPER)
    said(desk, WHISPER, text="louder")
    assert sounds_at(desk) == -14.0
    said(desk, WHISPER, text="quieter")
    assert sounds_at(desk) == -18.0


def test_louder_wins_over_whispers_that_follow() -> None:
    desk = said(Desk(AT_THREE), WHISPER)
    said(desk, WHISPER, text="louder")
    said(desk, WHISPER, WHISPER, WHISPER)
    assert sounds_at(desk) == -8.0
    said(desk, ALOUD)
    assert sounds_at(desk) == -2.0


def test_louder_said_softly_at_first_means_that_nothing_is_to_get_softer() -> None:
    desk = said(Desk(AT_THREE), WHISPER, text="louder")
    said(desk, WHISPER, WHISPER)
    assert sounds_at(desk) == -2.0


def test_louder_said_aloud_leaves_whispers_their_answer() -> None:
    desk = said(Desk(AT_THREE), ALOUD, text="louder")
    assert sounds_at(desk) == -2.0
    assert sounds_at(said(desk, WHISPER)) == -8.0


@pytest.mark.parametrize(("word", "becomes_db"), [("louder", 8.0), ("quieter", 0.0)])
def test_by_hand_it_counts_from_what_was_raised(word: str, becomes_db: float) -> None:
    desk = said(Desk(Opening(finished_sessions=4)), ALOUD, ALOUD, ALOUD, LOUD, LOUD)
    said(desk, LOUD, text=word)
    assert (sounds_at(desk), desk.state.volume_db) == (becomes_db, becomes_db)


def test_undo_brings_back_what_she_chose_and_leaves_how_she_speaks_alone() -> None:
    desk = said(Desk(AT_THREE), WHISPER)
    said(desk, WHISPER, text="quieter")
    assert (sounds_at(desk), desk.state.volume_db) == (-16.0, -10.0)
    said(desk, WHISPER, text="undo")
    assert (sounds_at(desk), desk.state.volume_db) == (-18.0, -6.0)
    said(desk, ALOUD, text="undo")
    assert (sounds_at(desk), desk.last) == (-6.0, desk.text("nothing_to_undo"))


def test_two_phrases_of_one_breath_count_once() -> None:
    desk = Desk(AT_THREE)
    desk.to_express()
    desk.say("stop", manner=WHISPER)
    desk.say("stop counting", replaces=True, manner=WHISPER)
    assert volumes(desk) == [-12.0]


@pytest.mark.parametrize(
    ("clock_h", "night"), [(21.9, False), (22.0, True), (3.0, True), (5.99, True), (6.0, False), (12.0, False)]
)
def test_night_hours_go_over_midnight(clock_h: float, night: bool) -> None:
    assert Night(clock_h * HOUR_S, 22 * HOUR_S, 6 * HOUR_S).at(0.0) is night
    assert Night(0.0, 22 * HOUR_S, 6 * HOUR_S).at(clock_h * HOUR_S) is night
    assert Night(0.0, 22 * HOUR_S, 6 * HOUR_S).at((clock_h + 48.0) * HOUR_S) is night


def test_equal_times_mean_no_night() -> None:
    assert not Night(3 * HOUR_S, 22 * HOUR_S, 22 * HOUR_S).at(0.0)
