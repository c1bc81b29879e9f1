"""Pictures: the log of a training, and what a probability is worth."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

_TITLES = {"mmi": "MMI a frame", "cross_entropy": "cross-entropy", "dev_accuracy": "phones right, dev"}


def draw_calibration(points: Iterable[tuple[float, float, int]], file: Path) -> None:
    """Draw how often what was given a probability was meant; each point is both, and how many stand beside it."""
    given = list(points)
    figure, axis = pyplot.subplots(figsize=(4, 4))
    axis.plot((0, 1), (0, 1), color="grey", linewidth=0.8)
    axis.plot([one[0] for one in given], [one[1] for one in given], marker=".")
    for promised, meant, count in given:
        axis.annotate(str(count), (promised, meant), textcoords="offset points", xytext=(5, -8), fontsize=7)
    axis.set_xlabel("probability")
    axis.set_ylabel("was meant")
    axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, dpi=100)
    pyplot.close(figure)


def draw_curves(folder: Path) -> None:
    """Draw FOLDER/log.jsonl as FOLDER/curves.png, one panel a figure."""
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    names = [name for name in _TITLES if any(name in line for line in lines)]
    figure, axes = pyplot.subplots(1, len(names), figsize=(4 * len(names), 3), squeeze=False)
    for axis, name in zip(axes[0], names, strict=True):
        points = [(line["step"], line[name]) for line in lines if name in line]
        axis.plot(*zip(*points, strict=True), marker=".")
        axis.set_title(_TITLES[name])
        axis.set_xlabel("batches")
        axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(folder / "curves.png", dpi=100)
    pyplot.close(figure)
