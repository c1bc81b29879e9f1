"""Fits the network that tells a crying baby from everything else, and writes its weights.

    python -m scripts.train.crying --data FOLDER voice/hearing/sound/crying.npz

FOLDER holds recordings as for scripts/bench/recognition.py, and rooms/index.csv; only those of the split `train` are
used. A cry is told by energy (scripts/bench/evaluation/cries.py); everything else that is not labelled as crying is
none, and alarms, sirens and tunes are made up. Recordings are put into rooms, narrow bands and noise, and in the
network's own view their colour, band and floor are changed once more, so that it does not learn a device by heart.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from scripts.bench.evaluation.conditions import Room, impulse_response
from scripts.bench.evaluation.corpus import Clip, Corpus, Noise, Sound, up_to
from scripts.bench.evaluation.cries import long_cries
from voice.hearing.sound.crying import BANDS, FEATURES, PIECE, PIECES, RATE_HZ, features, relative

_CHANNELS = 16
_STEPS = 5000
_RATE = 6e-3
_CRIES, _OTHERS, _HARD = 128, 192, 192
_HARD_SHARE = 0.04
_VARIANTS = 3
_SPEECH_S = {"phrases": 1500.0, "reading": 5000.0, "more": 9000.0}
_MADE_UP = 400
_BEFORE_S = 2.0
_FROM_S = 1.2
"""So long after its beginning a cry is to be found: most of what the network sees is crying then."""


class Network(nn.Module):
    """As `voice.hearing.sound.crying.Weights`."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(FEATURES, _CHANNELS, 5)
        self.second = nn.Conv1d(_CHANNELS, _CHANNELS, 5, dilation=2)
        self.last = nn.Linear(2 * _CHANNELS, 1)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Scores of (n, PIECES, FEATURES)."""
        hidden = torch.relu(self.second(torch.relu(self.first(seen.transpose(1, 2)))))
        scores: torch.Tensor = self.last(torch.cat((hidden.mean(2), hidden.amax(2)), 1))[:, 0]
        return scores


def main() -> None:
    """Fit, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("weights", type=Path)
    args = parser.parse_args()
    torch.manual_seed(0)
    corpus, rng = Corpus(args.data, "train"), np.random.default_rng(1)
    cries = torch.from_numpy(np.concatenate(list(_cries(corpus, rng))))
    others = torch.from_numpy(np.concatenate(list(_others(corpus, rng))))
    print(f"{len(cries)} views of crying, {len(others)} of others")
    network = fitted(cries, others)
    kept = {name: tensor.detach().numpy() for name, tensor in network.named_parameters()}
    np.savez(
        args.weights,
        first=kept["first.weight"].transpose(2, 1, 0),
        first_bias=kept["first.bias"],
        second=kept["second.weight"].transpose(2, 1, 0),
        second_bias=kept["second.bias"],
        last=kept["last.weight"][0],
        last_bias=kept["last.bias"][0],
    )


