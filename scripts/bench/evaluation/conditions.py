"""What is done to a recording before it is heard: noise, rooms, distance, whispering, murmuring, a narrow band."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scripts.bench.evaluation.corpus import Corpus, Noise, Sound
from scripts.bench.evaluation.whisper import whispered
from voice.audio.level import scaled_to
from voice.hearing.words.recogniser import RATE_HZ

LEVEL_DBFS = -26.0
"""How loud speech is at the microphone, 0.3 m away, where nothing else is said; its active parts (the contract)."""

TALK = "talk"
_AROUND_S = 1.0
"""So long noise sounds before and after a word: enough to hear its floor, too short for talk to ask for quiet."""
_FLOOR_DBFS = -70.0
"""A microphone's own noise, under what is soft or far away."""
_NEAR_M = 0.3
_ROOM_M3 = 35.0
_TAIL_FROM_S = 0.003
_EDGE_HZ = 100.0
_RINGS_S = 0.1


@dataclass(frozen=True, slots=True)
class Room:
    """A bedroom of 35 cubic metres: how long it rings, and how far from her the microphone is."""

    rt60_s: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One way of making a recording harder; `noise` names a background, `snr_db` is against active speech."""

    name: str
    level_dbfs: float = LEVEL_DBFS
    noise: str | None = None
    snr_db: float = 0.0
    room: Room | None = None
    whispered: bool = False
    band_hz: tuple[float, float] | None = None
    """What the microphone lets through, noise and all; None is everything."""


CLEAN = Condition("clean")
_NOISES = (*(noise.value for noise in Noise), TALK)
_SNRS_DB = (20.0, 10.0, 5.0, 0.0)
_ROOMS = ((0.2, 1.0), (0.4, 0.3), (0.4, 1.0), (0.4, 2.0), (0.6, 1.0))
_TELEPHONE_HZ = (200.0, 3400.0)
"""A headset in its call mode, or a telephone line: 8,000 samples a second, with steep edges."""

CONDITIONS = (
    CLEAN,
    *(Condition(f"{noise} {snr:g} dB", noise=noise, snr_db=snr) for noise in _NOISES for snr in _SNRS_DB),
    *(Condition(f"room {rt60:g} s, {metres:g} m", room=Room(rt60, metres)) for rt60, metres in _ROOMS),
    Condition("whispered, -40 dBFS", -40.0, whispered=True),
    Condition("murmured, -45 dBFS", -45.0),
    Condition("telephone", band_hz=_TELEPHONE_HZ),
)
"""All of them, in the order of the tables."""


class Backgrounds:
    """Endless noise of each kind and talk, every recording of it equally loud over its whole length."""

    def __init__(self, corpus: Corpus, talk_s: float = 600.0) -> None:
        """Holds every noise and about `talk_s` seconds of talk in memory."""
        by_name: dict[str, list[Sound]] = {name: [] for name in _NOISES}
        for clip in corpus.noise:
            by_name[clip.noise.value].append(_normalised(corpus.sound(clip)))
        for clip in corpus.of(TALK):
            if sum(map(len, by_name[TALK])) < talk_s * RATE_HZ:
                by_name[TALK].append(_normalised(corpus.sound(clip)))
        self._sounds: Mapping[str, Sound] = {name: np.concatenate(sounds) for name, sounds in by_name.items() if sounds}

    def has(self, condition: Condition) -> bool:
        """Whether there is any of what the condition needs."""
        return condition.noise is None or condition.noise in self._sounds

    def piece(self, name: str, frames: int, rng: np.random.Generator) -> Sound:
        """A stretch from anywhere in it, at 0 dBFS RMS on the average."""
        whole = self._sounds[name]
        return np.take(whole, np.arange(frames) + int(rng.integers(len(whole))), mode="wrap")


def chance(seed: int, *names: str) -> np.random.Generator:
    """The same randomness for the same seed and names, whatever else is drawn."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def clean(speech: Sound) -> Sound:
    """The recording at the level of someone near the microphone, with nothing else done to it."""
    return scaled_to(speech, RATE_HZ, LEVEL_DBFS)


def under(condition: Condition, speech: Sound, backgrounds: Backgrounds, rng: np.random.Generator) -> Sound:
    """The recording as it arrives under the condition, with a second of its surroundings on both sides."""
    if condition == CLEAN:
        return clean(speech)
    said = whispered(speech, rng) if condition.whispered else speech
    said = scaled_to(said, RATE_HZ, condition.level_dbfs)
    if condition.room is not None:
        said = _in_room(said, condition.room, rng)
    around = round(_AROUND_S * RATE_HZ)
    said = np.pad(said, around)
    floor = rng.normal(scale=10 ** (_FLOOR_DBFS / 20), size=len(said))
    if condition.noise is None:
        heard = (said + floor).astype(np.float32)
    else:
        noise = backgrounds.piece(condition.noise, len(said), rng)
        heard = (said + noise * np.float32(10 ** ((condition.level_dbfs - condition.snr_db) / 20))).astype(np.float32)
    return heard if condition.band_hz is None else banded(heard, condition.band_hz)


def impulse_response(room: Room, rng: np.random.Generator) -> Sound:
    """A direct sound that falls with the distance, and a diffuse tail that does not.

    Both are equally strong at the critical distance, 0.057 m times the root of cubic metres by seconds of reverberation
    (Kuttruff, Room Acoustics); 1.0 is the direct sound at 0.3 m.
    """
    critical_m = 0.057 * np.sqrt(_ROOM_M3 / room.rt60_s)
    times_s = np.arange(round(room.rt60_s * RATE_HZ)) / RATE_HZ
    tail = rng.normal(size=len(times_s)) * 10 ** (-3 * times_s / room.rt60_s) * (times_s >= _TAIL_FROM_S)
    tail *= _NEAR_M / critical_m / np.sqrt(np.sum(tail**2))
    tail[0] = _NEAR_M / room.distance_m
    return tail.astype(np.float32)


def banded(sound: Sound, band_hz: tuple[float, float]) -> Sound:
    """Only what lies in the band; what lies 100 Hz beyond an edge is gone."""
    size = 1 << (len(sound) + round(_RINGS_S * RATE_HZ)).bit_length()  # so that no end rings into the other
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    inside = np.minimum(hz - band_hz[0], band_hz[1] - hz) / _EDGE_HZ
    gain = 0.5 - 0.5 * np.cos(np.pi * np.clip(inside + 1.0, 0.0, 1.0))
    return np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)].astype(np.float32)


def _in_room(said: Sound, room: Room, rng: np.random.Generator) -> Sound:
    response = impulse_response(room, rng)
    size = len(said) + len(response) - 1
    wet = np.fft.irfft(np.fft.rfft(said, size) * np.fft.rfft(response, size), size)
    return wet.astype(np.float32)


def _normalised(sound: Sound) -> Sound:
    rms = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    return sound / np.float32(max(rms, 1e-9))
