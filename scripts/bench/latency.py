"""How long it takes from the end of a command's last word to its decision.

    scripts/bench/latency.py                     espeak-ng says every phrase that is live while expressing
    scripts/bench/latency.py --wav FOLDER        the recordings in a folder instead
    scripts/bench/latency.py --json result.json  the figures as JSON too

Prints one line a group (voice, or "recordings") and one for all: how many were decided, median and 95th percentile in
milliseconds. The end of the word is where the recogniser puts it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import read_audio
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.guide.steps import Step
from voice.hearing.files import Hearer, Live, hear_recording
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser

_VOICES = ("en-us+f1", "en-us+f3", "en-us+m2", "en-us+m5")
_WORDS_A_MINUTE = 150
_MEDIAN_TARGET_MS = 350
_P95_TARGET_MS = 600
_SOUNDS = (".wav", ".flac", ".ogg", ".opus")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One recording at 16,000 Hz and the group it is counted in."""

    group: str
    samples: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Figures:
    """The result of a group; latencies in milliseconds, nan where nothing was decided."""

    group: str
    spoken: int
    decided: int
    median_ms: float
    p95_ms: float


def main() -> int:
    """Measure, print a table, and end with status 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wav", type=Path, metavar="FOLDER", help="recordings of commands")
    parser.add_argument("--model", type=Path, metavar="PATH", help="the folder of a Vosk model")
    parser.add_argument("--every", type=int, default=4, metavar="N", help="take every Nth phrase (default 4)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    table = load().phrases
    live = Live(table, None if args.wav is not None else Step.EXPRESS)
    texts = [phrase.text for phrase in live.phrases][:: args.every]
    spoken = _recordings(args.wav) if args.wav is not None else _rendered(texts)
    figures = measure(spoken, live, args.model or builtin_model())
    print(f"{'':<14}{'spoken':>8}{'decided':>9}{'median':>9}{'p95':>8}")
    for one in figures:
        print(f"{one.group:<14}{one.spoken:>8}{one.decided:>9}{one.median_ms:>6.0f} ms{one.p95_ms:>5.0f} ms")
    print(f"targets: median {_MEDIAN_TARGET_MS} ms, 95th percentile {_P95_TARGET_MS} ms")
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    met = figures[-1].median_ms <= _MEDIAN_TARGET_MS and figures[-1].p95_ms <= _P95_TARGET_MS
    return 0 if met else 1


def measure(spoken: Iterator[Spoken], live: Live, model: Path) -> list[Figures]:
    """The figures of each group, and last of all together."""
    counts: dict[str, int] = {}
    latencies: dict[str, list[float]] = {}
    with Recogniser(model) as recogniser:
        recogniser.open(live.set.name, live.set.grammar)
        for one in spoken:
            counts[one.group] = counts.get(one.group, 0) + 1
            heard = hear_recording(Hearer(recogniser), live, one.samples)[:1]
            latencies.setdefault(one.group, []).extend(1000 * (each.decided_s - each.speech_end_s) for each in heard)
    every = [latency for group in latencies.values() for latency in group]
    groups = [_figures(group, counts[group], latencies[group]) for group in counts]
    return [*groups, _figures("all", sum(counts.values()), every)]


def _figures(group: str, spoken: int, latencies_ms: Sequence[float]) -> Figures:
    median_ms, p95_ms = np.percentile(latencies_ms, [50, 95]) if latencies_ms else (np.nan, np.nan)
    return Figures(group, spoken, len(latencies_ms), float(median_ms), float(p95_ms))


def _recordings(folder: Path) -> Iterator[Spoken]:
    for file in sorted(file for file in folder.rglob("*") if file.suffix.lower() in _SOUNDS):
        samples, rate_hz = read_audio(file)
        yield Spoken("recordings", resample(samples, rate_hz, RATE_HZ))


def _rendered(texts: Sequence[str]) -> Iterator[Spoken]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "said.wav")
        for voice in _VOICES:
            for text in texts:
                speed = str(_WORDS_A_MINUTE)
                subprocess.run(["espeak-ng", "-v", voice, "-s", speed, "-w", str(file), text], check=True)
                samples, rate_hz = read_audio(file)
                yield Spoken(voice, resample(samples, rate_hz, RATE_HZ))


if __name__ == "__main__":
    sys.exit(main())
