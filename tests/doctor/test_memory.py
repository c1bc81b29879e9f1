"""How much memory is left, and what a session gives up where it is little."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from voice.doctor.memory import LOW_BYTES, Affordable, affordable
from voice.doctor.memory_watch import MemoryWatch
from voice.doctor.readings import free_memory

_MB = 1 << 20
_PATIENT_S = 60.0


def _machine(folder: Path, *, free_mb: int, group: str = "/") -> tuple[Path, Path, Path]:
    """What Linux tells there: of the machine, of the program's group, and of all groups."""
    memory, own, groups = folder / "meminfo", folder / "cgroup", folder / "cgroups"
    memory.write_text(f"MemTotal: 9 kB\nMemAvailable:   {free_mb * 1024} kB\n")
    own.write_text(f"1:memory:/old\n0::{group}\n")
    groups.mkdir()
    return memory, own, groups


def _limit(groups: Path, path: str, *, most_mb: int, used_mb: int, cached_mb: int = 0) -> None:
    group = groups / path
    group.mkdir(parents=True)
    (group / "memory.max").write_text(f"{most_mb * _MB}\n")
    (group / "memory.current").write_text(f"{used_mb * _MB}\n")
    (group / "memory.stat").write_text(f"anon 1\ninactive_file {cached_mb * _MB}\n")


@pytest.mark.parametrize(
    ("free_mb", "left"),
    [
        (2000, Affordable()),
        (599, Affordable(natural=False)),
        (349, Affordable(natural=False, second=False)),
        (None, Affordable()),
    ],
)
def test_the_natural_voice_goes_first_and_then_the_second_ear(free_mb: int | None, left: Affordable) -> None:
    assert affordable(None if free_mb is None else free_mb * _MB) == left


def test_a_machine_tells_what_is_free(tmp_path: Path) -> None:
    assert free_memory(*_machine(tmp_path, free_mb=700)) == 700 * _MB


def test_the_tightest_limit_around_the_program_counts(tmp_path: Path) -> None:
    told = _machine(tmp_path, free_mb=5000, group="/user/voice")
    _limit(told[2], "user", most_mb=600, used_mb=500)
    _limit(told[2], "user/voice", most_mb=900, used_mb=100)
    assert free_memory(*told) == 100 * _MB


def test_what_the_disk_can_give_again_is_free(tmp_path: Path) -> None:
    told = _machine(tmp_path, free_mb=5000, group="/voice")
    _limit(told[2], "voice", most_mb=500, used_mb=400, cached_mb=150)
    assert free_memory(*told) == 250 * _MB


def test_a_system_that_does_not_tell_is_left_alone(tmp_path: Path) -> None:
    assert free_memory(tmp_path / "none") is None


def test_while_it_runs_one_thing_after_the_other_is_given_up_and_no_more_than_needed() -> None:
    left = iter([LOW_BYTES, LOW_BYTES - 1, LOW_BYTES + 1])
    given_up: list[str] = []
    looked = threading.Event()

    def free() -> int | None:
        amount = next(left, None)
        if amount is None:
            looked.set()
        return amount

    with MemoryWatch(free, (lambda: given_up.append("voice"), lambda: given_up.append("ear")), poll_s=0.001):
        assert looked.wait(_PATIENT_S)
    assert given_up == ["voice"]
