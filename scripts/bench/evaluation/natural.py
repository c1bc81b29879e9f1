"""hibari's natural American voice: the only module that knows the package, and only the model inside its wheel.

Its other voices are downloads that it makes by itself when one is named, so none is ever named here.
"""

from __future__ import annotations

import importlib.util
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.errors import InputError

RATE_HZ = 24_000
_PACKAGE = "hibari"
_MODEL = Path("assets", "hibari.onnx")
_SEED = 0
"""Of the noise in the voice: the same text gives the same samples."""


def has_natural() -> bool:
    """Whether hibari is installed."""
    return importlib.util.find_spec(_PACKAGE) is not None


class Natural:
    """The voice, loaded once; owned by one thread."""

    def __init__(self) -> None:
        """Raises InputError where the package or its model is not there."""
        found = importlib.util.find_spec(_PACKAGE)
        folders = () if found is None else found.submodule_search_locations or ()
        model = next((path for folder in folders if (path := Path(folder) / _MODEL).is_file()), None)
        if model is None:
            raise InputError("The natural voice is not installed; install the bench packages: pip install .[bench]")
        from hibari import Hibari

        self.version = f"hibari {metadata.version('hibari-tts')}"
        self._voice = Hibari(model=str(model))

    def render(self, text: str, speed: float) -> NDArray[np.float32]:
        """The text as float32 mono at 24,000 Hz, with silence around it; `speed` 0.75 is about 158 words a minute."""
        return np.asarray(self._voice(text, speed=speed, seed=_SEED), np.float32)
