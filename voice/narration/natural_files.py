"""Where the natural voice's files are, and whether they are the ones that everything was measured with.

hibari (Apache-2.0) travels with one American voice inside its wheel. It is never imported here, only looked for: what
asks for a version or a folder needs neither onnxruntime nor a second of time.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path

from voice.carried import Carried
from voice.errors import NaturalVoiceError

MODEL = "hibari.onnx"
_DIGESTS = {
    MODEL: "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
    "lexicon_us_gold.json.gz": "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
    "lexicon_us_silver.json.gz": "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
    "normalize.json": "d478ff05404bc43ac3e0468e306674e51085f1b1afc94cdef7c7ea4fb0d56bd8",
    "oov.json": "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c",
    "oov.onnx": "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
    "tagger.json.gz": "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb",
    "tokenizer_exceptions.json": "ddf3a3da07bdcf5144270ea4530191d8580fb4fd6f5ae93296e87916e795659a",
    "vocab.json": "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
}
"""SHA-256 of each file of release 0.2.1 that the voice reads."""
NATURAL_FILES = Carried("The natural voice", "hibari", Path("assets"), _DIGESTS, NaturalVoiceError)
_DECIDING = ("hibari-tts", "onnxruntime", "numpy", "scipy")
"""Whose versions decide the samples: scipy, where it is there, transforms in place of numpy."""


@cache
def natural_versions() -> str:
    """The versions of all that decides its samples: "hibari-tts 0.2.1, onnxruntime 1.28.0, ..."."""
    return ", ".join(f"{name} {_version(name)}" for name in _DECIDING)


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "none"
