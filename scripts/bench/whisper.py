"""How often a spoken command is taken for spoken and a whispered one for whispered, by how loud it is and what sounds.

    scripts/bench/whisper.py --data FOLDER                 every condition
    scripts/bench/whisper.py --data FOLDER --words 100     so many words for each (default 60)
    scripts/bench/whisper.py --data FOLDER --json result.json

FOLDER is what `scripts/bench/recognition.py` takes. Words of the phrase table from people of the split `dev`, and
whispers made from them (breath in place of the voice, `scripts/bench/evaluation/whisper.py`), are heard by the ears of
a session: from -26 to -45 dBFS, in household noise and crying, and over the guide's own voice, 10 dB louder, after
cancelling. A word that is not understood decides nothing, so shares are of those that are. "Level" is how far the level
that the guide is told lies from the true one, for nine of ten words.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.echo.peers import PEERS
from scripts.bench.echo.rooms import Condition as Room
from scripts.bench.echo.rooms import Samples, Scene, Spoken
from scripts.bench.echo.scenes import made
from scripts.bench.echo.studio import Studio
from scripts.bench.evaluation.conditions import Backgrounds, Condition, chance, under
from scripts.bench.evaluation.corpus import Clip, Corpus, first_of_each
from scripts.bench.evaluation.whisper import whispered
from voice.audio.level import scaled_to
from voice.guide.manner import Phonation
from voice.hearing.heard import PhraseHeard
from voice.hearing.words.recogniser import RATE_HZ
from voice.room.scenario import SPEECH_LEVEL_DB, EchoPath
from voice.settings.places import Places

_SPLIT = "dev"
_CLOSE_S = 0.6
_LEVELS_DBFS = (-26.0, -35.0, -45.0)
_ECHO_DB = 10.0

CONDITIONS = (
    *(Condition(f"{level:g} dBFS", level) for level in _LEVELS_DBFS),
    *(
        Condition(f"{noise} {snr:g} dB, {level:g} dBFS", level, noise=noise, snr_db=snr)
        for noise in ("household", "crying")
        for level in _LEVELS_DBFS[:2]
        for snr in (20.0, 10.0)
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was decided about the words of one condition, spoken or whispered; the level's error in dB."""

    condition: str
    whispered: bool
    said: int
    understood: int
    taken_for_voiced: int
    taken_for_whispered: int
    unsure: int
    level_off_db: float | None


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="recordings and their indexes")
    parser.add_argument("--words", type=int, default=60, metavar="N", help="words for each condition (default 60)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    studio = Studio(Places.of_user().cache / "bench-duplex")
    corpus = Corpus(args.data, _SPLIT)
    known = {phrase.text for phrase in studio.live.phrases}
    clips = first_of_each((clip for clip in corpus.of("words") if clip.text in known), args.words)
    chance(args.seed, "words").shuffle(clips)
    words = [(clip, corpus.sound(clip)) for clip in sorted(clips[: args.words], key=lambda clip: clip.file)]
    print(f"{'condition':<30}{'':<10}{'understood':>12}{'voiced':>8}{'whispered':>11}{'unsure':>8}{'level':>10}")
    figures = []
    for one in chain(alone(studio, words, Backgrounds(corpus), args.seed), over_the_guide(studio, words, args.seed)):
        figures.append(one)
        print(_line(one), flush=True)
    studio.close()
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def alone(studio: Studio, words: list[tuple[Clip, Samples]], backgrounds: Backgrounds, seed: int) -> Iterator[Figures]:
    """While the guide says nothing: each word by itself, with a second of its surroundings on both sides."""
    for condition in CONDITIONS:
        if not backgrounds.has(condition):
            continue
        for whispers in (False, True):
            heard: list[PhraseHeard | None] = []
            for clip, speech in words:
                rng = chance(seed, condition.name, clip.text, clip.speaker, str(clip.offset))
                sound = under(condition, whispered(speech, rng) if whispers else speech, backgrounds, rng)
                nothing = np.zeros_like(sound)
                accepted, _, _ = studio.hears(PEERS["none"](Room("", EchoPath())), Scene(sound, nothing, sound, (), ()))
                heard.append(next((one for one in accepted if one.text == clip.text), None))
            yield _figures(condition.name, heard, condition.level_dbfs, whispers=whispers)


def over_the_guide(studio: Studio, words: list[tuple[Clip, Samples]], seed: int) -> Iterator[Figures]:
    """While the guide goes through its prompts, 10 dB louder than she is, in the room of `scripts/bench/duplex.py`."""
    room = Room("over the guide", EchoPath(level_db=_ECHO_DB))
    for whispers in (False, True):
        rng = chance(seed, room.name)
        said = [(clip.text, whispered(speech, rng) if whispers else speech) for clip, speech in words]
        levelled = [(text, scaled_to(speech, RATE_HZ, SPEECH_LEVEL_DB)) for text, speech in said]
        scene = made(studio, room, levelled, 42.0 + 3.0 * len(words), seed)
        accepted, _, _ = studio.hears(PEERS["ours"](room), scene)
        heard = [next((one for one in accepted if _is(one, word)), None) for word in scene.words]
        yield _figures(room.name, heard, SPEECH_LEVEL_DB, whispers=whispers)


def _is(one: PhraseHeard, word: Spoken) -> bool:
    return one.text == word.text and word.start_s - _CLOSE_S / 2 <= one.speech_end_s <= word.end_s + _CLOSE_S


def _figures(name: str, heard: list[PhraseHeard | None], level_dbfs: float, *, whispers: bool) -> Figures:
    understood = [one for one in heard if one is not None]
    manners = [one.manner for one in understood if one.manner is not None]
    taken = Counter(manner.phonation for manner in manners)
    off_db = [abs(manner.level_dbfs - level_dbfs) for manner in manners]
    return Figures(
        name,
        whispers,
        len(heard),
        len(understood),
        taken[Phonation.VOICED],
        taken[Phonation.WHISPERED],
        len(understood) - taken[Phonation.VOICED] - taken[Phonation.WHISPERED],
        float(np.quantile(off_db, 0.9)) if off_db else None,
    )


def _line(one: Figures) -> str:
    off = "-" if one.level_off_db is None else f"{one.level_off_db:.1f} dB"
    kind = "whispered" if one.whispered else "spoken"
    shares = [count / max(one.understood, 1) for count in (one.taken_for_voiced, one.taken_for_whispered, one.unsure)]
    return (
        f"{one.condition:<30}{kind:<10}{f'{one.understood}/{one.said}':>12}{shares[0]:>8.0%}{shares[1]:>11.0%}"
        f"{shares[2]:>8.0%}{off:>10}"
    )


if __name__ == "__main__":
    sys.exit(main())
