"""How many words a minute each voice plays over the whole script, pauses included, against what is set.

    scripts/bench/pace.py                      every rate of the setting in steps of 20, both voices
    scripts/bench/pace.py --own                by each voice's own scale: the tables of voice/narration/pace.py
    scripts/bench/pace.py --texts 20           only so many sentences, evenly chosen
    scripts/bench/pace.py --json result.json

The script is every prompt that can be foreseen; trimmed, and joined with half a second, as in a session. Ends with 1
where a rate is missed by more than 8 %.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from voice.narration.pace import ESPEAK_PACE, NATURAL_PACE, own_rate
from voice.narration.renderer import Renderer
from voice.narration.speech import PAUSE_S, sentences, trimmed
from voice.narration.voice_names import NATURAL
from voice.session.opening import content_for
from voice.session.repertoire import foreseen
from voice.settings.settings import Settings

VOICES = (NATURAL, "en-us")
RATES_WPM = range(80, 241, 20)
MOST_OFF = 0.08


@dataclass(frozen=True, slots=True)
class Figure:
    """`own` is what the voice was told, in its scale; `wanted_wpm` what was set, None in a table by that scale."""

    voice: str
    wanted_wpm: int | None
    own: float
    played_wpm: float

    @property
    def off(self) -> float:
        """How far from what was set, as a share of it."""
        return 0.0 if self.wanted_wpm is None else self.played_wpm / self.wanted_wpm - 1


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", action="store_true", help="by each voice's own scale")
    parser.add_argument("--texts", type=int, metavar="N", help="only so many texts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    texts = script(args.texts)
    print(f"{len(texts)} texts, {sum(len(text.split()) for text in texts)} words")
    print(f"{'voice':<10}{'set':>6}{'own':>8}{'played':>9}{'off':>8}")
    figures = []
    with closing(Renderer()) as renderer:
        for voice in VOICES:
            for wanted, own in _asked(voice, own=args.own):
                figures.append(Figure(voice, wanted, own, played_wpm(renderer, texts, voice, own)))
                print(_line(figures[-1]), flush=True)
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return int(any(abs(one.off) > MOST_OFF for one in figures))


def script(most: int | None) -> list[str]:
    """What can be foreseen that the guide will say, each prompt once."""
    content = content_for(Settings())
    texts = list({one.key: one.text for one in reversed(foreseen(content))}.values())[::-1]
    return texts if most is None else texts[:: max(1, len(texts) // most)][:most]


def played_wpm(renderer: Renderer, texts: Sequence[str], voice: str, own: float) -> float:
    """Words a minute over these texts, each as it is played."""
    played_s = sum(_length_s(renderer, text, voice, own) for text in texts)
    return 60 * sum(len(text.split()) for text in texts) / played_s


def _length_s(renderer: Renderer, text: str, voice: str, own: float) -> float:
    parts = sentences(text)
    length_s = PAUSE_S * (len(parts) - 1)
    for part in parts:
        samples, rate_hz = renderer.render(part, voice, own)
        length_s += len(trimmed(samples, rate_hz)) / rate_hz
    return length_s


def _asked(voice: str, *, own: bool) -> list[tuple[int | None, float]]:
    if own:
        return [(None, one) for one, _ in (NATURAL_PACE if voice == NATURAL else ESPEAK_PACE)]
    return [(wanted, own_rate(voice, wanted)) for wanted in RATES_WPM]


def _line(one: Figure) -> str:
    wanted = "" if one.wanted_wpm is None else f"{one.wanted_wpm}"
    return f"{one.voice:<10}{wanted:>6}{one.own:>8.3g}{one.played_wpm:>9.1f}{one.off:>8.1%}"


if __name__ == "__main__":
    sys.exit(main())
