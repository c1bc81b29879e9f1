"""False commands an hour, of each kind of sound in which nobody speaks to the guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from scripts.bench.evaluation.conditions import chance
from scripts.bench.evaluation.corpus import Clip, Corpus, Noise, Sound, up_to
from scripts.bench.evaluation.listeners import Listener
from scripts.bench.evaluation.marks import Rate
from voice.hearing.files import BEFORE_S, Live, standing
from voice.hearing.heard import PhraseHeard
from voice.hearing.words.recogniser import RATE_HZ

_BROADCAST = ("audiobook", "podcast", "radio", "television", "lecture", "speech")
_READING = ("reading", "more")
_SILENCE_DBFS = (-90.0, -60.0, -45.0)
_PIECE_S = 60.0


def streams(corpus: Corpus, most_s: float) -> Mapping[str, list[Clip]]:
    """The recordings of each kind, `most_s` seconds of each at the most."""
    talk = corpus.of("talk")
    kinds: dict[str, Iterable[Clip]] = {
        "talk": (clip for clip in talk if not _is_broadcast(clip)),
        "television": (clip for clip in talk if _is_broadcast(clip)),
        "reading": corpus.of(*_READING),
        "noise": (clip for clip in corpus.noise if clip.noise is Noise.HOUSEHOLD),
        "music": (clip for clip in corpus.noise if clip.noise is Noise.MUSIC),
        "crying": (clip for clip in corpus.noise if clip.noise is Noise.CRYING),
    }
    return {name: up_to(clips, most_s) for name, clips in kinds.items()}


def false_commands(listener: Listener, corpus: Corpus, clips: Iterable[Clip], live: Live) -> Rate:
    """What a session in this state would do while the recordings sound, each as it was recorded and by itself."""
    phrases: list[str] = []
    details: list[str] = []
    seconds = 0.0
    for clip in clips:
        for heard in standing(listener.events(live, corpus.sound(clip))):
            if live.understood(heard) is not None:
                phrases.append(heard.text)
                details.append(_in_full(clip, heard))
        seconds += clip.seconds
    return Rate(tuple(phrases), seconds / 3600, tuple(details))


def _in_full(clip: Clip, heard: PhraseHeard) -> str:
    """Where in which recording, and what each ear made of it."""
    second = "" if heard.transcript is None else f", second {heard.transcript!r} at {heard.probability:.2f}"
    return (
        f"{clip.name} at {heard.speech_end_s - BEFORE_S:.1f} s: first {heard.text!r} at {heard.confidence:.2f}{second}"
    )


def false_in_silence(listener: Listener, live: Live, most_s: float, seed: int) -> Rate:
    """The same for rooms with nothing but their own steady noise, from inaudible to a fan's."""
    phrases: list[str] = []
    pieces = max(len(_SILENCE_DBFS), round(most_s / _PIECE_S))
    for number in range(pieces):
        level_dbfs = _SILENCE_DBFS[number % len(_SILENCE_DBFS)]
        sound = _hiss(_PIECE_S, level_dbfs, chance(seed, "silence", str(number)))
        phrases += (one.phrase for one in listener.commands(live, sound))
    return Rate(tuple(phrases), pieces * _PIECE_S / 3600)


def _is_broadcast(clip: Clip) -> bool:
    """Whether it is what a television or radio says, as against people who talk to each other."""
    return any(word in clip.text for word in _BROADCAST)


def _hiss(seconds: float, level_dbfs: float, rng: np.random.Generator) -> Sound:
    return rng.normal(scale=10 ** (level_dbfs / 20), size=round(seconds * RATE_HZ)).astype(np.float32)
