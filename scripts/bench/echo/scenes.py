"""How a scene is made: what people recorded, what the guide says meanwhile, and what the room makes of both."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from scripts.bench.echo.rooms import FULL_SCALE, NOISE_DB, ROOM_HZ, TAUGHT_S, Condition, Samples, Scene, Spoken, Voiced
from scripts.bench.echo.studio import Studio
from voice.audio import orders
from voice.audio.earcons import earcons
from voice.audio.files import read_audio
from voice.audio.level import scaled_to
from voice.audio.mixer import Mixer
from voice.audio.resample import resample
from voice.hearing.words.recogniser import RATE_HZ
from voice.narration.clip import Clip
from voice.room import impulse
from voice.room.echo import Echo, calibrated
from voice.room.scenario import SPEECH_LEVEL_DB

EVERY_S = 3.0
_BLOCK = 480
_PAUSE_S = 0.5
_MOVES_EVERY_S = 8.0


def recordings(folder: Path, studio: Studio, count: int, seed: int) -> list[tuple[str, Samples]]:
    """Words of people at 16,000 Hz, each kind equally often, in a random order."""
    wanted = {" ".join(phrase.words) for phrase in studio.live.phrases if len(phrase.words) == 1}
    by_text: dict[str, list[dict[str, str]]] = {}
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["split"] == "dev" and row["kind"] == "words" and row["text"] in wanted:
                by_text.setdefault(row["text"], []).append(row)
    random = np.random.default_rng(seed)
    chosen = []
    for rows in by_text.values():
        random.shuffle(rows)
        chosen += rows[: -(-count // len(by_text))]
    random.shuffle(chosen)
    return [(row["text"], _read(folder, row)) for row in chosen[:count]]


def _read(folder: Path, row: dict[str, str]) -> Samples:
    samples, rate_hz = read_audio(folder / row["file"], offset=int(row["offset"]), frames=int(row["frames"]))
    if rate_hz != RATE_HZ:
        raise SystemExit(f"{row['file']} is read at {rate_hz} Hz; its index counts frames at {RATE_HZ} Hz")
    return samples


def made(studio: Studio, condition: Condition, words: list[tuple[str, Samples]], length_s: float, seed: int) -> Scene:
    """The guide speaks without a break, or counts every other minute; from 40 s on there is a word every 3 s."""
    random = np.random.default_rng([seed, 7])
    played, voiced = narration(studio, length_s, beat=condition.beat, seed=seed)
    echo = echo_of(studio, condition, played, seed)
    user = np.zeros(len(played), np.float32)
    spoken = []
    for number, (text, samples) in enumerate(words):
        at_s = TAUGHT_S + EVERY_S * number + float(random.uniform(0.0, 0.5))
        sound = scaled_to(resample(samples, RATE_HZ, ROOM_HZ), ROOM_HZ, SPEECH_LEVEL_DB)
        start = round(at_s * ROOM_HZ)
        user[start : start + len(sound)] += sound
        first, last = sounding(sound)
        spoken.append(Spoken(text, at_s + first, at_s + last))
    noise = random.normal(size=len(played)).astype(np.float32) * np.float32(10 ** (NOISE_DB / 20))
    heard = echo + user + noise
    factor = np.float32(min(1.0, FULL_SCALE / float(np.max(np.abs(heard)))))
    heard_16, played_16, user_16 = (
        resample(one, ROOM_HZ, RATE_HZ) for one in (heard * factor, played, (user + noise) * factor)
    )
    return Scene(heard_16, played_16, user_16, tuple(spoken), tuple(voiced))


def narration(studio: Studio, length_s: float, *, beat: bool, seed: int) -> tuple[Samples, list[Voiced]]:
    """What the mixer plays, at the room's rate, and every clip in it."""
    random = np.random.default_rng([seed, 3])
    mixer = Mixer(ROOM_HZ, earcons(ROOM_HZ))
    playing: dict[int, Clip] = {}
    blocks, voiced, next_s, counting = [], [], 0.5, False
    for number in range(round(length_s * ROOM_HZ / _BLOCK)):
        now_s = number * _BLOCK / ROOM_HZ
        if beat and counting != (now_s // 60 % 2 == 1):
            counting = not counting
            mixer.post(orders.StartBeat(18.0, studio.cues, None) if counting else orders.StopBeat())
        if not playing and now_s >= next_s:
            clip = studio.clips[random.integers(len(studio.clips))]
            playing[number] = clip
            mixer.post(orders.Play(number, clip))
        blocks.append(mixer.render(_BLOCK))
        for report in mixer.reports():
            match report:
                case orders.Started(one, frame):
                    voiced.append(Voiced(playing[one], frame / ROOM_HZ))
                case orders.Ended(one):
                    del playing[one]
                    next_s = now_s + (12.0 if counting else _PAUSE_S)
                case orders.BeatSounded(cue=Clip() as cue, start_frame=frame):
                    voiced.append(Voiced(cue, frame / ROOM_HZ))
                case _:
                    pass
    return np.concatenate(blocks), sorted(voiced, key=lambda one: one.at_s)


def echo_of(studio: Studio, condition: Condition, played: Samples, seed: int) -> Samples:
    """What the microphone hears of what the guide plays."""
    some = np.concatenate([clip.samples for clip in studio.clips[:3]])
    rooms = []
    for other in range(2 if condition.moving else 1):
        response = impulse.made(condition.path.rt60_s, ROOM_HZ, seed + other)
        response = calibrated(response, condition.path, some, ROOM_HZ)
        rooms.append(_through(Echo(condition.path, response, ROOM_HZ, len(played)).process, played))
    if not condition.moving:
        return rooms[0]
    share = (0.5 + 0.5 * np.sin(2 * np.pi * np.arange(len(played)) / (_MOVES_EVERY_S * ROOM_HZ))).astype(np.float32)
    return np.asarray(share * rooms[0] + (1 - share) * rooms[1], dtype=np.float32)


def _through(process: Callable[[Samples], Samples], samples: Samples) -> Samples:
    return np.concatenate([process(samples[start : start + _BLOCK]) for start in range(0, len(samples), _BLOCK)])


def sounding(sound: Samples) -> tuple[float, float]:
    """Where a recording sounds, in seconds."""
    frames = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    power = np.mean(np.square(frames), axis=1)
    loud = np.flatnonzero(power > 0.01 * power.max())
    return float(loud[0]) * _BLOCK / ROOM_HZ, float(loud[-1] + 1) * _BLOCK / ROOM_HZ
