"""What the system answers when it is asked: disk, memory, batteries, sound server."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from voice.doctor.machine import Battery, Clock, Power
from voice.doctor.sound_server import SoundServer, read_server

POWER_SUPPLIES = Path("/sys/class/power_supply")
"""Where Linux tells of batteries."""
MEMORY = Path("/proc/meminfo")
GROUP = Path("/proc/self/cgroup")
GROUPS = Path("/sys/fs/cgroup")
"""Where Linux tells how much memory is left: in the whole machine, and to the group that this program runs in."""
_KILOBYTE = 1024
RTC = Path("/sys/class/rtc/rtc0")
"""A clock that runs while the power is off."""
BOARD = Path("/proc/device-tree/model")
"""Where a single-board computer has its name."""
SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""Made when the time was first set by the network since the computer started."""
_SERVER_TIMEOUT_S = 1.0
_TIMEX_BYTES = 512
"""More than a `struct timex` takes anywhere."""
_TIME_ERROR = 5
"""What adjtimex(2) says of a clock that nobody has set."""


def free_bytes(folder: Path) -> int | None:
    """What can still be written where `folder` is or would be; None where it cannot be looked at."""
    there = folder.absolute()
    try:
        while not there.exists():
            there = there.parent
        return shutil.disk_usage(there).free
    except OSError:
        return None


def free_memory(memory: Path = MEMORY, group: Path = GROUP, groups: Path = GROUPS) -> int | None:
    """How many bytes can still be used, by the machine and by the groups that this program runs in.

    None where the system does not tell.
    """
    try:
        lines = dict(line.split(":", 1) for line in _word(memory).splitlines())
        free = int(lines["MemAvailable"].split()[0]) * _KILOBYTE
    except (OSError, ValueError, KeyError):
        return None
    return min([free, *_left_to_groups(group, groups)])


def _left_to_groups(group: Path, groups: Path) -> Iterator[int]:
    """What is left below the limit of each group around this program that has one (version 2 of Linux's groups)."""
    try:
        path = next(line[3:] for line in _word(group).splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return
    folder = groups / path.lstrip("/")
    while folder != groups.parent:
        try:
            limit, used = int(_word(folder / "memory.max")), int(_word(folder / "memory.current"))
            cached = dict(line.split(maxsplit=1) for line in _word(folder / "memory.stat").splitlines())
            yield max(0, limit - used + int(cached.get("inactive_file", 0)))
        except (OSError, ValueError):
            pass  # no limit here
        folder = folder.parent


def read_power(supplies: Path = POWER_SUPPLIES) -> Power | None:
    """What the machine runs on; None where this system does not tell.

    Batteries of mice and headsets have the scope "Device" and are left out.
    """
    if not supplies.is_dir():
        return None
    batteries = [battery for folder in sorted(supplies.iterdir()) if (battery := _battery(folder)) is not None]
    return Power(min(batteries, key=lambda battery: battery.percent, default=None))


def read_clock(rtc: Path = RTC, board: Path = BOARD, synchronised: Path = SYNCHRONISED) -> Clock:
    """What keeps the time. A Raspberry Pi has no battery for its clock, or none in it as it is sold.

    Where this is no Linux, the clock is taken to run on.
    """
    if sys.platform != "linux":
        return Clock(runs_on=True, set=True)
    is_pi = board.exists() and "raspberry pi" in _word(board).lower()
    return Clock(runs_on=rtc.exists() and not is_pi, set=synchronised.exists() or _kernel_says_synchronised())


def _kernel_says_synchronised() -> bool:
    """By adjtimex(2), which anything that sets the time by the network tells; false where nobody can say."""
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return False
    state = adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))  # all zero: it changes nothing
    return state not in (-1, _TIME_ERROR)


def ask_server() -> SoundServer | None:
    """What is behind the sound server's default devices; None where no server, or no `pactl`, answers in a second."""
    try:
        info, sinks, sources = (_asked(*words) for words in (("info",), ("list", "sinks"), ("list", "sources")))
    except (OSError, subprocess.SubprocessError):
        return None
    return read_server(info, sinks, sources)


def _asked(*words: str) -> str:
    environment = os.environ | {"LC_ALL": "C", "LANGUAGE": ""}
    asked = subprocess.run(
        ["pactl", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=_SERVER_TIMEOUT_S,
        encoding="utf-8",
        errors="replace",
    )
    return asked.stdout


def _battery(folder: Path) -> Battery | None:
    try:
        if _word(folder / "type") != "Battery":
            return None
        if (folder / "scope").exists() and _word(folder / "scope") == "Device":
            return None
        return Battery(int(_word(folder / "capacity")), _word(folder / "status") == "Discharging")
    except (OSError, ValueError):
        return None


def _word(file: Path) -> str:
    return file.read_text(encoding="ascii", errors="replace").strip()
