"""The two trainings, on frames and on sequences: same loop, same checkpoints, different objective.

A checkpoint holds everything that goes on changes, the generators of chance among it, so a run that was cut off and
goes on gives what it would have given.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from scripts.train.bigram import Bigram
from scripts.train.examples import Chunks, Examples, Mixture
from scripts.train.network import AFTER, BEFORE, Network
from scripts.train.objective import Mmi
from scripts.train.units import EVERY, FIRST_PHONE, OUTPUTS

_LOG_EVERY = 50
_SAVE_EVERY = 100
_CHECK_EVERY = 500
_AVERAGED_SHARE = 0.15
_AVERAGED_EVERY = 20
_WARM_UP = 150
_LOWEST_RATE = 1e-5
_LONGEST_GRADIENT = 5.0
_LABEL_SMOOTHING = 0.02
_FRAME_WEIGHT = 0.1
_SIZE_WEIGHT = 0.0005
_WORST_CHUNK = -8.0
_SMOOTHING = 0.98
_PRIOR_BATCHES = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training goes: `hours` of sound seen, in batches of `chunks` of `outputs` frames of 30 ms."""

    hours: float
    rate: float
    seed: int
    chunks: int
    outputs: int

    @property
    def steps(self) -> int:
        """The number of batches."""
        return max(1, round(self.hours * 360_000 / (self.chunks * self.outputs * EVERY)))


class Course:
    """One training: the network, what is seen, what is written down."""

    def __init__(self, network: Network, seen: Mixture, dev: Examples, plan: Plan, folder: Path) -> None:
        self.network = network
        self._seen = seen
        self._dev = dev
        self._plan = plan
        self._folder = folder
        self._optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-4)
        self._rng = np.random.default_rng(plan.seed)
        torch.manual_seed(plan.seed)
        self._step = 0
        self._sum: dict[str, Tensor] = {}
        self._summed = 0
        self._smoothed: dict[str, float] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, loss: Callable[[Network, Chunks], tuple[Tensor, dict[str, float]]]) -> Network:
        """Train to the end, from the last checkpoint where there is one, and average the last weights."""
        self._resume()
        began = time.monotonic()
        self.network.train()
        while self._step < self._plan.steps:
            self._learn(loss)
            if self._step % _LOG_EVERY == 0 or self._step == self._plan.steps:
                self._log(time.monotonic() - began)
            if self._step % _SAVE_EVERY == 0:
                self._save()
        self._save()
        if self._summed:
            state = self.network.state_dict()
            self.network.load_state_dict({name: self._average(name, state[name]) for name in state})
        return self.network

    def _learn(self, loss: Callable[[Network, Chunks], tuple[Tensor, dict[str, float]]]) -> None:
        plan = self._plan
        for group in self._optimiser.param_groups:
            warm = min(1.0, (self._step + 1) / _WARM_UP)
            group["lr"] = plan.rate * warm * 0.5 * (1 + math.cos(math.pi * self._step / plan.steps)) + _LOWEST_RATE
        value, figures = loss(self.network, self._seen.batch(self._rng, plan.chunks, plan.outputs, BEFORE, AFTER))
        self._optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST_GRADIENT)
        self._optimiser.step()
        self._step += 1
        for name, figure in figures.items():
            before = self._smoothed.get(name, figure)
            self._smoothed[name] = _SMOOTHING * before + (1 - _SMOOTHING) * figure
        if self._step >= (1 - _AVERAGED_SHARE) * plan.steps and self._step % _AVERAGED_EVERY == 0:
            self._summed += 1
            for name, one in self.network.state_dict().items():
                self._sum[name] = self._sum.get(name, torch.zeros_like(one, dtype=torch.float64)) + one.double()

    def _average(self, name: str, like: Tensor) -> Tensor:
        return (self._sum[name] / self._summed).to(like.dtype)

    def _log(self, seconds: float) -> None:
        line: dict[str, float] = {"step": self._step, "of": self._plan.steps, "seconds": round(seconds, 1)}
        line |= {name: round(value, 5) for name, value in self._smoothed.items()}
        if self._step % _CHECK_EVERY == 0 or self._step == self._plan.steps:
            line["dev_accuracy"] = round(frame_accuracy(self.network, self._dev), 5)
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _save(self) -> None:
        half = self._folder / "checkpoint.half"
        state: dict[str, Any] = {"network": self.network.state_dict(), "optimiser": self._optimiser.state_dict()}
        state |= {"step": self._step, "sum": self._sum, "summed": self._summed, "smoothed": self._smoothed}
        state |= {"rng": self._rng.bit_generator.state, "torch_rng": torch.get_rng_state()}
        state["gpu_rng"] = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
        torch.save(state, half)
        half.rename(self._folder / "checkpoint.pt")

    def _resume(self) -> None:
        file = self._folder / "checkpoint.pt"
        if not file.is_file():
            return
        state = torch.load(file, map_location="cpu", weights_only=False)
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._sum = {name: torch.as_tensor(one) for name, one in state["sum"].items()}
        self._step, self._summed = state["step"], state["summed"]
        self._smoothed = state["smoothed"]
        self._rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch_rng"])
        if torch.cuda.is_available() and state["gpu_rng"]:
            torch.cuda.set_rng_state_all(state["gpu_rng"])


