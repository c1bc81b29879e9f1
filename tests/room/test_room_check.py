"""The room check in simulated rooms, with the real voice, front end and ears."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from voice.doctor.finding import Verdict, would_work
from voice.doctor.room_sound import room_findings
from voice.errors import InputError
from voice.room.room_check import check_room
from voice.room.scenario import After, EchoPath, Fault, FaultKind, Request, Say, Scenario, SpokenText
from voice.room.scenario_file import read_scenario

ASKED = ("next", "repeat", "switch side", "louder", "it hurts")
ANSWERS = tuple(Say(After(request, 0.6), SpokenText(phrase)) for request, phrase in zip(Request, ASKED, strict=True))


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's folders, inside the test's."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def test_a_room_in_which_she_answers() -> None:
    scenario = Scenario(echo=EchoPath(delay_ms=90, drift_ppm=40), says=ANSWERS)
    checked = check_room(scenario)
    sound = checked.sound
    assert checked.unspoken == ()
    assert [(one.phrase, one.heard) for one in sound.asked] == [(phrase, True) for phrase in ASKED]
    assert sound.delay_s == pytest.approx(0.09, abs=0.002) and sound.drift_ppm == pytest.approx(40, abs=10)
    assert sound.removed_db is not None and sound.removed_db > 15.0
    assert sound.echo_dbfs is not None and sound.voice_dbfs is not None
    assert sound.echo_dbfs - sound.voice_dbfs == pytest.approx(10.0, abs=4.0)
    assert {one.verdict for one in room_findings(sound)} == {Verdict.OK}
    assert check_room(scenario) == checked  # the same room, the same figures


def test_nobody_answers_and_its_own_requests_are_no_answers() -> None:
    checked = check_room(Scenario(echo=EchoPath(level_db=15), says=(Say(After(Request.FIRST), SpokenText("louder")),)))
    assert not any(one.heard for one in checked.sound.asked)  # what was asked for was something else
    assert [one.voice_dbfs is None for one in checked.sound.asked] == [False, True, True, True, True]


def test_a_telephone_like_microphone_is_known(tmp_path: Path) -> None:
    sound = check_room(Scenario(echo=EchoPath(delay_ms=90), says=ANSWERS, band_hz=3400.0)).sound
    (band,) = (one for one in room_findings(sound) if one.name == "band")
    assert sound.narrow is True and band.verdict is Verdict.ADVICE
    assert would_work(room_findings(sound))


def test_with_headphones_there_is_no_echo_and_she_is_heard() -> None:
    sound = check_room(Scenario(says=ANSWERS)).sound
    assert (sound.delay_s, sound.echo_dbfs, sound.removed_db, sound.drift_ppm) == (None, None, None, None)
    assert sum(one.heard for one in sound.asked) >= len(ASKED) - 1
    assert would_work(room_findings(sound))


def test_what_a_room_check_cannot_use_is_refused() -> None:
    with pytest.raises(InputError, match="fault"):
        check_room(Scenario(faults=(Fault(1.0, FaultKind.XRUN),)))
    with pytest.raises(InputError, match="length: expected more than 5 s"):
        check_room(replace(Scenario(), length_s=5.0))


def test_an_entry_may_follow_a_request(tmp_path: Path) -> None:
    file = tmp_path / "room.toml"
    file.write_text('[[say]]\nafter = "request-2"\ndelay = 0.5\ntext = "repeat"\n')
    assert read_scenario(file).says == (Say(After(Request.SECOND, 0.5), SpokenText("repeat")),)
