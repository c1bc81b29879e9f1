"""How well the guide is understood: the second ear listens to every prompt, and the words that it gets wrong count.

    scripts/bench/intelligibility.py                     clean, each voice at the preset rate
    scripts/bench/intelligibility.py --data FOLDER       and with household noise and crying, 10 dB under the voice
    scripts/bench/intelligibility.py --voices natural en-us en-gb
    scripts/bench/intelligibility.py --texts 20 --rate 140
    scripts/bench/intelligibility.py --show              what was misheard, prompt by prompt
    scripts/bench/intelligibility.py --json result.json

FOLDER is what `scripts/bench/recognition.py` takes; without it there is no noise. Every text that can be foreseen is
heard whole, as it is played. Wrong are words that are left out, put in or taken for others, as a share of the words
that were said; numbers count as the same however they are written. Ends with 1 where more than 2 % of the natural
voice's words are wrong in quiet.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.evaluation.conditions import CLEAN, Backgrounds, Condition, chance, under
from scripts.bench.evaluation.corpus import Corpus, Sound
from scripts.bench.pace import script
from voice.hearing.words.second import SecondProcess
from voice.hearing.words.spelling import words_of
from voice.hearing.words.transcript import Question
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.narration.voice_names import NATURAL
from voice.settings.settings import Settings

RATE_HZ = 16_000
VOICES = (NATURAL, "en-us")
CONDITIONS = (CLEAN, *(Condition(f"{noise} 10 dB", noise=noise, snr_db=10.0) for noise in ("household", "crying")))
TARGET = 0.02
_SPLIT = "dev"
_CACHE_BYTES = 1 << 30  # of a folder that goes in the end
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class Figure:
    """One voice under one condition: how many words were said and how many wrong."""

    voice: str
    condition: str
    words: int
    wrong: int

    @property
    def share(self) -> float:
        """Words wrong of those said."""
        return self.wrong / max(1, self.words)


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="recordings and their indexes, for the noise")
    parser.add_argument("--voices", nargs="+", default=VOICES, metavar="VOICE", help="which (default natural, en-us)")
    parser.add_argument("--rate", type=int, default=Settings().rate_wpm, metavar="WPM", help="words a minute")
    parser.add_argument("--texts", type=int, metavar="N", help="only so many texts, evenly chosen")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print what was misheard")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    backgrounds = None if args.data is None else Backgrounds(Corpus(args.data, _SPLIT), talk_s=0.0)
    texts = script(args.texts)
    print(f"{'voice':<12}{'condition':<18}{'words':>7}{'wrong':>7}{'share':>8}")
    figures = []
    second = SecondProcess()
    second.load()
    try:
        for voice in args.voices:
            spoken = list(clips(voice, args.rate, texts))
            for condition in CONDITIONS if backgrounds is not None else (CLEAN,):
                figures.append(listened(second, voice, condition, spoken, backgrounds, args.seed, show=args.show))
                print(_line(figures[-1]), flush=True)
    finally:
        second.close()
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return int(any(one.share > TARGET for one in figures if (one.voice, one.condition) == (NATURAL, CLEAN.name)))


def clips(voice: str, rate_wpm: int, texts: Sequence[str]) -> Iterator[tuple[str, Sound]]:
    """Each text, and how this voice plays it."""
    with tempfile.TemporaryDirectory(prefix="voice-bench-") as folder:
        cache = DiskCache(Path(folder), limit_bytes=_CACHE_BYTES)
        with closing(Narrator(Renderer(), cache, RATE_HZ, voice, rate_wpm)) as narrator:
            yield from ((text, narrator.sentence(text).samples) for text in texts)


def listened(
    second: SecondProcess,
    voice: str,
    condition: Condition,
    spoken: Sequence[tuple[str, Sound]],
    backgrounds: Backgrounds | None,
    seed: int,
    *,
    show: bool = False,
) -> Figure:
    """What the second ear gets wrong of these; without backgrounds, in quiet."""
    words = wrong = 0
    for text, samples in spoken:
        rng = chance(seed, condition.name, text)
        sound = samples if backgrounds is None else under(condition, samples, backgrounds, rng)
        heard = second.hear(Question(0, sound, ())).text
        said, mistakes = written(text), differences(written(text), written(heard))
        words += len(said)
        wrong += mistakes
        if show and mistakes:
            print(f"  {mistakes}: {text}\n     {heard}")
    return Figure(voice, condition.name, words, wrong)


def written(text: str) -> list[str]:
    """The words of a text, numbers in words."""
    return [part for word in words_of(text) for part in _in_words(word)]


def differences(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words left out, put in or changed that lead from one to the other."""
    row = list(range(len(heard) + 1))
    for count, word in enumerate(said, start=1):
        before, row[0] = row[0], count
        for place, other in enumerate(heard, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def _in_words(word: str) -> list[str]:
    """A number below a hundred as it is said; anything else as it is."""
    if not word.isdecimal() or int(word) >= 100:
        return [word]
    tens, units = divmod(int(word), 10)
    if int(word) < len(_UNITS):
        return [_UNITS[int(word)]]
    return [_TENS[tens]] if units == 0 else [_TENS[tens], _UNITS[units]]


def _line(one: Figure) -> str:
    return f"{one.voice:<12}{one.condition:<18}{one.words:>7}{one.wrong:>7}{one.share:>8.1%}"


if __name__ == "__main__":
    sys.exit(main())
