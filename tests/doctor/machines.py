"""Machines to judge: one on which everything is well, from which a story changes what it is about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from voice.audio.listing import Listing, SoundDevice
from voice.doctor.finding import Finding
from voice.doctor.machine import Power
from voice.doctor.preflight import Answer, Facts

HEADSET = SoundDevice(0, "USB Headset: Audio (hw:1,0)", "ALSA", 1, 2, 48_000, 0.009, 0.009)
CAMERA = SoundDevice(1, "USB Camera: Audio (hw:2,0)", "ALSA", 1, 0, 16_000, 0.02, -1)
DEFAULT = SoundDevice(2, "default", "ALSA", 32, 32, 44_100, 0.009, 0.009)
CARDS = Listing((HEADSET, CAMERA), default_input=0, default_output=0)
SERVED = Listing((HEADSET, CAMERA, DEFAULT), default_input=2, default_output=2)

WELL = Facts(
    settings_file=Path("/home/anna/settings.toml"),
    settings_problem="",
    now=datetime(2026, 3, 1, 14, 5),
    night=False,
    data=Path("/home/anna/data"),
    free_bytes=10**10,
    power=Power(None),
    voice=Answer("espeak-ng 1.51, voice en-us"),
    model=Answer("/models/en"),
    second=Answer("Moonshine tiny, 40 ms for an utterance of a second"),
    second_slow=False,
    canceller=True,
    listing=CARDS,
    server=None,
)


def named(findings: tuple[Finding, ...], name: str) -> Finding:
    """The finding of this name."""
    (found,) = (finding for finding in findings if finding.name == name)
    return found
