"""When a phrase can be the guide's own, and whether it hears itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, TABLE, played_in_turn, room_noise, speech
from voice.guide.phrases import Phrase
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.sound.echo_watch import EchoWatch
from voice.hearing.words.mask import Mask, MaskSpan

_SENTENCE = "Wash your hands with soap and water, then dry them well. Take your time with it."
_FRAME = 320


def _phrase(text: str) -> Phrase:
    phrase = TABLE.find(tuple(text.split()))
    assert phrase is not None
    return phrase


def _watched(played: NDArray[np.float32], heard: NDArray[np.float32]) -> EchoWatch:
    watch = EchoWatch()
    for start in range(0, len(played) // _FRAME * _FRAME, _FRAME):
        watch.take(played[start : start + _FRAME], heard[start : start + _FRAME], RATE_HZ)
    return watch


def test_only_the_masked_span_masks_and_only_its_phrase() -> None:
    own = OwnVoice()
    own.started(10.0, 4.0, lambda: Mask((MaskSpan("switch side", 1.0, 1.6),)))
    for text, at_s, masked in (
        ("switch side", 11.2, True),
        ("switch side", 10.75, True),
        ("switch side", 10.65, False),
        ("switch side", 12.15, True),
        ("switch side", 12.25, False),
        ("switch", 11.2, True),
        ("stop", 11.2, False),
    ):
        assert own.masks(_phrase(text), (), at_s) == masked, (text, at_s)


def test_a_prompt_that_was_cut_masks_nothing_that_did_not_sound() -> None:
    own = OwnVoice()
    own.started(10.0, 4.0, lambda: Mask((MaskSpan("next", 3.0, 3.4),)))
    own.stopped(11.0)
    assert not own.masks(_phrase("next"), (), 13.1)


def test_what_the_guide_does_not_say_is_masked_only_while_its_echo_may_be_heard() -> None:
    sentence = played_in_turn(speech(_SENTENCE), 0.5)
    own = OwnVoice()
    own.started(0.0, 4.0, lambda: Mask((MaskSpan("go left", 1.0, 1.6, said=False),)))
    assert own.masks(_phrase("go left"), (), 1.2)
    own.echo = _watched(sentence, room_noise(len(sentence) / RATE_HZ, -60.0))
    assert own.echo.judged and not own.masks(_phrase("go left"), (), 1.2)


def test_what_the_guide_says_is_masked_hardly_longer_where_no_echo_of_it_is_heard() -> None:
    sentence = played_in_turn(speech(_SENTENCE), 0.5)
    own = OwnVoice()
    own.started(0.0, 4.0, lambda: Mask((MaskSpan("next", 1.0, 1.4),)))
    assert own.masks(_phrase("next"), (), 1.9)
    own.echo = _watched(sentence, room_noise(len(sentence) / RATE_HZ, -60.0))
    assert own.masks(_phrase("next"), (), 1.5) and not own.masks(_phrase("next"), (), 1.9)


def test_a_safety_word_is_masked_hardly_longer_than_it_sounds() -> None:
    own = OwnVoice()
    own.started(10.0, 4.0, lambda: Mask((MaskSpan("stop", 1.0, 1.4), MaskSpan("next", 1.0, 1.4))))
    assert own.masks(_phrase("next"), (), 10.75) and not own.masks(_phrase("stop"), (), 10.75)
    assert own.masks(_phrase("stop"), (), 11.1)


def test_an_echo_is_noticed_with_its_delay_and_crying_is_no_echo() -> None:
    sentence = played_in_turn(speech(_SENTENCE), 0.5)
    late = round(0.1 * RATE_HZ)
    noise = room_noise(len(sentence) / RATE_HZ, -60.0)
    echo = np.concatenate((np.zeros(late, np.float32), sentence))[: len(sentence)] * np.float32(0.3) + noise
    heard = _watched(sentence, echo)
    assert heard.audible and heard.delay_s is not None and abs(heard.delay_s - 0.12) < 0.03
    assert not _watched(sentence, noise).audible
    assert not _watched(
        sentence,
        speech("Somebody else talks of quite other things meanwhile, and at length.", "en-us+m3")[
            : len(sentence)
        ].repeat(2)[: len(sentence)],
    ).audible


def test_her_word_after_a_short_one_of_the_guides_is_not_its_echo() -> None:
    said, hers = speech("I've taken that out.", rate_wpm=125), speech("no, twelve", "en-us+m3")
    played = played_in_turn(3.0, said, 1.5)
    late_s = 3.6 + (len(said) - len(hers)) / RATE_HZ
    heard = played_in_turn(late_s, hers, 3.0)[: len(played)] + room_noise(len(played) / RATE_HZ, -70.0)
    assert not _watched(played, heard).audible


def test_a_stretch_of_echo_follows_what_was_played_and_her_voice_does_not() -> None:
    sentence = speech(_SENTENCE)[: 4 * RATE_HZ]
    echo = sentence * np.float32(0.5) + room_noise(len(sentence) / RATE_HZ, -60.0)
    with_her = echo.copy()
    hers = speech("switch side", "en-us+m3", level_dbfs=-20.0)
    with_her[2 * RATE_HZ : 2 * RATE_HZ + len(hers)] += hers
    end_s = 2.0 + len(hers) / RATE_HZ
    assert _watched(sentence, echo).likeness(2.0, end_s) > 0.9
    assert _watched(sentence, with_her).likeness(2.0, end_s) < 0.8


def test_without_an_echo_nothing_is_covered() -> None:
    own = OwnVoice()
    own.started(0.0, 5.0, lambda: Mask())
    assert not own.found(1.0, 2.0).mostly


def test_while_the_canceller_only_half_does_what_is_loud_may_be_the_guides_own() -> None:
    """As when a lost microphone is back: the first words of its note were answered with "I missed that"."""
    own = OwnVoice()
    narration = np.resize(speech(_SENTENCE), 3 * RATE_HZ)
    cleaned = np.concatenate((narration[: RATE_HZ // 2], narration[RATE_HZ // 2 :] * np.float32(0.05)))
    own.started(0.0, 3.0, lambda: Mask(()))
    own.echo.take(narration, narration, RATE_HZ)
    for start in range(0, len(narration), _FRAME):
        own.residual.take(cleaned[start : start + _FRAME], narration[start : start + _FRAME], RATE_HZ)
    assert own.residual.hers(0.1, 1.5) and own.found(0.1, 1.5).possible
