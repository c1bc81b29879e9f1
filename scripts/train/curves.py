"""The log of a training as a picture."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

_TITLES = {"mmi": "MMI a frame", "cross_entropy": "cross-entropy", "dev_accuracy": "phones right, dev"}


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
