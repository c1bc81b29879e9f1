"""What holds a recognised phrase back."""

from __future__ import annotations

import pytest

from tests.hearing.spoken import understood
from voice.hearing.heard import Ignored
from voice.hearing.judgement.guards import Insistence, Repeats, TalkMeter, verdict
from voice.hearing.judgement.thresholds import PROBABILITIES, THRESHOLDS, Kind, kind_of

_CALM = {"own": False, "over_own_voice": False, "talking": False, "insisted": False, "repeated": False}


@pytest.mark.parametrize(
    ("text", "confidence", "passes"),
    [
        ("next", 0.55, True),
        ("next", 0.45, False),
        ("slow down", 0.75, True),
        ("slow down", 0.65, False),
        ("delete everything", 0.8, False),
        ("delete everything", 0.9, True),
        ("it hurts", 0.45, True),
        ("it hurts", 0.35, False),
        ("pain", 0.55, True),
        ("pain", 0.4, False),
    ],
)
def test_each_kind_of_phrase_has_its_own_threshold(text: str, confidence: float, passes: bool) -> None:
    ignored = verdict(understood(text, confidence=confidence), THRESHOLDS, **_CALM)
    assert ignored == (None if passes else Ignored.LOW_CONFIDENCE)


def test_a_safety_phrase_amid_talk_needs_more_to_count_than_one_alone() -> None:
    phrase = understood("it hurts").phrase
    assert kind_of(phrase, alone=True, talking=False) is Kind.SAFETY
    assert kind_of(phrase, alone=False, talking=False) is kind_of(phrase, alone=True, talking=True)
    assert THRESHOLDS[Kind.SAFETY].acts < THRESHOLDS[Kind.SAFETY_IN_SPEECH].acts


def test_a_safety_word_needs_less_and_erase_more_than_any_other_command() -> None:
    acts = {kind: needed.acts for kind, needed in THRESHOLDS.items()}
    assert set(acts) == set(Kind) - {Kind.OTHER_WORDS}  # the first ear knows only the table's
    assert set(PROBABILITIES) == set(Kind)
    assert acts[Kind.ERASE] == max(acts.values())
    assert min(needed.asked for needed in THRESHOLDS.values()) == THRESHOLDS[Kind.SAFETY].asked


def test_the_guides_own_words_come_before_every_other_reason() -> None:
    facts = dict.fromkeys(_CALM, True)
    assert verdict(understood("next", confidence=0.1), THRESHOLDS, **facts) is Ignored.OWN_VOICE


def test_talk_holds_back_commands_and_single_body_words_but_not_safety_phrases() -> None:
    talking = {**_CALM, "talking": True}
    assert verdict(understood("next"), THRESHOLDS, **talking) is Ignored.TALK
    assert verdict(understood("pain"), THRESHOLDS, **talking) is Ignored.TALK
    assert verdict(understood("it hurts"), THRESHOLDS, **talking) is None
    assert verdict(understood("next"), THRESHOLDS, **{**talking, "insisted": True}) is None


def test_over_the_guides_own_voice_only_certain_phrases_pass() -> None:
    over = {**_CALM, "over_own_voice": True}
    assert verdict(understood("pause", confidence=0.8), THRESHOLDS, **over) is Ignored.LOW_CONFIDENCE
    assert verdict(understood("pause", confidence=0.95), THRESHOLDS, **over) is None


def test_more_than_two_seconds_of_talk_in_eight_ask_for_quiet_before_a_command() -> None:
    talk = TalkMeter()
    talk.spoken(10.0, 12.0)
    assert not talk.talking(12.5)
    talk.spoken(12.6, 13.0)
    assert talk.talking(13.3)
    assert not talk.talking(14.5)
    assert not talk.talking(21.0)


def test_talk_ends_being_talk_after_eight_seconds() -> None:
    talk = TalkMeter()
    for n in range(20):
        talk.spoken(n * 1.0, n * 1.0 + 0.9)
    assert talk.talking(20.0)
    assert not talk.talking(26.0)


def test_the_same_command_said_twice_into_talk_within_five_seconds_counts() -> None:
    insistence = Insistence()
    insistence.ignored(understood("next", at_s=10.0))
    assert insistence.again(understood("okay next", at_s=14.0))
    assert not insistence.again(understood("back", at_s=14.0))
    assert not insistence.again(understood("next", at_s=16.0))


def test_a_step_is_not_taken_twice_in_a_breath_but_louder_is() -> None:
    repeats = Repeats()
    repeats.acted(understood("next", at_s=1.0))
    assert repeats.repeated(understood("next", at_s=2.0))
    assert not repeats.repeated(understood("next", at_s=2.5))
    assert not repeats.repeated(understood("back", at_s=2.0))
    repeats.acted(understood("louder", at_s=3.0))
    assert not repeats.repeated(understood("louder", at_s=3.5))
