"""The band of the microphone is followed through a session, and anew after another one was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.guide.desk import content
from tests.hearing.spoken import RATE_HZ, room_noise, speech
from tests.session.voices import QuickSpeech
from voice.doctor.first_sounds import LISTENS_S, FirstSounds
from voice.guide.actions import Spoken
from voice.guide.events import Trouble
from voice.guide.state import Opening
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.mask import Mask
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import Recogniser
from voice.narration.clip import Clip
from voice.room.convolution import PartitionedConvolution
from voice.room.narrow_microphone import band_response
from voice.session import timeline
from voice.session.assembly import Staff, assembled
from voice.session.remembered import remember

NOW = datetime(2026, 3, 1, 6, 20, tzinfo=UTC)
BLOCK = RATE_HZ // 50
TALK = speech("the sun is shining today")
Sound = NDArray[np.float32]


class _NoMasks:
    def mask(self, clip: Clip, one: ListeningSet) -> Mask:
        return Mask()


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    with Recogniser(builtin_model()) as running:
        yield running


class _Session:
    def __init__(self, recogniser: Recogniser, folder: Path) -> None:
        self.records: list[timeline.Record] = []
        recogniser.restart()
        diary = remember(folder, NOW, enabled=False).diary(NOW)
        staff = Staff(content(), QuickSpeech(RATE_HZ), recogniser, None, _NoMasks(), diary, FirstSounds(RATE_HZ))
        self.mixer, self.conductor = assembled(staff, Opening(), RATE_HZ, self.records.append)
        self.conductor.open()

    def hears(self, *sounds: Sound) -> None:
        for sound in sounds:
            for start in range(0, len(sound) - BLOCK + 1, BLOCK):
                self.conductor.advance(sound[start : start + BLOCK], self.mixer.render(BLOCK))

    @property
    def told(self) -> bool:
        """Whether she was told of telephone sound."""
        said = [one.text for one in self.records if isinstance(one, timeline.Said) and one.kind is Spoken.NOTE]
        return content().prompts["check_narrow"].text in said


def _in_the_room(sound: Sound) -> Sound:
    lying = np.concatenate((np.zeros(RATE_HZ // 2, np.float32), sound, np.zeros(RATE_HZ, np.float32)))
    return lying + room_noise(len(lying) / RATE_HZ, -80.0)[: len(lying)]


def _by_telephone(sound: Sound) -> Sound:
    return PartitionedConvolution(band_response(3400.0, RATE_HZ)).process(sound).astype(np.float32)


@pytest.mark.parametrize(
    ("trouble", "anew"),
    [
        (Trouble.MICROPHONE_CHANGED, True),
        (Trouble.DEFAULT_CHANGED, True),
        (Trouble.REOPENED, True),
        (Trouble.LATENCY_RAISED, False),
    ],
)
def test_a_headset_that_turns_to_its_call_mode_is_told(
    recogniser: Recogniser, tmp_path: Path, trouble: Trouble, anew: bool
) -> None:
    session = _Session(recogniser, tmp_path)
    session.hears(room_noise(LISTENS_S, -80.0), _in_the_room(TALK))
    assert not session.told
    session.conductor.happened(trouble)
    session.hears(_by_telephone(_in_the_room(TALK)), _by_telephone(room_noise(3.0, -80.0)))
    assert session.told is anew


def test_another_one_that_gives_everything_is_no_concern(recogniser: Recogniser, tmp_path: Path) -> None:
    session = _Session(recogniser, tmp_path)
    session.hears(_by_telephone(_in_the_room(TALK)))
    session.conductor.happened(Trouble.MICROPHONE_CHANGED)
    session.hears(_in_the_room(TALK), room_noise(LISTENS_S, -80.0))
    assert not session.told


def test_one_that_gives_nothing_for_a_while_may_come_back_as_another(recogniser: Recogniser, tmp_path: Path) -> None:
    session = _Session(recogniser, tmp_path)
    session.hears(_by_telephone(_in_the_room(TALK)))
    for _ in range(round(1.5 * RATE_HZ / BLOCK)):
        session.conductor.advance(None, session.mixer.render(BLOCK))
    session.hears(_in_the_room(TALK), room_noise(LISTENS_S, -80.0))
    assert not session.told
