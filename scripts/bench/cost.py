"""What a session costs: its start, its share of a processor while it listens and plays, and its memory.

    scripts/bench/cost.py                      once with empty caches, once with full ones, on virtual devices
    scripts/bench/cost.py --minutes 3          for so long each while the beat runs
    scripts/bench/cost.py --json result.json   the figures as JSON too, with those of each process and stage

Starts `voice start` three times in folders of its own on a PulseAudio server of its own, whose loudspeaker and
microphone are kept awake by recorders; the microphone hears the loudspeaker, as in a room. "Ready" is the line that it
listens; the processor's time is taken while the beat runs on autopilot. Time and memory (the proportional set size,
which counts shared pages once) are those of all its processes together, read from /proc: Linux only. The first run goes
on until everything is made ahead. A third one, with clocks around the stages of the program (`stages.py`), tells where
the time goes; its own figures are a little higher for that. Ends with status 1 where a target is missed in the second
run, whose caches are full.
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
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.stages import Used, last_written
from tests.devices import VirtualDevices
from tests.program import Program, own_folders

_READY_TARGET_S = 2.0
_CPU_TARGET = 0.12
_MEMORY_TARGET_MB = 600.0
"""With the voice's process, which ends a minute after a pause began."""
_RESTING_TARGET_MB = 400.0
"""Without it."""
_SAMPLE_S = 0.5
_POLL_S = 0.5
_MOST_AHEAD_S = 600.0
_TICKS = os.sysconf("SC_CLK_TCK")
_OPTIONS = ("start", "--short", "--autopilot")
_STAGES = Path(__file__).with_name("stages.py")
_RECOGNISER = b"voice.hearing.words.engine"
_VOICE = "voice.narration.engine"
_PROGRAM = "voice"


@dataclass(frozen=True, slots=True)
class Figures:
    """One run; `cpu_share` is of one core while the beat runs, `peak_mb` the most memory from start to end.

    `cpu_shares` and `peak_mbs` are the same by process, and `stages` by stage of the program where it has clocks.
    """

    caches: str
    ready_s: float
    cpu_share: float
    peak_mb: float
    cpu_shares: dict[str, float]
    peak_mbs: dict[str, float]
    stages: dict[str, float]

    @property
    def resting_mb(self) -> float:
        """Of that, what stays when the voice's process has ended."""
        return self.peak_mb - self.peak_mbs.get(_VOICE, 0.0)


class Meter:
    """Watches a process and everything it started, on a thread of its own, until the block ends."""

    def __init__(self, pid: int) -> None:
        self.peak_mbs: dict[str, float] = {}
        """Memory by process, when it was most in all."""
        self._pid = pid
        self._names: dict[int, str] = {}
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

    def cpu_s(self) -> dict[str, float]:
        """Processor time that each of them has used so far, those that have ended too, by the name of the process."""
        with self._lock:
            for pid in _tree(self._pid):
                # Its children are counted by themselves; those of the renderer are too brief for that.
                self._used_s[pid] = max(_cpu_s(pid, reaped=pid != self._pid), self._used_s.get(pid, 0.0))
            return self._by_name(self._used_s)

    def _watch(self) -> None:
        while not self._ended.wait(_SAMPLE_S):
            self.cpu_s()
            with self._lock:
                held_mbs = self._by_name({pid: _pss_mb(pid) for pid in _tree(self._pid)})
            if sum(held_mbs.values()) > sum(self.peak_mbs.values()):
                self.peak_mbs = held_mbs

    def _by_name(self, values: dict[int, float]) -> dict[str, float]:
        summed: dict[str, float] = {}
        for pid, value in values.items():
            # A process that was only just started still has its parent's name.
            if self._names.get(pid, _PROGRAM) == _PROGRAM and pid != self._pid:
                self._names[pid] = _name(pid)
            name = self._names.get(pid, _PROGRAM)
            summed[name] = summed.get(name, 0.0) + value
        return summed


