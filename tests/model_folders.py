"""Folders and archives that look like models, as far as they are looked at before the recogniser opens them."""

from __future__ import annotations

import zipfile
from pathlib import Path

FILES = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")


def make_model(folder: Path) -> Path:
    """A model folder whose files hold their own names."""
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def make_archive(file: Path, *, inside: str = "vosk-model/", files: tuple[str, ...] = FILES, padding: int = 0) -> Path:
    """A zip archive of a model; `padding` adds a file of that many incompressible-looking bytes."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in files:
            archive.writestr(inside + name, name)
        if padding:
            archive.writestr(inside + "padding", bytes(index * index % 251 for index in range(padding)))
    return file
