"""How well a crying baby is found, how soon, and what is taken for one.

    scripts/bench/crying.py --data FOLDER                  everything
    scripts/bench/crying.py --data FOLDER --json result.json

FOLDER holds recordings as for scripts/bench/recognition.py; those of the split `dev` are heard (`--split`). A cry
longer than 3 s is told by energy (scripts/bench/evaluation/cries.py); it is found where the detector says so before it
ends, and in time within 2 s of its beginning. Cries come at several levels, with household noise, in rooms; one at
-50 dBFS is a baby in another room and must not be found. What is no crying at all (talk, reading, sentences, household,
music, the guide's own voice and beat) is played at several levels and counted as holds an hour.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.evaluation.conditions import Room, chance, impulse_response
from scripts.bench.evaluation.corpus import Corpus, Noise, Sound
from scripts.bench.evaluation.cries import Cry, long_cries
from voice.audio.earcons import earcons
from voice.audio.mixer import Mixer
from voice.audio.orders import Cues, SetTempo, StartBeat
from voice.audio.resample import resample
from voice.guide.state import TEMPO_CPM
from voice.hearing.sound.crying import PIECE, CryingDetector
from voice.hearing.words.recogniser import RATE_HZ
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.session.opening import content_for
from voice.session.repertoire import foreseen
from voice.settings.places import Places
from voice.settings.settings import Settings

IN_TIME_S = 2.0
_BEFORE_S = 3.0
_FLOOR_DBFS = -70.0
_BEAT_S = 60.0


@dataclass(frozen=True, slots=True)
class Found:
    """Of so many long cries: how many were found, how many in time, and the median of the seconds it took."""

    cries: int
    found: int
    in_time: int
    median_s: float | None


@dataclass(frozen=True, slots=True)
class Mistaken:
    """Holds in so many hours of what is no crying, and what sounded there."""

    hours: float
    holds: int
    an_hour: float
    of: dict[str, int]


def holds(sound: Sound) -> list[float]:
    """When crying began to be found, in seconds."""
    detector, was, began = CryingDetector(), False, []
    for start in range(0, len(sound) - PIECE + 1, PIECE):
        detector.take(sound[start : start + PIECE])
        if detector.crying and not was:
            began.append((start + PIECE) / RATE_HZ)
        was = detector.crying
    return began


def at_level(sound: Sound, level_dbfs: float) -> Sound:
    """The whole recording at so many dBFS RMS, as a scenario's background is."""
    rms = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) + 1e-9
    return np.asarray(sound * (10 ** (level_dbfs / 20) / rms), np.float32)


def cries_found(recordings: Iterable[tuple[Sound, list[Cry]]]) -> Found:
    """What is found of the long cries, each recording after three seconds of a quiet room."""
    delays: list[float] = []
    total = 0
    for place, (sound, cries) in enumerate(recordings):
        floor = chance(place, "floor").normal(
            scale=10 ** (_FLOOR_DBFS / 20), size=len(sound) + round(_BEFORE_S * RATE_HZ)
        )
        began = holds((np.pad(sound, (round(_BEFORE_S * RATE_HZ), 0)) + floor).astype(np.float32))
        for cry in cries:
            total += 1
            within = [at - _BEFORE_S for at in began if cry.start_s <= at - _BEFORE_S <= cry.end_s]
            before = [at - _BEFORE_S for at in began if at - _BEFORE_S < cry.start_s]
            if within or before:
                delays.append(0.0 if before else within[0] - cry.start_s)
    in_time = sum(delay <= IN_TIME_S for delay in delays)
    return Found(total, len(delays), in_time, float(np.median(delays)) if delays else None)


def in_room(sound: Sound, room: Room, seed: int) -> Sound:
    """The recording as it arrives from a distance."""
    response = impulse_response(room, chance(seed, "room"))
    size = len(sound) + len(response)
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[: len(sound)]
    return wet.astype(np.float32)


def crying(corpus: Corpus) -> Iterator[tuple[str, Found]]:
    """Each condition and what was found under it."""
    clips = [
        (corpus.sound(clip), long_cries(corpus.sound(clip))) for clip in corpus.noise if clip.noise is Noise.CRYING
    ]
    cries = [(sound, found) for sound, found in clips if found]
    household = np.concatenate([at_level(corpus.sound(c), 0.0) for c in corpus.noise if c.noise is Noise.HOUSEHOLD])
    for level in (-20.0, -25.0, -30.0, -35.0, -40.0, -50.0):
        yield f"{level:g} dBFS", cries_found((at_level(sound, level), found) for sound, found in cries)
    for snr_db in (20.0, 10.0):
        yield (
            f"-25 dBFS, household {snr_db:g} dB below",
            cries_found(
                (
                    at_level(sound, -25.0)
                    + _piece(household, len(sound), n) * np.float32(10 ** ((-25.0 - snr_db) / 20)),
                    found,
                )
                for n, (sound, found) in enumerate(cries)
            ),
        )
    for rt60_s, metres in ((0.3, 1.0), (0.6, 2.0)):
        yield (
            f"-25 dBFS, room {rt60_s:g} s, {metres:g} m",
            cries_found(
                (at_level(in_room(sound, Room(rt60_s, metres), n), -25.0), found)
                for n, (sound, found) in enumerate(cries)
            ),
        )


