"""Where the beat lies in the rendered stream, against where it should: errors in samples, expected to be 0.

The mixer renders minutes of stream just as for a loudspeaker, with changes of tempo, narration over the beat and cue
words. Onsets are then looked for in the samples alone and compared with whole-number arithmetic done here, so neither
the mixer's reports nor its schedule vouch for themselves.

    python scripts/bench/beat.py --minutes 10 --out beat.json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.audio.orders import Cues, Play, SetTempo, StartBeat, Started
from voice.narration.clip import Clip

LEAD_S = 0.4
BLOCK_S = 0.02
QUIET_S = 0.1
"""A sound begins a beat when at least this much quiet lies before it."""
TONE_LEVEL = 5e-4
"""A ducked tone's first sample is at 0.0008 or more; what subtracting the narration leaves is below 1e-7."""
VOWEL_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """One stream: `tempos` are (at seconds, cycles a minute), the first one starts the beat."""

    name: str
    tempos: tuple[tuple[float, float], ...]
    narration_every_s: float = 0.0
    words: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one stream; errors in samples, cost per rendered 20 ms block in microseconds."""

    name: str
    rate_hz: int
    minutes: float
    beats_expected: int
    beats_found: int
    largest_error: int
    mean_error: float
    block_us: float


CASES = (
    Case("10 a minute", ((0, 10),)),
    Case("17 a minute", ((0, 17),)),
    Case("18 a minute", ((0, 18),)),
    Case("60 a minute", ((0, 60),)),
    Case("tempo changes", tuple((20.3 * n, rate) for n, rate in enumerate([18, 20, 22, 17.3, 10, 60, 36, 18]))),
    Case("narration over it", ((0, 18),), narration_every_s=7.7),
    Case("both", tuple((13.1 * n, rate) for n, rate in enumerate([18, 30, 12, 44, 10, 60])), narration_every_s=9.1),
    Case("cue words", ((0, 18),), words=True),
    Case("cue words, tempo changes", tuple((31.7 * n, 18 + 2 * n) for n in range(8)), words=True),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; exit status 1 when any beat is off or missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="length of each stream (default 10)")
    parser.add_argument("--rate", type=int, nargs="+", default=[24_000, 48_000], help="stream rates in Hz")
    parser.add_argument("--out", type=Path, help="write the results as JSON")
    options = parser.parse_args(argv)
    results = []
    print(f"{'stream':<26}{'Hz':>7}{'beats':>7}{'found':>7}{'max error':>11}{'mean':>7}{'us/block':>10}")
    for rate_hz in options.rate:
        for case in CASES:
            result = measured(case, rate_hz, options.minutes)
            results.append(result)
            print(
                f"{result.name:<26}{rate_hz:>7}{result.beats_expected:>7}{result.beats_found:>7}"
                f"{result.largest_error:>11}{result.mean_error:>7.2f}{result.block_us:>10.1f}"
            )
    if options.out:
        options.out.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    good = all(result.largest_error == 0 and result.beats_found == result.beats_expected for result in results)
    return 0 if good else 1


def measured(case: Case, rate_hz: int, minutes: float) -> Result:
    """Render one stream, find its beats, compare them."""
    sound, block_us = rendered(case, rate_hz, minutes)
    found = onsets(sound, rate_hz, VOWEL_LEVEL if case.words else TONE_LEVEL)
    expected = beats(case, rate_hz, len(sound))
    errors = [
        int(min(abs(frame - place) for place in found[max(0, near - 1) : near + 1]))
        for frame, near in zip(expected, np.searchsorted(found, expected), strict=True)
    ]
    return Result(case.name, rate_hz, minutes, len(expected), len(found), max(errors), float(np.mean(errors)), block_us)


def rendered(case: Case, rate_hz: int, minutes: float) -> tuple[NDArray[np.float32], float]:
    """The stream less its narration, and the time it took to render a block in microseconds."""
    mixer = Mixer(rate_hz, earcons(rate_hz))
    narration = _narration(rate_hz)
    block = round(rate_hz * BLOCK_S)
    blocks: list[NDArray[np.float32]] = []
    starts: list[int] = []
    tempos = list(case.tempos)
    next_narration_s = case.narration_every_s or minutes * 60
    took = 0.0
    while mixer.position < minutes * 60 * rate_hz:
        now_s = mixer.position / rate_hz
        if tempos and now_s >= tempos[0][0]:
            rate_cpm = tempos.pop(0)[1]
            mixer.post(SetTempo(rate_cpm) if blocks else StartBeat(rate_cpm, _cues(rate_hz, case.words), None, LEAD_S))
        if now_s >= next_narration_s:
            next_narration_s += case.narration_every_s
            mixer.post(Play(len(starts), narration))
        began = time.perf_counter()
        blocks.append(mixer.render(block))
        took += time.perf_counter() - began
        starts += [report.frame for report in mixer.reports() if isinstance(report, Started)]
    sound = np.concatenate(blocks)
    for start in starts:
        part = sound[start : start + len(narration.samples)]
        part -= narration.samples[: len(part)]
    return sound, took / len(blocks) * 1e6


def onsets(sound: NDArray[np.float32], rate_hz: int, level: float) -> NDArray[np.int64]:
    """Frames where sound of this level begins after quiet."""
    loud = np.flatnonzero(np.abs(sound) >= level)
    if not len(loud):
        raise SystemExit("the stream is silent: there is no beat to measure")
    return loud[np.r_[True, np.diff(loud) > QUIET_S * rate_hz]]


def beats(case: Case, rate_hz: int, frames: int) -> list[int]:
    """Where beats belong: thirds of cycles; a tempo asked for in a cycle begins with the next one."""
    expected: list[int] = []
    press = Fraction(round(LEAD_S * rate_hz))
    block = round(rate_hz * BLOCK_S)
    while True:
        asked = [rate for at_s, rate in case.tempos if -(-Fraction(at_s) * rate_hz // block) * block <= press]
        third = 20 * rate_hz / Fraction(asked[-1]).limit_denominator(1000)
        for n in range(3):
            if round(press + n * third) >= frames:
                return expected
            expected.append(round(press + n * third))
        press += 3 * third


def _narration(rate_hz: int) -> Clip:
    """Two and a half seconds with the ups and downs of speech."""
    t = np.arange(round(2.5 * rate_hz)) / rate_hz
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, len(t))
    return Clip("narration", (noise * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t))).astype(np.float32), rate_hz)


def _cues(rate_hz: int, words: bool) -> Cues:
    if not words:
        return Cues(*[Clip("", np.zeros(0, np.float32), rate_hz)] * 3)
    return Cues(
        *[
            _word(text, round(onset_s * rate_hz), rate_hz)
            for text, onset_s in (("press", 0.06), ("compress", 0.17), ("relax", 0.04))
        ]
    )


def _word(text: str, onset: int, rate_hz: int) -> Clip:
    """A faint consonant, then a vowel that is loud from its first frame."""
    samples = np.full(onset + round(0.2 * rate_hz), 0.2, np.float32)
    samples[:onset] = 0.002
    return Clip(text, samples, rate_hz, onset)


if __name__ == "__main__":
    sys.exit(main())
