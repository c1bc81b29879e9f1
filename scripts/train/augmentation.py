"""What rooms, distances, devices and nights do to a recording, by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scripts.bench.evaluation.conditions import banded
from scripts.train.alignment import NO_WORD, Alignment
from scripts.train.mfcc import RATE_HZ, SHIFT
from scripts.train.recordings import Samples
from scripts.train.units import INDEX, SILENCE
from scripts.train.whisper import whispered
from voice.audio.resample import resample

_SPEEDS = (0.86, 0.93, 1.0, 1.0, 1.0, 1.07, 1.14)
_SHORT_S = 3.0
_MOST_QUIET_FRAMES = 50
_ROOM_SHARE, _MEASURED_SHARE = 0.45, 0.5
_COLOUR_SHARE, _NOISE_SHARE = 0.3, 0.7
_SPEECH_SHARE, _NARRATION_SHARE = 0.15, 0.1
"""Of the noise."""
_NOISE_SNR_DB, _SPEECH_SNR_DB, _NARRATION_SNR_DB, _WHISPER_SNR_DB = (1.0, 28.0), (10.0, 25.0), (3.0, 25.0), (8.0, 30.0)
_PEAK = 32_000.0
_LEVEL_DB = (-32.0, 0.0)
_HISS = (1.0, 30.0)
"""The amplitude of a steady trace of noise, in units of 16-bit samples."""
_LONGEST_ROOM_S = 0.6
_BAND_FROM_HZ, _BAND_TO_HZ = (150.0, 300.0), (3000.0, 3900.0)
"""Between which the edges of a telephone's band are drawn; nominally it is 300 to 3,400 Hz (ITU-T G.712)."""
_TRACE = (0.0, 2.0)
"""The amplitude of what noise there is above the band: rounding, and Kaldi's dither of 1 where it is on."""


_Sound = Callable[[], Samples]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What recordings are put into: `rooms` are impulse responses, the others sounds of any length, read when they are
    needed; `narration` is the guide's own voice, of which a canceller leaves something."""

    rooms: Sequence[Samples]
    noises: Sequence[_Sound] = ()
    speech: Sequence[_Sound] = ()
    narration: Sequence[_Sound] = ()


def augmented(
    samples: Samples,
    alignment: Alignment,
    surroundings: Surroundings,
    *,
    whisper_share: float,
    narrow_share: float = 0.0,
    rng: np.random.Generator,
) -> tuple[Samples, Alignment]:
    """The recording as it might have been made elsewhere, and where its phones lie then.

    That share of recordings comes through a telephone's narrow band (a headset in its call mode).
    """
    samples, alignment = _at_speed(samples, alignment, float(rng.choice(_SPEEDS)))
    if len(samples) < _SHORT_S * RATE_HZ:
        samples, alignment = _with_quiet(samples, alignment, rng)
    whisper = rng.random() < whisper_share
    if whisper:
        samples = whispered(samples, rng)
    if rng.random() < _ROOM_SHARE:
        samples = _in_room(samples, surroundings.rooms, rng)
    if rng.random() < _COLOUR_SHARE:
        tilt = np.float32(rng.uniform(-0.6, 0.6))
        samples = np.append(samples[:1], samples[1:] + tilt * samples[:-1])
    if rng.random() < _NOISE_SHARE:
        sounds, snr_db = _behind(surroundings, rng)
        if sounds:
            snr_db = _WHISPER_SNR_DB if whisper else snr_db
            samples = _over(samples, _stretch(sounds, len(samples), rng), rng.uniform(*snr_db))
    samples = levelled(samples, rng)
    if narrow_share > 0 and rng.random() < narrow_share:
        samples = _through_a_telephone(samples, rng)
    return samples, alignment


def _behind(around: Surroundings, rng: np.random.Generator) -> tuple[Sequence[_Sound], tuple[float, float]]:
    """What sounds behind a recording, and by how much it is softer."""
    drawn = rng.random()
    if around.speech and drawn < _SPEECH_SHARE:
        return around.speech, _SPEECH_SNR_DB
    if around.narration and drawn >= 1.0 - _NARRATION_SHARE:
        return around.narration, _NARRATION_SNR_DB
    return around.noises, _NOISE_SNR_DB


