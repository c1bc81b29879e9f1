"""`voice say` into a file; the loudspeaker is tested where devices are."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.audio.files import read_audio
from voice.audio.level import active_level_dbfs
from voice.cli.main import main


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_a_text_is_written_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "rest.wav"
    assert main(["say", "Rest now.", "--wav", str(out)]) == 0
    samples, rate_hz = read_audio(out)
    assert rate_hz == 48_000
    assert active_level_dbfs(samples, rate_hz) == pytest.approx(-20.0, abs=0.05)


def test_without_a_text_it_says_what_it_expects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say"]) == 2
    assert "expected a text" in capsys.readouterr().err


def test_where_the_natural_voice_is_broken_espeak_speaks_and_it_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "hibari" / "assets").mkdir(parents=True)  # found first, and without a voice
    (tmp_path / "hibari" / "__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    out = tmp_path / "rest.wav"
    assert main(["say", "Rest now.", "--voice", "natural", "--wav", str(out)]) == 0
    err = capsys.readouterr().err
    assert "hibari.onnx cannot be read" in err and "Until then espeak-ng speaks." in err and err.count("\n") == 1


def test_voice_and_rate_can_be_chosen(tmp_path: Path) -> None:
    lengths = []
    for options in (["--rate", "100"], ["--rate", "200"], ["--rate", "200", "--voice", "en-us+f1"]):
        assert main(["say", "Rest now.", "--wav", str(tmp_path / "a.wav"), *options]) == 0
        lengths.append(len(read_audio(tmp_path / "a.wav")[0]))
    assert len(set(lengths)) == 3 and lengths[1] < 0.75 * lengths[0]


def test_every_voice_is_listed_with_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["natural", "en-us"] and len(lines) > 100
    britain = next(line for line in lines if line.startswith("English (Great Britain)"))
    assert britain.split()[-1] == "en-gb"
    assert all("needs mbrola-" in line for line in lines if "mbrola" in line)


def test_a_language_code_is_a_voice(tmp_path: Path) -> None:
    for voice in ("en-gb", "en-us", "natural"):
        assert main(["say", "Rest now.", "--wav", str(tmp_path / f"{voice}.wav"), "--voice", voice]) == 0
    assert len({(tmp_path / f"{voice}.wav").read_bytes() for voice in ("en-gb", "en-us", "natural")}) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([" "], "expected a text"),
        (["Hi.", "--voice", "none"], 'There is no voice "none"'),
        (["Hi.", "--rate", "7"], "expected a whole number from 80"),
        (["Hi.", "--wav", "/no/such/folder/a.wav"], "/no/such/folder/a.wav cannot be written"),
    ],
)
def test_what_cannot_be_said_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], said: str
) -> None:
    out = tmp_path / "a.wav"
    assert main(["say", "--wav", str(out), *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and not out.exists()
