"""Which phrases of the table are heard from synthetic voices, each in a step where it is live and with all live.

    scripts/bench/phrases.py                     every phrase, all twelve voices, 120, 150 and 180 words a minute
    scripts/bench/phrases.py --voices 4          the first four voices only
    scripts/bench/phrases.py --json result.json  every phrase's figures as JSON too

Prints the phrases that are not always heard, with what was heard in their place, and the totals. The voices say what a
scenario's people say: same renderer, same level, heard by the ears of a session.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from voice.audio.level import scaled_to
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.guide.commands import Command
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import Step
from voice.hearing.files import Hearer, Live, hear_recording
from voice.hearing.words.models import builtin_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer

_VOICES = tuple(f"en-us+f{n}" for n in range(1, 6)) + tuple(f"en-us+m{n}" for n in range(1, 8))
_RATES_WPM = (120, 150, 180)
_LEVEL_DBFS = -26.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How often one phrase was heard among what is live with it; `instead` counts what was heard in its place."""

    phrase: str
    live: str
    spoken: int
    heard: int
    instead: dict[str, int]


def main() -> int:
    """Measure, print the phrases that were missed and the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, metavar="PATH", help="the folder of a Vosk model")
    parser.add_argument("--voices", type=int, default=len(_VOICES), metavar="N", help="the first N voices only")
    parser.add_argument("--rates", type=int, nargs="+", default=_RATES_WPM, metavar="WPM", help="words a minute")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth phrase")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    figures = list(measure(args.model or builtin_model(), _VOICES[: args.voices], args.rates, args.every))
    for one in sorted(figures, key=lambda one: one.heard / one.spoken):
        if one.heard < one.spoken:
            print(f"{one.phrase:<26}{one.live:<13}{one.heard:>4} of {one.spoken:<4}{_in_words(one.instead)}")
    for live in sorted({one.live == "all" for one in figures}):
        chosen = [one for one in figures if (one.live == "all") is live]
        heard, spoken = sum(one.heard for one in chosen), sum(one.spoken for one in chosen)
        print(f"{'all live' if live else 'a step'}: {heard} of {spoken} heard, {100 * heard / spoken:.1f} %")
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def measure(model: Path, voices: tuple[str, ...], rates_wpm: tuple[int, ...], every: int) -> Iterator[Figures]:
    """The figures of each phrase: in the first step where it is live, if there is one, and with everything live."""
    table = load().phrases
    with tempfile.TemporaryDirectory() as folder, Recogniser(model) as recogniser:
        narrator = Narrator(Renderer(), DiskCache(Path(folder), limit_bytes=1 << 30), RATE_HZ, "en-us", 125)
        lives = {step: Live(table, step) for step in (None, *Step)}
        for live in lives.values():
            recogniser.open(live.set.name, live.set.grammar)
        for phrase in table.all[::every]:
            for step in (_step(phrase, lives), None):
                yield _figures(recogniser, lives[step], phrase, narrator, voices, rates_wpm)
        narrator.close()


def _step(phrase: Phrase, lives: dict[Step | None, Live]) -> Step | None:
    return next((step for step, live in lives.items() if step is not None and phrase in live.phrases), None)


def _figures(
    recogniser: Recogniser,
    live: Live,
    phrase: Phrase,
    narrator: Narrator,
    voices: tuple[str, ...],
    rates_wpm: tuple[int, ...],
) -> Figures:
    heard, spoken, instead = 0, 0, Counter[str]()
    for voice in voices:
        for rate_wpm in rates_wpm:
            clip = narrator.speak_as(phrase.text, voice, rate_wpm)
            samples = scaled_to(resample(clip.samples, clip.rate_hz, RATE_HZ), RATE_HZ, _LEVEL_DBFS)
            found = [one.phrase for one in hear_recording(Hearer(recogniser), live, samples)]
            spoken += 1
            if len(found) == 1 and _same(found[0], phrase, live.table):
                heard += 1
            else:
                instead[", ".join(found) or "nothing"] += 1
    return Figures(phrase.text, live.name, spoken, heard, dict(instead.most_common()))


def _same(found: str, phrase: Phrase, table: PhraseTable) -> bool:
    other = table.find(tuple(found.split()))
    if other is None:
        return False
    next_ones = (Command.NEXT, Command.DONE)
    same_command = other.command is phrase.command or (other.command in next_ones and phrase.command in next_ones)
    return same_command and other.value == phrase.value


def _in_words(instead: dict[str, int]) -> str:
    return "; ".join(f"{what} ({count})" for what, count in instead.items())


if __name__ == "__main__":
    sys.exit(main())
