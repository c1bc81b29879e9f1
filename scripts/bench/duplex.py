"""How well commands are heard over the guide's own voice: this front end against its peers, in simulated rooms.

    scripts/bench/duplex.py --data FOLDER                  every condition, every peer
    scripts/bench/duplex.py --data FOLDER --words 100      so many words for each (default 60)
    scripts/bench/duplex.py --data FOLDER --only level-10 moving --peers none ours
    scripts/bench/duplex.py --data FOLDER --hours 1        self-triggers over so long, with nobody speaking, too
    scripts/bench/duplex.py --data FOLDER --json result.json

FOLDER holds recordings of people and an index.csv with the columns file, offset, frames (at 16,000 Hz), text and split;
those of the split `dev` whose text is a phrase of one word are spoken at -26 dBFS into a room where the guide goes
through its prompts without a break. The first 40 s teach the front end; then comes a word every 3 s. Each peer's signal
goes to the same ears; a word counts as heard when it is accepted, and the share is of the words that the same ears hear
without any echo. "Removed" is the level of the echo while she is silent, before over after; "user" what became of her
own level; "converged" when 15 dB were first removed for a second. WebRTC's AEC3 takes part where the package
aec-audio-processing is installed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.echo.marks import explains, heard_right, removed, user_db
from scripts.bench.echo.peers import PEERS, Nothing, Ours, has_webrtc
from scripts.bench.echo.rooms import TAUGHT_S, Condition, Samples, conditions
from scripts.bench.echo.scenes import EVERY_S, made, recordings
from scripts.bench.echo.studio import Studio
from voice.hearing.words.recogniser import RATE_HZ
from voice.room.scenario import EchoPath
from voice.settings.places import Places


@dataclass(frozen=True, slots=True)
class Figures:
    """One peer in one room; shares from 0 to 1, levels in dB; None where it says nothing."""

    condition: str
    peer: str
    heard: int
    heard_without_echo: int
    wrong: int
    removed_db: float | None
    user_db: float | None
    converged_s: float | None
    cpu_share: float
    drift_ppm: float | None
    delay_ms: float | None
    instead: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Words heard, of those heard without echo."""
        return self.heard / self.heard_without_echo if self.heard_without_echo else math.nan


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="recordings and their index.csv")
    parser.add_argument("--words", type=int, default=60, metavar="N", help="words for each condition (default 60)")
    parser.add_argument("--only", nargs="+", metavar="CONDITION", help="these conditions only")
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--hours", type=float, default=0.0, help="of narration and beat for self-triggers (default 0)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    peers = [peer for peer in args.peers if peer != "aec3" or has_webrtc()]
    studio = Studio(Places.of_user().cache / "bench-duplex")
    words = [] if args.words == 0 else recordings(args.data, studio, args.words, args.seed)
    print(f"{len(words)} words: {', '.join(sorted({text for text, _ in words}))}")
    print(f"{'room':<12}{'peer':<6}{'heard':>12}{'wrong':>7}{'removed':>9}{'user':>8}{'from':>7}{'one core':>10}")
    rows = []
    for condition in conditions():
        if args.only is None or condition.name in args.only:
            for one in measured(studio, condition, words, peers, args.seed):
                rows.append(one)
                print(_line(one), flush=True)
    quiet = []
    if args.hours:
        for peer in peers:
            quiet.append(self_triggers(studio, peer, args.hours, args.seed))
            print(f"self-triggers at 20 dB: {quiet[-1]}", flush=True)
    studio.close()
    if args.json is not None:
        result = {"figures": [asdict(one) for one in rows], "self_triggers": quiet}
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def measured(
    studio: Studio, condition: Condition, words: list[tuple[str, Samples]], peers: list[str], seed: int
) -> Iterator[Figures]:
    """Every peer in one room."""
    length_s = TAUGHT_S + EVERY_S * len(words) + 2.0
    scene = made(studio, condition, words, length_s, seed)
    alone = replace(scene, heard=scene.user, played=np.zeros_like(scene.played), voiced=())
    without = heard_right(studio.hears(Nothing(), alone)[0], scene.words)
    for name in peers:
        peer = PEERS[name](condition)
        accepted, cleaned, cpu_s = studio.hears(peer, scene)
        right = heard_right(accepted, scene.words)
        course = peer.front_end.course if isinstance(peer, Ours) else None
        removed_db, converged_s = removed(scene, cleaned)
        yield Figures(
            condition.name,
            name,
            len(right & without),
            len(without),
            len(accepted) - len(right),
            removed_db,
            user_db(scene, cleaned),
            converged_s,
            cpu_s / length_s,
            None if course is None else course.drift_ppm,
            None if course is None or course.line is None else 1000 * course.line.delay / RATE_HZ,
            [f"{one.text} {one.speech_end_s:.1f}" for one in accepted if not explains(one, scene.words)],
        )


def self_triggers(studio: Studio, peer: str, hours: float, seed: int) -> dict[str, Any]:
    """What is accepted in an hour of narration and beat at 20 dB with nobody speaking, in pieces of ten minutes."""
    accepted: list[str] = []
    pieces = max(1, round(hours * 6))
    for piece in range(pieces):
        condition = Condition("quiet", EchoPath(level_db=20), beat=True)
        scene = made(studio, condition, [], 600.0, seed + 100 + piece)
        accepted += [f"{one.text} {one.confidence:.2f}" for one in studio.hears(PEERS[peer](condition), scene)[0]]
    return {"peer": peer, "hours": pieces / 6, "accepted": accepted}


def _line(one: Figures) -> str:
    removed = "-" if one.removed_db is None else f"{one.removed_db:.1f} dB"
    user = "-" if one.user_db is None else f"{one.user_db:.1f} dB"
    since = "never" if one.converged_s is None else f"{one.converged_s:.1f} s"
    heard = f"{one.heard}/{one.heard_without_echo} {one.share:.0%}"
    tail = "" if one.drift_ppm is None or one.delay_ms is None else f"  {one.delay_ms:.1f} ms, {one.drift_ppm:.1f} ppm"
    return (
        f"{one.condition:<12}{one.peer:<6}{heard:>12}{one.wrong:>7}{removed:>9}{user:>8}{since:>7}"
        f"{one.cpu_share:>10.2%}{tail}"
    )


if __name__ == "__main__":
    sys.exit(main())
