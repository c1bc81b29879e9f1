"""Commands dropped into talk: after 0.3, 1 and 2 seconds of quiet, said once and twice."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scripts.bench.evaluation.commands import Item
from scripts.bench.evaluation.conditions import LEVEL_DBFS, chance
from scripts.bench.evaluation.corpus import Clip, Corpus, Sound
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Tally
from voice.audio.level import scaled_to
from voice.hearing.words.recogniser import RATE_HZ

_QUIETS_S = (0.3, 1.0, 2.0)
_TALK_S = 8.0
_TALK_DBFS = -32.0
_AGAIN_S = 1.2
_AFTER_S = 0.6
_LONG_ENOUGH_S = 12.0
_DECIDED_WITHIN_S = 1.5


def dropped(listener: Listener, corpus: Corpus, chosen: Iterable[Item], seed: int) -> dict[str, Tally]:
    """By quiet and how often it is said. What the talk before and after it does is not counted here."""
    talk = [clip for clip in corpus.of("talk") if clip.seconds >= _LONG_ENOUGH_S]
    given = [item for item in chosen if item.expected.phrase is not None]
    tallies: dict[str, Tally] = {}
    for quiet_s in _QUIETS_S:
        for times in (1, 2):
            tally = tallies.setdefault(f"{quiet_s:g} s of quiet, said {'once' if times == 1 else 'twice'}", Tally())
            for item in given if talk else ():
                rng = chance(seed, "dropped", item.clip.name)
                before, after = (_piece(corpus, talk, rng) for _ in range(2))
                said = scaled_to(corpus.sound(item.clip), RATE_HZ, LEVEL_DBFS)
                parts = [before, _silence(quiet_s), said, *([_silence(_AGAIN_S), said] * (times - 1))]
                begins_s = sum(map(len, parts[:2])) / RATE_HZ
                ends_s = sum(map(len, parts)) / RATE_HZ
                found = listener.commands(item.expected.live, np.concatenate((*parts, _silence(_AFTER_S), after)))
                hers = [one for one in found if begins_s < one.speech_end_s < ends_s + _DECIDED_WITHIN_S]
                tally.add(item.expected.outcome(hers), hers)
    return tallies


def _piece(corpus: Corpus, talk: list[Clip], rng: np.random.Generator) -> Sound:
    """Eight seconds of people who talk, quieter than she is."""
    clip = talk[int(rng.integers(len(talk)))]
    start = int(rng.integers(clip.frames - round(_TALK_S * RATE_HZ)))
    return scaled_to(corpus.sound(clip)[start : start + round(_TALK_S * RATE_HZ)], RATE_HZ, _TALK_DBFS)


def _silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE_HZ), np.float32)
