"""The acoustic model as numbers: layers of spliced affine maps, in and out of Kaldi's final.mdl."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.train.kaldi_file import KaldiReader, KaldiWriter, Matrix, Vector
from scripts.train.mfcc import COEFFICIENTS, Features
from scripts.train.topology import read_transition_model, write_transition_model
from scripts.train.units import EVERY

_OFFSET = re.compile(r"Offset\(\w+, (-?\d+)\)|(?<=[ (])\w+(?=[,)])")


@dataclass(frozen=True, slots=True)
class Layer:
    """What a layer sees, as offsets in frames of 10 ms, and the affine map of it; all but the last are rectified.

    `weights` has the shape (outputs, inputs times offsets).
    """

    offsets: tuple[int, ...]
    weights: Matrix
    bias: Vector


@dataclass(frozen=True, slots=True)
class AcousticModel:
    """A network that gives log likelihoods of the outputs in `units`, up to a constant, every 30 ms."""

    layers: tuple[Layer, ...]

    @property
    def before(self) -> int:
        """How many frames to the left an output sees."""
        return -sum(min(layer.offsets) for layer in self.layers)

    @property
    def after(self) -> int:
        """How many frames to the right an output sees."""
        return sum(max(layer.offsets) for layer in self.layers)

    def outputs(self, features: Features) -> NDArray[np.float32]:
        """The outputs for every third frame from the first on, shape (ceil(frames / 3), outputs)."""
        count = -(-len(features) // EVERY)
        needed = np.arange(-self.before, EVERY * (count - 1) + 1 + self.after)
        values: NDArray[np.float32] = features[np.clip(needed, 0, len(features) - 1)]
        step = 1
        for place, layer in enumerate(self.layers):
            left, right = min(layer.offsets), max(layer.offsets)
            stride = EVERY if step == 1 and place == _THINNED else 1
            length = len(values) - (right - left) // step
            parts = [values[(offset - left) // step :][:length:stride] for offset in layer.offsets]
            values = np.concatenate(parts, axis=1) @ layer.weights.T + layer.bias
            if layer is not self.layers[-1]:
                values = np.maximum(values, 0)
            step *= stride
        return values


_THINNED = 1
"""From this layer on only every third frame is computed."""


def write_model(file: Path, model: AcousticModel, *, compressed: bool) -> None:
    """Write final.mdl: `compressed` stores one byte a weight."""
    with file.open("wb") as stream:
        out = KaldiWriter(stream)
        write_transition_model(out)
        out.token("<Nnet3>")
        out.text("\n" + "\n".join(_configuration(model)) + "\n\n")
        out.token("<NumComponents>")
        out.integer(2 * len(model.layers) - 1)
        for place, layer in enumerate(model.layers):
            _write_affine(out, f"affine{place}", layer, compressed=compressed)
            if place < len(model.layers) - 1:
                _write_rectifier(out, f"relu{place}", len(layer.bias))
        out.token("</Nnet3>", "<LeftContext>")
        out.integer(model.before)
        out.token("<RightContext>")
        out.integer(model.after)
        out.token("<Priors>")
        out.vector(np.zeros(0, np.float32))


def read_model(file: Path) -> AcousticModel:
    """Read final.mdl as `write_model` writes it. Raises ValueError where it is another kind of network."""
    data = KaldiReader(file.read_bytes())
    read_transition_model(data)
    data.expect("<Nnet3>")
    lines = [line for line in data.lines() if "Append" in line or " component=o " in line or "component=affine" in line]
    data.expect("<NumComponents>")
    maps: list[tuple[Matrix, Vector]] = []
    for _ in range(data.integer()):
        data.expect("<ComponentName>")
        data.token()
        match data.token():
            case "<FixedAffineComponent>":
                data.expect("<LinearParams>")
                weights = data.matrix()
                data.expect("<BiasParams>")
                maps.append((weights, data.vector()))
                data.expect("</FixedAffineComponent>")
            case "<RectifiedLinearComponent>":
                _read_rectifier(data)
            case other:
                raise ValueError(f"{file}: a network with {other} is not one of ours")
    layers = (Layer(_offsets(line), *one) for line, one in zip(lines, maps, strict=True))
    return AcousticModel(tuple(layers))


def _configuration(model: AcousticModel) -> list[str]:
    lines = [f"input-node name=input dim={COEFFICIENTS}"]
    before = "input"
    for place, layer in enumerate(model.layers):
        seen = ", ".join(f"Offset({before}, {offset})" if offset else before for offset in layer.offsets)
        lines.append(f"component-node name=affine{place} component=affine{place} input=Append({seen})")
        before = f"affine{place}"
        if place < len(model.layers) - 1:
            lines.append(f"component-node name=relu{place} component=relu{place} input={before}")
            before = f"relu{place}"
    return [*lines, f"output-node name=output input={before} objective=linear"]


def _offsets(line: str) -> tuple[int, ...]:
    _, _, seen = line.partition("input=")
    if not seen.startswith("Append("):
        return (0,)
    return tuple(int(match[1] or 0) for match in _OFFSET.finditer(seen.removeprefix("Append")))


def _write_affine(out: KaldiWriter, name: str, layer: Layer, *, compressed: bool) -> None:
    out.token("<ComponentName>", name, "<FixedAffineComponent>", "<LinearParams>")
    if compressed:
        out.compressed_matrix(layer.weights)
    else:
        out.matrix(layer.weights)
    out.token("<BiasParams>")
    out.vector(layer.bias)
    out.token("</FixedAffineComponent>")


def _write_rectifier(out: KaldiWriter, name: str, width: int) -> None:
    out.token("<ComponentName>", name, "<RectifiedLinearComponent>", "<Dim>")
    out.integer(width)
    for empty in ("<ValueAvg>", "<DerivAvg>"):
        out.token(empty)
        out.vector(np.zeros(0, np.float32))
    for count in ("<Count>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
        out.token(count)
        out.double(0.0)
    out.token("</RectifiedLinearComponent>")


def _read_rectifier(data: KaldiReader) -> None:
    data.expect("<Dim>")
    data.integer()
    for empty in ("<ValueAvg>", "<DerivAvg>"):
        data.expect(empty)
        data.vector()
    for count in ("<Count>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
        data.expect(count)
        data.double()
    data.expect("</RectifiedLinearComponent>")
