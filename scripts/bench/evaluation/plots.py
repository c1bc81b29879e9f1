"""Pictures of the figures as PNG: the only module here that knows matplotlib."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.bench.evaluation.calibration import Curve, Curves
from voice.hearing.judgement.thresholds import THRESHOLDS

matplotlib.use("Agg")

_STEPS = 101
_LEAST_AN_HOUR = 0.05


def detection_error(curves_of: Mapping[str, Curves], file: Path) -> None:
    """What is missed against false commands an hour of talk, for each listener and kind with both."""
    figure = Figure(figsize=(8, 6), layout="constrained")
    axes = figure.add_subplot()
    for name, curves in curves_of.items():
        for kind, curve in curves.items():
            if curve.right and curve.hours:
                missed = [max(1 - curve.heard(at), 1e-3) for at in _thresholds()]
                false = [max(curve.false_an_hour(at), _LEAST_AN_HOUR) for at in _thresholds()]
                axes.plot(false, missed, marker=".", label=f"{name}: {kind.value}")
    axes.set(xscale="log", yscale="log", xlabel="false commands an hour of talk", ylabel="missed")
    axes.set_title(f"Detection error by threshold of confidence ({_LEAST_AN_HOUR} stands for none)")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(file, dpi=110)


def calibration(curves: Curves, file: Path) -> None:
    """For each kind: how often what was heard was right, by confidence; and what each threshold lets through."""
    shown = {kind: curve for kind, curve in curves.items() if curve.right or curve.false}
    figure = Figure(figsize=(4 * len(shown), 7), layout="constrained")
    rows = figure.subplots(2, len(shown), squeeze=False)
    for column, (kind, curve) in enumerate(shown.items()):
        _reliability(rows[0, column], curve)
        rows[0, column].set_title(kind.value)
        axes = rows[1, column]
        axes.plot(list(_thresholds()), [curve.heard(at) for at in _thresholds()], label="heard of what was said")
        axes.set(xlabel="threshold", ylim=(0, 1))
        false = axes.twinx()
        false.plot(list(_thresholds()), [curve.false_an_hour(at) for at in _thresholds()], "r--")
        false.set_ylabel("false an hour of talk", color="r")
        axes.axvline(THRESHOLDS[kind].acts, color="k", alpha=0.4)
        axes.axvline(THRESHOLDS[kind].asked, color="k", alpha=0.4, linestyle=":")
    figure.savefig(file, dpi=110)


def confusion(heard: Mapping[str, Mapping[str, int]], file: Path) -> None:
    """What was said against what was heard, each row as parts of what was said."""
    rows = sorted(heard)
    columns = [*rows, *sorted({other for row in heard.values() for other in row} - set(rows))]
    shares = [[heard[said].get(other, 0) / sum(heard[said].values()) for other in columns] for said in rows]
    figure = Figure(figsize=(3 + 0.35 * len(columns), 2 + 0.35 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(shares, vmin=0, vmax=1, cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize="small")
    axes.set_yticks(range(len(rows)), rows, fontsize="small")
    axes.set(xlabel="heard", ylabel="said")
    figure.savefig(file, dpi=110)


def _reliability(axes: Axes, curve: Curve) -> None:
    rows = curve.reliability()
    axes.plot([0, 1], [0, 1], "k:", alpha=0.5)
    axes.plot([row[0] for row in rows], [row[1] for row in rows], "o-")
    axes.set(xlabel="confidence", ylabel="right", ylim=(0, 1.05), xlim=(0, 1))


def _thresholds() -> list[float]:
    return [at / (_STEPS - 1) for at in range(_STEPS)]
