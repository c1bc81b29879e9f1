"""What was measured of each pair of microphone and loudspeaker, kept for the sessions that use them; never sound."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voice.records import read_records, write_records

FILE_NAME = "rooms.json"
_LONGEST_S = 0.64
"""A delay is followed up to here."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A microphone and a loudspeaker, by the names that people read."""

    microphone: str
    loudspeaker: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a room check found; None where it was not heard, or could not be told."""

    delay_s: float | None
    drift_ppm: float | None
    echo_dbfs: float | None
    removed_db: float | None
    noise_dbfs: float


class Profiles:
    """The profiles in a folder, one for each pair; a file that cannot be read counts as none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME

    def of(self, pair: Pair) -> Profile | None:
        """What was found with this pair the last time, None where it was never tried."""
        record = next((record for record in read_records(self._file) if _pair(record) == pair), None)
        return None if record is None else _profile(record)

    def keep(self, pair: Pair, profile: Profile) -> None:
        """Remember it in place of what was known of the pair. Raises OSError where it cannot be written."""
        others = [record for record in read_records(self._file) if _pair(record) != pair]
        write_records(self._file, [*others, asdict(pair) | asdict(profile)])


def _pair(record: dict[str, Any]) -> Pair:
    return Pair(str(record.get("microphone")), str(record.get("loudspeaker")))


def _profile(record: dict[str, Any]) -> Profile | None:
    numbers = {name: record.get(name) for name in ("delay_s", "drift_ppm", "echo_dbfs", "removed_db", "noise_dbfs")}
    if not all(value is None or isinstance(value, int | float) for value in numbers.values()):
        return None
    delay_s, noise_dbfs = numbers["delay_s"], numbers["noise_dbfs"]
    if noise_dbfs is None or (delay_s is not None and not 0.0 <= delay_s < _LONGEST_S):
        return None
    return Profile(delay_s, numbers["drift_ppm"], numbers["echo_dbfs"], numbers["removed_db"], noise_dbfs)
