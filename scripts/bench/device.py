"""The sound devices measured: how soon it is silent, how soon it sounds, how even the beat is, what a session costs.

    scripts/bench/device.py                        everything, on virtual devices: half an hour
    scripts/bench/device.py --parts barge-in beat  only these
    scripts/bench/device.py --xrun-minutes 1 --session-minutes 2 --json result.json

Runs on real PortAudio and a PulseAudio server of its own, whose loudspeaker is recorded at its monitor (Linux only).

barge-in  decision to first sound and decision to silence; both hold the recorder's own delay, so they are upper bounds
beat      the intervals of 60 beats, one a second, as recorded: how many are off by more than one sample
xruns     blocks that came too late while another process keeps one core busy, and what was done about it
session   the processor's time and the most memory of all processes of a session on autopilot, from start to end

Ends with status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from scripts.bench.cost import Meter
from tests.devices import RATE_HZ, VirtualDevices
from tests.program import ROOT, Program, own_folders
from voice.audio.device import Device
from voice.audio.earcons import earcons
from voice.audio.lines import SETTLES_S
from voice.audio.mixer import Mixer
from voice.audio.orders import Cues, Hush, Play, StartBeat
from voice.audio.ports import Change, Ports
from voice.narration.clip import Clip

PARTS = ("barge-in", "beat", "xruns", "session")
TRIALS = 30
BEATS = 60
BEAT_CPM = 20.0
"""Three beats a cycle: one a second."""
_SILENT_TARGET_MS = 50.0
"""After the decision, beside the stream's own latency."""
_SESSION_CPU_TARGET = 0.15
_SESSION_MEMORY_TARGET_MB = 250.0
_LOUD = 0.02
_ONSET = 5e-4
_QUIET_S = 0.1
_SPEECH_S, _PAUSE_S = 0.7, 0.5
_CHUNK_FRAMES = 240
_NO_WORD = Clip("", np.zeros(0, np.float32), RATE_HZ)
_SILENT_BEAT = Cues(_NO_WORD, _NO_WORD, _NO_WORD)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured; `target` is the most it may be, None where it is only told."""

    part: str
    what: str
    value: float
    unit: str
    target: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is within its target."""
        return self.target is None or self.value <= self.target


