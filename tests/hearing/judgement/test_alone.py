"""From runs of words to events."""

from __future__ import annotations

from tests.hearing.spoken import TABLE, said
from voice.guide.commands import Command
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.alone import Alone
from voice.hearing.judgement.memory import Memory
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import THRESHOLDS
from voice.hearing.words.mask import Mask, MaskSpan


class _Listener:
    """Takes runs as they are decided, 0.2 s after their last word."""

    def __init__(self, own: OwnVoice | None = None) -> None:
        self._judge = Alone(TABLE, Memory(own or OwnVoice()), THRESHOLDS)

    def hears(self, text: str, at_s: float, confidence: float = 1.0, *, near: slice = slice(None)) -> list[HeardEvent]:
        run = said(text, at_s, confidence)
        decided_s = run[-1].end_s + 0.2
        return self._judge.take(run, run[near], decided_s=decided_s, level_dbfs=-30.0, amounts_live=True)


def _only(events: list[HeardEvent]) -> PhraseHeard:
    (event,) = events
    assert isinstance(event, PhraseHeard)
    return event


def test_a_phrase_is_told_with_its_times() -> None:
    heard = _only(_Listener().hears("okay go back", 2.0, 0.9))
    assert heard.phrase is not None and heard.phrase.command is Command.BACK
    assert (heard.text, heard.words) == ("go back", ("go", "back"))
    assert abs(heard.speech_start_s - 2.3) < 1e-9 and abs(heard.speech_end_s - 2.9) < 1e-9
    assert heard.certain and heard.alone and heard.ignored is None


def test_a_command_with_talk_far_behind_it_counts_and_the_talk_is_talk() -> None:
    listener = _Listener()
    assert _only(listener.hears("? next", 1.0, near=slice(1, None))).ignored is None
    (nothing,) = listener.hears("? next", 5.0)
    assert isinstance(nothing, NotUnderstood)
    for at_s in (10.0, 11.0, 12.0):
        listener.hears("? ? ? next", at_s, near=slice(3, None))
    assert _only(listener.hears("? back", 13.3, near=slice(1, None))).ignored is Ignored.TALK


def test_what_far_talk_says_beside_a_voice_is_no_command() -> None:
    (nothing,) = _Listener().hears("next ?", 1.0, near=slice(1, None))
    assert isinstance(nothing, NotUnderstood)


def test_a_phrase_whose_first_word_is_soft_is_the_phrase() -> None:
    heard = _only(_Listener().hears("go back", 1.0, near=slice(1, None)))
    assert heard.text == "go back"


def test_stop_is_replaced_when_counting_follows() -> None:
    listener = _Listener()
    stop = _only(listener.hears("stop", 1.0))
    (event,) = listener.hears("counting", 1.7)
    assert isinstance(event, Replaced) and event.short == stop
    assert event.long.phrase is not None and event.long.phrase.command is Command.COUNTING_OFF


def test_what_comes_later_is_no_longer_the_same_phrase() -> None:
    listener = _Listener()
    _only(listener.hears("stop", 1.0))
    (event,) = listener.hears("counting", 2.5)
    assert isinstance(event, NotUnderstood)


def test_going_on_to_the_same_command_does_nothing_more() -> None:
    listener = _Listener()
    _only(listener.hears("switch", 1.0))
    (event,) = listener.hears("side", 1.6)
    assert isinstance(event, Replaced)
    assert listener.hears("next", 5.0) != [] and listener.hears("step", 5.6) == []


def test_halves_that_are_nothing_alone_make_a_phrase() -> None:
    listener = _Listener()
    listener.hears("slow", 1.0)
    assert _only(listener.hears("down", 1.6)).text == "slow down"


def test_wait_then_it_hurts_is_pain_besides() -> None:
    listener = _Listener()
    assert _only(listener.hears("wait", 1.0)).text == "wait"
    assert _only(listener.hears("it hurts", 1.6)).text == "it hurts"


def test_an_uncertain_safety_phrase_is_passed_on_to_be_asked_back() -> None:
    heard = _only(_Listener().hears("it hurts", 1.0, 0.45))
    assert heard.ignored is None and not heard.certain


def test_an_utterance_that_is_nothing_is_told_with_its_level() -> None:
    listener = _Listener()
    (event,) = listener.hears("? ?", 1.0)
    assert event == NotUnderstood(1.0, 1.6, -30.0)
    assert listener.hears("?", 3.0)[0] == NotUnderstood(3.0, 3.3, -30.0)
    assert listener.hears("? ? ? ? ? ? ? ? ?", 5.0) == []


def test_a_command_into_talk_is_ignored_until_it_is_said_again() -> None:
    listener = _Listener()
    listener.hears("? ? ? ? ? ? ? ? ?", 1.0)
    assert _only(listener.hears("next", 4.2)).ignored is Ignored.TALK
    assert _only(listener.hears("next", 5.5)).ignored is None


def test_he_and_she_are_asked_back_in_talk() -> None:
    listener = _Listener()
    assert _only(listener.hears("she's choking", 1.0)).certain
    listener.hears("? ? ? ? ? ? ? ? ?", 5.0)
    heard = _only(listener.hears("she's choking", 8.2))
    assert heard.ignored is None and not heard.certain
    listener.hears("? ? ? ? ? ? ? ? ?", 12.0)
    assert _only(listener.hears("my baby is choking", 15.2)).certain


def test_the_guides_own_phrase_is_its_own_and_hers_is_hers() -> None:
    own = OwnVoice()
    own.started(10.0, 3.0, lambda: Mask((MaskSpan("next", 1.0, 1.4),)))
    listener = _Listener(own)
    assert _only(listener.hears("next", 11.1)).ignored is Ignored.OWN_VOICE
    assert _only(listener.hears("repeat", 11.1)).ignored is None
    assert _only(listener.hears("next", 12.3)).ignored is None
