"""`voice listen` on files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hearing.spoken import RATE_HZ, speech
from voice.audio.files import write_wav
from voice.cli.main import main


def _write(folder: Path, text: str) -> Path:
    file = folder / f"{text.replace(' ', '-')}.wav"
    write_wav(file, speech(text), RATE_HZ)
    return file


def _listened(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["listen", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_file_gives_one_line_with_its_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [_write(tmp_path, text) for text in ("stop counting", "good morning dear", "two ounces")]
    (tmp_path / "list.txt").write_text("\n".join(map(str, files[1:])))
    lines = _listened(capsys, "--wav", str(files[0]), f"@{tmp_path / 'list.txt'}")
    assert [line["file"] for line in lines] == [str(file) for file in files]
    counting, nothing, ounces = (line["commands"] for line in lines)
    assert isinstance(counting, list) and isinstance(ounces, list) and nothing == []
    (command,) = counting
    assert set(command) == {"command", "phrase", "confidence", "speech_end", "decided"}
    assert (command["command"], command["phrase"]) == ("counting_off", "stop counting")
    assert command["speech_end"] < command["decided"] < command["speech_end"] + 0.6
    assert ounces[0]["value"] == {"side": None, "kind": None, "amount": 2, "unit": "oz"}


def test_only_what_is_live_in_the_step_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(_write(tmp_path, text)) for text in ("switch side", "repeat that", "go back")]
    for state, expected in (("wash", ["repeat", "back"]), ("express", ["switch_side", "repeat", "back"])):
        lines = _listened(capsys, "--state", state, "--wav", *files)
        heard = [command["command"] for line in lines for command in line["commands"]]  # type: ignore[attr-defined]
        assert heard == expected


def test_a_step_that_does_not_exist_and_a_missing_file_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["listen", "--state", "dance", "--wav", "x.wav"]) == 2
    assert "dance" in capsys.readouterr().err
    assert main(["listen", "--wav", str(tmp_path / "none.wav")]) == 2
    assert "none.wav" in capsys.readouterr().err
