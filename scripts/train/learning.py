"""The steps that train networks: the first small one that aligns, the one on frames, the one on sequences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from scripts.train.acoustic_model import read_model, write_model
from scripts.train.bigram import load_bigram
from scripts.train.curves import draw_curves
from scripts.train.examples import GROUPS, NOISE, SENTENCES, Examples, Mixture, parts_of
from scripts.train.export import export
from scripts.train.graph import VOCABULARY
from scripts.train.job import Job, Step
from scripts.train.network import AFTER, BEFORE, Network, from_model, to_model
from scripts.train.recordings import Split
from scripts.train.training import Course, Plan, SequenceLoss, frame_loss, take_over_frames

WEIGHTS = {SENTENCES: 0.45, "words": 0.2, "excerpts": 0.13, "synthetic": 0.15, NOISE: 0.07}
"""How often each group is drawn."""
_FIRST_WEIGHTS = {SENTENCES: 0.7, "words": 0.3}
_FRAME_RATE, _SEQUENCE_RATE, _AGAIN_RATE = 2.5e-3, 6e-4, 4e-4
"""Learning rates: for frames, for sequences after frames, and for sequences from a model that was trained so before."""
_FRAME_OUTPUTS, _SEQUENCE_OUTPUTS = 40, 50
_LOOKED_AT = 96


def first_network(job: Job) -> Step:
    """A small network on the recordings that pocketsphinx aligned."""
    return Step("first network", job.aligner, lambda: _learn_first(job))


def networks(job: Job) -> tuple[Step, ...]:
    """From the examples to the model folder."""
    steps = [Step("sequences", job.work / "sequences/final.mdl", lambda: _learn_sequences(job))]
    if job.start_from is None:
        steps.insert(0, Step("frames", job.work / "frames/network.pt", lambda: _learn_frames(job)))
    return (*steps, Step("export", job.out / VOCABULARY, lambda: _export(job)))


def _learn_first(job: Job) -> None:
    seen = _mixture(job.first / "examples", _FIRST_WEIGHTS)
    plan = Plan(job.sizes.first_hours, _FRAME_RATE, job.seed, job.sizes.chunks, _FRAME_OUTPUTS)
    network = _fresh(job.sizes.first_width, seen, plan)
    network = Course(network, seen, seen.groups[0], plan, job.first / "network").run(frame_loss)
    take_over_frames(network, seen, plan)
    write_model(job.aligner, to_model(network), compressed=False)


def _learn_frames(job: Job) -> None:
    seen = _mixture(job.examples, _weights(job))
    plan = Plan(job.sizes.frame_hours, _FRAME_RATE, job.seed, job.sizes.chunks, _FRAME_OUTPUTS)
    network = Course(_fresh(job.sizes.width, seen, plan), seen, _dev(job), plan, job.work / "frames").run(frame_loss)
    take_over_frames(network, seen, plan)
    torch.save(network.state_dict(), job.work / "frames/network.pt")
    draw_curves(job.work / "frames")


def _learn_sequences(job: Job) -> None:
    seen = _mixture(job.examples, _weights(job))
    rate = _SEQUENCE_RATE if job.start_from is None else _AGAIN_RATE
    plan = Plan(job.sizes.sequence_hours, rate, job.seed, job.sizes.chunks, _SEQUENCE_OUTPUTS)
    loss = SequenceLoss(load_bigram(job.bigram))
    network = Course(_before_sequences(job, seen, plan), seen, _dev(job), plan, job.work / "sequences").run(loss)
    draw_curves(job.work / "sequences")
    half = job.work / "sequences/final.half"
    write_model(half, to_model(network), compressed=False)
    half.rename(job.work / "sequences/final.mdl")


def _before_sequences(job: Job, seen: Mixture, plan: Plan) -> Network:
    if job.start_from is not None:
        looked_at = seen.batch(np.random.default_rng(job.seed), _LOOKED_AT, plan.outputs, BEFORE, AFTER)
        return from_model(read_model(job.start_from / "am/final.mdl"), looked_at.features)
    network = Network(job.sizes.width)
    network.load_state_dict(torch.load(job.work / "frames/network.pt", map_location="cpu", weights_only=True))
    return network


def _export(job: Job) -> None:
    model = read_model(job.work / "sequences/final.mdl")
    left_out = export(job.out, model, job.words(), load_bigram(job.bigram))
    if left_out:
        print(f"without {' '.join(left_out)}", end=" ")


def use_processors(count: int) -> None:
    """How many processors torch may use, and a GPU where there is one."""
    torch.set_num_threads(count)
    if torch.cuda.is_available():
        torch.set_default_device("cuda")


def _fresh(width: int, seen: Mixture, plan: Plan) -> Network:
    torch.manual_seed(plan.seed)
    network = Network(width)
    looked_at = seen.batch(np.random.default_rng(plan.seed), _LOOKED_AT, plan.outputs, BEFORE, AFTER)
    network.normalise_by(looked_at.features.reshape(-1, looked_at.features.shape[-1]))
    return network


def _weights(job: Job) -> dict[str, float]:
    return {name: weight for name, weight in WEIGHTS.items() if name not in job.without}


def _mixture(folder: Path, weights: dict[str, float]) -> Mixture:
    names = [group.name for group in GROUPS if group.name in weights]
    parts = {name: parts_of(folder, name, Split.TRAIN) for name in names}
    return Mixture([(Examples(parts[name]), weights[name]) for name in names if parts[name]])


def _dev(job: Job) -> Examples:
    """Sentences by others than those trained on; where there are none, the first that are trained on."""
    dev = parts_of(job.examples, SENTENCES, Split.DEV)
    return Examples(dev or parts_of(job.examples, SENTENCES, Split.TRAIN)[:1])
