"""Everything that sounds in a room, made ready before it opens: clips, texts, backgrounds and the room's response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import read_audio
from voice.audio.level import scaled_to
from voice.audio.resample import resample
from voice.errors import InputError
from voice.room import impulse
from voice.room.echo import arriving, calibrated
from voice.room.scenario import Background, EchoPath, Say, Scenario, SpokenFile, SpokenText

Samples = NDArray[np.float32]

Render = Callable[[str, str, int], tuple[Samples, int]]
"""A narration renderer: text, voice and words a minute in; float32 mono samples and their rate in Hz out."""


@dataclass(frozen=True, slots=True, eq=False)
class BackgroundSound:
    """A background at its level and at the room's rate, from `start` until `end` (frames of room time)."""

    samples: Samples
    start: int
    end: int
    loop: bool


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The sounds of one scenario at `rate_hz`; `speech` has one clip for each entry of `[[say]]`, at its level, and
    `response` leads from the loudspeaker to the microphone with the echo's gain in it (None: no echo).

    Immutable, so that a run which must be begun again with a smaller factor uses the same one.
    """

    rate_hz: int
    speech: tuple[Samples, ...]
    backgrounds: tuple[BackgroundSound, ...]
    response: NDArray[np.float64] | None
    expected_peak: float = 0.0
    """The largest magnitude of the narration's echo at the microphone (1.0 is full scale), as far as it is known."""


def prepare(scenario: Scenario, rate_hz: int, render: Render, narration: Samples) -> Material:
    """Read, render, resample and level all that the scenario names.

    `narration` is some of what the guide will say (a few prompts), as it is played at default volume, at `rate_hz`: the
    echo's gain is set by it. Empty if nothing can be rendered.

    Raises InputError, naming scenario, entry and key, for a file that is no sound or too short for its entry, and for a
    voice that does not exist, and whatever else `render` raises.
    """
    try:
        return _prepared(scenario, rate_hz, render, narration)
    except InputError as error:
        raise error if scenario.file is None else InputError(f"{scenario.file}: {error}") from error


def _prepared(scenario: Scenario, rate_hz: int, render: Render, narration: Samples) -> Material:
    speech = tuple(_speech(number, say, rate_hz, render) for number, say in enumerate(scenario.says, start=1))
    backgrounds = tuple(
        _background(number, background, rate_hz, scenario.length_s)
        for number, background in enumerate(scenario.backgrounds, start=1)
    )
    if scenario.echo is None:
        return Material(rate_hz, speech, backgrounds, None)
    response = _response(scenario.echo, rate_hz, scenario.seed, narration)
    echo = arriving(response, scenario.echo, narration, rate_hz)
    return Material(rate_hz, speech, backgrounds, response, float(np.max(np.abs(echo), initial=0.0)))


def _speech(number: int, say: Say, rate_hz: int, render: Render) -> Samples:
    match say.source:
        case SpokenText(text, voice, rate_wpm):
            try:
                samples, from_hz = render(text, voice, rate_wpm)
            except InputError as error:
                raise InputError(f"[[say]] {number}: text or voice: {error}") from error
        case SpokenFile(path, offset_frames, frames):
            samples, from_hz = _read(f"[[say]] {number}: file", path, offset_frames, frames)
    return scaled_to(resample(samples, from_hz, rate_hz), rate_hz, say.level_db)


def _background(number: int, background: Background, rate_hz: int, length_s: float) -> BackgroundSound:
    samples, from_hz = _read(f"[[background]] {number}: file", background.path)
    gain = _gain_to(samples, background.level_db)
    end_s = length_s if background.to_s is None else min(background.to_s, length_s)
    # The level is that of the whole file, but of an hour's recording only what will sound is resampled and kept.
    needed = max(1, round((end_s - background.from_s) * from_hz))
    used = resample(samples[:needed] * gain, from_hz, rate_hz)
    return BackgroundSound(used, round(background.from_s * rate_hz), round(end_s * rate_hz), background.loop)


def _gain_to(samples: Samples, level_db: float) -> np.float32:
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    return np.float32(10.0 ** (level_db / 20.0) / rms if rms else 0.0)


def _response(echo: EchoPath, rate_hz: int, seed: int, narration: Samples) -> NDArray[np.float64]:
    if echo.impulse_response is None:
        return calibrated(impulse.made(echo.rt60_s, rate_hz, seed), echo, narration, rate_hz)
    samples, from_hz = _read("[echo]: impulse_response", echo.impulse_response)
    try:
        return calibrated(impulse.measured(resample(samples, from_hz, rate_hz)), echo, narration, rate_hz)
    except ValueError as error:
        raise InputError(f"{echo.impulse_response}: [echo] impulse_response: expected a sound, but {error}") from error


def _read(place: str, path: Path, offset: int = 0, frames: int | None = None) -> tuple[Samples, int]:
    try:
        return read_audio(path, offset=offset, frames=frames)
    except InputError as error:
        raise InputError(f"{place}: {error}") from error
