"""The whole trainer on ten recordings: too little to hear with, enough to see every step do its part.

It runs as a program of its own, as torch and vosk cannot live in one process.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.train.acoustic_model import read_model
from scripts.train.alignment import load_alignments
from scripts.train.fst import read_fst
from tests.recorded import FOLDER
from voice.hearing.words.recogniser import Recogniser

_TINY = {
    "width": 12,
    "first-width": 12,
    "chunks": 4,
    "frequent-words": 20,
    "phrase-times": 0,
    "narration-times": 1,
    "narrow-share": 0.3,
    "first-recordings": 10,
    "frame-hours": 0.003,
    "sequence-hours": 0.003,
    "first-hours": 0.003,
}
_TEN = 10


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten recordings to train on, one to measure with, and noise."""
    folder = tmp_path_factory.mktemp("data")
    with (FOLDER / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sentences = [row for row in rows if row["kind"] in {"more", "reading"}]
    chosen = [*sentences[: _TEN - 2], *[row for row in rows if row["kind"] == "words"][:2]]
    chosen += [row for row in rows if row["kind"] == "noise"][:2]
    chosen = [{**row, "split": "train"} for row in chosen] + [sentences[-1]]
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "file": str(FOLDER / row["file"])} for row in chosen)
    return folder


def _train(data: Path, work: Path, *further: str) -> str:
    sizes = [word for name, size in _TINY.items() for word in (f"--{name}", str(size))]
    folders = ["--data", str(data), "--work", str(work), "--out", str(work / "model"), "--processes", "1"]
    command = [sys.executable, "-m", "scripts.train", *folders, *sizes, *further]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training from nothing."""
    work = tmp_path_factory.mktemp("trained")
    said = _train(data, work)
    steps = ["index", "first alignment", "first network", "alignment", "examples", "frames", "sequences", "export"]
    assert [step for step in steps if f"{step} ..." in said] == steps
    return work


def test_ten_recordings_become_a_model_that_vosk_loads(trained: Path) -> None:
    symbols = read_fst(trained / "model/graph/Gr.fst").symbols
    assert {"stop", "[unk]", "hundred", "colostrum"} <= set(symbols)
    with Recogniser(trained / "model") as recogniser:
        assert recogniser.open("words", ("stop counting", "left")) == ()
        recogniser.start("words", 0.0)
        recogniser.feed("words", bytes(16_000))
        recogniser.flush("words")


def test_every_recording_is_aligned_and_the_learning_is_on_record(trained: Path) -> None:
    assert sum(one is not None for one in load_alignments(trained / "speech-alignments.npz")) == _TEN + 1
    assert "score" in (trained / "speech-alignments.txt").read_text(encoding="utf-8")
    for course in ("frames", "sequences"):
        assert (trained / course / "curves.png").read_bytes().startswith(b"\x89PNG")
        assert "dev_accuracy" in (trained / course / "log.jsonl").read_text(encoding="utf-8")


def test_what_is_done_is_not_done_again_and_what_is_lost_comes_out_the_same(data: Path, trained: Path) -> None:
    before = (trained / "sequences/final.mdl").read_bytes()
    for file in (trained / "sequences").iterdir():
        file.unlink()
    assert [line.split(" ...")[0] for line in _train(data, trained).splitlines()] == ["sequences"]
    assert (trained / "sequences/final.mdl").read_bytes() == before


def test_a_model_made_here_is_trained_on(data: Path, trained: Path, tmp_path: Path) -> None:
    said = _train(data, tmp_path, "--start-from", str(trained / "model"))
    assert "first" not in said and "frames" not in said
    before, after = (read_model(folder / "model/am/final.mdl") for folder in (trained, tmp_path))
    assert [layer.offsets for layer in before.layers] == [layer.offsets for layer in after.layers]
    assert before.layers[0].weights.shape == after.layers[0].weights.shape
