"""Rehearsals with both ears: faults of the second, and what she says in her own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.room.rehearsal import Rehearsed, rehearse
from voice.room.scenario_file import read_scenario
from voice.session.timeline import Commanded, FaultPassed, Heard
from voice.session.timeline_json import as_json

_SECTION = """
length = 24
seed = 3
[start]
short = true
side = "left"
{start}
[[say]]
after = "welcome"
delay = 0.7
text = "next"
[[say]]
after = "choose_side"
delay = 0.7
text = "{answer}"
{rest}
"""


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "user" / name))


def _rehearsed(folder: Path, rest: str = "", answer: str = "left", start: str = "") -> Rehearsed:
    file = folder / "scenario.toml"
    file.write_text(_SECTION.format(rest=rest, answer=answer, start=start), encoding="utf-8")
    return rehearse(read_scenario(file), folder / "out")


def _fault(kind: str, more: str = "") -> str:
    return f'[[fault]]\nat = 2.0\nkind = "{kind}"\n{more}'


def _commands(rehearsed: Rehearsed) -> list[Commanded]:
    return [record for record in rehearsed.records if isinstance(record, Commanded)]


def test_her_own_words_act_and_stand_in_the_timeline_with_what_the_second_ear_wrote(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, answer="the left one, please")
    last = _commands(rehearsed)[-1]
    assert (last.command.value, last.phrase) == ("left", "the left one")
    heard = [record for record in rehearsed.records if isinstance(record, Heard)][-1]
    assert heard.phrase == "the left one" and heard.text is not None and "left one" in heard.text.lower()
    assert heard.probability is not None and 0.5 < heard.probability <= 1.0
    assert '"probability": ' in as_json(heard) and '"text": "' in as_json(heard)


def test_the_same_scenario_gives_the_same_bytes_with_both_ears(tmp_path: Path) -> None:
    first, second = (list(map(as_json, _rehearsed(tmp_path).records)) for _ in range(2))
    assert first == second


def test_without_the_second_ear_the_first_hears_alone(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, start="second-ear = false")
    assert [one.command.value for one in _commands(rehearsed)] == ["next", "left"]
    assert {one.probability for one in rehearsed.records if isinstance(one, Heard)} == {None}


def test_a_second_ear_that_dies_is_started_again_and_loses_nothing(tmp_path: Path) -> None:
    rehearsed = _rehearsed(tmp_path, _fault("second-killed"))
    assert [one.command.value for one in _commands(rehearsed)] == ["next", "left"]
    told = {one.phrase: one.probability for one in rehearsed.records if isinstance(one, Heard)}
    assert told["next"] is None and told["left"] is not None
    assert [one.survived for one in rehearsed.records if isinstance(one, FaultPassed)] == [True]


@pytest.mark.parametrize("fault", [_fault("second-slow", "ms = 600"), _fault("second-hung")])
def test_while_it_hangs_or_is_late_a_decision_takes_a_quarter_of_a_second_longer(tmp_path: Path, fault: str) -> None:
    at_once = _commands(_rehearsed(tmp_path))[0]
    late = _commands(_rehearsed(tmp_path, fault))
    assert [one.command.value for one in late] == ["next", "left"]
    assert 0.2 < late[0].decided - at_once.decided < 0.35
    assert late[0].speech_end == pytest.approx(at_once.speech_end, abs=0.1)
