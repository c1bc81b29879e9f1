"""The microphone and the loudspeaker as they are listed: which will be used, and whether they share a clock."""

from __future__ import annotations

from voice.audio.listing import End, Listing, SoundDevice, is_bluetooth, through_server
from voice.doctor.finding import Finding, advice, ok, problem, skipped
from voice.doctor.sound_server import ServerDevice, SoundServer

_EVENED_OUT = "the difference is measured and evened out in a session"
_BLUETOOTH_DELAY = "0.1 to 0.3 s"


def device_finding(listing: Listing, end: End, chosen: str | None, server: SoundServer | None) -> Finding:
    """The device that a session opens at this end; `chosen` is what the settings name, None for the system's choice."""
    noun = end.noun
    if listing.problem:
        return problem(noun, "the sound devices cannot be seen", listing.problem)
    if not listing.of(end):
        return problem(noun, "there is none", f"Connect a {noun}; a USB headset is microphone and loudspeaker.")
    device = listing.used(end, chosen)
    if device is None:
        return _not_found(listing, end, chosen)
    if server is not None and through_server(device):
        return _behind_server(server.at(end), end, device)
    return _used(noun, f"{device.name} ({_measures(device, end)})", bluetooth=is_bluetooth(device.name))


def is_there(listing: Listing, end: End, chosen: str | None, server: SoundServer | None) -> bool:
    """Whether something real would be opened here; a wrong choice counts, since opening it says what is wrong."""
    if listing.problem or not listing.of(end):
        return False
    device = listing.used(end, chosen)
    if device is None or server is None or not through_server(device):
        return True
    behind = server.at(end)
    return behind is not None and not behind.stands_in and not (behind.muted and end is End.INPUT)


def name_of(listing: Listing, end: End, chosen: str | None, server: SoundServer | None) -> str:
    """What people call the device that would be opened here; empty where there is none."""
    device = listing.used(end, chosen)
    if device is None:
        return ""
    behind = server.at(end) if server is not None and through_server(device) else None
    return device.name if behind is None else behind.description


def clocks_finding(
    listing: Listing, microphone: str | None, loudspeaker: str | None, server: SoundServer | None
) -> Finding:
    """Whether both ends run on one clock; the arguments are those of `device_finding`."""
    name = "clocks"
    one, other = listing.used(End.INPUT, microphone), listing.used(End.OUTPUT, loudspeaker)
    if one is None or other is None:
        return skipped(name, "it takes a microphone and a loudspeaker")
    if server is not None and through_server(one) and through_server(other):
        return _server_clocks(server)
    if one != other:
        return ok(name, f"two: microphone and loudspeaker are two devices; {_EVENED_OUT}")
    if through_server(one):
        return ok(name, f"not known: the sound server hides what is behind {one.name}")
    return ok(name, "one: microphone and loudspeaker are one device")


def _not_found(listing: Listing, end: End, chosen: str | None) -> Finding:
    there = "; ".join(f"{device.number}, {device.name}" for device in listing.of(end))
    choose = f"Choose one: voice devices --set-{end.value} NAME. There are: {there}."
    if chosen is None:
        return problem(end.noun, "the system has none by default", choose)
    several = len(listing.matching(end, chosen)) > 1
    return problem(end.noun, f'"{chosen}" {"can mean several" if several else "is not connected"}', choose)


def _behind_server(behind: ServerDevice | None, end: End, device: SoundDevice) -> Finding:
    noun = end.noun
    connect = f"Connect a {noun}, or choose one in the system's sound settings."
    if behind is None:
        return problem(noun, "the sound server has none", connect)
    if end is End.INPUT and behind.monitor:
        return problem(noun, "there is none; the sound server gives the loudspeaker's own sound instead", connect)
    if behind.stands_in:
        return problem(noun, "there is none; the sound server only pretends to one", connect)
    unmute = f"Open the system's sound settings and turn the {noun} up."
    if behind.muted:
        return problem(noun, f"{behind.description} is muted", unmute)
    if behind.volume_percent == 0:
        return problem(noun, f"{behind.description} is turned down to nothing", unmute)
    bluetooth = is_bluetooth(behind.name) or is_bluetooth(behind.description)
    return _used(noun, f"{behind.description} (through {device.name}, {_measures(device, end)})", bluetooth=bluetooth)


def _used(noun: str, described: str, *, bluetooth: bool) -> Finding:
    if bluetooth:
        found = f"{described}, by Bluetooth, which is {_BLUETOOTH_DELAY} late"
        return advice(noun, found, "It works; with a cable the beat and the answers come sooner.")
    return ok(noun, described)


def _server_clocks(server: SoundServer) -> Finding:
    name = "clocks"
    if server.input is None or server.output is None:
        return skipped(name, "it takes a microphone and a loudspeaker")
    if not server.input.card or not server.output.card:
        return ok(name, "not known: the sound server does not name the cards")
    if server.input.card == server.output.card:
        return ok(name, "one: microphone and loudspeaker are one card")
    return ok(name, f"two: microphone and loudspeaker are two cards; {_EVENED_OUT}")


def _measures(device: SoundDevice, end: End) -> str:
    latency_ms = device.latency_s(end) * 1000
    return f"number {device.number}, {device.rate_hz:,.0f} Hz, latency from {latency_ms:.0f} ms"
