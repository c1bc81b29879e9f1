"""What is kept of each pair of devices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from voice.doctor.profiles import FILE_NAME, Pair, Profile, Profiles

HEADSET = Pair("USB Headset", "USB Headset")
SPEAKER = Pair("USB Microphone", "Living Room")
FOUND = Profile(0.093, 12.0, -18.0, 24.0, -61.0)


def test_each_pair_has_its_own_and_the_last_one_counts(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "data")
    assert profiles.of(HEADSET) is None
    profiles.keep(HEADSET, FOUND)
    profiles.keep(SPEAKER, replace(FOUND, delay_s=0.21))
    profiles.keep(HEADSET, replace(FOUND, delay_s=None, echo_dbfs=None, removed_db=None, drift_ppm=None))
    again = Profiles(tmp_path / "data")
    assert again.of(SPEAKER) == replace(FOUND, delay_s=0.21)
    assert again.of(HEADSET) == Profile(None, None, None, None, -61.0)
    assert again.of(Pair("USB Headset", "Living Room")) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{}",
        "[7]",
        '[{"microphone": "USB Headset", "loudspeaker": "USB Headset", "delay_s": 9.0, "noise_dbfs": -60}]',
        '[{"microphone": "USB Headset", "loudspeaker": "USB Headset", "delay_s": "late", "noise_dbfs": -60}]',
        '[{"microphone": "USB Headset", "loudspeaker": "USB Headset", "delay_s": 0.1}]',
    ],
)
def test_a_file_that_cannot_be_read_counts_as_none(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE_NAME).write_text(written)
    profiles = Profiles(tmp_path)
    assert profiles.of(HEADSET) is None
    profiles.keep(HEADSET, FOUND)
    assert profiles.of(HEADSET) == FOUND