def main() -> int:
    """Measure, print tables, and end with status 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to measure the running beat (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voice-cost-") as folder, VirtualDevices(Path(folder, "pulse")) as devices:
        echo = (f"source={devices.speaker_monitor}", f"sink={devices.microphone_input}")
        devices.control("load-module", "module-loopback", *echo)
        bench = (devices, Path(folder), 60 * args.minutes)
        figures = [
            measure(*bench, "empty"),
            measure(*bench, "full"),
            measure(*bench, "full, with clocks", stages=Path(folder, "stages")),
        ]
    print("\n".join(table(figures)))
    if args.json is not None:
        args.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
    full = figures[1]
    small = full.peak_mb < _MEMORY_TARGET_MB and full.resting_mb < _RESTING_TARGET_MB
    return 0 if small and full.ready_s < _READY_TARGET_S and full.cpu_share < _CPU_TARGET else 1


def table(figures: list[Figures]) -> Iterator[str]:
    """The lines that are printed: each run, the processes of the second and the stages of the third."""
    _, full, clocked = figures
    yield f"{'caches':<26}{'ready':>9}{'one core':>10}{'memory':>10}{'at rest':>10}"
    for one in figures:
        memory = f"{one.peak_mb:>7.0f} MB{one.resting_mb:>7.0f} MB"
        yield f"{one.caches:<26}{one.ready_s:>7.2f} s{one.cpu_share:>9.1%}{memory}"
    targets = f"{_READY_TARGET_S:g} s, {_CPU_TARGET:.0%}, {_MEMORY_TARGET_MB:g} MB, {_RESTING_TARGET_MB:g} MB"
    yield f"targets, full: {targets} once the voice's process has ended\n"
    yield f"{'processes, full':<35}{'one core':>10}{'memory':>10}"
    for name, share in sorted(full.cpu_shares.items(), key=lambda one: -one[1]):
        yield f"{name:<35}{share:>9.2%}{full.peak_mbs.get(name, 0.0):>7.0f} MB"
    yield f"\n{'stages of the program, with clocks':<35}{'one core':>10}"
    for stage, share in clocked.stages.items():
        yield f"{stage:<35}{share:>9.2%}"


def measure(
    devices: VirtualDevices, folder: Path, length_s: float, caches: str, *, stages: Path | None = None
) -> Figures:
    """The figures of one session; `stages` is the file of its clocks where it has any."""
    run = ("-m", "voice") if stages is None else (str(_STAGES), str(stages))
    with devices.recording(), devices.recording(devices.microphone):
        started = time.monotonic()
        environment = own_folders(devices.environment, folder)
        with Program(environment, *_OPTIONS, run=run) as program, Meter(program.pid) as meter:
            program.wait_for("Listening")
            ready_s = time.monotonic() - started
            program.wait_for("  beat  ")
            before_s, used, since = meter.cpu_s(), _used(stages), time.monotonic()
            time.sleep(length_s)
            after_s, passed_s = meter.cpu_s(), time.monotonic() - since
            by_stage = _used(stages).since(used).shares(passed_s)
            until = time.monotonic() + _MOST_AHEAD_S
            while _recognisers(program.pid) > 1 and time.monotonic() < until:
                time.sleep(_POLL_S)
            program.signal(signal.SIGINT)
            program.end()
    shares = {name: (used_s - before_s.get(name, 0.0)) / passed_s for name, used_s in after_s.items()}
    peak_mbs = meter.peak_mbs
    return Figures(
        caches,
        ready_s,
        sum(shares.values()),
        sum(peak_mbs.values()),
        shares,
        peak_mbs,
        {} if stages is None else by_stage,
    )


def _used(stages: Path | None) -> Used:
    return Used(0.0, {}) if stages is None else last_written(stages)


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


def _name(pid: int) -> str:
    """The module that a process runs, or its program."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return _PROGRAM
    return words[words.index("-m") + 1] if "-m" in words else Path(words[0]).name


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
