"""The whole bench on a folder of a few recordings, with the real ears."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.bench.recordings import lay_out, noise
from tests.hearing.spoken import speech

_SCRIPT = Path(__file__).parents[2] / "scripts" / "bench" / "recognition.py"
_TALK = "yesterday the neighbours drove through the whole valley with their children and their dog"


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, _SCRIPT, *arguments], capture_output=True, text=True, timeout=300)


def test_a_few_recordings_give_tables_and_figures(tmp_path: Path) -> None:
    talk = np.concatenate([speech(_TALK, voice) for voice in ("en-us+m3", "en-us+f2")])
    said = {
        ("words", "stop", "a"): speech("stop"),
        ("words", "twelve", "a"): speech("twelve"),
        ("words", "marvin", "b"): speech("marvin"),
        ("talk", "podcast", "c"): talk,
    }
    folder = lay_out(tmp_path / "recordings", said, {"rain": noise(4.0, -50.0)})
    figures = tmp_path / "figures.json"
    sections = ("commands", "others", "streams", "calibration")
    ears = ("--ears", "both", "first")
    done = _bench(
        *("--data", str(folder), "--quick", "--no-peers", *ears, "--json", str(figures), "--sections", *sections)
    )
    assert done.returncode == 0, done.stderr
    assert "commands said alone, by condition" in done.stdout
    listeners = json.loads(figures.read_text(encoding="utf-8"))
    assert listeners["first"]["commands"]["conditions"]["clean"]["total"] == 1
    marks = listeners["both"]
    assert marks["commands"]["conditions"]["clean"]["heard"] == 1
    assert marks["commands"]["amounts"]["heard"] == 1
    assert marks["others"]["words"]["total"] == 1
    assert marks["streams"]["television"]["false"] == 0
    assert marks["calibration"]["one word"]["said"] == 3
    assert 0 < marks["cpu_share"] < 1


def test_a_folder_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = _bench("--data", str(tmp_path))
    assert done.returncode == 1
    assert "index.csv cannot be read" in done.stderr and "Traceback" not in done.stderr