def fitted(cries: torch.Tensor, others: torch.Tensor) -> Network:
    """Fitted on what is crying and what is not, from a quarter on also on what was hardest so far."""
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-3)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=_STEPS)
    hard = torch.arange(len(others))
    wanted = torch.cat((torch.ones(_CRIES), torch.zeros(_OTHERS + _HARD)))
    for step in range(1, _STEPS + 1):
        shown = (_some(cries, _CRIES), _some(others, _OTHERS), _some(others[hard], _HARD))
        loss = nn.functional.binary_cross_entropy_with_logits(network(shaken(torch.cat(shown))), wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rates.step()
        if step % (_STEPS // 4) == 0:
            print(f"step {step}: loss {float(loss.detach()):.3f}")
            with torch.no_grad():
                scores = torch.cat([network(part) for part in others.split(4096)])
            hard = scores.topk(max(1, round(len(others) * _HARD_SHARE))).indices
    return network


def shaken(seen: torch.Tensor) -> torch.Tensor:
    """What the network sees, (n, PIECES, FEATURES), with another colour, a narrower band and another floor."""
    count, places = len(seen), torch.linspace(0, 1, BANDS)
    waves = (0.5, 1.0, 2.0, 3.0)
    colour = torch.zeros(count, BANDS)
    for wave in waves:
        colour += 0.06 * torch.randn(count, 1) * torch.cos(torch.pi * (wave * places + 2 * torch.rand(count, 1)))
    lowest = torch.randint(0, 4, (count, 1)) * (torch.rand(count, 1) < 0.4)
    highest = BANDS - torch.randint(0, 5, (count, 1)) * (torch.rand(count, 1) < 0.4)
    number = torch.arange(BANDS)
    cut = ((number < lowest) | (number >= highest)).float()
    bands = seen[:, :, :BANDS] + (colour - 0.6 * torch.rand(count, 1) * cut)[:, None]
    floor = 0.5 * torch.rand(count, 1, 1) * (torch.rand(count, 1, 1) < 0.6)
    bands = torch.maximum(bands, floor + 0.03 * torch.randn_like(bands)).clamp(0.0, 1.2)
    return torch.cat((bands, seen[:, :, BANDS:]), 2)


def _some(rows: torch.Tensor, count: int) -> torch.Tensor:
    return rows[torch.randint(len(rows), (count,))]


def _cries(corpus: Corpus, rng: np.random.Generator) -> Iterator[NDArray[np.float32]]:
    noises = _noises(corpus)
    for clip in corpus.noise:
        if clip.noise is not Noise.CRYING:
            continue
        sound = corpus.sound(clip)
        cries = long_cries(sound)
        for variant in range(_VARIANTS if cries else 0):
            ends_s, views = _views(_elsewhere(sound, corpus, noises, rng) if variant else sound, 2, rng)
            inside = np.zeros(len(ends_s), bool)
            for cry in cries:
                inside |= (ends_s >= cry.start_s + _FROM_S) & (ends_s <= cry.end_s)
            yield views[inside]


def _others(corpus: Corpus, rng: np.random.Generator) -> Iterator[NDArray[np.float32]]:
    noises = _noises(corpus)
    for clip in noises:
        for variant in range(_VARIANTS):
            sound = corpus.sound(clip)
            yield _views(_elsewhere(sound, corpus, noises, rng) if variant else sound, 3, rng)[1]
    for kind, seconds in _SPEECH_S.items():
        for clip in up_to(corpus.of(kind), seconds):
            sound = corpus.sound(clip)
            yield _views(_elsewhere(sound, corpus, noises, rng) if rng.random() < 0.7 else sound, 3, rng)[1]
    for _ in range(_MADE_UP):
        yield _views(_elsewhere(_made_up(rng), corpus, noises, rng), 3, rng)[1]


def _noises(corpus: Corpus) -> list[Clip]:
    return [clip for clip in corpus.noise if clip.noise is not Noise.CRYING and clip.seconds > 1.0]


def _views(sound: Sound, every: int, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """What the network sees at the end of every so many pieces, after two seconds of almost nothing; and when."""
    before = rng.normal(scale=1e-5, size=round(_BEFORE_S * RATE_HZ)).astype(np.float32)
    whole = np.concatenate((before, sound))
    seen = features(whole[: len(whole) // PIECE * PIECE].reshape(-1, PIECE))
    if len(seen) < PIECES:
        return np.zeros(0), np.zeros((0, PIECES, FEATURES), np.float32)
    ends = np.arange(PIECES, len(seen) + 1, every)
    rolling = np.lib.stride_tricks.sliding_window_view(seen, PIECES, axis=0).transpose(0, 2, 1)[ends - PIECES]
    return ends * PIECE / RATE_HZ - _BEFORE_S, relative(rolling)


def _elsewhere(sound: Sound, corpus: Corpus, noises: list[Clip], rng: np.random.Generator) -> Sound:
    """As it might have been recorded in another room, by another device, beside something else."""
    if rng.random() < 0.5:
        response = impulse_response(Room(float(rng.uniform(0.15, 0.6)), float(rng.uniform(0.3, 2.5))), rng)
        sound = _filtered(sound, np.fft.rfft(response, _size(sound)))
    hz = np.fft.rfftfreq(_size(sound), 1 / RATE_HZ)
    if rng.random() < 0.4:
        sound = _filtered(sound, 1 / np.sqrt(1 + (300 / np.maximum(hz, 1.0)) ** 8) / np.sqrt(1 + (hz / 3400) ** 8))
    if rng.random() < 0.5:
        beside = rng.normal(size=len(sound))
    else:
        beside = np.resize(corpus.sound(noises[int(rng.integers(len(noises)))]), len(sound))
    snr_db = rng.uniform(5.0, 40.0)
    mixed = sound + beside * (_rms(sound) / _rms(beside) * 10 ** (-snr_db / 20))
    return np.asarray(mixed * (10 ** (rng.uniform(-40.0, -20.0) / 20) / _rms(mixed)), np.float32)


def _size(sound: Sound) -> int:
    return len(sound) + RATE_HZ


def _filtered(sound: Sound, response: NDArray[np.complex128] | NDArray[np.float64]) -> Sound:
    size = _size(sound)
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)].astype(np.float32)


def _rms(sound: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) + 1e-9


def _made_up(rng: np.random.Generator) -> Sound:
    """Six seconds of an alarm, a siren or a tune: harmonics from 250 Hz on, in steps or gliding."""
    times_s = np.arange(6 * RATE_HZ) / RATE_HZ
    base_hz = rng.uniform(250.0, 1200.0)
    held = round(rng.uniform(0.12, 1.0) * RATE_HZ)
    steps = base_hz * 2 ** (rng.integers(-7, 8, size=len(times_s) // held + 1) / 12)
    kind = rng.integers(4)
    pitch_hz = np.full(len(times_s), base_hz)
    envelope = np.ones(len(times_s))
    if kind == 0:
        envelope = (np.sin(2 * np.pi * rng.uniform(0.5, 4.0) * times_s) > 0).astype(np.float64)
    elif kind == 1:
        pitch_hz = base_hz * (1 + 0.4 * np.sin(2 * np.pi * rng.uniform(0.1, 2.0) * times_s))
    else:
        pitch_hz = np.repeat(steps, held)[: len(times_s)]
        if kind == 2:
            envelope = np.exp(-3 * (np.arange(len(times_s)) % held) / held)
        else:
            pitch_hz = pitch_hz * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * times_s))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    fall = rng.uniform(0.2, 1.2)
    harmonics = [np.sin(n * phase) * np.exp(-fall * (n - 1)) for n in range(1, 12)]
    return np.asarray(envelope * np.sum(harmonics, axis=0), np.float32)


if __name__ == "__main__":
    main()
