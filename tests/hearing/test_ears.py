"""The ears with the real recogniser and voices of espeak-ng: what is heard, and when it is decided."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.hearing.spoken import RATE_HZ, TABLE, played_in_turn, room_noise, speech
from voice.errors import RecogniserError
from voice.guide.live import Situation, live_phrases
from voice.guide.manner import Phonation
from voice.guide.steps import Step
from voice.hearing.ears import Ears
from voice.hearing.heard import HeardEvent, Ignored, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.words.listening import ListeningSet, listening_set
from voice.hearing.words.mask import Mask
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser
from voice.hearing.words.word import Hearing
from voice.room.convolution import PartitionedConvolution
from voice.room.narrow_microphone import band_response

Sound = NDArray[np.float32]


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


def _set(step: Step = Step.EXPRESS) -> ListeningSet:
    return listening_set(TABLE, live_phrases(TABLE, Situation(step, recent=True)))


def _hear(ears: Ears, sound: Sound, block: int = 1600) -> list[HeardEvent]:
    return [event for start in range(0, len(sound), block) for event in ears.hear(sound[start : start + block])]


def _texts(events: list[HeardEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, PhraseHeard) and event.ignored is None]


def test_a_phrase_is_decided_soon_after_its_last_word(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set())
    (heard,) = _hear(ears, played_in_turn(1.0, speech("switch side"), 1.0))
    assert isinstance(heard, PhraseHeard) and heard.text == "switch side"
    end_s = 1.0 + len(speech("switch side")) / RATE_HZ
    assert abs(heard.speech_end_s - end_s) < 0.15
    assert end_s + 0.1 < heard.decided_s < end_s + 0.45


@pytest.mark.parametrize("level_dbfs", [-26.0, -40.0])
@pytest.mark.parametrize(
    ("voice", "phonation"), [("en-us+f3", Phonation.VOICED), ("en-us+whisperf", Phonation.WHISPERED)]
)
def test_how_it_was_said_comes_with_a_phrase(
    recogniser: Recogniser, voice: str, phonation: Phonation, level_dbfs: float
) -> None:
    ears = Ears(recogniser, TABLE, _set(Step.WASH))
    (heard,) = _hear(ears, played_in_turn(1.0, speech("next", voice, level_dbfs=level_dbfs), 1.0))
    assert isinstance(heard, PhraseHeard) and heard.manner is not None
    assert heard.manner.phonation is phonation
    assert heard.manner.level_dbfs == pytest.approx(level_dbfs, abs=1.0)


def test_telephone_sound_is_known_from_a_word_and_anew_after_a_change(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set(Step.WASH))
    word = played_in_turn(1.0, speech("next"), 1.0)
    assert ears.narrow is None
    _hear(ears, PartitionedConvolution(band_response(3400.0, RATE_HZ)).process(word).astype(np.float32))
    assert ears.narrow is True
    ears.microphone_changed()
    assert ears.narrow is None
    _hear(ears, word)
    assert ears.narrow is False


def test_what_a_canceller_took_out_tells_of_the_microphone_too(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set(Step.WASH))
    narration = played_in_turn(1.0, speech("say next when they are dry"), 1.0)
    ears.hear(np.zeros_like(narration), narration, narration)
    assert ears.narrow is False


def test_where_the_guides_own_voice_may_be_in_it_nothing_is_said_of_how_it_was_said(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set(Step.WASH))
    ears.own.started(0.0, 10.0, Mask)
    (heard,) = _hear(ears, played_in_turn(1.0, speech("next"), 1.0))
    assert isinstance(heard, PhraseHeard) and heard.ignored is None and heard.manner is None


def test_the_same_sound_gives_the_same_events_whatever_the_blocks(recogniser: Recogniser) -> None:
    sound = played_in_turn(0.5, speech("how long"), 1.0, speech("hello there my dear"), 1.5, speech("go back"), 1.0)
    first = _hear(Ears(recogniser, TABLE, _set()), sound)
    assert first == _hear(Ears(recogniser, TABLE, _set()), sound, block=777)
    assert _texts(first) == ["how long", "go back"]


@pytest.mark.parametrize("level_dbfs", [-50.0, -12.0])
def test_quiet_and_loud_voices_are_heard(recogniser: Recogniser, level_dbfs: float) -> None:
    sound = played_in_turn(0.5, speech("stop counting", level_dbfs=level_dbfs), 1.0)
    assert _texts(_hear(Ears(recogniser, TABLE, _set()), sound)) == ["stop counting"]


def test_a_phrase_is_heard_in_steady_noise_and_over_a_sound_without_quiet(recogniser: Recogniser) -> None:
    sound = played_in_turn(2.0, speech("other side"), 2.0)
    hiss = room_noise(len(sound) / RATE_HZ, -46.0)
    assert _texts(_hear(Ears(recogniser, TABLE, _set()), sound + hiss)) == ["other side"]
    seconds = np.arange(len(sound)) / RATE_HZ
    swelling = (0.006 * (1 + np.sin(9 * seconds)) * np.sin(2 * np.pi * 300 * seconds)).astype(np.float32)
    (heard,) = [e for e in _hear(Ears(recogniser, TABLE, _set()), sound + swelling) if isinstance(e, PhraseHeard)]
    assert heard.text == "other side" and heard.decided_s - heard.speech_end_s < 0.8


class _Meter:
    """The recogniser, and how many seconds of sound it was given."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.fed_s = 0.0
        self.open = recogniser.open
        self.start = recogniser.start
        self.flush = recogniser.flush
        self._recogniser = recogniser

    def feed(self, name: str, samples: bytes) -> Hearing:
        self.fed_s += len(samples) / 2 / RATE_HZ
        return self._recogniser.feed(name, samples)


