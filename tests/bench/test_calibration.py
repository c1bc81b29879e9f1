"""Thresholds: chosen on one half of the recordings, judged on the other."""

from __future__ import annotations

from pathlib import Path

from scripts.bench.evaluation.calibration import Curve, Curves, HeldOut, half_of, held_out, together
from scripts.bench.evaluation.corpus import Clip
from voice.hearing.judgement.thresholds import THRESHOLDS, Kind


def _curves(right: list[float], false: list[float]) -> Curves:
    curves = {kind: Curve(hours=1.0) for kind in THRESHOLDS}
    curves[Kind.WORD] = Curve(right=right, false=false, hours=1.0)
    return curves


def _clip(offset: int, speaker: str, kind: str) -> Clip:
    return Clip(Path("a.wav"), offset, 16_000, "stop", speaker, "test", kind)


def test_a_threshold_is_paid_for_where_it_was_not_chosen() -> None:
    easy = _curves(right=[0.62, 0.9, 0.9, 0.9], false=[0.6])
    hard = _curves(right=[0.5, 0.5, 0.9, 0.9], false=[0.8, 0.8])
    assert held_out((easy, hard)) == [
        HeldOut(Kind.WORD, 0.6, chosen_on=(1.0, 1.0), elsewhere=(0.5, 2.0)),
        HeldOut(Kind.WORD, 0.5, chosen_on=(1.0, 2.0), elsewhere=(1.0, 1.0)),
    ]


def test_both_halves_together_are_everything() -> None:
    whole = together((_curves([0.7], [0.4]), _curves([0.3, 0.9], [])))[Kind.WORD]
    assert whole.right == [0.3, 0.7, 0.9]
    assert whole.false_an_hour(0.0) == 0.5


def test_all_recordings_of_a_speaker_lie_in_one_half_and_long_talk_in_both() -> None:
    assert len({half_of(_clip(offset, "anna", "words")) for offset in range(0, 64_000, 1_000)}) == 1
    assert len({half_of(_clip(offset, "", "talk")) for offset in range(0, 64_000, 1_000)}) == 2
