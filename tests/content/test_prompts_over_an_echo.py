"""The prompt linter's third part: no prompt acts on the program that says it, at 20 dB above her voice.

Every phrase of the table is live meanwhile. What the front end leaves of the echo, and what the masks know of a clip,
are all that stands between the guide's own words and its ears.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scripts.bench.echo.peers import Ours
from scripts.bench.echo.rooms import FULL_SCALE, NOISE_DB, ROOM_HZ, Condition, Samples, Scene, Voiced
from scripts.bench.echo.scenes import echo_of
from scripts.bench.echo.studio import Studio
from tests.content.test_prompts import PROMPTS, fillings
from voice.audio.resample import resample
from voice.hearing.words.recogniser import RATE_HZ
from voice.room.scenario import EchoPath

OVER_HER_DB = 20.0
GAP_S = 1.0
"""Between two prompts: the silence that ends an utterance."""


def scene(studio: Studio, condition: Condition) -> Scene:
    """Every prompt once, with a gap behind each, and nothing else in the room."""
    gap = np.zeros(round(GAP_S * ROOM_HZ), np.float32)
    pieces: list[Samples] = [gap]
    voiced: list[Voiced] = []
    for prompt in PROMPTS.values():
        clip = studio.speak(fillings(prompt)[0])
        voiced.append(Voiced(clip, sum(map(len, pieces)) / ROOM_HZ))
        pieces += [clip.samples, gap]
    played = np.concatenate(pieces)
    noise = np.random.default_rng(0).normal(size=len(played)).astype(np.float32) * np.float32(10 ** (NOISE_DB / 20))
    room = echo_of(studio, condition, played, 0) + noise
    factor = np.float32(min(1.0, FULL_SCALE / float(np.max(np.abs(room)))))
    heard, told, user = (resample(one, ROOM_HZ, RATE_HZ) for one in (room * factor, played, noise * factor))
    return Scene(heard, told, user, (), tuple(voiced))


def test_no_prompt_acts_on_the_program_that_says_it(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    try:
        condition = Condition("loud", EchoPath(level_db=OVER_HER_DB))
        accepted, _, _ = studio.hears(Ours(), scene(studio, condition))
    finally:
        studio.close()
    assert [(one.text, one.speech_end_s) for one in accepted] == []
