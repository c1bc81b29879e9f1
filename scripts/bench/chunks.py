"""What the length of the network's chunk costs and gives: commands decided, how soon, and processor time.

    scripts/bench/chunks.py --data DIR                       3, 6, 9, 15 and 21 outputs of 30 ms in a chunk
    scripts/bench/chunks.py --data DIR --outputs 6 9         these only
    scripts/bench/chunks.py --data DIR --json result.json    the figures as JSON too

DIR holds recordings as scripts/bench/recognition.py takes them; single words of the phrase table are heard with every
phrase live. Processor time is the recogniser's, with loading. For models made by scripts/train; not on Windows.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.evaluation.corpus import Corpus, first_of_each
from scripts.bench.latency import Figures, Spoken, measure
from voice.content.catalogue import load
from voice.errors import VoiceError
from voice.hearing.files import Live
from voice.hearing.words.models import builtin_model

_OUTPUTS = (3, 6, 9, 15, 21)
_SETTING = re.compile(r"(?<=--frames-per-chunk=)\d+")


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one length, in outputs of 30 ms, and the recogniser's processor time in seconds."""

    outputs: int
    figures: Figures
    processor_s: float


def main() -> int:
    """Measure each length on the same recordings and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of recordings")
    parser.add_argument("--model", type=Path, metavar="PATH", help="a model made by scripts/train")
    parser.add_argument("--outputs", type=int, nargs="+", default=_OUTPUTS, metavar="N", help="outputs in a chunk")
    parser.add_argument("--limit", type=int, default=5, metavar="N", help="at most N recordings of each word (5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    live = Live(load().phrases, None)
    try:
        spoken = _commands(Corpus(args.data, "dev"), args.limit)
        rows = [_row(args.model or builtin_model(), outputs, spoken, live) for outputs in args.outputs]
    except VoiceError as error:
        print(f"chunks: {error}", file=sys.stderr)
        return 1
    print(f"{'outputs':>7}{'spoken':>8}{'decided':>9}{'median':>9}{'p95':>8}{'processor':>11}")
    for row in rows:
        one = row.figures
        print(
            f"{row.outputs:>7}{one.spoken:>8}{one.decided:>9}{one.median_ms:>6.0f} ms{one.p95_ms:>5.0f} ms"
            f"{row.processor_s:>9.1f} s"
        )
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return 0


def _commands(corpus: Corpus, limit: int) -> list[Spoken]:
    table = load().phrases
    clips = (clip for clip in corpus.of("words", "phrases") if table.find(tuple(clip.text.split())))
    return [Spoken("words", corpus.sound(clip)) for clip in first_of_each(clips, limit)]


def _row(model: Path, outputs: int, spoken: Sequence[Spoken], live: Live) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "model")
        shutil.copytree(model, copy)
        settings = copy / "conf/model.conf"
        settings.write_text(_SETTING.sub(str(outputs), settings.read_text(encoding="utf-8")), encoding="utf-8")
        before_s = _children_s()
        *_, figures = measure(iter(spoken), live, copy)
        return Row(outputs, figures, _children_s() - before_s)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
