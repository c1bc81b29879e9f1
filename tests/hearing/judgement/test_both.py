"""What both ears together make of a stretch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hearing.judgement.stretches import stretch, wrote
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.both import Both
from voice.hearing.judgement.evidence import Evidence, Said
from voice.hearing.judgement.memory import Memory
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import PROBABILITIES
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.words.mask import Mask
from voice.hearing.words.transcript import Transcript

_CATALOGUE = load()
_MEANING = TextMeaning(_CATALOGUE.phrases, _CATALOGUE.sentences)


def _plain(evidence: Evidence) -> float:
    """Believes an exact text and a close margin, and the first ear where it is sure; talk halves everything."""
    likely = 0.95 if evidence.exact else 0.9 * (evidence.margin > -3.0) or 0.05 * (evidence.confidence or 0.0)
    return likely / 2 if evidence.talk_s > 2.0 else likely


class _Judge:
    def __init__(self) -> None:
        self.own = OwnVoice()
        self.memory = Memory(self.own)
        self._both = Both(_MEANING, self.memory, _plain, PROBABILITIES)

    def takes(self, said: Said, transcript: Transcript) -> list[HeardEvent]:
        return self._both.take(said, transcript)

    def hears(self, said: Said, text: str, **scores: float) -> PhraseHeard:
        """The only event, which is a phrase."""
        named = {name.replace("_", " "): score for name, score in scores.items()}
        (event,) = self.takes(said, wrote(text, named))
        assert isinstance(event, PhraseHeard)
        return event


def test_what_both_hear_counts() -> None:
    heard = _Judge().hears(stretch("next", confidence=0.4), "Next.")
    assert heard.text == "next" and heard.ignored is None and heard.agreed
    assert heard.confidence == 0.4 and heard.transcript == "Next."


def test_what_the_second_finds_unlikely_is_held_back() -> None:
    heard = _Judge().hears(stretch("left"), "Cat.", left=-14.0)
    assert heard.ignored is Ignored.LOW_CONFIDENCE and not heard.agreed


def test_what_the_second_nearly_wrote_counts() -> None:
    assert _Judge().hears(stretch("switch sides", confidence=0.8), "Switch slides.", switch_sides=-1.0).ignored is None


def test_what_the_first_did_not_understand_counts_by_the_seconds_text() -> None:
    heard = _Judge().hears(stretch("?"), "Stop!")
    assert heard.phrase is not None and heard.phrase.command is Command.FINISH and heard.ignored is None
    assert heard.confidence == heard.probability and not heard.agreed


def test_where_the_first_heard_no_speech_at_all_the_second_counts_too() -> None:
    heard = _Judge().hears(stretch("", at_s=2.0), "Stop.")
    assert (heard.text, heard.speech_end_s) == ("stop", 2.6)


def test_a_command_in_other_words_is_that_command() -> None:
    heard = _Judge().hears(stretch("? ?"), "Could you say that again, please?")
    assert heard.phrase is not None and heard.phrase.command is Command.REPEAT


@pytest.mark.parametrize("text", ["Don't stop.", "Should I stop?", "He went to the other side of the street."])
def test_what_is_no_command_in_any_words_is_nothing(text: str) -> None:
    assert not [event for event in _Judge().takes(stretch("? ?"), wrote(text)) if isinstance(event, PhraseHeard)]


@pytest.mark.parametrize("text", ["", "You", "Thank you.", "Oh.", "no no no no no no no no"])
def test_what_it_writes_where_nobody_speaks_is_no_talk_and_no_missed_answer(text: str) -> None:
    judge = _Judge()
    assert judge.takes(stretch("? ?"), wrote(text)) == []
    assert judge.memory.talk.talked_s(10.0) == 0.0


def test_speech_that_neither_understood_is_told_and_is_talk() -> None:
    judge = _Judge()
    (event,) = judge.takes(stretch("? ?"), wrote("The weather is nice."))
    assert isinstance(event, NotUnderstood)
    assert judge.memory.talk.talked_s(5.0) > 0.5


def test_the_longer_of_two_that_are_as_likely_wins() -> None:
    heard = _Judge().hears(stretch("stop"), "Stop counting.", stop=-0.5)
    assert heard.text == "stop counting"


def test_what_is_live_wins_over_what_is_not() -> None:
    said = stretch("wait", live=frozenset({(Command.PAUSE, None)}))
    assert _Judge().hears(said, "What?", wait=-1.0).text == "wait"


def test_counting_after_stop_takes_its_place_and_next_step_after_next_does_nothing_more() -> None:
    judge = _Judge()
    judge.hears(stretch("stop", 1.0), "Stop.")
    (event,) = judge.takes(stretch("counting", 1.7), wrote("Stop counting."))
    assert isinstance(event, Replaced) and event.long.text == "stop counting"
    judge = _Judge()
    judge.hears(stretch("next", 1.0), "Next.")
    assert judge.takes(stretch("step", 1.7), wrote("Next step.")) == []


def test_an_utterance_acts_once_though_the_ears_come_to_its_end_at_different_moments() -> None:
    judge = _Judge()
    judge.hears(stretch("", 1.0, length_s=0.5), "It hurts.")
    assert judge.takes(stretch("it hurts", 1.0), wrote("It hurts.")) == []


def test_into_talk_it_counts_when_it_is_said_again_and_both_find_it_possible() -> None:
    judge = _Judge()
    judge.memory.talk.spoken(0.0, 4.0)
    assert judge.hears(stretch("louder", 4.5), "Louder.").ignored is Ignored.TALK
    assert judge.hears(stretch("louder", 6.5), "Louder.").ignored is None


def test_said_again_by_somebody_whom_the_first_does_not_hear_it_still_is_talk() -> None:
    judge = _Judge()
    judge.memory.talk.spoken(0.0, 4.0)
    for at_s in (4.5, 6.5):
        assert judge.hears(stretch("?", at_s), "Louder.").ignored is Ignored.TALK


# ---- safety


def test_pain_that_the_second_surely_heard_as_something_else_is_let_go() -> None:
    heard = _Judge().hears(stretch("pain", confidence=0.9), "Car.", pain=-15.0)
    assert heard.ignored is Ignored.LOW_CONFIDENCE


@pytest.mark.parametrize("said", [stretch("pain", crying=True), stretch("pain", over_room_db=8.0)])
def test_over_crying_or_music_it_is_asked_back_all_the_same(said: Said) -> None:
    heard = _Judge().hears(said, "Car.", pain=-15.0)
    assert heard.ignored is None and not heard.certain


def test_what_both_find_possible_is_asked_back() -> None:
    heard = _Judge().hears(stretch("it hurts"), "It flirts with her.", it_hurts=-5.0)
    assert heard.ignored is None and not heard.certain


def test_pain_that_the_first_missed_inside_a_sentence_counts() -> None:
    heard = _Judge().hears(stretch("? ? ?"), "Oh wait, it really hurts over here.")
    assert heard.phrase is not None and heard.phrase.command is Command.PAIN and not heard.alone


def test_what_is_denied_is_nothing() -> None:
    assert not [e for e in _Judge().takes(stretch("? ?"), wrote("It doesn't hurt.")) if isinstance(e, PhraseHeard)]


@pytest.mark.parametrize("text", ["Yes.", "No.", "Ow!"])
def test_over_crying_or_music_the_second_alone_says_neither_yes_nor_no_nor_ow(text: str) -> None:
    assert _Judge().hears(stretch("?", crying=True), text).ignored is Ignored.LOW_CONFIDENCE
    assert _Judge().hears(replace(stretch("?"), over_before_db=2.0), text).ignored is Ignored.LOW_CONFIDENCE, "music"
    assert _Judge().hears(stretch("?"), text).ignored is None


# ---- the guide's own voice


def test_the_words_of_a_sentence_that_has_just_ended_are_the_guides() -> None:
    judge = _Judge()
    judge.own.started(0.0, 2.0, Mask, frozenset({"say", "other", "side", "to", "change"}))
    judge.own.stopped(2.0)
    assert judge.hears(replace(stretch("?", 3.0), own_voice=True), "Other side.").ignored is Ignored.OWN_VOICE
    assert judge.hears(stretch("?", 9.0), "Other side.").ignored is None


# ---- amounts


def test_both_hear_the_same_amount_in_words_and_in_digits() -> None:
    heard = _Judge().hears(stretch("thirty five", amounts_live=True), "35.")
    assert heard.phrase is None and heard.amounts[0].amount == 35 and not heard.spell


def test_where_they_differ_the_likelier_is_to_be_spelled() -> None:
    said = stretch("thirty", amounts_live=True)
    heard = _Judge().hears(said, "Thirteen.", thirty=-3.0)
    assert heard.amounts[0].amount == 13 and heard.spell
    (event,) = _Judge().takes(said, wrote("Thirteen.", {"thirty": -0.3, "30": -0.3}, certainty=-1.5))
    assert isinstance(event, PhraseHeard) and event.amounts[0].amount == 30 and event.spell


@pytest.mark.parametrize(("text", "amount"), [("One oh five.", 105), ("1 1/2 ounces", 1.5), ("10cc", 10)])
def test_an_amount_that_the_first_did_not_understand_is_read(text: str, amount: float) -> None:
    heard = _Judge().hears(stretch("? ?", amounts_live=True), text)
    assert heard.amounts[0].amount == amount


@pytest.mark.parametrize("text", ["We're done.", "Hang on."])
def test_what_is_a_command_among_amounts_is_no_amount(text: str) -> None:
    heard = _Judge().hears(stretch("? ?", amounts_live=True), text)
    assert heard.phrase is not None
