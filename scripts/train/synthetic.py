"""The phrases of the table, spoken by machines: espeak-ng's many voices, and flite's few where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from scripts.train.mfcc import RATE_HZ
from scripts.train.recordings import Recording, Samples, Split
from voice.audio.files import read_audio
from voice.audio.resample import resample

KIND = "synthetic"
_ACCENTS = ("en-us", "en-us", "en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-029", "en-us-nyc")
_VARIANTS = (
    *(f"f{n}" for n in range(1, 6)),
    *(f"m{n}" for n in range(1, 9)),
    *("Andy", "Annie", "Alicia", "Belinda", "Denis", "Gene", "Jacky", "Lee", "Linda", "Mario", "Michael", "Mike"),
    *("Steph", "Steph2", "anika", "steph3", "grandma", "grandpa", "klatt", "klatt4", "victor", "whisper", "whisperf"),
)
_FLITE = ("slt", "rms", "awb", "kal16")
_FLITE_SHARE = 0.3
_RATES_WPM = (95, 200)
_PITCHES = (25, 80)
_QUIET = 1e-3
_MARGIN = 480


class Spoken(NamedTuple):
    """What is to be rendered: one text by one voice, at `pace` (words a minute, or flite's stretch) and pitch."""

    text: str
    engine: str
    voice: str
    pace: float
    pitch: int


def plan(texts: Sequence[str], times: int, *, flite: bool, seed: int) -> list[Spoken]:
    """Each text `times` times, by voices drawn by chance."""
    rng = np.random.default_rng(seed)
    planned = []
    for text in texts:
        for _ in range(times):
            if flite and rng.random() < _FLITE_SHARE:
                voice = str(rng.choice(_FLITE))
                planned.append(
                    Spoken(text, "flite", voice, round(float(rng.uniform(0.85, 1.4)), 2), int(rng.integers(80, 240)))
                )
            else:
                voice = f"{rng.choice(_ACCENTS)}+{rng.choice(_VARIANTS)}"
                planned.append(
                    Spoken(text, "espeak-ng", voice, int(rng.integers(*_RATES_WPM)), int(rng.integers(*_PITCHES)))
                )
    return planned


def has_flite() -> bool:
    """Whether flite is installed."""
    return shutil.which("flite") is not None


def render(planned: Sequence[Spoken], *, at_once: int) -> Iterator[tuple[Recording, Samples]]:
    """The clips in order, without the silence around them; what an engine cannot say is left out."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as pool:
        files = [Path(folder, f"{number}.wav") for number in range(len(planned))]
        for one, samples in zip(planned, pool.map(_rendered, planned, files), strict=True):
            if samples is not None:
                speaker = f"{one.engine}:{one.voice}"
                yield Recording(0, 0, one.text, speaker, "made here", one.engine, KIND, Split.TRAIN), samples


def _rendered(one: Spoken, file: Path) -> Samples | None:
    if one.engine == "flite":
        tune = ("--setf", f"duration_stretch={one.pace}", "--setf", f"int_f0_target_mean={one.pitch}")
        command = ["flite", "-voice", one.voice, *tune, "-t", one.text, "-o", str(file)]
    else:
        command = ["espeak-ng", "-v", one.voice, "-s", f"{one.pace:g}", "-p", str(one.pitch), "-w", str(file), one.text]
    if subprocess.run(command, capture_output=True, check=False).returncode or not file.is_file():
        return None
    samples, rate_hz = read_audio(file)
    file.unlink()
    samples = resample(samples, rate_hz, RATE_HZ)
    loud = np.flatnonzero(np.abs(samples) > _QUIET)
    if not len(loud):
        return None
    return samples[max(0, loud[0] - _MARGIN) : loud[-1] + _MARGIN] * np.float32(32768)
