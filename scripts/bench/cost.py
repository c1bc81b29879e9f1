"""What a session costs: its start, its share of a processor while it listens and plays, and its memory.

    scripts/bench/cost.py                      once with empty caches, once with full ones, on virtual devices
    scripts/bench/cost.py --minutes 3          for so long each while the beat runs
    scripts/bench/cost.py --json result.json   the figures as JSON too

Starts `voice start` twice in folders of its own on a PulseAudio server of its own, whose loudspeaker and microphone are
kept awake by recorders; the microphone hears the loudspeaker, as in a room. "Ready" is the line that it listens; the
processor's time is taken while the beat runs on autopilot. Time and memory (the proportional set size, which counts
shared pages once) are those of all its processes together, read from /proc: Linux only. The first run goes on until
everything is made ahead. Ends with status 1 where a target is missed in the second run, whose caches are full.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.devices import VirtualDevices
from tests.program import Program, own_folders

_READY_TARGET_S = 2.0
_CPU_TARGET = 0.15
_MEMORY_TARGET_MB = 250.0
_SAMPLE_S = 0.5
_POLL_S = 0.5
_MOST_AHEAD_S = 600.0
_TICKS = os.sysconf("SC_CLK_TCK")
_OPTIONS = ("start", "--short", "--autopilot")
_RECOGNISER = b"voice.hearing.words.engine"


@dataclass(frozen=True, slots=True)
class Figures:
    """One run; `cpu_share` is of one core while the beat runs, `peak_mb` the most memory from start to end."""

    caches: str
    ready_s: float
    cpu_share: float
    peak_mb: float


class Meter:
    """Watches a process and everything it started, on a thread of its own, until the block ends."""

    def __init__(self, pid: int) -> None:
        self.peak_mb = 0.0
        self._pid = pid
        self._used_s: dict[int, float] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="meter", daemon=True)

    def __enter__(self) -> Meter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(5.0)

    def cpu_s(self) -> float:
        """Processor time that all of them have used so far, those that have ended too."""
        with self._lock:
            for pid in _tree(self._pid):
                # Its children are counted by themselves; those of the renderer are too brief for that.
                self._used_s[pid] = max(_cpu_s(pid, reaped=pid != self._pid), self._used_s.get(pid, 0.0))
            return sum(self._used_s.values())

    def _watch(self) -> None:
        while not self._ended.wait(_SAMPLE_S):
            self.cpu_s()
            self.peak_mb = max(self.peak_mb, sum(_pss_mb(pid) for pid in _tree(self._pid)))


def main() -> int:
    """Measure, print a table, and end with status 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to measure the running beat (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voice-cost-") as folder, VirtualDevices(Path(folder, "pulse")) as devices:
        echo = (f"source={devices.speaker_monitor}", f"sink={devices.microphone_input}")
        devices.control("load-module", "module-loopback", *echo)
        figures = [measure(devices, Path(folder), caches, 60 * args.minutes) for caches in ("empty", "full")]
    print(f"{'caches':<8}{'ready':>9}{'one core':>10}{'memory':>10}")
    for one in figures:
        print(f"{one.caches:<8}{one.ready_s:>7.2f} s{one.cpu_share:>9.1%}{one.peak_mb:>7.0f} MB")
    print(f"targets, full: {_READY_TARGET_S:g} s, {_CPU_TARGET:.0%}, {_MEMORY_TARGET_MB:g} MB")
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    full = figures[-1]
    met = full.ready_s < _READY_TARGET_S and full.cpu_share < _CPU_TARGET and full.peak_mb < _MEMORY_TARGET_MB
    return 0 if met else 1


def measure(devices: VirtualDevices, folder: Path, caches: str, length_s: float) -> Figures:
    """The figures of one session."""
    with devices.recording(), devices.recording(devices.microphone):
        started = time.monotonic()
        with Program(own_folders(devices.environment, folder), *_OPTIONS) as program, Meter(program.pid) as meter:
            program.wait_for("Listening")
            ready_s = time.monotonic() - started
            program.wait_for("  beat  ")
            cpu_s, since = meter.cpu_s(), time.monotonic()
            time.sleep(length_s)
            cpu_share = (meter.cpu_s() - cpu_s) / (time.monotonic() - since)
            until = time.monotonic() + _MOST_AHEAD_S
            while _recognisers(program.pid) > 1 and time.monotonic() < until:
                time.sleep(_POLL_S)
            program.signal(signal.SIGINT)
            program.end()
    return Figures(caches, ready_s, cpu_share, meter.peak_mb)


def _tree(pid: int) -> list[int]:
    """A process and everything below it that runs now."""
    below: list[str] = []
    # A process is the child of the thread that started it.
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below += task.read_text().split()
        except OSError:
            continue
    return [pid, *(each for child in sorted(set(below)) for each in _tree(int(child)))]


def _cpu_s(pid: int, *, reaped: bool) -> float:
    """User and system time; `reaped` adds that of the children it has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if reaped else 13])) / _TICKS


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _recognisers(pid: int) -> int:
    found = 0
    for each in _tree(pid):
        try:
            found += _RECOGNISER in Path(f"/proc/{each}/cmdline").read_bytes()
        except OSError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
