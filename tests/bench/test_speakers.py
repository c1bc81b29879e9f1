"""Machines that say sentences for the benches."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from scripts.bench.evaluation.speakers import EspeakSpeaker, NaturalSpeaker, stage
from tests.bench.recordings import RATE_HZ

_SCRIPTS = Path(__file__).parents[2] / "scripts"
_SPEAKER = EspeakSpeaker("en-us+f3", 150)


def _imports(file: Path, package: str) -> bool:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(name.split(".")[0] == package for name in names)


def test_a_sentence_begins_and_ends_with_speech_and_stays_the_same(tmp_path: Path) -> None:
    with stage(tmp_path) as first:
        said = first.say("Could you wait a bit?", _SPEAKER)
    with stage(tmp_path) as second:
        again = second.say("Could you wait a bit?", _SPEAKER)
    assert said.dtype == np.float32 and 0.5 < len(said) / RATE_HZ < 2.5
    edge = round(0.05 * RATE_HZ)
    assert np.any(np.abs(said[:edge]) > 0.001) and np.any(np.abs(said[-edge:]) > 0.001)
    assert np.array_equal(said, again)


@pytest.mark.parametrize(
    ("speaker", "kind", "name"),
    [
        (_SPEAKER, "espeak-ng", "en-us+f3, 150 words a minute"),
        (NaturalSpeaker(0.9, 1.06), "natural", "natural, speed 0.9, pitch 1.06"),
    ],
)
def test_a_speaker_has_a_kind_and_a_name(speaker: EspeakSpeaker | NaturalSpeaker, kind: str, name: str) -> None:
    assert (speaker.kind, speaker.name) == (kind, name)


def test_the_scripts_speak_naturally_through_the_programs_own_renderer() -> None:
    assert not [file.name for file in _SCRIPTS.rglob("*.py") if _imports(file, "hibari")]
