"""The network while it is trained; the only modules that know torch are this one, `objective` and `training`.

Layers of affine map, rectifier, batch normalisation and dropout over spliced frames, every third frame from the second
layer on. Two outputs: one trained on whole sequences, one on single frames, which keeps the first in order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from scripts.train.acoustic_model import AcousticModel, Layer
from scripts.train.mfcc import COEFFICIENTS
from scripts.train.units import EVERY, OUTPUTS

OFFSETS = (
    *((-2, -1, 0, 1, 2), (-2, -1, 0, 1, 2), (-3, 0, 3), (-3, 0, 3)),
    *((-3, 0, 3), (-6, -3, 0, 3), (-6, -3, 0, 3), (-9, -3, 0)),
)
"""What each layer sees of the one before, in frames of 10 ms: 34 to the left and 19 to the right in all."""
BEFORE = -sum(map(min, OFFSETS))
AFTER = sum(map(max, OFFSETS))
WIDTH = 448
_THINNED = 1
_DROPOUT = 0.1


class Network(nn.Module):
    """Features in, two outputs of shape (batch, n, OUTPUTS) out.

    The features have the shape (batch, BEFORE + 3 (n - 1) + 1 + AFTER, COEFFICIENTS).
    """

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        inputs = [COEFFICIENTS] + [width] * (len(OFFSETS) - 1)
        self.affine = nn.ModuleList(
            nn.Linear(size * len(offsets), width) for size, offsets in zip(inputs, OFFSETS, strict=True)
        )
        self.norm = nn.ModuleList(nn.BatchNorm1d(width) for _ in OFFSETS)
        self.sequence = nn.Linear(width, OUTPUTS)
        self.frame = nn.Linear(width, OUTPUTS)
        self.register_buffer("mean", torch.zeros(COEFFICIENTS))
        self.register_buffer("scale", torch.ones(COEFFICIENTS))

    @property
    def width(self) -> int:
        """The number of units in a layer."""
        return int(self.sequence.in_features)

    def normalise_by(self, features: NDArray[np.float32]) -> None:
        """Centre and scale inputs as these features are, shape (frames, COEFFICIENTS)."""
        self.mean.copy_(torch.as_tensor(features.mean(axis=0)))
        self.scale.copy_(torch.as_tensor(1 / features.std(axis=0)))

    def body(self, features: Tensor, layers: int = len(OFFSETS)) -> Tensor:
        """What the first `layers` give, batch by time by width, before the last of them is normalised."""
        values = (features - self.mean) * self.scale
        for place in range(layers):
            if place:
                values = self._normalised(values, place - 1)
            values = torch.relu(self.affine[place](_spliced(values, place)))
        return values

    def _normalised(self, values: Tensor, place: int) -> Tensor:
        batch, frames, width = values.shape
        flat = self.norm[place](values.reshape(batch * frames, width))
        return nn.functional.dropout(flat, _DROPOUT, self.training).reshape(batch, frames, width)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """The outputs for sequences and for frames."""
        values = self._normalised(self.body(features), len(OFFSETS) - 1)
        return self.sequence(values), self.frame(values)


def _spliced(values: Tensor, place: int) -> Tensor:
    step = 1 if place <= _THINNED else EVERY
    stride = EVERY if place == _THINNED else 1
    offsets = [offset // step for offset in OFFSETS[place]]
    length = values.shape[1] - (max(offsets) - min(offsets))
    parts = [values[:, offset - min(offsets) :][:, :length:stride] for offset in offsets]
    return torch.cat(parts, dim=-1)


def to_model(network: Network) -> AcousticModel:
    """The network's sequence output as plain layers: normalisation goes into the weights that follow it."""
    layers = []
    scale = network.scale.double().cpu().numpy()
    shift = -network.mean.double().cpu().numpy() * scale
    for affine, norm, offsets in zip(network.affine, network.norm, OFFSETS, strict=True):
        layers.append(_folded(affine, offsets, scale, shift))
        scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().double().cpu().numpy()
        shift = norm.bias.detach().double().cpu().numpy() - norm.running_mean.double().cpu().numpy() * scale
    layers.append(_folded(network.sequence, (0,), scale, shift))
    return AcousticModel(tuple(layers))


def _folded(affine: nn.Linear, offsets: Sequence[int], scale: NDArray[np.float64], shift: NDArray[np.float64]) -> Layer:
    weights = affine.weight.detach().double().cpu().numpy()
    bias = affine.bias.detach().double().cpu().numpy() + weights @ np.tile(shift, len(offsets))
    return Layer(tuple(offsets), (weights * np.tile(scale, len(offsets))).astype(np.float32), bias.astype(np.float32))


def from_model(model: AcousticModel, features: NDArray[np.float32]) -> Network:
    """A network that computes what the model does, normalised by what its layers give for these features.

    `features` are batches as the network takes them. Raises ValueError where the model sees other frames.
    """
    if tuple(layer.offsets for layer in model.layers) != (*OFFSETS, (0,)):
        raise ValueError("the model to start from has other layers than the network")
    network = Network(len(model.layers[0].bias))
    network.eval()
    network.normalise_by(features.reshape(-1, COEFFICIENTS))
    with torch.no_grad():
        inputs = torch.as_tensor(features)
        mean, deviation = network.mean, 1 / network.scale
        for place, layer in enumerate(model.layers):
            last = place == len(OFFSETS)
            targets = (network.sequence, network.frame) if last else (network.affine[place],)
            weights = torch.as_tensor(layer.weights)
            for target in targets:
                target.weight.copy_(weights * deviation.repeat(len(layer.offsets)))
                target.bias.copy_(torch.as_tensor(layer.bias) + weights @ mean.repeat(len(layer.offsets)))
            if not last:
                given = network.body(inputs, place + 1).reshape(-1, network.width)
                norm = network.norm[place]
                norm.running_mean.copy_(given.mean(dim=0))
                norm.running_var.copy_(given.var(dim=0) + 1e-4)  # a unit that never speaks here may do so elsewhere
                mean, deviation = norm.running_mean, torch.sqrt(norm.running_var + norm.eps)
    return network