@pytest.mark.parametrize("noise_dbfs", [-90.0, -60.0, -40.0])
def test_the_recogniser_rests_in_steady_noise_and_wakes_for_a_word(recogniser: Recogniser, noise_dbfs: float) -> None:
    meter = _Meter(recogniser)
    ears = Ears(meter, TABLE, _set())
    assert _hear(ears, room_noise(30.0, noise_dbfs)) == []
    assert meter.fed_s < 1.0
    sound = played_in_turn(0.5, speech("other side"), 1.5)
    assert _texts(_hear(ears, sound + room_noise(len(sound) / RATE_HZ, noise_dbfs))) == ["other side"]


def test_stop_then_counting_is_replaced(recogniser: Recogniser) -> None:
    sound = played_in_turn(0.5, speech("stop"), 0.4, speech("counting"), 1.0)
    events = _hear(Ears(recogniser, TABLE, _set()), sound)
    assert [type(event) for event in events] == [PhraseHeard, Replaced]
    assert isinstance(events[1], Replaced) and events[1].long.text == "stop counting"


def test_emergency_counts_inside_an_utterance(recogniser: Recogniser) -> None:
    sound = played_in_turn(0.5, speech("oh no I think there is heavy bleeding here"), 1.0)
    assert _texts(_hear(Ears(recogniser, TABLE, _set()), sound)) == ["heavy bleeding"]


def test_talk_is_nothing_and_a_command_into_it_waits(recogniser: Recogniser) -> None:
    talk = speech("yesterday the neighbours drove through the whole valley with their children", "en-us+m3")
    ears = Ears(recogniser, TABLE, _set())
    events = _hear(ears, played_in_turn(0.5, talk, 0.5, speech("other side"), 1.0))
    assert not _texts(events)
    assert [event.ignored for event in events if isinstance(event, PhraseHeard)] == [Ignored.TALK]
    assert _texts(_hear(ears, played_in_turn(0.5, speech("other side"), 1.0))) == ["other side"]


def test_an_utterance_that_is_nothing_is_told(recogniser: Recogniser) -> None:
    (event,) = _hear(Ears(recogniser, TABLE, _set()), played_in_turn(0.5, speech("good morning dear"), 1.0))
    assert isinstance(event, NotUnderstood) and abs(event.level_dbfs + 26.0) < 2.0


def test_another_set_hears_the_last_moment_again_but_nothing_twice(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set(Step.WASH))
    assert _texts(_hear(ears, played_in_turn(0.5, speech("go back"), 0.5))) == ["go back"]
    ears.listen_for(_set(Step.EXPRESS))
    assert _hear(ears, played_in_turn(1.0)) == []
    begun = speech("switch side")
    _hear(ears, begun[: len(begun) // 2])
    ears.listen_for(_set(Step.WELCOME))
    ears.listen_for(_set(Step.EXPRESS))
    assert _texts(_hear(ears, played_in_turn(begun[len(begun) // 2 :], 1.0))) == ["switch side"]


def test_a_killed_recogniser_is_started_again_and_goes_on(recogniser: Recogniser) -> None:
    ears = Ears(recogniser, TABLE, _set())
    begun = speech("switch side")
    _hear(ears, played_in_turn(0.5, begun[: len(begun) // 2]))
    os.kill(recogniser.pid, signal.SIGKILL)
    rest = played_in_turn(begun[len(begun) // 2 :], 1.0)
    with pytest.raises(RecogniserError):
        _hear(ears, rest)
    recogniser.restart()
    ears.revive()
    fed = round(ears.position_s * RATE_HZ) - RATE_HZ // 2 - len(begun) // 2
    assert _texts(_hear(ears, rest[max(0, fed) :])) == ["switch side"]


def test_words_that_the_model_does_not_know_are_listed_and_left_out(recogniser: Recogniser) -> None:
    one = ListeningSet("with an unknown word", ("next", "xyzzy please"))
    assert Ears(recogniser, TABLE, one).prepare([one]) == ("xyzzy please",)