def levelled(samples: Samples, rng: np.random.Generator) -> Samples:
    """At a level between close to a microphone and far from it, with the hiss of a device."""
    peak = _PEAK * 10 ** (rng.uniform(*_LEVEL_DB) / 20)
    hiss = rng.normal(size=len(samples)) * rng.uniform(*_HISS)
    loud: NDArray[np.float64] = samples * (peak / (np.abs(samples).max(initial=0.0) + 1e-6)) + hiss
    return np.clip(np.round(loud), -32768, 32767).astype(np.float32)


def _through_a_telephone(samples: Samples, rng: np.random.Generator) -> Samples:
    heard = banded(samples, (rng.uniform(*_BAND_FROM_HZ), rng.uniform(*_BAND_TO_HZ)))
    return np.round(heard + rng.normal(size=len(heard)) * rng.uniform(*_TRACE)).astype(np.float32)


def _at_speed(samples: Samples, alignment: Alignment, speed: float) -> tuple[Samples, Alignment]:
    if speed == 1.0:
        return samples, alignment
    samples = resample(samples, round(RATE_HZ * speed), RATE_HZ)
    starts = np.round(alignment.starts / speed).astype(np.int32)
    return samples, replace(alignment, starts=starts, frames=round(alignment.frames / speed))


def _with_quiet(samples: Samples, alignment: Alignment, rng: np.random.Generator) -> tuple[Samples, Alignment]:
    before, after = (int(frames) for frames in rng.integers(1, _MOST_QUIET_FRAMES, 2))
    samples = np.pad(samples, (before * SHIFT, after * SHIFT))
    return samples, Alignment(
        np.append(np.int16(INDEX[SILENCE]), alignment.units),
        np.append(np.int16(NO_WORD), alignment.words),
        np.append(np.int32(0), alignment.starts + np.int32(before)),
        alignment.frames + before,
        alignment.score,
    )


def _in_room(samples: Samples, rooms: Sequence[Samples], rng: np.random.Generator) -> Samples:
    if rooms and rng.random() < _MEASURED_SHARE:
        response = np.asarray(rooms[int(rng.integers(len(rooms)))], np.float64)
        direct = int(np.abs(response).argmax())
        response = response[direct : direct + round(_LONGEST_ROOM_S * RATE_HZ)] / (np.abs(response).max() + 1e-9)
    else:
        response = _made_room(rng)
    size = 1 << (len(samples) + len(response) - 1).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[: len(samples)]
    gain = np.sqrt((np.mean(np.square(samples, dtype=np.float64)) + 1e-9) / (np.mean(wet**2) + 1e-9))
    return np.asarray(wet * gain, np.float32)


def _made_room(rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise that decays by 60 dB in the room's time behind the direct sound."""
    length = round(RATE_HZ * rng.uniform(0.1, _LONGEST_ROOM_S))
    response = rng.normal(size=length) * np.exp(-6.9 * np.arange(length) / length)
    response[0] = 0.0
    response *= rng.uniform(0.1, 0.9) / np.sqrt(np.sum(response**2) + 1e-9)
    response[0] = 1.0
    return response


def _stretch(sounds: Sequence[_Sound], length: int, rng: np.random.Generator) -> Samples:
    parts: list[Samples] = []
    missing = length
    while missing > 0:
        sound = sounds[int(rng.integers(len(sounds)))]()
        start = int(rng.integers(max(1, len(sound) - RATE_HZ)))
        parts.append(sound[start : start + missing])
        missing -= len(parts[-1])
    return np.concatenate(parts)


def _over(samples: Samples, noise: Samples, snr_db: float) -> Samples:
    """The noise at `snr_db` under the louder part of the speech."""
    power = np.sort(np.square(samples, dtype=np.float64))[int(0.6 * len(samples)) :].mean() + 1e-9
    gain = np.sqrt(power / 10 ** (snr_db / 10) / (np.mean(np.square(noise, dtype=np.float64)) + 1e-9))
    return samples + noise * np.float32(gain)
