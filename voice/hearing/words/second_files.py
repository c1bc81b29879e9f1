"""Where the second ear's files are, and whether they are the ones that everything was measured with.

Moonshine tiny for English (MIT licence) travels inside the wheels of `moonshine-voice`. That package is never imported,
since it would bring the network and native code of its own; only its folder is looked for.
"""

from __future__ import annotations

from pathlib import Path

from voice.carried import Carried
from voice.errors import SecondEarError

ENCODER, DECODER, TOKENS = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"
DIGESTS = {
    ENCODER: "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    DECODER: "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    TOKENS: "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
"""SHA-256 of each file in release 0.0.59."""
SECOND_EAR_FILES = Carried("The second ear", "moonshine_voice", Path("assets", "tiny-en"), DIGESTS, SecondEarError)