def frame_loss(network: Network, chunks: Chunks) -> tuple[Tensor, dict[str, float]]:
    """Cross-entropy of the frame output."""
    _, frame = network(torch.as_tensor(chunks.features))
    value = _cross_entropy(frame, chunks, smoothing=_LABEL_SMOOTHING)
    return value, {"cross_entropy": value.item()}


class SequenceLoss:
    """Minus the MMI objective, with the frame output's cross-entropy and the size of the outputs beside it."""

    def __init__(self, bigram: Bigram) -> None:
        self._mmi = Mmi(bigram)

    def __call__(self, network: Network, chunks: Chunks) -> tuple[Tensor, dict[str, float]]:
        """The loss of a batch, and what is logged of it."""
        sequence, frame = network(torch.as_tensor(chunks.features))
        objective = self._mmi.per_frame(sequence, chunks.units, chunks.segments).clamp(min=_WORST_CHUNK).mean()
        cross_entropy = _cross_entropy(frame, chunks, smoothing=0.0)
        value = -objective + _FRAME_WEIGHT * cross_entropy + _SIZE_WEIGHT * torch.mean(sequence**2)
        return value, {"mmi": objective.item(), "cross_entropy": cross_entropy.item()}


def _cross_entropy(frame: Tensor, chunks: Chunks, *, smoothing: float) -> Tensor:
    targets = torch.as_tensor(chunks.targets).reshape(-1)
    return nn.functional.cross_entropy(frame.reshape(-1, OUTPUTS), targets, ignore_index=-1, label_smoothing=smoothing)


def frame_accuracy(network: Network, dev: Examples, every: int = 4) -> float:
    """In how many frames of phones the frame output finds the right one; every so many recordings."""
    network.eval()
    right = total = 0
    with torch.no_grad():
        for place in range(0, len(dev.lengths), every):
            outputs = (int(dev.lengths[place]) - 1) // EVERY + 1
            chunk = dev.chunk(place, 0, outputs, BEFORE, AFTER)
            _, frame = network(torch.as_tensor(chunk.features)[None])
            found = frame[0].argmax(dim=-1).cpu().numpy() // 2
            spoken = chunk.units >= FIRST_PHONE
            right += int((found == chunk.units)[spoken].sum())
            total += int(spoken.sum())
    network.train()
    return right / max(1, total)


def take_over_frames(network: Network, seen: Mixture, plan: Plan) -> None:
    """After training on frames: the sequence output becomes the frame output less the log of its priors."""
    network.eval()
    rng = np.random.default_rng(plan.seed)
    mass = torch.zeros(OUTPUTS)
    with torch.no_grad():
        for _ in range(_PRIOR_BATCHES):
            chunks = seen.batch(rng, plan.chunks, plan.outputs, BEFORE, AFTER)
            _, frame = network(torch.as_tensor(chunks.features))
            mass += frame.softmax(dim=-1)[torch.as_tensor(chunks.targets >= 0)].sum(dim=0)
        network.sequence.weight.copy_(network.frame.weight)
        network.sequence.bias.copy_(network.frame.bias - torch.log(mass / mass.sum() + 1e-6))
    network.train()
