"""What the picture on the terminal costs: the painter's share of a core, and the cost of the views it paints.

    scripts/bench/screen.py                 80x24 for half a minute
    scripts/bench/screen.py --seconds 60 --columns 100 --lines 30

Runs `voice start` on a pseudo-terminal and virtual devices. Its main thread only paints: what that uses while
the beat runs is read from /proc (Linux only). The session's thread makes the views; that is measured here by making
many. Ends with status 1 where both together take more than 3 % of a core.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.devices import VirtualDevices
from tests.on_terminal import OnTerminal
from tests.program import own_folders
from tests.screen.scenes import expressing
from voice.session.conductor import TICK_S

_TARGET = 0.03
_TICKS = os.sysconf("SC_CLK_TCK")
_VIEWS = 2000


def main() -> int:
    """Measure, print, and end with status 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to measure (default 30)")
    parser.add_argument("--columns", type=int, default=80, help="default 80")
    parser.add_argument("--lines", type=int, default=24, help="default 24")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voice-screen-") as folder:
        painting, kilobytes = _painting(Path(folder), args.seconds, args.columns, args.lines)
    viewing = _view_s() / TICK_S
    print(f"painting {painting:.2%} of a core, {kilobytes:.1f} kB a second; views {viewing:.2%}")
    print(f"target for both: {_TARGET:.0%}")
    return 0 if painting + viewing < _TARGET else 1


def _painting(folder: Path, seconds: float, columns: int, lines: int) -> tuple[float, float]:
    """The main thread's share of a core while the beat runs, and how much it writes in kB a second."""
    with VirtualDevices(folder / "pulse") as devices, devices.recording(), devices.recording(devices.microphone):
        environment = own_folders(devices.environment, folder)
        with OnTerminal(environment, "start", "--short", columns=columns, lines=lines) as program:
            for shown, key in (("Welcome", "n"), ("Side", "l")):
                program.wait_for(shown)
                program.type(key)
            program.wait_for("18 a minute")
            used_s, read, since = _cpu_s(program.pid), program.read, time.monotonic()
            program.watch(seconds)
            passed_s = time.monotonic() - since
            return (_cpu_s(program.pid) - used_s) / passed_s, (program.read - read) / passed_s / 1000


def _cpu_s(pid: int) -> float:
    """User and system time of a process's main thread."""
    fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / _TICKS


def _view_s() -> float:
    """How long it takes to make one view."""
    stage = expressing()
    began = time.process_time()
    for _ in range(_VIEWS):
        _ = stage.view
    return (time.process_time() - began) / _VIEWS


if __name__ == "__main__":
    sys.exit(main())
