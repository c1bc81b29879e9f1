"""What a trial of the sound means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.doctor.machines import named
from tests.hearing.spoken import RATE_HZ, speech
from voice.audio.level import scaled_to
from voice.doctor.finding import Verdict
from voice.doctor.sound import Levels, Sentence, Trial, echo_delay_s, sound_findings

SENTENCE = Sentence("how long does it keep", True, 0.09, False)
TRIAL = Trial(Levels(-60, -25, 0.3), SENTENCE, 0, 5.6, 0.04, 0.05)
SILENCE = Levels(-np.inf, None, 0.0)
UNHEARD = replace(SENTENCE, understood=False, delay_s=None)


def _noise(level_dbfs: float, seconds: float) -> NDArray[np.float32]:
    noise = np.random.default_rng(1).normal(size=round(seconds * RATE_HZ)) * 10 ** (level_dbfs / 20)
    return noise.astype(np.float32)


def _with_words(level_dbfs: float, noise: NDArray[np.float32]) -> NDArray[np.float32]:
    words = scaled_to(speech("move fingers"), RATE_HZ, level_dbfs)
    heard = noise.copy()
    heard[8000 : 8000 + len(words)] += words
    return heard


def test_voice_and_noise_are_told_apart() -> None:
    levels = Levels.of(_with_words(-26, _noise(-60, 3)), RATE_HZ)
    assert levels.speech_dbfs == pytest.approx(-26, abs=1)
    assert levels.noise_dbfs == pytest.approx(-60, abs=1)


def test_steady_noise_is_nobody_speaking_and_zeros_are_silence() -> None:
    assert Levels.of(_noise(-45, 3), RATE_HZ).speech_dbfs is None
    assert Levels.of(np.zeros(48_000, np.float32), RATE_HZ) == SILENCE


@pytest.mark.parametrize(
    ("levels", "verdict", "said"),
    [
        (Levels(-60, -25, 0.3), Verdict.OK, "your voice -25 dBFS, the room -60 dBFS"),
        (Levels(-60, None, 0.01), Verdict.OK, "nobody spoke"),
        (Levels(-60, -8, 1.0), Verdict.ADVICE, "too loud"),
        (Levels(-30, None, 0.2), Verdict.ADVICE, "noisy"),
        (Levels(-80, -55, 0.01), Verdict.ADVICE, "faint"),
        (SILENCE, Verdict.OK, "digital silence"),  # what gates noise away, since the sentence was heard
    ],
)
def test_levels(levels: Levels, verdict: Verdict, said: str) -> None:
    finding = named(sound_findings(replace(TRIAL, levels=levels)), "level")
    assert (finding.verdict, said in finding.found) == (verdict, True)


def test_a_microphone_that_gives_only_zeros_is_muted() -> None:
    for sentence in (None, replace(UNHEARD, silent=True)):
        finding = named(sound_findings(replace(TRIAL, levels=SILENCE, sentence=sentence)), "level")
        assert finding.verdict is Verdict.PROBLEM and "mute" in finding.todo


@pytest.mark.parametrize(
    ("sentence", "verdict", "said"),
    [
        (SENTENCE, Verdict.OK, "was understood, 90 ms after it was played"),
        (replace(SENTENCE, delay_s=None), Verdict.OK, "was understood"),
        (replace(SENTENCE, understood=False), Verdict.ADVICE, "came through and was not understood"),
        (UNHEARD, Verdict.ADVICE, "did not hear"),
        (None, Verdict.SKIPPED, "it takes"),
    ],
)
def test_speech(sentence: Sentence | None, verdict: Verdict, said: str) -> None:
    finding = named(sound_findings(replace(TRIAL, sentence=sentence)), "speech")
    assert (finding.verdict, said in finding.found) == (verdict, True)


@pytest.mark.parametrize(
    ("narrow", "verdict", "said"),
    [
        (False, Verdict.OK, "high sounds come through"),
        (True, Verdict.ADVICE, "this microphone gives telephone sound"),
        (None, Verdict.SKIPPED, "too little was heard"),
    ],
)
def test_a_telephone_s_band(narrow: bool | None, verdict: Verdict, said: str) -> None:
    finding = named(sound_findings(replace(TRIAL, narrow=narrow)), "band")
    assert (finding.verdict, said in finding.found) == (verdict, True)
    assert ("the headset's other profile, or the computer's own microphone" in finding.todo) is (narrow is True)


def test_headphones_are_no_problem() -> None:
    assert "headphones" in named(sound_findings(replace(TRIAL, sentence=UNHEARD)), "speech").todo


def test_xruns_and_latency() -> None:
    findings = sound_findings(replace(TRIAL, xruns=3))
    assert named(findings, "xruns").verdict is Verdict.ADVICE and named(findings, "xruns").found == "3 in 5.6 s"
    assert named(findings, "latency").found == "40 ms in, 50 ms out"
    nothing = sound_findings(Trial(microphone_problem="In use.", loudspeaker_problem="Gone."))
    assert [finding.verdict for finding in nothing] == [
        *(Verdict.PROBLEM, Verdict.SKIPPED, Verdict.PROBLEM, Verdict.SKIPPED, Verdict.SKIPPED)
    ]


def test_the_delay_of_an_echo_is_found_and_nothing_is_found_where_there_is_none() -> None:
    played = np.concatenate((speech("how long does it keep"), np.zeros(RATE_HZ, np.float32)))
    noise = _noise(-50, len(played) / RATE_HZ)[: len(played)]
    heard = 0.3 * np.roll(played, 2000) + noise
    assert echo_delay_s(played, heard, RATE_HZ) == pytest.approx(0.125, abs=0.001)
    talk = np.resize(speech("say that again please"), len(played))
    for other in (noise, talk, np.zeros_like(played)):
        assert echo_delay_s(played, other, RATE_HZ) is None
