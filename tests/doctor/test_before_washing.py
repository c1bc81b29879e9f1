"""What a look at the machine gives a session to tell while her hands are free."""

from __future__ import annotations

from dataclasses import replace

from tests.doctor.machines import CARDS, SERVED
from voice.audio.listing import Listing
from voice.doctor.before_washing import concerns
from voice.doctor.machine import Battery, Power
from voice.doctor.sound_server import ServerDevice, SoundServer
from voice.guide.events import Concern
from voice.settings.settings import Settings

ROOM_ENOUGH = 10**10
PLUGGED = Power(Battery(90, discharging=False))


def _found(
    settings: Settings | None = None,
    listing: Listing = CARDS,
    server: SoundServer | None = None,
    free: int | None = ROOM_ENOUGH,
    power: Power | None = PLUGGED,
) -> list[Concern]:
    return list(concerns(settings or Settings(), listing, server, free, power))


def test_where_all_is_well_nothing_is_told() -> None:
    assert _found() == []
    assert _found(free=None, power=None) == [], "what cannot be known is nobody's concern"


def test_a_battery_that_may_not_last() -> None:
    assert _found(power=Power(Battery(12, discharging=True))) == [Concern.POWER]


def test_a_full_disk_where_a_history_is_kept() -> None:
    assert _found(free=10**6) == [Concern.DISK]
    assert _found(replace(Settings(), history=False), free=10**6) == []


def test_a_loudspeaker_that_is_muted_or_turned_down() -> None:
    speaker = ServerDevice("usb", "USB Headset", muted=False, volume_percent=60, monitor=False, card="1")
    assert _found(listing=SERVED, server=SoundServer(None, speaker)) == []
    for changed in (replace(speaker, muted=True), replace(speaker, volume_percent=0)):
        assert _found(listing=SERVED, server=SoundServer(None, changed)) == [Concern.LOUDSPEAKER]
