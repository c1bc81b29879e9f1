"""Lattice-free maximum mutual information: how much likelier the right sequence of units is than all sequences.

The denominator is every unit after every other, weighted by a bigram; the numerator the aligned sequence of a chunk,
each unit within `TOLERANCE` outputs of its place. Chunks are short, so both are plain forward passes.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from scripts.train.bigram import Bigram

TOLERANCE = 2
_STAY = 0.5
_NEVER = -1e4
_LOG_STAY = math.log(_STAY)


class Mmi:
    """The objective for one bigram."""

    def __init__(self, bigram: Bigram) -> None:
        self._bigram = bigram
        self._alone = torch.tensor(bigram.alone, dtype=torch.float32)
        self._after = torch.tensor(bigram.after, dtype=torch.float32)

    def per_frame(self, outputs: Tensor, units: NDArray[np.int64], segments: NDArray[np.int64]) -> Tensor:
        """The objective of each chunk, at most 0, divided by its frames.

        `outputs`: (chunks, frames, OUTPUTS); `units` and `segments`: (chunks, frames), see `Chunks`.
        """
        frames = outputs.shape[1]
        return (self._numerator(outputs, units, segments) - self._denominator(outputs)) / frames

    def _denominator(self, outputs: Tensor) -> Tensor:
        """Probabilities, made to sum to one after each frame so that nothing underflows."""
        highest = outputs.max(dim=-1, keepdim=True).values.detach()
        likelihood = torch.exp(outputs - highest)
        first, rest = likelihood[..., 0::2], likelihood[..., 1::2]
        entered = self._alone * first[:, 0] * _STAY
        stayed = self._alone * rest[:, 0] * _STAY
        total = highest[..., 0].sum(dim=1)
        for time in range(outputs.shape[1]):
            if time:
                both = (entered + stayed) * _STAY
                entered, stayed = (both @ self._after) * first[:, time], both * rest[:, time]
            mass = (entered + stayed).sum(dim=1, keepdim=True)
            total = total + torch.log(mass[:, 0])
            entered, stayed = entered / mass, stayed / mass
        return total

    def _numerator(self, outputs: Tensor, units: NDArray[np.int64], segments: NDArray[np.int64]) -> Tensor:
        chunks, frames, _ = outputs.shape
        sequences = _Sequences(self._bigram, units, segments)
        place = torch.as_tensor(sequences.units)[:, None].expand(chunks, frames, -1)
        allowed = torch.as_tensor(sequences.allowed)
        first = torch.gather(outputs, 2, 2 * place) + allowed
        rest = torch.gather(outputs, 2, 2 * place + 1) + allowed
        coming = torch.as_tensor(sequences.coming)
        begins = torch.full_like(coming, _NEVER)
        begins[:, :2] = 0.0  # within the tolerance, a chunk may begin with its second unit
        entered = begins + coming + first[:, 0] + _LOG_STAY
        stayed = begins + coming + rest[:, 0] + _LOG_STAY
        never = torch.full((chunks, 1), _NEVER)
        for time in range(1, frames):
            both = torch.logaddexp(entered, stayed) + _LOG_STAY
            entered = torch.cat((never, both[:, :-1] + coming[:, 1:]), dim=1) + first[:, time]
            stayed = both + rest[:, time]
        ending = torch.logaddexp(entered, stayed)
        return torch.logsumexp(torch.where(torch.as_tensor(sequences.ends), ending, _NEVER), dim=1)


class _Sequences:
    """The units of each chunk in order, padded to the longest: what they are, when they may be, what leads to them."""

    def __init__(self, bigram: Bigram, units: NDArray[np.int64], segments: NDArray[np.int64]) -> None:
        chunks, frames = units.shape
        starts = [np.flatnonzero(np.diff(row, prepend=row[0] - 1)) for row in segments]
        longest = max(map(len, starts))
        self.units = np.zeros((chunks, longest), np.int64)
        self.allowed = np.full((chunks, frames, longest), _NEVER, np.float32)
        self.coming = np.zeros((chunks, longest), np.float32)
        self.ends = np.zeros((chunks, longest), bool)
        log_alone, log_after = np.log(bigram.alone), np.log(bigram.after)
        times = np.arange(frames)[:, None]
        for row, start in enumerate(starts):
            count = len(start)
            chosen = units[row, start]
            self.units[row, :count] = chosen
            stop = np.append(start[1:], frames)
            near = (times >= start - TOLERANCE) & (times < stop + TOLERANCE)
            self.allowed[row, :, :count][near] = 0.0
            self.coming[row, 0] = log_alone[chosen[0]]
            self.coming[row, 1:count] = log_after[chosen[:-1], chosen[1:]]
            self.ends[row, max(0, count - 2) : count] = True
