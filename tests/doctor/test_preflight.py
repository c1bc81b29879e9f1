"""Everything together: which machine would hold a session, and what the others are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.doctor.machines import WELL, named
from voice.audio.listing import Listing
from voice.doctor.finding import Verdict, would_work
from voice.doctor.machine import Battery, Power
from voice.doctor.preflight import Answer, Facts, preflight
from voice.doctor.sound import Levels, Sentence, Trial
from voice.narration.renderer import _failure as renderers_answer
from voice.settings.settings import Settings

SETTINGS = Settings()
HEARD = Trial(
    Levels(-60, -25, 0.3), Sentence("how long does it keep", True, 0.09, False), 0, 5.6, 0.04, 0.05, narrow=False
)


def test_a_machine_on_which_all_is_well() -> None:
    findings = preflight(SETTINGS, replace(WELL, trial=HEARD))
    assert {finding.verdict for finding in findings} == {Verdict.OK} and would_work(findings)
    names = [finding.name for finding in findings]
    assert names == [
        *(
            "settings",
            "clock",
            "disk",
            "power",
            "voice",
            "model",
            "second ear",
            "echo",
            "microphone",
            "loudspeaker",
            "clocks",
        ),
        *("level", "band", "speech", "latency", "xruns"),
    ]
    assert not any(finding.todo for finding in findings)


def test_without_a_trial_nothing_is_said_of_sound() -> None:
    assert [finding.name for finding in preflight(SETTINGS, WELL)][-1] == "clocks"


@pytest.mark.parametrize(
    ("facts", "name", "todo"),
    [
        (replace(WELL, settings_problem="settings.toml: tempo is 5."), "settings", "tempo is 5"),
        (replace(WELL, model=Answer(problem="There is no model folder x.")), "model", "no model folder x"),
        (replace(WELL, listing=Listing(problem="PortAudio is missing.")), "microphone", "PortAudio is missing"),
        (replace(WELL, listing=Listing()), "loudspeaker", "USB headset"),
        (replace(WELL, trial=Trial(microphone_problem="It is in use.")), "level", "in use"),
    ],
)
def test_what_keeps_a_session_from_working(facts: Facts, name: str, todo: str) -> None:
    findings = preflight(SETTINGS, facts)
    finding = named(findings, name)
    assert finding.verdict is Verdict.PROBLEM and todo in finding.todo
    assert not would_work(findings)


def test_another_voice_in_place_of_the_natural_one_is_advice() -> None:
    why = "The natural voice is not installed (hibari is missing): run scripts/start again to install it."
    findings = preflight(SETTINGS, replace(WELL, voice=Answer("espeak-ng 1.51, voice en-us", problem=why)))
    finding = named(findings, "voice")
    assert finding.verdict is Verdict.ADVICE and finding.todo == why
    assert "speaks in place of the natural voice" in finding.found
    assert would_work(findings)


def test_without_espeak_ng_it_says_how_to_install_it() -> None:
    """The renderer's own words for the answer that its child gives where the library is missing."""
    said = str(renderers_answer({"failure": "no-engine"}, {}))
    findings = preflight(SETTINGS, replace(WELL, voice=Answer(problem=said)))
    assert named(findings, "voice").verdict is Verdict.PROBLEM
    assert "apt install espeak-ng" in named(findings, "voice").todo
    assert not would_work(findings)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (replace(WELL, free_bytes=10**6), "disk"),
        (replace(WELL, power=Power(Battery(7, discharging=True))), "power"),
        (replace(WELL, now=WELL.now.replace(year=1970)), "clock"),
        (replace(WELL, canceller=False), "echo"),
        (
            replace(WELL, second=Answer(problem="The second ear is not installed: run scripts/start again.")),
            "second ear",
        ),
        (replace(WELL, second_slow=True), "second ear"),
        (replace(WELL, model=Answer("small", lacking=("still nothing",))), "model"),
    ],
)
def test_what_is_only_advice_keeps_nothing_from_working(facts: Facts, name: str) -> None:
    findings = preflight(SETTINGS, facts)
    assert named(findings, name).verdict is Verdict.ADVICE and named(findings, name).todo
    assert would_work(findings)


def test_a_microphone_that_is_meant_to_be_off_is_no_problem() -> None:
    facts = replace(WELL, model=None, listing=Listing((WELL.listing.devices[0],), default_output=0))
    findings = preflight(replace(SETTINGS, mute_mic=True), facts)
    assert named(findings, "microphone").verdict is named(findings, "model").verdict is Verdict.SKIPPED
    assert would_work(findings)


def test_night_is_shown() -> None:
    assert "night" in named(preflight(SETTINGS, replace(WELL, night=True)), "clock").found
