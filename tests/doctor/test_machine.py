"""Disk, power and clock."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from voice.doctor.finding import Verdict
from voice.doctor.machine import Battery, Power, clock_finding, disk_finding, power_finding
from voice.doctor.readings import free_bytes, read_clock, read_power


def _supply(folder: Path, name: str, **values: str) -> None:
    (folder / name).mkdir()
    for key, value in values.items():
        (folder / name / key).write_text(f"{value}\n")


def test_the_weakest_battery_counts_and_a_mouse_does_not(tmp_path: Path) -> None:
    _supply(tmp_path, "AC", type="Mains", online="0")
    _supply(tmp_path, "BAT0", type="Battery", capacity="80", status="Discharging")
    _supply(tmp_path, "BAT1", type="Battery", capacity="15", status="Discharging")
    _supply(tmp_path, "hid-mouse", type="Battery", scope="Device", capacity="3", status="Discharging")
    _supply(tmp_path, "BAT2", type="Battery", capacity="broken", status="Full")
    assert read_power(tmp_path) == Power(Battery(15, discharging=True))


def test_a_desktop_has_no_battery_and_other_systems_do_not_tell(tmp_path: Path) -> None:
    assert read_power(tmp_path) == Power(None)
    assert read_power(tmp_path / "none") is None
    assert power_finding(Power(None)).verdict is Verdict.OK
    assert power_finding(None).verdict is Verdict.SKIPPED and "does not tell" in power_finding(None).found


def test_a_low_battery_that_charges_is_well() -> None:
    assert power_finding(Power(Battery(5, discharging=True))).verdict is Verdict.ADVICE
    assert power_finding(Power(Battery(5, discharging=False))).found == "battery at 5 %, plugged in"
    assert power_finding(Power(Battery(20, discharging=True))).verdict is Verdict.OK


def test_the_disk_is_asked_where_the_folder_would_be(tmp_path: Path) -> None:
    assert (free_bytes(tmp_path / "not" / "there") or 0) > 0
    assert disk_finding(10**10, tmp_path).found.startswith("10.0 GB free")
    assert disk_finding(10**8, tmp_path).verdict is Verdict.ADVICE
    assert disk_finding(None, tmp_path).verdict is Verdict.ADVICE


def test_a_clock_that_was_never_set() -> None:
    assert clock_finding(datetime(2026, 3, 1, 3, 0), night=True).verdict is Verdict.OK
    for year in (1970, 2024, 2106):
        assert clock_finding(datetime(year, 1, 1), night=False).verdict is Verdict.ADVICE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what keeps its time")
def test_a_raspberry_pi_has_no_clock_that_runs_on(tmp_path: Path) -> None:
    rtc, board, synchronised = tmp_path / "rtc0", tmp_path / "model", tmp_path / "synchronized"
    rtc.mkdir()
    assert read_clock(rtc, board, synchronised).runs_on
    board.write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")
    assert not read_clock(rtc, board, synchronised).runs_on
    synchronised.touch()
    assert read_clock(rtc, board, synchronised).known
