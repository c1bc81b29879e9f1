"""The `voice` command: its help, its exit status, and what stays unloaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from voice.cli.main import main

_HEAVY = (
    "matplotlib",
    "reportlab",
    "xlsxwriter",
    "numpy",
    "vosk",
    "pyttsx3",
    "sounddevice",
    "soundfile",
    "soxr",
    "rich",
    "urllib.request",
    "http",
)


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders, inside the test's; the settings file's path."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    file = tmp_path / "CONFIG/voice-guide/settings.toml"
    file.parent.mkdir(parents=True)
    return file


def _asked_to_end(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    output = capsys.readouterr()
    return ended.value.code, output.out, output.err


def test_help_names_every_command_the_exit_status_and_the_limits(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _asked_to_end(["--help"], capsys)
    assert status == 0
    commands = ("start", "rehearse", "check", "devices", "listen", "say", "model", "commands", "guide", "settings")
    records = ("history", "milk", "export", "import", "erase")
    for word in (*commands, *records, "exit status", "130"):
        assert word in out
    assert "does not diagnose and does not replace care" in out


@pytest.mark.parametrize(
    "command",
    [
        *(["settings"], ["check"], ["devices"], ["model"], ["model", "list"], ["model", "get"], ["history"], ["milk"]),
        *(
            ["history", "add"],
            ["history", "edit"],
            ["history", "plot"],
            ["export"],
            ["export", "csv"],
            ["export", "pdf"],
        ),
        *(["export", "babybuddy"], ["import"], ["import", "csv"], ["erase"], ["milk", "used"]),
    ],
)
def test_help_of_a_command_has_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _asked_to_end([*command, "--help"], capsys)
    assert status == 0
    assert f"example:\n  voice {command[0]}" in out


@pytest.mark.parametrize("arguments", [[], ["sing"], ["settings", "--loud"], ["model"], ["model", "get"]])
def test_what_cannot_be_understood_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = _asked_to_end(arguments, capsys)
    assert (status, out) == (2, "")
    assert "error:" in err


def test_an_error_is_one_sentence_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings", "--tempo", "ninety"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == 'voice: --tempo is "ninety"; expected a number from 10 to 60 (cycles a minute).\n'


def test_settings_shows_the_file_the_values_and_their_sources(
    own_places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_places.write_text('region = "uk"\n', encoding="utf-8")
    assert main(["settings", "--volume", "-6", "--no-short"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"# {own_places}"
    shown = {line.split("  ")[0]: line.split("# ")[-1].split(":")[0] for line in lines[1:] if line[0] != "#"}
    assert shown['region = "uk"'] == "file"
    assert shown["volume = -6"] == "command line"
    assert shown["short = false"] == "command line"
    assert shown["tempo = 18"] == "default"


def test_a_bad_settings_file_ends_with_2(own_places: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own_places.write_text("rate = 0\n", encoding="utf-8")
    assert main(["settings"]) == 2
    assert str(own_places) in capsys.readouterr().err


def test_model_list_says_what_is_there_and_what_can_be_had(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "list"]) == 0
    builtin, small = capsys.readouterr().out.splitlines()
    assert builtin.split()[:3] == ["en-us-guide", "built", "in"]
    assert "voice model get small-en-us" in small


def test_help_and_settings_load_no_sound_library_and_no_network() -> None:
    program = (
        "import sys\nfrom voice.cli.main import main\n"
        "assert main(['settings']) == 0\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {_HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr.strip() == "[]"


def test_a_reader_that_leaves_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing) as closed:
        done = subprocess.run(
            [sys.executable, "-m", "voice", "settings"], stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_ctrl_c_ends_with_a_goodbye_and_130(own_places: Path) -> None:
    # The settings file is a pipe that nobody writes to: the program waits there until it is interrupted.
    os.mkfifo(own_places)
    with (
        subprocess.Popen([sys.executable, "-m", "voice", "settings"], stderr=subprocess.PIPE) as waiting,
        own_places.open("wb"),  # returns once the program has opened the other end
    ):
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=60)
    assert (waiting.returncode, err) == (130, b"\nGoodbye.\n")
