"""The average of models that were trained from one model by different chance, which is mostly better than each.

python -m scripts.train.average OUT MODEL MODEL...    OUT becomes a copy of the first with all their weights averaged
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scripts.train.acoustic_model import AcousticModel, Layer, read_model, write_model


def main() -> int:
    """Write the averaged model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT", help="the model folder to write")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL", help="model folders made here")
    args = parser.parse_args()
    averaged = average([read_model(model / "am/final.mdl") for model in args.models])
    shutil.copytree(args.models[0], args.out)
    write_model(args.out / "am/final.mdl", averaged, compressed=True)
    return 0


def average(models: Sequence[AcousticModel]) -> AcousticModel:
    """The mean of all weights. Raises ValueError where the models have different layers."""
    if len({tuple((layer.offsets, layer.weights.shape) for layer in model.layers) for model in models}) != 1:
        raise ValueError("only models with the same layers can be averaged")
    return AcousticModel(tuple(_mean(layers) for layers in zip(*(model.layers for model in models), strict=True)))


def _mean(layers: Sequence[Layer]) -> Layer:
    weights = np.stack([layer.weights for layer in layers]).mean(axis=0, dtype=np.float64)
    bias = np.stack([layer.bias for layer in layers]).mean(axis=0, dtype=np.float64)
    return Layer(layers[0].offsets, np.asarray(weights, np.float32), np.asarray(bias, np.float32))


if __name__ == "__main__":
    raise SystemExit(main())
