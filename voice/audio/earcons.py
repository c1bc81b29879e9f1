"""The tones of the beat and the earcons: synthesised once, soft enough for a room with a sleeping baby.

All are float32 mono, shape (frames,), and read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio.orders import Earcon, Phase

Samples = NDArray[np.float32]

TONE_PEAK = 10 ** (-26 / 20)
EARCON_PEAK = 10 ** (-32 / 20)
"""Narration is at -20 dBFS: tones stay below its active speech, earcons well below its peaks."""

_TONE_S = 0.11
_FADE_IN_S = 0.005
_FIRST = 0.1
"""The share of full gain at a tone's first sample: so small that it does not click, so large that the onset can be
heard and measured on that very sample, even in 16 bits."""

_TONES_HZ = {Phase.PRESS: 392.0, Phase.COMPRESS: 523.25, Phase.RELAX: 329.63}
"""G4, C5, E4: closer, closer still, let go; all within reach of a telephone's loudspeaker."""


@dataclass(frozen=True, slots=True)
class _Note:
    hz: float
    begin_s: float
    duration_s: float


_EARCONS = {
    Earcon.HEARD: (_Note(880.0, 0.0, 0.12),),
    Earcon.NOT_UNDERSTOOD: (_Note(311.13, 0.0, 0.14), _Note(293.66, 0.13, 0.15)),
    Earcon.PAUSED: (_Note(659.26, 0.0, 0.14), _Note(440.0, 0.11, 0.17)),
    Earcon.RESUMED: (_Note(440.0, 0.0, 0.14), _Note(659.26, 0.11, 0.17)),
    Earcon.SWITCHED: (_Note(523.25, 0.0, 0.11), _Note(783.99, 0.09, 0.11), _Note(523.25, 0.18, 0.12)),
}


def beat_tones(rate_hz: int) -> Mapping[Phase, Samples]:
    """The three tones of the beat; each one's first sample is already audible, so it lies where the beat lies."""
    return {phase: _tone(hz, rate_hz) for phase, hz in _TONES_HZ.items()}


def earcons(rate_hz: int) -> Mapping[Earcon, Samples]:
    """Every earcon, 120 to 300 ms long, with rounded attacks."""
    return {name: _melody(notes, rate_hz) for name, notes in _EARCONS.items()}


def _tone(hz: float, rate_hz: int) -> Samples:
    t = np.arange(round(_TONE_S * rate_hz)) / rate_hz
    fade_in = np.minimum(1.0, _FIRST + (1 - _FIRST) * t / _FADE_IN_S)
    # A decay that reaches zero by itself, so the end is as soft as the middle.
    decay = np.exp(-t / 0.04) * (1 - t / _TONE_S)
    # Cosines are at their largest at t = 0: the onset does not wait for a first quarter of a wave.
    wave = np.cos(2 * np.pi * hz * t) + 0.15 * np.cos(2 * np.pi * 2 * hz * t)
    return _scaled(wave * fade_in * decay, TONE_PEAK)


def _melody(notes: tuple[_Note, ...], rate_hz: int) -> Samples:
    length = max(round((note.begin_s + note.duration_s) * rate_hz) for note in notes)
    mixed = np.zeros(length)
    for note in notes:
        begin = round(note.begin_s * rate_hz)
        t = np.arange(min(round(note.duration_s * rate_hz), length - begin)) / rate_hz
        swell = np.sin(np.pi * t / note.duration_s) ** 2
        mixed[begin : begin + len(t)] += swell * np.sin(2 * np.pi * note.hz * t)
    return _scaled(mixed, EARCON_PEAK)


def _scaled(samples: NDArray[np.float64], peak: float) -> Samples:
    scaled: Samples = (samples * (peak / np.abs(samples).max())).astype(np.float32)
    scaled.flags.writeable = False
    return scaled
