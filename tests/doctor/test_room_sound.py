"""What a room check means, judged from its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.doctor.machines import WELL, named
from voice.doctor.finding import Verdict, would_work
from voice.doctor.preflight import preflight
from voice.doctor.room_sound import Asked, RoomSound, room_findings
from voice.settings.settings import Settings

HEARD = tuple(Asked(phrase, True, 0.9, -26.0) for phrase in ("next", "repeat", "louder"))
UNANSWERED = tuple(Asked(phrase, False, None, None) for phrase in ("next", "repeat", "louder"))
GOOD = RoomSound(-62.0, 0.4, 0.09, 0.0, -18.0, 24.0, HEARD, narrow=False)


def _level(dbfs: float) -> tuple[Asked, ...]:
    return tuple(replace(one, voice_dbfs=dbfs) for one in HEARD)


def test_a_good_room_is_well_in_every_line() -> None:
    findings = room_findings(GOOD)
    assert {finding.verdict for finding in findings} == {Verdict.OK}
    assert [finding.name for finding in findings] == [
        *("noise", "band", "own voice", "delay", "drift", "your voice", "commands")
    ]
    told = " ".join(finding.found for finding in findings)
    for figure in (
        "-62 dBFS",
        "-18 dBFS",
        "24 dB",
        "90 ms",
        "-26 dBFS",
        'all 3 understood: "next", "repeat", "louder"',
    ):
        assert figure in told


@pytest.mark.parametrize(
    ("sound", "name", "todo"),
    [
        (replace(GOOD, noise_dbfs=-35.0, asked=_level(-15.0)), "noise", "quieter place"),
        (replace(GOOD, echo_dbfs=-8.0, asked=_level(-30.0)), "own voice", "away from the microphone"),
        (replace(GOOD, removed_db=6.0), "own voice", "Turn the loudspeaker down"),
        (replace(GOOD, peak=1.0), "own voice", "Turn the loudspeaker down"),
        (replace(GOOD, removed_db=None), "own voice", "Wait until it is silent"),
        (replace(GOOD, echo_dbfs=None, delay_s=None, removed_db=None), "own voice", "With headphones"),
        (replace(GOOD, narrow=True), "band", "the computer's own microphone"),
        (replace(GOOD, delay_s=0.25), "delay", "with a cable"),
        (replace(GOOD, drift_ppm=-400.0), "drift", "one device for both"),
        (replace(GOOD, asked=_level(-57.0)), "your voice", "Move the microphone closer"),
        (replace(GOOD, noise_dbfs=-45.0, asked=_level(-40.0)), "your voice", "Move the microphone closer"),
        (replace(GOOD, asked=(*HEARD[:2], Asked("louder", False, None, -27.0))), "commands", "headset"),
        (replace(GOOD, asked=UNANSWERED), "commands", "Run this again"),
    ],
)
def test_advice_is_given_where_the_figures_ask_for_it(sound: RoomSound, name: str, todo: str) -> None:
    finding = named(room_findings(sound), name)
    assert finding.verdict is Verdict.ADVICE and todo in finding.todo, finding
    assert would_work(room_findings(sound))


def test_a_weak_echo_of_which_little_can_be_taken_out_is_well() -> None:
    assert named(room_findings(replace(GOOD, echo_dbfs=-55.0, removed_db=6.0)), "own voice").verdict is Verdict.OK


def test_the_commands_that_were_missed_are_named() -> None:
    finding = named(room_findings(replace(GOOD, asked=(*HEARD[:2], Asked("louder", False, None, -27.0)))), "commands")
    assert '2 of 3 understood: "next", "repeat"; not "louder"' in finding.found


def test_what_keeps_a_session_from_working() -> None:
    unheard = tuple(replace(one, heard=False, confidence=None) for one in HEARD)
    for sound, name in (
        (replace(GOOD, asked=unheard), "commands"),
        (RoomSound(-100.0, 0.0, None, None, None, None, UNANSWERED, None), "noise"),
    ):
        assert named(room_findings(sound), name).verdict is Verdict.PROBLEM
        assert not would_work(room_findings(sound))


def test_a_machine_whose_room_was_tried_tells_of_both() -> None:
    names = [finding.name for finding in preflight(Settings(), replace(WELL, room=GOOD))]
    assert names[-8:] == ["clocks", "noise", "band", "own voice", "delay", "drift", "your voice", "commands"]
