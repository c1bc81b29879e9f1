"""How well commands are heard over the guide's own voice: this front end against its peers, in simulated rooms.

    scripts/bench/duplex.py --data FOLDER                  every condition, every peer
    scripts/bench/duplex.py --data FOLDER --words 100      so many words for each (default 60)
    scripts/bench/duplex.py --data FOLDER --only level-10 moving --peers none ours
    scripts/bench/duplex.py --data FOLDER --hours 1        self-triggers over so long, with nobody speaking, too
    scripts/bench/duplex.py --data FOLDER --json result.json

FOLDER holds recordings of people and an index.csv with the columns file, offset, frames (at 16,000 Hz), text and split;
those of the split `dev` whose text is a phrase of one word are spoken at -26 dBFS into a room where the guide goes
through its prompts without a break. The first 40 s teach the front end; then comes a word every 3 s. Each peer's signal
goes to the same ears; a word counts as heard when it is accepted, and the share is of the words that the same ears hear
without any echo. "Removed" is the level of the echo while she is silent, before over after; "user" what became of her
own level; "converged" when 15 dB were first removed for a second. WebRTC's AEC3 takes part where the package
aec-audio-processing is installed.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio import orders
from voice.audio.earcons import earcons
from voice.audio.files import read_audio
from voice.audio.level import scaled_to
from voice.audio.mixer import Mixer
from voice.audio.resample import resample
from voice.content.catalogue import load
from voice.echo.front_end import FrontEnd
from voice.echo.speex import Canceller
from voice.hearing.ears import Ears
from voice.hearing.files import Live, standing
from voice.hearing.heard import HeardEvent, PhraseHeard
from voice.hearing.mask import MaskMaker
from voice.hearing.models import builtin_model
from voice.hearing.recogniser import RATE_HZ, Recogniser, model_fingerprint
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.room import impulse
from voice.room.echo import Echo, calibrated
from voice.room.scenario import SPEECH_LEVEL_DB, EchoPath, Jump
from voice.settings.places import Places

ROOM_HZ = 24_000
_BLOCK = 480
NOISE_DB = -60.0
_TAUGHT_S = 40.0
_EVERY_S = 3.0
_PAUSE_S = 0.5
_MOVES_EVERY_S = 8.0
_LATEST_S = 2.0
FULL_SCALE = 0.8
_REMOVED_DB = 15.0
_LOUDEST_PAUSE = 1e-8
_ALIGNED = 480

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Condition:
    """One room; `moving`: what reflects in it changes all the time."""

    name: str
    path: EchoPath
    moving: bool = False
    beat: bool = False


def conditions() -> Iterator[Condition]:
    """Around one room (echo 10 dB over the user, 60 ms, one clock, RT60 0.25 s), one thing changed at a time."""
    for level_db in (0, 10, 20):
        yield Condition(f"level-{level_db}", EchoPath(level_db=level_db))
    for delay_ms in (20, 150, 300, 500):
        yield Condition(f"delay-{delay_ms}", EchoPath(delay_ms=delay_ms))
    for drift_ppm in (20, 50, 100):
        yield Condition(f"drift-{drift_ppm}", EchoPath(drift_ppm=drift_ppm))
    for rt60_s in (0.15, 0.4):
        yield Condition(f"rt60-{rt60_s}", EchoPath(rt60_s=rt60_s))
    yield Condition("moving", EchoPath(), moving=True)
    yield Condition("jump", EchoPath(jumps=(Jump(60.0, 120.0), Jump(120.0, -60.0), Jump(180.0, 200.0))))
    yield Condition("distorted", EchoPath(nonlinearity=0.3))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word, and where it sounds, in seconds."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Voiced:
    """A clip of the guide's, from `at_s` on."""

    clip: Clip
    at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What sounded, all at 16,000 Hz and equally long."""

    heard: Samples
    played: Samples
    user: Samples
    words: tuple[Spoken, ...]
    voiced: tuple[Voiced, ...]


class Peer(Protocol):
    """One way to deal with the echo; made for each scene."""

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """The next 20 ms: what the ears get to hear, what was played, what was taken out."""
        ...

    def tell(self, ears: Ears) -> None:
        """Tell the ears what is known beside the sound."""


class Nothing:
    """No canceller."""

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """As it is."""
        return heard, played, np.zeros_like(heard)

    def tell(self, ears: Ears) -> None:
        """Nothing."""


class Gate(Nothing):
    """Half duplex: the microphone is off while anything is played, and 0.3 s longer."""

    def __init__(self) -> None:
        self._closed_s = 0.0

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """Silence while it plays."""
        sounds = float(np.max(np.abs(played))) > 1e-4
        self._closed_s = 0.3 if sounds else self._closed_s - len(played) / RATE_HZ
        return (np.zeros_like(heard) if self._closed_s > 0 else heard), played, np.zeros_like(heard)


class WebRtc(Nothing):
    """WebRTC's AEC3, with its suppressor, as it comes."""

    def __init__(self, delay_ms: float) -> None:
        processor = importlib.import_module("aec_audio_processing").AudioProcessor
        self._processor: Any = processor(enable_aec=True, enable_ns=False, enable_agc=False, enable_vad=False)
        self._processor.set_stream_format(RATE_HZ, 1)
        self._processor.set_reverse_stream_format(RATE_HZ, 1)
        self._processor.set_stream_delay(round(delay_ms))

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """In frames of 10 ms."""
        out = []
        for start in range(0, len(heard), RATE_HZ // 100):
            piece = slice(start, start + RATE_HZ // 100)
            self._processor.process_reverse_stream(_pcm(played[piece]))
            out.append(np.frombuffer(self._processor.process_stream(_pcm(heard[piece])), np.int16))
        return np.concatenate(out).astype(np.float32) / np.float32(32767), played, np.zeros_like(heard)


class Ours(Nothing):
    """The front end of this program."""

    def __init__(self) -> None:
        self.front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
        self._delay_s: float | None = None
        self._moved = False

    def take(self, heard: Samples, played: Samples) -> tuple[Samples, Samples, Samples]:
        """As in a session."""
        cleaned = self.front_end.hear(heard, played)
        self._delay_s, self._moved = cleaned.delay_s, cleaned.moved
        return cleaned.samples, cleaned.played, cleaned.removed

    def tell(self, ears: Ears) -> None:
        """How late the echo comes."""
        ears.own.arrives(self._delay_s, moved=self._moved)


PEERS: dict[str, Callable[[Condition], Peer]] = {
    "none": lambda _: Nothing(),
    "gate": lambda _: Gate(),
    "aec3": lambda condition: WebRtc(condition.path.delay_ms),
    "ours": lambda _: Ours(),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One peer in one room; shares from 0 to 1, levels in dB; None where it says nothing."""

    condition: str
    peer: str
    heard: int
    heard_without_echo: int
    wrong: int
    removed_db: float | None
    user_db: float | None
    converged_s: float | None
    cpu_share: float
    drift_ppm: float | None
    delay_ms: float | None
    instead: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Words heard, of those heard without echo."""
        return self.heard / self.heard_without_echo if self.heard_without_echo else math.nan


class Studio:
    """The guide's voice and ears, made once."""

    def __init__(self, cache: Path) -> None:
        self._cache = DiskCache(cache, limit_bytes=1 << 30)
        self._narrator = Narrator(Renderer(10.0), self._cache, ROOM_HZ, "en-us", 125)
        model = builtin_model()
        content = load("en")
        self.live = Live(content.phrases, None)
        self.recogniser = Recogniser(model)
        self._masks = MaskMaker(self.recogniser, content.phrases, self._cache, model_fingerprint(model))
        self.clips = [self._narrator.sentence(one.text) for one in content.prompts if not one.placeholders]
        words = content.spoken.cues
        self.cues = orders.Cues(*(self._narrator.cue(word) for word in (words.press, words.compress, words.relax)))

    def close(self) -> None:
        """End the processes."""
        self._narrator.close()
        self.recogniser.close()

    def ears(self) -> Ears:
        """Fresh ones for which every phrase is live."""
        self.recogniser.open(self.live.set.name, self.live.set.grammar)
        return Ears(self.recogniser, self.live.table, self.live.set)

    def hears(self, peer: Peer, scene: Scene) -> tuple[list[PhraseHeard], Samples, float]:
        """What is accepted of a scene, what the ears got, and the processor's time that the peer took."""
        ears, coming = self.ears(), list(scene.voiced)
        events: list[HeardEvent] = []
        cleaned, cpu_s = [], 0.0
        for start in range(0, len(scene.heard) - 319, 320):
            while coming and coming[0].at_s <= start / RATE_HZ:
                one = coming.pop(0)
                ears.own.started(one.at_s, one.clip.duration_s, partial(self._masks.mask, one.clip, self.live.set))
            since = time.process_time()
            got = peer.take(scene.heard[start : start + 320], scene.played[start : start + 320])
            cpu_s += time.process_time() - since
            peer.tell(ears)
            cleaned.append(got[0])
            events += ears.hear(*got)
        return [one for one in standing(events) if one.ignored is None], np.concatenate(cleaned), cpu_s


def main() -> int:
    """Measure, print a table line by line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="recordings and their index.csv")
    parser.add_argument("--words", type=int, default=60, metavar="N", help="words for each condition (default 60)")
    parser.add_argument("--only", nargs="+", metavar="CONDITION", help="these conditions only")
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=tuple(PEERS))
    parser.add_argument("--hours", type=float, default=0.0, help="of narration and beat for self-triggers (default 0)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    peers = [peer for peer in args.peers if peer != "aec3" or _has_webrtc()]
    studio = Studio(Places.of_user().cache / "bench-duplex")
    words = [] if args.words == 0 else recordings(args.data, studio, args.words, args.seed)
    print(f"{len(words)} words: {', '.join(sorted({text for text, _ in words}))}")
    print(f"{'room':<12}{'peer':<6}{'heard':>12}{'wrong':>7}{'removed':>9}{'user':>8}{'from':>7}{'one core':>10}")
    rows = []
    for condition in conditions():
        if args.only is None or condition.name in args.only:
            for one in measured(studio, condition, words, peers, args.seed):
                rows.append(one)
                print(_line(one), flush=True)
    quiet = []
    if args.hours:
        for peer in peers:
            quiet.append(self_triggers(studio, peer, args.hours, args.seed))
            print(f"self-triggers at 20 dB: {quiet[-1]}", flush=True)
    studio.close()
    if args.json is not None:
        result = {"figures": [asdict(one) for one in rows], "self_triggers": quiet}
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


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


def measured(
    studio: Studio, condition: Condition, words: list[tuple[str, Samples]], peers: list[str], seed: int
) -> Iterator[Figures]:
    """Every peer in one room."""
    length_s = _TAUGHT_S + _EVERY_S * len(words) + 2.0
    scene = made(studio, condition, words, length_s, seed)
    alone = replace(scene, heard=scene.user, played=np.zeros_like(scene.played), voiced=())
    without = heard_right(studio.hears(Nothing(), alone)[0], scene.words)
    for name in peers:
        peer = PEERS[name](condition)
        accepted, cleaned, cpu_s = studio.hears(peer, scene)
        right = heard_right(accepted, scene.words)
        course = peer.front_end.course if isinstance(peer, Ours) else None
        removed_db, converged_s = _removed(scene, cleaned)
        yield Figures(
            condition.name,
            name,
            len(right & without),
            len(without),
            len(accepted) - len(right),
            removed_db,
            _user_db(scene, cleaned),
            converged_s,
            cpu_s / length_s,
            None if course is None else course.drift_ppm,
            None if course is None or course.line is None else 1000 * course.line.delay / RATE_HZ,
            [f"{one.text} {one.speech_end_s:.1f}" for one in accepted if not _explains(one, scene.words)],
        )


def made(studio: Studio, condition: Condition, words: list[tuple[str, Samples]], length_s: float, seed: int) -> Scene:
    """The guide speaks without a break, or counts every other minute; from 40 s on there is a word every 3 s."""
    random = np.random.default_rng([seed, 7])
    played, voiced = narration(studio, length_s, beat=condition.beat, seed=seed)
    echo = echo_of(studio, condition, played, seed)
    user = np.zeros(len(played), np.float32)
    spoken = []
    for number, (text, samples) in enumerate(words):
        at_s = _TAUGHT_S + _EVERY_S * number + float(random.uniform(0.0, 0.5))
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


def self_triggers(studio: Studio, peer: str, hours: float, seed: int) -> dict[str, Any]:
    """What is accepted in an hour of narration and beat at 20 dB with nobody speaking, in pieces of ten minutes."""
    accepted: list[str] = []
    pieces = max(1, round(hours * 6))
    for piece in range(pieces):
        condition = Condition("quiet", EchoPath(level_db=20), beat=True)
        scene = made(studio, condition, [], 600.0, seed + 100 + piece)
        accepted += [f"{one.text} {one.confidence:.2f}" for one in studio.hears(PEERS[peer](condition), scene)[0]]
    return {"peer": peer, "hours": pieces / 6, "accepted": accepted}


def echo_of(studio: Studio, condition: Condition, played: Samples, seed: int) -> Samples:
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


def heard_right(accepted: list[PhraseHeard], words: tuple[Spoken, ...]) -> set[Spoken]:
    return {word for word in words if any(_is(one, word) for one in accepted)}


def _is(one: PhraseHeard, word: Spoken) -> bool:
    return one.text == word.text and word.start_s - 0.3 <= one.speech_end_s <= word.end_s + 0.6


def _explains(one: PhraseHeard, words: tuple[Spoken, ...]) -> bool:
    return any(_is(one, word) for word in words)


def sounding(sound: Samples) -> tuple[float, float]:
    """Where a recording sounds, in seconds."""
    frames = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    power = np.mean(np.square(frames), axis=1)
    loud = np.flatnonzero(power > 0.01 * power.max())
    return float(loud[0]) * _BLOCK / ROOM_HZ, float(loud[-1] + 1) * _BLOCK / ROOM_HZ


def frame_powers(samples: Samples) -> NDArray[np.float64]:
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    return np.asarray(np.mean(np.square(frames, dtype=np.float64), axis=1))


def _removed(scene: Scene, cleaned: Samples) -> tuple[float | None, float | None]:
    """How much quieter the echo became after 40 s while she was silent, and when that first was 15 dB for a second."""
    heard, left = frame_powers(scene.heard), frame_powers(cleaned)
    count = min(len(heard), len(left))
    silent = np.ones(count, bool)
    for word in scene.words:
        silent[max(0, round((word.start_s - 0.3) * 50)) : round((word.end_s + 0.3) * 50)] = False
    sounding = silent & (heard[:count] > 10 * np.quantile(heard, 0.05))
    late = sounding & (np.arange(count) >= _TAUGHT_S * 50)
    if not np.any(late):
        return None, None
    removed_db = 10 * math.log10(float(np.sum(heard[:count][late]) / (np.sum(left[:count][late]) + 1e-12)))
    converged_s = None
    for frame in range(0, count - 50, 10):
        one = np.flatnonzero(sounding[frame : frame + 50]) + frame
        if len(one) >= 25 and np.sum(heard[one]) >= 10 ** (_REMOVED_DB / 10) * np.sum(left[one]):
            converged_s = frame / 50
            break
    return min(removed_db, 99.0), converged_s


def _user_db(scene: Scene, cleaned: Samples) -> float | None:
    """What became of her level: her own signal's share in what is left, each word at its best alignment."""
    gains = []
    for word in scene.words:
        start, stop = round(word.start_s * RATE_HZ), round(word.end_s * RATE_HZ)
        hers = scene.user[start:stop].astype(np.float64)
        shifts = range(0, _ALIGNED, 8)
        gains.append(max(float(hers @ cleaned[start + s : stop + s]) / float(hers @ hers) for s in shifts))
    return 20 * math.log10(max(float(np.median(gains)), 1e-3)) if gains else None


def _pcm(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()


def _has_webrtc() -> bool:
    try:
        importlib.import_module("aec_audio_processing")
    except ImportError:
        print("aec3 is left out: the package aec-audio-processing is not installed", file=sys.stderr)
        return False
    return True


def _line(one: Figures) -> str:
    removed = "-" if one.removed_db is None else f"{one.removed_db:.1f} dB"
    user = "-" if one.user_db is None else f"{one.user_db:.1f} dB"
    since = "never" if one.converged_s is None else f"{one.converged_s:.1f} s"
    heard = f"{one.heard}/{one.heard_without_echo} {one.share:.0%}"
    tail = "" if one.drift_ppm is None or one.delay_ms is None else f"  {one.delay_ms:.1f} ms, {one.drift_ppm:.1f} ppm"
    return (
        f"{one.condition:<12}{one.peer:<6}{heard:>12}{one.wrong:>7}{removed:>9}{user:>8}{since:>7}"
        f"{one.cpu_share:>10.2%}{tail}"
    )


if __name__ == "__main__":
    sys.exit(main())
