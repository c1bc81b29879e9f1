"""From a trained network to a model folder that Vosk loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scripts.train.acoustic_model import AcousticModel, write_model
from scripts.train.bigram import Bigram
from scripts.train.graph import BIGRAM, UNKNOWN_COSTS, write_graphs
from scripts.train.mfcc import CONFIGURATION
from scripts.train.units import EVERY

OUTPUTS_A_CHUNK = 15
LATTICE_BEAM = 4.0
"""With the loop of unknown speech, wider lattices grow without bound on long talk."""

_DECODING = f"""\
--min-active=200
--max-active=3000
--beam=12.0
--lattice-beam={LATTICE_BEAM}
--acoustic-scale=1.0
--frame-subsampling-factor={EVERY}
--frames-per-chunk={OUTPUTS_A_CHUNK}
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""


def export(folder: Path, model: AcousticModel, words: Sequence[str], bigram: Bigram) -> tuple[str, ...]:
    """Write a whole model folder, one byte a weight; returns the words that could not be taken in."""
    (folder / "am").mkdir(parents=True, exist_ok=True)
    (folder / "conf").mkdir(exist_ok=True)
    write_model(folder / "am/final.mdl", model, compressed=True)
    (folder / "conf/mfcc.conf").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "conf/model.conf").write_text(_DECODING, encoding="utf-8")
    bigram.save(folder / BIGRAM)
    return write_graphs(folder, words, bigram, UNKNOWN_COSTS)
