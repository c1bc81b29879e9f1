"""The session's end of the guide's voice."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.guide.actions import Say, Spoken
from voice.guide.steps import Step
from voice.narration.clip import Clip
from voice.session.speaker import Speaker
from voice.session.watch import PromptWatch

RATE_HZ = 24_000


class Tone:
    """A voice that says everything as one second of a tone at half of full scale."""

    fallen_back = ""

    def sentence(self, text: str) -> Clip:
        samples = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)
        return Clip(text, samples.astype(np.float32), RATE_HZ)

    def cue(self, word: str, tempo_cpm: float) -> Clip:
        return self.sentence(word)

    def rest(self) -> None:
        pass

    def wake(self) -> None:
        pass


def loudest(gain_db: float) -> float:
    """The peak of what is heard of a sentence."""
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    speaker = Speaker(Tone(), mixer, lambda record: None, PromptWatch())
    speaker.say(Say(1, "take your time", Spoken.NOTE, Step.WASH, gain_db), 0.0)
    return float(np.abs(mixer.render(RATE_HZ)).max())


def test_what_is_to_be_soft_sounds_so_many_decibels_softer() -> None:
    assert 20 * np.log10(loudest(-6.0) / loudest(0.0)) == pytest.approx(-6.0, abs=0.1)
