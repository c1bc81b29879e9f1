"""What a stored delay is worth: commands over the first seconds of the welcome, with it, without, and with a wrong one.

    scripts/bench/first_seconds.py --data FOLDER                 every delay, 60 words each
    scripts/bench/first_seconds.py --data FOLDER --words 30 --delays 60 300 --json result.json

As `duplex.py`, with the same recordings and the same ears, but nothing teaches the front end: each scene is the welcome
from its first word, with a word of hers in its third, sixth and eighth second. `none` is a session without a profile,
`right` one that begins with the room's delay, `late` and `early` with 100 ms more and less. "Removed" is the level of
the echo in the first two seconds of narration, in the next two and in the four after that, before over after.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.echo import scenes
from scripts.bench.echo.marks import frame_powers, heard_right
from scripts.bench.echo.peers import Nothing, Ours
from scripts.bench.echo.rooms import FULL_SCALE, NOISE_DB, ROOM_HZ, Condition, Samples, Scene, Spoken
from scripts.bench.echo.studio import Studio
from voice.audio.level import scaled_to
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.echo.front_end import FrontEnd
from voice.echo.speex import Canceller
from voice.hearing.words.recogniser import RATE_HZ
from voice.room.scenario import SPEECH_LEVEL_DB, EchoPath
from voice.settings.places import Places

DELAYS_MS = (20, 60, 150, 300, 500)
OFF_S = {"none": None, "right": 0.0, "late": 0.1, "early": -0.1}
"""How far the profile is from the truth."""
_SPOKEN_S = (2.5, 5.0, 7.5)
_LENGTH_S = 10.0
_WINDOWS = ((0.5, 2.5), (2.5, 4.5), (4.5, 8.5))


class Expecting(Ours):
    """The front end of a session that has a profile."""

    def __init__(self, delay_s: float | None) -> None:
        super().__init__()
        self.front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ), delay_s)


@dataclass(frozen=True, slots=True)
class Figures:
    """One delay, one profile: words heard, of those heard without echo, others accepted, and decibels removed."""

    delay_ms: float
    profile: str
    heard: int
    heard_without_echo: int
    wrong: int
    removed_db: list[float]


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="recordings and their index.csv")
    parser.add_argument("--words", type=int, default=60, metavar="N", help="words for each delay (default 60)")
    parser.add_argument("--delays", type=float, nargs="+", default=DELAYS_MS, metavar="MS")
    parser.add_argument("--level", type=float, default=10.0, metavar="DB", help="echo over her voice (default 10)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    studio = Studio(Places.of_user().cache / "bench-duplex")
    welcome = load("en").prompts["welcome_first"].text
    studio.clips = [clip for clip in studio.clips if clip.text == welcome] * 3
    words = scenes.recordings(args.data, studio, args.words, args.seed)
    print(f"{'delay':<8}{'profile':<9}{'heard':>12}{'wrong':>7}{'removed in 2 s, 4 s, 8 s':>28}")
    rows = []
    for delay_ms in args.delays:
        for one in measured(studio, delay_ms, args.level, words, args.seed):
            rows.append(one)
            share = one.heard / one.heard_without_echo if one.heard_without_echo else math.nan
            removed = ", ".join(f"{db:.1f}" for db in one.removed_db)
            heard = f"{one.heard}/{one.heard_without_echo} {share:.0%}"
            print(f"{one.delay_ms:<8g}{one.profile:<9}{heard:>12}{one.wrong:>7}{removed + ' dB':>28}", flush=True)
    studio.close()
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in rows], indent=1) + "\n", encoding="utf-8")
    return 0


def measured(
    studio: Studio, delay_ms: float, level_db: float, words: list[tuple[str, Samples]], seed: int
) -> Iterator[Figures]:
    """Every profile at one delay."""
    counts = {name: [0, 0] for name in OFF_S}
    powers = {name: np.zeros((len(_WINDOWS), 2)) for name in OFF_S}
    without_echo = 0
    for number in range(0, len(words), len(_SPOKEN_S)):
        condition = Condition("first seconds", EchoPath(delay_ms=delay_ms, level_db=level_db))
        scene = _scene(studio, condition, words[number : number + len(_SPOKEN_S)], seed + number)
        alone = Scene(scene.user, np.zeros_like(scene.played), scene.user, scene.words, ())
        without = heard_right(studio.hears(Nothing(), alone)[0], scene.words)
        without_echo += len(without)
        for name, off_s in OFF_S.items():
            peer = Expecting(None if off_s is None else max(0.0, delay_ms / 1000 + off_s))
            accepted, cleaned, _ = studio.hears(peer, scene)
            right = heard_right(accepted, scene.words)
            counts[name][0] += len(right & without)
            counts[name][1] += len(accepted) - len(right)
            powers[name] += _powers(scene, cleaned)
    for name, (heard, wrong) in counts.items():
        removed_db = [10 * math.log10(before / after) for before, after in powers[name]]
        yield Figures(delay_ms, name, heard, without_echo, wrong, removed_db)


def _scene(studio: Studio, condition: Condition, words: list[tuple[str, Samples]], seed: int) -> Scene:
    random = np.random.default_rng([seed, 11])
    played, voiced = scenes.narration(studio, _LENGTH_S, beat=False, seed=seed)
    echo = scenes.echo_of(studio, condition, played, seed)
    user = np.zeros(len(played), np.float32)
    spoken = []
    for begins_s, (text, samples) in zip(_SPOKEN_S, words, strict=False):
        at_s = begins_s + float(random.uniform(0.0, 0.5))
        sound = scaled_to(resample(samples, RATE_HZ, ROOM_HZ), ROOM_HZ, SPEECH_LEVEL_DB)
        start = round(at_s * ROOM_HZ)
        user[start : start + len(sound)] += sound[: len(user) - start]
        first, last = scenes.sounding(sound)
        spoken.append(Spoken(text, at_s + first, at_s + last))
    noise = random.normal(size=len(played)).astype(np.float32) * np.float32(10 ** (NOISE_DB / 20))
    heard = echo + user + noise
    factor = np.float32(min(1.0, FULL_SCALE / float(np.max(np.abs(heard)))))
    heard, played, user = (resample(one, ROOM_HZ, RATE_HZ) for one in (heard * factor, played, (user + noise) * factor))
    return Scene(heard, played, user, tuple(spoken), tuple(voiced))


def _powers(scene: Scene, cleaned: Samples) -> NDArray[np.float64]:
    """Power before and after in each window, while she is silent and the guide speaks."""
    heard, left = frame_powers(scene.heard), frame_powers(cleaned)
    count = min(len(heard), len(left))
    counted = heard[:count] > 10 * np.quantile(heard, 0.05)
    for word in scene.words:
        counted[max(0, round((word.start_s - 0.3) * 50)) : round((word.end_s + 0.3) * 50)] = False
    out = []
    for start_s, end_s in _WINDOWS:
        inside = np.zeros(count, bool)
        inside[round(start_s * 50) : round(end_s * 50)] = True
        used = inside & counted
        out.append((float(np.sum(heard[:count][used])) + 1e-12, float(np.sum(left[:count][used])) + 1e-12))
    return np.array(out)


if __name__ == "__main__":
    sys.exit(main())
