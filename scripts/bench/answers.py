"""How long an answer takes that could not be rendered ahead: from asking for it to having all of its sound.

    scripts/bench/answers.py                     both voices, 40 read-backs each
    scripts/bench/answers.py --answers 100 --json result.json

The voice works as in a session, on its own thread and process, at 48,000 Hz and the preset's pace: first while it
still renders what can be foreseen, with nothing cached, then at rest. Ends with 1 where the natural voice's 95th
percentile is over 0.7 s.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from voice.audio.device import DEFAULT_RATE_HZ
from voice.guide.amounts import Amount, Unit
from voice.guide.content import Content
from voice.guide.steps import Side
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import LIVE_LIMIT_S, Renderer
from voice.narration.voice_names import FALLBACK, NATURAL
from voice.session.ahead_speech import AheadSpeech, Line
from voice.session.opening import content_for
from voice.session.repertoire import foreseen
from voice.settings.settings import Settings

_TARGET_S = 0.7
_POLL_S = 0.01
_CALM_S = 0.3
"""Between two answers."""
_CACHE_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds from asking to having, of so many answers."""

    voice: str
    beside: str
    answers: int
    median_s: float
    p95_s: float
    longest_s: float


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=40, metavar="N", help="so many of each (default 40)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    print(f"{'voice':<10}{'beside':<20}{'answers':>8}{'median':>10}{'95 %':>9}{'longest':>9}")
    figures = []
    for voice in (NATURAL, FALLBACK):
        for one in measure(voice, args.answers):
            figures.append(one)
            times = f"{one.median_s:>8.2f} s{one.p95_s:>7.2f} s{one.longest_s:>7.2f} s"
            print(f"{one.voice:<10}{one.beside:<20}{one.answers:>8}{times}", flush=True)
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return int(any(one.voice == NATURAL and one.p95_s > _TARGET_S for one in figures))


def measure(voice: str, answers: int) -> Iterator[Figures]:
    """Beside the rendering of what can be foreseen, and after it."""
    content = content_for(Settings())
    texts = read_backs(content)
    lines = [Line(one.text) for one in foreseen(content)]
    with tempfile.TemporaryDirectory(prefix="voice-bench-") as folder:
        cache = DiskCache(Path(folder), limit_bytes=_CACHE_BYTES)
        narrator = Narrator(Renderer(LIVE_LIMIT_S), cache, DEFAULT_RATE_HZ, voice, Settings().rate_wpm)
        with closing(AheadSpeech(narrator, lines)) as speech:
            speech.start()
            speech.wait_for_first()
            yield _figures(voice, "rendering ahead", [_took_s(speech, next(texts)) for _ in range(answers)])
            while speech.sentence(lines[-1].text) is None:
                time.sleep(_CALM_S)
            yield _figures(voice, "nothing", [_took_s(speech, next(texts)) for _ in range(answers)])


def read_backs(content: Content) -> Iterator[str]:
    """Amounts that nobody could foresee, read back."""
    number = 0
    while True:
        number += 1
        amounts = [Amount(Fraction(number, 2), Unit.ML, side, None) for side in Side]
        yield content.text("log_readback", amounts=content.spoken.amounts(amounts))


def _took_s(speech: AheadSpeech, text: str) -> float:
    time.sleep(_CALM_S)
    asked = time.monotonic()
    while speech.sentence(text) is None:
        time.sleep(_POLL_S)
    return time.monotonic() - asked


def _figures(voice: str, beside: str, took_s: Sequence[float]) -> Figures:
    median, p95 = np.percentile(took_s, [50, 95])
    return Figures(voice, beside, len(took_s), float(median), float(p95), max(took_s))


if __name__ == "__main__":
    sys.exit(main())
