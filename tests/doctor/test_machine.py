"""Disk, power and clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from voice.doctor.finding import Verdict
from voice.doctor.machine import Battery, Clock, Power, clock_finding, clock_is_known, disk_finding, power_finding
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


_NOW = datetime(2026, 3, 2, 10, 0).astimezone()


@pytest.mark.parametrize(
    ("synchronised", "kept", "known"),
    [
        (True, False, True),
        (True, None, True),
        (False, True, True),
        (None, True, True),
        (None, None, True),  # a system that tells nothing: not a Raspberry Pi
        (False, False, False),
        (None, False, False),
        (False, None, False),
    ],
)
def test_a_clock_is_known_where_it_was_set_since_the_start_or_goes_on_without_power(
    synchronised: bool | None, kept: bool | None, known: bool
) -> None:
    assert clock_is_known(Clock(_NOW, synchronised, kept), None) is known


def test_a_clock_that_was_never_set_or_has_jumped_is_not_known() -> None:
    never_set = Clock(_NOW.replace(year=1970), synchronised=None, kept=None)
    assert not clock_is_known(never_set, None)
    right = Clock(_NOW, synchronised=True, kept=True)
    assert clock_is_known(right, _NOW + timedelta(minutes=1))
    assert not clock_is_known(right, _NOW + timedelta(hours=1))


def test_a_hardware_clock_counts_where_it_agrees(tmp_path: Path) -> None:
    assert read_clock(tmp_path / "none").kept is None
    assert read_clock(tmp_path).kept is False
    now = read_clock(tmp_path).now.timestamp()
    _supply(tmp_path, "rtc0", since_epoch="0")
    _supply(tmp_path, "rtc1", type="without a time")
    assert read_clock(tmp_path).kept is False
    _supply(tmp_path, "rtc2", since_epoch=f"{now:.0f}")
    assert read_clock(tmp_path).kept is True