def _piece(sound: Sound, frames: int, seed: int) -> Sound:
    return np.take(sound, np.arange(frames) + int(chance(seed, "noise").integers(len(sound))), mode="wrap")


def others(corpus: Corpus) -> Iterator[tuple[str, Mistaken]]:
    """Each kind of what is no crying, at each level."""
    kinds = {
        kind: [(clip.text if kind == "talk" else "", clip) for clip in corpus.of(kind)]
        for kind in ("talk", "reading", "more")
    }
    for noise in (Noise.HOUSEHOLD, Noise.MUSIC):
        kinds[noise.value] = [(clip.text.split(":")[0], clip) for clip in corpus.noise if clip.noise is noise]
    for kind, clips in kinds.items():
        for level in (-20.0, -30.0):
            yield (
                f"{kind}, {level:g} dBFS",
                falsely((text, at_level(corpus.sound(clip), level)) for text, clip in clips),
            )


def guide() -> Iterator[tuple[str, Mistaken]]:
    """The guide's own prompts and its beat, as loud as its echo can be where nothing cancels it."""
    settings = Settings()
    content = content_for(settings)
    narrator = Narrator(
        Renderer(),
        DiskCache(Places.of_user().cache / "bench", limit_bytes=1 << 28),
        RATE_HZ,
        settings.voice,
        settings.rate_wpm,
    )
    try:
        clips = [narrator.sentence(one.text) for one in foreseen(content)]
        words = content.spoken.cues
        cues = Cues(*(narrator.cue(word, TEMPO_CPM) for word in (words.press, words.compress, words.relax)))
    finally:
        narrator.close()
    sounds = [at_level(resample(clip.samples, clip.rate_hz, RATE_HZ), -20.0) for clip in clips]
    yield "narration, -20 dBFS", falsely([("narration", np.concatenate(sounds))])
    yield (
        "beat, -20 dBFS",
        falsely([(f"{rate:g}", at_level(_beat(rate, cues), -20.0)) for rate in (10.0, 18.0, 30.0, 60.0)]),
    )


def _beat(rate_cpm: float, cues: Cues) -> Sound:
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ), 0.0)
    mixer.post(StartBeat(rate_cpm, cues, 2))
    mixer.post(SetTempo(rate_cpm))
    return np.concatenate([mixer.render(RATE_HZ // 10).copy() for _ in range(round(10 * _BEAT_S))])


def falsely(sounds: Iterable[tuple[str, Sound]]) -> Mistaken:
    """How often each of them is taken for crying."""
    seconds, of = 0.0, Counter[str]()
    for text, sound in sounds:
        seconds += len(sound) / RATE_HZ
        count = len(holds(np.pad(sound, (round(_BEFORE_S * RATE_HZ), 0))))
        if count:
            of[text] += count
    hours = seconds / 3600
    return Mistaken(hours, of.total(), of.total() / hours, dict(of.most_common()))


def cost() -> float:
    """The share of one processor that a minute of loud hiss takes."""
    sound = np.random.default_rng(0).normal(scale=0.05, size=60 * RATE_HZ).astype(np.float32)
    began = time.process_time()
    holds(sound)
    return (time.process_time() - began) / 60


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of recordings")
    parser.add_argument("--split", default="dev", help="which recordings (default dev)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    corpus = Corpus(args.data, args.split)
    result: dict[str, dict[str, object]] = {"crying": {}, "others": {}}
    print(f"{'crying':<40}{'cries':>7}{'found':>8}{'in 2 s':>8}{'median':>9}", flush=True)
    for name, found in crying(corpus):
        result["crying"][name] = asdict(found)
        median = "-" if found.median_s is None else f"{found.median_s:.2f} s"
        shares = "".join(f"{count / found.cries:>8.1%}" for count in (found.found, found.in_time))
        print(f"{name:<40}{found.cries:>7}{shares}{median:>9}", flush=True)
    print(f"\n{'no crying':<40}{'hours':>7}{'holds':>8}{'an hour':>9}")
    for part in (others(corpus), guide()):
        for name, false in part:
            result["others"][name] = asdict(false)
            kinds = ", ".join(f"{text} ({count})" for text, count in false.of.items() if text)
            print(f"{name:<40}{false.hours:>7.2f}{false.holds:>8}{false.an_hour:>9.2f}  {kinds}", flush=True)
    share = cost()
    print(f"\n{share:.2%} of one processor")
    if args.json is not None:
        args.json.write_text(json.dumps(result | {"share_of_a_processor": share}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
