"""`voice rehearse`: what it prints, what it writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice.cli.main import main
from voice.guide.steps import Step
from voice.room.shipped import NAMES


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def test_it_prints_a_timeline_and_says_where_to_listen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "short.toml"
    scenario.write_text('length = 6\n[[say]]\nafter = "store"\ntext = "next"', encoding="utf-8")
    assert main(["rehearse", str(scenario), "--out", str(tmp_path / "out")]) == 0
    output = capsys.readouterr()
    assert "says     [welcome prompt]" in output.out and "end      length" in output.out
    assert 'never spoken: [[say]] 1, "next"' in output.err
    assert str(tmp_path / "out" / "speaker.wav") in output.err
    lines = (tmp_path / "out" / "timeline.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["type"] == "state"
    assert json.loads(lines[-1])["type"] == "end"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("lenght = 5", "lenght"),
        ("[[say]]\nat = 1\ntext = 5", "text"),
        ('[[fault]]\nat = 1\nkind = "lightning"', "kind"),
        ('[[say]]\nat = 1\nfile = "nowhere.wav"', "nowhere.wav"),
        ("[start]\ntempo = 400", "tempo"),
        ("title = ", "broken.toml"),
        ('[[say]]\nat = 1\ntext = "next"\nvoice = "nobody"', "[[say]] 1: text or voice"),
        ('[[say]]\nat = 1\nfile = "broken.toml"', "[[say]] 1: file"),
    ],
)
def test_a_scenario_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, named: str
) -> None:
    scenario = tmp_path / "broken.toml"
    scenario.write_text(text, encoding="utf-8")
    assert main(["rehearse", str(scenario), "--out", str(tmp_path / "out")]) == 2
    output = capsys.readouterr()
    assert not output.out
    assert len(output.err.splitlines()) == 1 and "broken.toml" in output.err and named in output.err


def test_an_unknown_scenario_names_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "morning"]) == 2
    assert "whole_session, night, clumsy, first_time, partner, frightened" in capsys.readouterr().err


def test_faults_are_a_flag_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "short.toml"
    scenario.write_text('length = 40\n[[fault]]\nat = 3\nkind = "xrun"', encoding="utf-8")
    faults = ("--fault", "microphone-lost@16", "--fault", "microphone-back@25.5")
    assert main(["rehearse", str(scenario), "--out", str(tmp_path / "out"), *faults]) == 0
    lines = [json.loads(line) for line in (tmp_path / "out" / "timeline.jsonl").read_text("utf-8").splitlines()]
    struck = [(line["kind"], line["t"], line["survived"]) for line in lines if line["type"] == "fault"]
    assert struck == [("xrun", 3.0, True), ("microphone-lost", 16.0, True), ("microphone-back", 25.5, True)]
    assert "lost the microphone" in capsys.readouterr().out


def test_a_fault_without_a_time_strikes_after_a_minute(tmp_path: Path) -> None:
    scenario = tmp_path / "short.toml"
    scenario.write_text("length = 62", encoding="utf-8")
    assert main(["rehearse", str(scenario), "--out", str(tmp_path / "out"), "--fault", "clock-jump"]) == 0
    lines = [json.loads(line) for line in (tmp_path / "out" / "timeline.jsonl").read_text("utf-8").splitlines()]
    assert [line["t"] for line in lines if line["type"] == "fault"] == [60.0]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("lightning", "there is no fault 'lightning'; expected one of microphone-lost, microphone-back, "),
        ("@5", "there is no fault ''"),
        ("xrun@soon", "expected a number of seconds, 0 or more, after @, as in xrun@120"),
        ("xrun@", "expected a number of seconds"),
        ("xrun@-1", "expected a number of seconds"),
        ("xrun@nan", "expected a number of seconds"),
    ],
)
def test_a_fault_that_is_none_is_refused_with_what_was_expected(
    fault: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", "--fault", fault]) == 2
    told = capsys.readouterr()
    assert told.out == "" and said in told.err and len(told.err.splitlines()) == 1


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_other_shipped_scenarios_come_to_their_end(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", name, "--out", str(tmp_path / "out")]) == 0
    output = capsys.readouterr()
    assert "never spoken" not in output.err
    assert "end      finished" in output.out


def test_the_whole_session_passes_through_every_step_and_finishes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", "--out", str(tmp_path / "out")]) == 0
    assert "never spoken" not in capsys.readouterr().err
    lines = [json.loads(line) for line in (tmp_path / "out" / "timeline.jsonl").read_text("utf-8").splitlines()]
    assert {line["step"] for line in lines if line["type"] == "state"} == {step.value for step in Step}
    assert lines[-1]["type"] == "end" and lines[-1]["reason"] == "finished"
    assert [line["unit"] for line in lines if line["type"] == "logged"] == ["tsp"]
