"""What hearing costs: processor time and memory of this process and the recognisers', read from /proc (Linux only)."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Cost:
    """Counts the processor time used while something is heard, and how much memory the recogniser takes."""

    def __init__(self, recogniser_pid: int, second_pid: int | None = None) -> None:
        """`recogniser_pid` is this process's own where the recogniser runs in it; `second_pid` is the second ear's."""
        self._pid = recogniser_pid
        self._elsewhere = [pid for pid in (recogniser_pid, second_pid) if pid is not None and pid != os.getpid()]
        self._used_s = 0.0
        self._heard_s = 0.0
        self._since_s = 0.0
        self.first_mb = peak_mb(recogniser_pid)

    def start(self) -> None:
        """Count from here."""
        self._since_s = self._now_s()

    def stop(self, heard_s: float) -> None:
        """Count up to here, for so many seconds of sound."""
        self._used_s += self._now_s() - self._since_s
        self._heard_s += heard_s

    @property
    def share(self) -> float:
        """Processor time for each second of sound."""
        return self._used_s / self._heard_s if self._heard_s else 0.0

    @property
    def heard_s(self) -> float:
        """How much sound was heard."""
        return self._heard_s

    @property
    def peak_mb(self) -> float:
        """The most memory that the recogniser's process ever took."""
        return peak_mb(self._pid)

    def _now_s(self) -> float:
        return time.process_time() + sum(map(_cpu_s, self._elsewhere))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def peak_mb(pid: int) -> float:
    """The most memory that a process has held so far, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
