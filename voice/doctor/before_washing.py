"""A look at the machine as a session begins, without a sound: what could need a touch while it runs."""

from __future__ import annotations

from collections.abc import Iterator

from voice.audio.listing import End, Listing
from voice.doctor.devices import device_finding
from voice.doctor.finding import Verdict
from voice.doctor.machine import ENOUGH_BYTES, Power, power_finding
from voice.doctor.sound_server import SoundServer
from voice.guide.events import Concern
from voice.settings.settings import Settings


def concerns(
    settings: Settings, listing: Listing, server: SoundServer | None, free: int | None, power: Power | None
) -> Iterator[Concern]:
    """What she is told while her hands are free; `free` bytes on the disk of the history, None where nobody can say.

    Settings, model and devices that cannot be used at all end the program before, in a sentence of their own.
    """
    if device_finding(listing, End.OUTPUT, settings.output_device, server).verdict is Verdict.PROBLEM:
        yield Concern.LOUDSPEAKER
    if power_finding(power).verdict is Verdict.ADVICE:
        yield Concern.POWER
    if settings.history and free is not None and free < ENOUGH_BYTES:
        yield Concern.DISK
