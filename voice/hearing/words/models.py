"""Which speech model is used: the one that travels with the program, or one the user chose."""

from __future__ import annotations

from pathlib import Path

import voice
from voice.errors import InputError, VoiceError

_BUILTIN = "en-us-guide"
_LAYOUT = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")
"""What Vosk reads of a present-day model that takes a grammar; the rest is optional or differs between models."""
_OLD_LAYOUT = ("final.mdl", "mfcc.conf", "HCLr.fst", "Gr.fst")
"""The same in models from before 2020, which have no folders inside."""


def builtin_model() -> Path:
    """The folder of the model that travels with the program.

    Inside the package once installed, beside it in a clone. Raises VoiceError when it is in neither place.
    """
    package = Path(voice.__file__).parent
    for models in (package / "models", package.parent / "models"):
        if (models / _BUILTIN).is_dir():
            return models / _BUILTIN
    raise VoiceError(f"The speech model {_BUILTIN} is missing from this installation; install the program again.")


def find_model(chosen: Path | None, downloaded: Path) -> Path:
    """The model folder to load: `chosen` as a folder, else as the name of a model in `downloaded`, else the built-in.

    `downloaded` is where `voice model get` puts models. Raises InputError when what was chosen is not a model.
    """
    if chosen is None:
        return builtin_model()
    if len(chosen.parts) == 1 and not chosen.exists() and (downloaded / chosen).is_dir():
        chosen = downloaded / chosen
    check_model(chosen)
    return chosen


def check_model(path: Path) -> None:
    """Raise InputError, saying what was expected, unless `path` looks like a Vosk model that takes a grammar.

    Only file names and sizes are looked at; a model whose files are damaged inside is the recogniser's to report.
    """
    expected = "expected the folder of a Vosk model"
    if not path.exists():
        raise InputError(f"There is no model folder {path}; {expected}.")
    if not path.is_dir():
        raise InputError(f"{path} is a file; {expected}, unpacked.")
    layout = _OLD_LAYOUT if (path / "final.mdl").is_file() else _LAYOUT
    missing = [name for name in layout if not _has_content(path / name)]
    if missing and (path / "graph/HCLG.fst").is_file():
        raise InputError(
            f"The model {path} has one fixed graph (graph/HCLG.fst) and cannot listen for a list of phrases; "
            "expected a model with graph/HCLr.fst and graph/Gr.fst, such as the small ones."
        )
    if missing:
        raise InputError(
            f"{path} is not a Vosk model: {missing[0]} is missing or empty; expected a folder with {', '.join(layout)}."
        )


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
