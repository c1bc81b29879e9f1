"""Files that a Python package carries: where they are, and whether they are the ones that everything was measured with.

The package is never imported here, only looked for.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voice.errors import VoiceError

_RUNTIME = "onnxruntime"
_REMEDY = "run scripts/start again to install it"


@dataclass(frozen=True, slots=True)
class Carried:
    """Files of `package`, which onnxruntime computes with.

    `whose` begins a sentence ("The natural voice"), `within` is their folder in the package, `digests` the SHA-256 of
    each by name, and `error` is raised where they cannot be used.
    """

    whose: str
    package: str
    within: Path
    digests: Mapping[str, str]
    error: type[VoiceError]

    def folder(self) -> Path:
        """Where they are. Raises `error` where package or runtime is not installed, or has no such folder."""
        found = {name: importlib.util.find_spec(name) for name in (self.package, _RUNTIME)}
        missing = [name for name, spec in found.items() if spec is None]
        if missing:
            raise self.error(f"{self.whose} is not installed ({missing[0]} is missing): {_REMEDY}.")
        spec = found[self.package]
        assert spec is not None
        for place in spec.submodule_search_locations or ():
            if (folder := Path(place) / self.within).is_dir():
                return folder
        raise self.error(f"{self.whose}'s files are missing from {self.package}: {_REMEDY}.")

    def check(self, folder: Path) -> None:
        """Raise `error`, naming the file, unless every file is there, whole and the one that was measured."""
        for name, expected in self.digests.items():
            try:
                with (folder / name).open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise self.error(f"{self.whose}'s file {name} cannot be read ({error.strerror}): {_REMEDY}.") from error
            if digest != expected:
                raise self.error(f"{self.whose}'s file {name} is damaged or another version: {_REMEDY}.")
