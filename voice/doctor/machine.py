"""The machine around the sound: disk, power and clock as values, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from voice.doctor.finding import Finding, advice, ok, skipped

ENOUGH_BYTES = 300 << 20
"""The rendered speech may take 256 MiB; the history takes next to nothing."""
ENOUGH_PERCENT = 20
"""A session takes half an hour at most; our own value."""
EARLIEST_YEAR = 2025
"""A clock that shows less was never set: a Raspberry Pi has no battery for it."""
LATEST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery's charge, and whether it is being used up."""

    percent: int
    discharging: bool


@dataclass(frozen=True, slots=True)
class Power:
    """What a machine runs on: its battery with the least charge, None where it has none."""

    battery: Battery | None


_SLACK = timedelta(minutes=5)
"""What lies no further ahead than this was written by a clock that agrees with ours."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the system tells of its clock: `now` is its local time.

    `synchronised` says whether it was set from a network since the machine was started, `kept` whether a clock of the
    machine's own, with a battery, goes with it; each None where the system does not tell.
    """

    now: datetime
    synchronised: bool | None
    kept: bool | None


def clock_is_known(clock: Clock, latest: datetime | None) -> bool:
    """Whether the time can be told to be right; `latest` is the last time that was ever noted by it.

    A Raspberry Pi has no clock of its own: until it is synchronised it shows some time of the past. A time that was
    noted and lies ahead says that the clock has jumped.
    """
    if not EARLIEST_YEAR <= clock.now.year < LATEST_YEAR or (latest is not None and latest > clock.now + _SLACK):
        return False
    told = (clock.synchronised, clock.kept)
    return True in told or told == (None, None)


def disk_finding(free: int | None, folder: Path) -> Finding:
    """`free` bytes where `folder` is; None when nobody could say."""
    if free is None:
        return advice("disk", f"{folder} cannot be looked at", "See whether the disk is there and can be read.")
    there = f"{free / 1e9:,.1f} GB free in {folder}"
    if free < ENOUGH_BYTES:
        return advice("disk", there, f"Free {ENOUGH_BYTES / 1e9:.1f} GB, or what you collect may not be noted.")
    return ok("disk", there)


def power_finding(power: Power | None) -> Finding:
    """`power` is None where this system does not tell in a way that is read here."""
    if power is None:
        return skipped("power", "this system does not tell it here; on a battery, plug it in")
    battery = power.battery
    if battery is None:
        return ok("power", "no battery")
    if battery.discharging and battery.percent < ENOUGH_PERCENT:
        return advice("power", f"battery at {battery.percent} %", "Plug it in: a session may take half an hour.")
    return ok("power", f"battery at {battery.percent} %{'' if battery.discharging else ', plugged in'}")


def clock_finding(now: datetime, *, night: bool) -> Finding:
    """`now` is the local time; `night` whether a session would start quieter now."""
    shown = f"{now:%Y-%m-%d %H:%M} {'(night: everything starts quieter)' if night else '(day)'}"
    if not EARLIEST_YEAR <= now.year < LATEST_YEAR:
        return advice("clock", shown, "Set the computer's date and time: night and history follow it.")
    return ok("clock", shown)
