"""How well people are heard, and how seldom what was not meant for the guide acts: the published figures.

    scripts/bench/recognition.py --data DIR                     everything, with the model that travels with the program
    scripts/bench/recognition.py --data DIR --quick             a sample of everything, in a few minutes
    scripts/bench/recognition.py --data DIR --ears both first   not the second ear alone
    scripts/bench/recognition.py --data DIR --model PATH        another Vosk model
    scripts/bench/recognition.py --data DIR --engine pocketsphinx
    scripts/bench/recognition.py --data DIR --sections streams others
    scripts/bench/recognition.py --data DIR --json result.json --plots FOLDER
    scripts/bench/recognition.py --data DIR --suite barista     Picovoice's speech-to-intent recordings instead

Everything is heard by the ears of a session: its levelling, grammar, thresholds, guards and early decision, each phrase
in a state where it is live. Needs Linux; pictures, pocketsphinx and the natural voice that says own words need the
packages of `pip install .[bench]`; without it only espeak-ng says them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.evaluation import corpus as corpora
from scripts.bench.evaluation import report
from scripts.bench.evaluation.barista import PUBLISHED, SNRS_DB, Barista
from scripts.bench.evaluation.conditions import CLEAN
from scripts.bench.evaluation.corpus import Corpus
from scripts.bench.evaluation.exam import QUICK, Exam, Extent, Marks, Section
from scripts.bench.evaluation.listeners import SPHINX, Ears, Listener, listening
from voice.content.catalogue import load
from voice.errors import VoiceError
from voice.guide.steps import Step
from voice.hearing.words.models import builtin_model
from voice.settings.places import Places

_VOSK = "vosk"
_DEV, _BARISTA = "dev", "barista"
_QUICK_ORDERS = 20
_SMALL_ENGLISH = "small-en-us"

Fields = dict[str, object]


def main() -> int:
    """Measure, print the tables, write JSON and pictures where asked."""
    args = _arguments()
    try:
        fields = _barista(args) if args.suite == _BARISTA else _dev(args)
    except VoiceError as error:
        print(f"recognition: {error}", file=sys.stderr)
        return 1
    if args.json is not None:
        args.json.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=f"{__doc__}\nThe folder of recordings\n\n{_without_title(corpora.__doc__)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ears = [one.value for one in Ears]
    sections = [section.value for section in Section]
    parser.add_argument(
        "--data", type=Path, default=Path("recordings"), metavar="DIR", help="the folder (./recordings)"
    )
    parser.add_argument("--split", default=_DEV, help="which recordings (dev)")
    parser.add_argument("--model", type=Path, metavar="PATH", help="the folder of a Vosk model (the program's own)")
    parser.add_argument("--engine", choices=(_VOSK, SPHINX), default=_VOSK, help="what hears under the ears (vosk)")
    parser.add_argument("--suite", choices=(_DEV, _BARISTA), default=_DEV, help="which test (dev)")
    parser.add_argument("--ears", nargs="+", choices=ears, default=ears, metavar="NAME", help=f"who hears: {ears}")
    parser.add_argument("--sections", nargs="+", choices=sections, default=sections, metavar="NAME", help=str(sections))
    parser.add_argument(
        "--state", type=Step, default=Step.EXPRESS, metavar="STEP", help="where nobody speaks (express)"
    )
    parser.add_argument("--quick", action="store_true", help="a sample of everything")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N recordings of each word (40; quick 6)")
    parser.add_argument("--minutes", type=float, metavar="N", help="at most N minutes of each stream (180; quick 5)")
    parser.add_argument(
        "--peer", type=Path, action="append", default=[], metavar="PATH", help="a model to compare with"
    )
    parser.add_argument("--no-peers", action="store_true", help="compare with nobody")
    parser.add_argument("--seed", type=int, default=0, help="of all chance (0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="where to write the curves as PNG")
    return parser.parse_args()


def _dev(args: argparse.Namespace) -> Fields:
    extent = QUICK if args.quick else Extent()
    if args.limit is not None:
        extent = replace(extent, recordings=args.limit)
    if args.minutes is not None:
        extent = replace(extent, stream_s=60.0 * args.minutes)
    exam = Exam(Corpus(args.data, args.split), load().phrases, extent, args.seed, args.state)
    all_marks: dict[str, Marks] = {}
    fields: Fields = {"seed": args.seed, "state": args.state.value}
    _, model = _under_test(args)
    for ears in map(Ears, args.ears):
        name = ears.value if model is not None else SPHINX
        with listening(name, model, ears) as listener:
            all_marks[name] = exam.sit(listener, frozenset(map(Section, args.sections)))
            fields[name] = {**all_marks[name].fields, **_cost(listener)}
    if not args.no_peers:
        fields["peers"] = _with_peers(args, exam)
    if args.plots is not None:
        _draw(all_marks, args.plots)
    return fields


def _with_peers(args: argparse.Namespace, exam: Exam) -> Fields:
    """The one under test once more among its peers, all on the same few recordings."""
    rows, fields = [], Fields()
    for name, model in (_under_test(args), *_peers(args)):
        with listening(name, model, Ears.FIRST) as listener:
            marks = exam.sit_as_peer(listener)
            clean, others, talk = marks.commands.by_condition[CLEAN.name], marks.others["words"], marks.streams["talk"]
            rows.append((name, clean, others, talk, listener.cost.share))
            fields[name] = {**marks.fields, **_cost(listener)}
    report.print_peers(rows)
    return fields


def _under_test(args: argparse.Namespace) -> tuple[str, Path | None]:
    if args.engine == SPHINX:
        return SPHINX, None
    model = args.model or builtin_model()
    return model.name, model


def _peers(args: argparse.Namespace) -> Iterator[tuple[str, Path | None]]:
    for path in args.peer:
        yield path.name, path
    small = Places.of_user().models / _SMALL_ENGLISH
    if small.is_dir():
        yield _SMALL_ENGLISH, small
    if args.engine != SPHINX and importlib.util.find_spec(SPHINX) is not None:
        yield SPHINX, None


def _cost(listener: Listener) -> Fields:
    cost = listener.cost
    print(
        f"\n{listener.name}: {cost.share:.1%} of one core over {cost.heard_s / 3600:.2f} h of sound; "
        f"{cost.peak_mb:.0f} MB at most, {cost.peak_mb - cost.first_mb:.0f} more than at the start"
    )
    return {
        "heard_s": round(cost.heard_s, 1),
        "cpu_share": round(cost.share, 4),
        "peak_mb": round(cost.peak_mb, 1),
        "grown_mb": round(cost.peak_mb - cost.first_mb, 1),
    }


def _draw(all_marks: dict[str, Marks], folder: Path) -> None:
    from scripts.bench.evaluation import plots

    folder.mkdir(parents=True, exist_ok=True)
    for name, marks in all_marks.items():
        if marks.commands.confusion:
            plots.confusion(marks.commands.confusion, folder / "confusion.png")
        if marks.curves:
            plots.detection_error({name: marks.curves}, folder / "detection-error.png")
            plots.calibration(marks.curves, folder / "calibration.png")


def _barista(args: argparse.Namespace) -> Fields:
    test = Barista(args.data)
    limit = _QUICK_ORDERS if args.quick else args.limit or len(test.orders)
    name, model = _under_test(args)
    with listening(name, model, Ears.FIRST) as listener:
        missing = listener.recogniser.open("all words", test.grammar())
        if missing:
            print(f"{name} has no words for: {', '.join(missing[:20])}")
        shares = test.accuracy(listener.recogniser, limit, args.seed)
    report.print_shares(f"{name}: orders understood whole, of {min(limit, len(test.orders))}", shares)
    for other, published in PUBLISHED.items():
        both = {f"{snr} dB": share for snr, share in zip(SNRS_DB, published, strict=True)}
        report.print_shares(f"{other}, as published (mean of both noises)", both)
    return {name: shares, "published": {other: dict(zip(SNRS_DB, p, strict=True)) for other, p in PUBLISHED.items()}}


def _without_title(text: str | None) -> str:
    return (text or "").partition("\n\n")[2]


if __name__ == "__main__":
    sys.exit(main())
