"""The phrases of the table said by espeak-ng voices: what no recording of people has, and no proof of anything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from scripts.bench.evaluation.conditions import clean
from scripts.bench.evaluation.listeners import Listener, home
from scripts.bench.evaluation.marks import Tally, expected_of
from voice.audio.resample import resample
from voice.guide.phrases import Phrase, PhraseTable
from voice.hearing.words.recogniser import RATE_HZ
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer

VOICES = ("en-us+f3", "en-us+m3", "en-us+f2", "en-us+m7")
_RATE_WPM = 150
_NARRATION_WPM = 125


def voiced(
    listener: Listener, phrases: Iterable[Phrase], table: PhraseTable, voices: Iterable[str]
) -> dict[str, Tally]:
    """Each phrase in its state, by phrase; each voice at 150 words a minute."""
    chosen = tuple(voices)
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="voice-bench-") as folder:
        narrator = Narrator(Renderer(), DiskCache(Path(folder), limit_bytes=1 << 30), RATE_HZ, "en-us", _NARRATION_WPM)
        for phrase in phrases:
            expected = expected_of(phrase, home(phrase, table))
            tally = tallies.setdefault(phrase.text, Tally())
            for voice in chosen:
                clip = narrator.speak_as(phrase.text, voice, _RATE_WPM)
                found = listener.commands(expected.live, clean(resample(clip.samples, clip.rate_hz, RATE_HZ)))
                tally.add(expected.outcome(found), found)
        narrator.close()
    return tallies
