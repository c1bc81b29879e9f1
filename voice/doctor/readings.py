"""What the system answers when it is asked: disk, memory, batteries, sound server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
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
HARDWARE_CLOCKS = Path("/sys/class/rtc")
"""Where Linux tells of clocks that go on without power."""
_SERVER_TIMEOUT_S = 1.0
_SAME_CLOCK_S = 24 * 3600.0
"""A hardware clock that is further off than this was never set."""


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


def read_clock(hardware: Path = HARDWARE_CLOCKS) -> Clock:
    """What the system tells of its clock; macOS and Windows are not asked: their machines have one that is kept."""
    now = datetime.now().astimezone()
    if sys.platform != "linux":
        return Clock(now, None, None)
    return Clock(now, _synchronised(), _kept(hardware, now))


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


def _synchronised() -> bool | None:
    """None where nobody answers in a second: not every system runs systemd."""
    try:
        asked = subprocess.run(
            ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_SERVER_TIMEOUT_S,
            encoding="ascii",
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"yes": True, "no": False}.get(asked.stdout.strip())


def _kept(hardware: Path, now: datetime) -> bool | None:
    if not hardware.is_dir():
        return None
    for clock in hardware.glob("rtc*"):
        try:
            if abs(int(_word(clock / "since_epoch")) - now.timestamp()) < _SAME_CLOCK_S:
                return True
        except (OSError, ValueError):
            continue
    return False


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
