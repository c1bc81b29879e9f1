"""The model that travels with the program, on recordings of people, crying and noise (tests/recordings)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from tests.hearing.spoken import speech
from tests.recorded import Recorded, recorded
from voice.audio.level import scaled_to
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.steps import Step
from voice.hearing.files import Hearer, Live, hear_recording
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser

_TABLE = load("en").phrases
_ALL, _EXPRESS, _CHOOSE_SIDE = Live(_TABLE, None), Live(_TABLE, Step.EXPRESS), Live(_TABLE, Step.CHOOSE_SIDE)
_LONG_S = 600.0
_MOST_GROWTH_MB = 150.0


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as recogniser:
        for live in (_ALL, _EXPRESS, _CHOOSE_SIDE):
            recogniser.open(live.set.name, live.set.grammar)
        yield recogniser


def _heard(recogniser: Recogniser, live: Live, one: Recorded) -> tuple[str, ...]:
    return tuple(understood.phrase for understood in hear_recording(Hearer(recogniser), live, one.samples))


def _meant(one: Recorded) -> Command | None:
    phrase = _TABLE.find((one.text,))
    return None if phrase is None else phrase.command


@pytest.mark.parametrize(
    ("said", "heard"),
    [("left", 7), ("right", 7), ("stop", 5), ("yes", 7), ("no", 7)],
)
def test_people_are_heard_with_every_phrase_live(recogniser: Recogniser, said: str, heard: int) -> None:
    answers = [_heard(recogniser, _ALL, one) for one in recorded("words") if one.text == said]
    assert answers.count((said,)) == heard


def test_words_that_are_no_phrases_are_nothing_but_for_two_that_rhyme(recogniser: Recogniser) -> None:
    phrases = {phrase.text for phrase in _TABLE.all}
    others = [one for one in recorded("words") if one.text not in phrases]
    acted = [(one.text, heard) for one in others if (heard := _heard(recogniser, _ALL, one))]
    assert acted == [
        ("tree", ("three",)),
        ("wow", ("no",)),
    ]  # which an ear without a sentence around it might do as well


def test_sentences_that_are_not_meant_for_the_guide_do_nothing(recogniser: Recogniser) -> None:
    sentences = recorded("more", "reading")
    acted = [(one.text, heard) for one in sentences if (heard := _heard(recogniser, _EXPRESS, one))]
    assert acted == []


def test_a_word_is_heard_over_talk_far_behind_it_and_not_amid_talk_as_loud(recogniser: Recogniser) -> None:
    """Talk of more than two seconds before it would have to let it be said twice."""
    talks = [one.samples for one in recorded("reading", "more") if len(one.samples) > 3.5 * RATE_HZ]
    words = [one for one in recorded("words") if one.text in ("left", "right", "stop")]
    counts = {0.0: 0, 20.0: 0}
    for behind_db in counts:
        for one, talk in zip(words, cycle(talks), strict=False):
            sound = scaled_to(talk, RATE_HZ, -26.0 - behind_db)
            sound = sound[np.argmax(np.abs(sound) > 0.5 * np.abs(sound).max()) :][: 3 * RATE_HZ]
            sound[len(sound) // 2 :][: len(one.samples)] += scaled_to(one.samples, RATE_HZ, -26.0)
            acted = [heard.command for heard in hear_recording(Hearer(recogniser), _CHOOSE_SIDE, sound)]
            counts[behind_db] += acted == [_meant(one)]
    assert counts == {0.0: 0, 20.0: 16}


def test_crying_sneezing_and_other_noise_are_no_speech(recogniser: Recogniser) -> None:
    assert [(one.text, heard) for one in recorded("noise") if (heard := _heard(recogniser, _ALL, one))] == []


def test_a_word_that_is_swallowed_between_others_belongs_to_the_phrase(recogniser: Recogniser) -> None:
    """The "a" lasts 60 ms and has 40 ms of sound."""
    heard = hear_recording(Hearer(recogniser), _EXPRESS, speech("just a minute"))
    assert [one.phrase for one in heard] == ["just a minute"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("it really hurts", Command.PAIN),
        ("it hurts a lot", Command.PAIN),
        ("my breast hurts", Command.PAIN),
        ("my nipple hurts", Command.PAIN),
        ("ow it hurts", Command.PAIN),
        ("ow that hurts", Command.PAIN),
        ("ouch, that hurts", Command.PAIN),
        ("i have a fever", Command.ILLNESS),
        ("i'm bleeding", Command.ILLNESS),
    ],
)
def test_pain_and_illness_are_heard_as_people_say_them(recogniser: Recogniser, text: str, command: Command) -> None:
    assert {one.command for one in hear_recording(Hearer(recogniser), _EXPRESS, speech(text))} == {command}


@pytest.mark.parametrize("text", ["um next", "next please", "okay continue"])
def test_what_people_put_around_a_command_is_heard_as_such(recogniser: Recogniser, text: str) -> None:
    command = next(word for word in text.split() if _TABLE.find((word,)))
    assert [one.phrase for one in hear_recording(Hearer(recogniser), _ALL, speech(text))] == [command]


def _resident_mb(pid: int) -> float:
    """The most memory that a process has had so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


@pytest.mark.parametrize("kinds", [("more", "reading"), ("noise",)])
def test_ten_minutes_without_a_pause_stay_small(kinds: tuple[str, ...]) -> None:
    """Unknown speech is a loop over phones, whose lattices can explode; fed as one stream that is never flushed."""
    with Recogniser(builtin_model()) as recogniser:
        recogniser.open(_ALL.set.name, _ALL.set.grammar)
        recogniser.start(_ALL.set.name, 0.0)
        recogniser.feed(_ALL.set.name, bytes(2 * RATE_HZ))
        before_mb = _resident_mb(recogniser.pid)
        fed_s = 0.0
        for one in cycle(recorded(*kinds)):
            if fed_s > _LONG_S:
                break
            samples = (one.samples * (0.2 / np.abs(one.samples).max()) * 32_767).astype("<i2").tobytes()
            for start in range(0, len(samples), RATE_HZ):
                recogniser.feed(_ALL.set.name, samples[start : start + RATE_HZ])
            fed_s += len(one.samples) / RATE_HZ
        recogniser.flush(_ALL.set.name)
        assert _resident_mb(recogniser.pid) - before_mb < _MOST_GROWTH_MB