class TimedRecording:
    """What a source gives, with the moment of each sample on the monotonic clock."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._frames = 0
        self._origin_s = float("inf")

    def fill(self, recorder: subprocess.Popen[bytes]) -> None:
        """Take everything until the recorder ends."""
        assert recorder.stdout is not None
        while piece := recorder.stdout.read(2 * _CHUNK_FRAMES):
            self._pieces.append(piece)
            self._frames += len(piece) // 2
            # The piece that came with the least delay tells when the first sample was.
            self._origin_s = min(self._origin_s, time.monotonic() - self._frames / RATE_HZ)

    @property
    def samples(self) -> NDArray[np.float32]:
        """Mono samples in [-1, 1] at RATE_HZ."""
        return np.frombuffer(b"".join(self._pieces), np.int16).astype(np.float32) / np.float32(32768)

    def frame(self, at_s: float) -> int:
        """The sample that was recorded at this moment."""
        return max(0, round((at_s - self._origin_s) * RATE_HZ))


def main() -> int:
    """Measure, print a table, and end with status 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--xrun-minutes", type=float, default=5.0, help="how long to count xruns (default 5)")
    parser.add_argument("--session-minutes", type=float, help="end the session after so long (default: its own end)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)  # in a process that sees the virtual devices
    args = parser.parse_args()
    if args.inside is not None:
        print(json.dumps(_INSIDE[args.inside[0]](float(args.inside[1]))))
        return 0
    with (
        tempfile.TemporaryDirectory(prefix="voice-device-") as folder,
        VirtualDevices(Path(folder, "pulse")) as devices,
    ):
        measures: Mapping[str, Callable[[], list[Figure]]] = {
            "barge-in": lambda: barge_in(devices),
            "beat": lambda: beat(devices),
            "xruns": lambda: xruns(devices, 60 * args.xrun_minutes),
            "session": lambda: session(devices, Path(folder), args.session_minutes),
        }
        figures = [figure for part in args.parts for figure in measures[part]()]
    for one in figures:
        target = "" if one.target is None else f"  target {one.target:g}{'' if one.met else ', missed'}"
        print(f"{one.part:<10}{one.what:<44}{one.value:>8.1f} {one.unit:<8}{target}")
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    return 0 if all(one.met for one in figures) else 1


# ---- What is measured from outside


def barge_in(devices: VirtualDevices) -> list[Figure]:
    """From the decision to sound and to silence."""
    with _timed(devices) as recording:
        told = _inside(devices, "barge-in", TRIALS)
    loud = np.flatnonzero(np.abs(recording.samples) > _LOUD)
    begun, silent = [], []
    for spoke_at_s, hushed_at_s, over_at_s in told["trials"]:
        spoke, hushed, over = map(recording.frame, (spoke_at_s, hushed_at_s, over_at_s))
        sounding = loud[(loud >= spoke) & (loud < over)]
        if not len(sounding):
            raise SystemExit("nothing was recorded of a clip: the sound server lost its stream")
        begun.append(1000 * (sounding[0] - spoke) / RATE_HZ)
        silent.append(1000 * (sounding[-1] + 1 - hushed) / RATE_HZ)
    latency_ms = 1000 * told["latency_s"]
    part = "barge-in"
    return [
        Figure(part, "the stream's own latency", latency_ms, "ms"),
        Figure(part, "decision to first sound, median", float(np.median(begun)), "ms"),
        Figure(part, "decision to first sound, most", max(begun), "ms"),
        Figure(part, "decision to silence, median", float(np.median(silent)), "ms"),
        Figure(part, "decision to silence, most", max(silent), "ms", _SILENT_TARGET_MS + latency_ms),
    ]


def beat(devices: VirtualDevices) -> list[Figure]:
    """How even the beat is at the loudspeaker."""
    with devices.recording() as recording:
        told = _inside(devices, "beat", BEATS + 4)
    found = np.flatnonzero(np.abs(recording.samples) > _ONSET)
    onsets = found[np.r_[True, np.diff(found) > _QUIET_S * RATE_HZ]][:BEATS]
    off = np.abs(np.diff(onsets) - RATE_HZ)
    return [
        Figure("beat", "intervals", len(off), ""),
        Figure("beat", "off by more than one sample", int(np.sum(off > 1)), "", 0),
        Figure("beat", "furthest off", 1000 * float(off.max()) / RATE_HZ, "ms"),
        Figure("beat", "blocks that came too late", told["underflows"], ""),
    ]


def xruns(devices: VirtualDevices, seconds: float) -> list[Figure]:
    """What is lost while one core is busy."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            told = _inside(devices, "xruns", seconds)
        finally:
            busy.kill()
    part = "xruns"
    return [
        Figure(part, "minutes with one busy core", seconds / 60, "min"),
        Figure(part, "blocks too late for the loudspeaker", told["underflows"], "", 0),
        Figure(part, "blocks lost from the microphone", told["overflows"], ""),
        Figure(part, "streams opened anew", told["reopened"], ""),
        Figure(part, "times that latency was raised", told["raised"], ""),
        Figure(part, "latency asked for at the end", 1000 * told["latency_s"], "ms"),
    ]


def session(devices: VirtualDevices, folder: Path, minutes: float | None) -> list[Figure]:
    """The cost of a whole session on autopilot; its caches are empty."""
    with devices.recording(), devices.recording(devices.microphone):
        environment = own_folders(devices.environment, folder)
        with Program(environment, "start", "--short", "--autopilot") as program, Meter(program.pid) as meter:
            program.wait_for("Listening")
            since, cpu_s = time.monotonic(), sum(meter.cpu_s().values())
            if minutes is not None:
                time.sleep(60 * minutes)
                program.signal(signal.SIGINT)
            while not _ended(program):
                pass  # each look waits for half a minute
            used_s, lasted_s = sum(meter.cpu_s().values()) - cpu_s, time.monotonic() - since
    return [
        Figure("session", "lasted", lasted_s / 60, "min"),
        Figure("session", "of one core", 100 * used_s / lasted_s, "%", 100 * _SESSION_CPU_TARGET),
        Figure("session", "most memory", sum(meter.peak_mbs.values()), "MB", _SESSION_MEMORY_TARGET_MB),
    ]


def _ended(program: Program) -> bool:
    try:
        program.end()
    except subprocess.TimeoutExpired:
        return False
    return True


@contextmanager
def _timed(devices: VirtualDevices) -> Iterator[TimedRecording]:
    command = ["parec", f"--device={devices.speaker_monitor}", f"--rate={RATE_HZ}", "--channels=1", "--format=s16le"]
    recording = TimedRecording()
    with subprocess.Popen([*command, "--latency-msec=20"], env=devices.environment, stdout=subprocess.PIPE) as recorder:
        reader = threading.Thread(target=recording.fill, args=(recorder,), name="recording", daemon=True)
        reader.start()
        try:
            yield recording
        finally:
            recorder.terminate()
            reader.join(5.0)


def _inside(devices: VirtualDevices, part: str, amount: float) -> Any:
    done = subprocess.run(
        [sys.executable, __file__, "--inside", part, str(amount)],
        env={**devices.environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,  # PortAudio and ALSA write of every underrun
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{part} failed:\n{done.stderr}")
    return json.loads(done.stdout)  # as `_INSIDE` made it


# ---- What runs on the virtual devices, in a process of its own: PortAudio looks at the environment once


def _barge_in_inside(trials: float) -> object:
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    noise = np.random.default_rng(0).uniform(0.1, 0.3, round(3 * RATE_HZ)).astype(np.float32)
    chance = random.Random(0)
    told = []
    with Device(mixer, ports=Ports.SPEAKER) as device:
        _listen(device, SETTLES_S)
        for number in range(round(trials)):
            moments = []
            for order, lasts_s in ((Play(number, Clip("noise", noise, RATE_HZ)), _SPEECH_S), (Hush(), _PAUSE_S)):
                time.sleep(chance.uniform(0.0, 0.02))
                moments.append(time.monotonic())
                mixer.post(order)
                _listen(device, lasts_s)
            told.append([*moments, time.monotonic()])
        return {"trials": told, "latency_s": device.output_latency_s}


def _beat_inside(seconds: float) -> object:
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    with Device(mixer) as device:
        _listen(device, SETTLES_S)
        mixer.post(StartBeat(BEAT_CPM, _SILENT_BEAT, 0))
        _listen(device, seconds)
        return {"underflows": device.health.underflows}


def _xruns_inside(seconds: float) -> object:
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    with Device(mixer) as device:
        _listen(device, SETTLES_S)
        before = device.health
        device.news()
        mixer.post(StartBeat(BEAT_CPM, _SILENT_BEAT, 0))
        _listen(device, seconds)
        after = device.health
        changes = [news.change for news in device.news()]
        return {
            "underflows": after.underflows - before.underflows,
            "overflows": after.overflows - before.overflows,
            "reopened": changes.count(Change.REOPENED),
            "raised": changes.count(Change.LATENCY_RAISED),
            "latency_s": device.latency_s,
        }


_INSIDE: Mapping[str, Callable[[float], object]] = {
    "barge-in": _barge_in_inside,
    "beat": _beat_inside,
    "xruns": _xruns_inside,
}


def _listen(device: Device, seconds: float) -> None:
    """Take what is heard and played for so long, as a session does."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        device.read(min(left, 0.05))


if __name__ == "__main__":
    sys.exit(main())
