"""Where the second ear's files are, and whether they are the ones that everything was measured with.

Moonshine tiny for English (MIT licence) travels inside the wheels of `moonshine-voice`. That package is never imported,
since it would bring the network and native code of its own; only its folder is looked for.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from voice.errors import SecondEarError

ENCODER, DECODER, TOKENS = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"
DIGESTS = {
    ENCODER: "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    DECODER: "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    TOKENS: "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
"""SHA-256 of each file in release 0.0.59."""
_PACKAGE, _RUNTIME = "moonshine_voice", "onnxruntime"
_FOLDER = Path("assets", "tiny-en")
_REMEDY = "run scripts/start again to install it"


def second_ear_folder() -> Path:
    """The folder of the second ear's files. Raises SecondEarError where it, or what runs it, is not installed."""
    found = {name: importlib.util.find_spec(name) for name in (_PACKAGE, _RUNTIME)}
    missing = [name for name, spec in found.items() if spec is None]
    if missing:
        raise SecondEarError(f"The second ear is not installed ({missing[0]} is missing): {_REMEDY}.")
    spec = found[_PACKAGE]
    assert spec is not None
    for place in spec.submodule_search_locations or ():
        if (folder := Path(place) / _FOLDER).is_dir():
            return folder
    raise SecondEarError(f"The second ear's files are missing from {_PACKAGE}: {_REMEDY}.")


def check_files(folder: Path) -> None:
    """Raise SecondEarError, naming the file, unless every file is there, whole and the one that was measured."""
    for name, expected in DIGESTS.items():
        try:
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise SecondEarError(
                f"The second ear's file {name} cannot be read ({error.strerror}): {_REMEDY}."
            ) from error
        if digest != expected:
            raise SecondEarError(f"The second ear's file {name} is damaged or another version: {_REMEDY}.")
