"""`voice devices`: the microphones and loudspeakers that are there, and which of them are used."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from voice.audio.listing import End, Listing, SoundDevice, is_bluetooth
from voice.cli.options import add_command
from voice.errors import DeviceError, InputError
from voice.settings.places import Places
from voice.settings.settings import Settings
from voice.settings.sources import load_settings
from voice.settings.writing import remember

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_Plain = str | int | float | bool | None


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "devices",
        "list the microphones and loudspeakers, and choose which are used",
        example='voice devices --set-input "USB" --set-output "USB"',
    )
    about = "to use from now on: a part of its name, or its number; written into the settings file"
    parser.add_argument("--set-input", metavar="NAME", help=f"the microphone {about}")
    parser.add_argument("--set-output", metavar="NAME", help=f"the loudspeaker {about}")
    parser.add_argument("--json", action="store_true", help="one JSON object with inputs and outputs")


def run(args: argparse.Namespace) -> int:
    """Remember what was chosen, then print the devices. Raises InputError for a choice that means not one device."""
    from voice.audio.portaudio import list_devices

    file = Places.of_user().settings_file
    settings = load_settings(file).settings
    listing = list_devices()
    if listing.problem:
        raise DeviceError(listing.problem)
    chosen = {End.INPUT: args.set_input, End.OUTPUT: args.set_output}
    wanted = {end: the_one(listing, end, text) for end, text in chosen.items() if text is not None}
    if wanted:
        _remember(listing, wanted, file)
        settings = load_settings(file).settings
    print(as_json(listing, settings) if args.json else as_text(listing, settings))
    return 0


def the_one(listing: Listing, end: End, text: str) -> SoundDevice:
    """The only device that `text` means. Raises InputError with the candidates when there is none or several."""
    found = listing.matching(end, text) if text.strip() else ()
    if len(found) == 1:
        return found[0]
    candidates = "; ".join(f"{device.number}, {device.name}" for device in found or listing.of(end)) or "none is there"
    if found:
        raise InputError(
            f'--set-{end.value}: "{text}" can mean {len(found)} {end.noun}s; expected one of: {candidates}.'
        )
    raise InputError(f'--set-{end.value}: there is no {end.noun} "{text}"; expected one of: {candidates}.')


def as_text(listing: Listing, settings: Settings) -> str:
    """A table for each end; a star marks the device that a session uses."""
    return "\n".join(line for end in End for line in _table(listing, end, _chosen(settings, end)))


def as_json(listing: Listing, settings: Settings) -> str:
    """The same as one object: `inputs` and `outputs`, latencies in seconds."""
    return json.dumps(
        {
            f"{end.value}s": [_fields(listing, end, one, _chosen(settings, end)) for one in listing.of(end)]
            for end in End
        },
        ensure_ascii=False,
    )


def _remember(listing: Listing, wanted: dict[End, SoundDevice], file: Path) -> None:
    names = {f"{end.value}-device": listing.lasting_name(end, device) for end, device in wanted.items()}
    remember(file, names)
    for key, name in names.items():
        print(
            f'Wrote {key} = "{name}" into {file}; delete the line to use the system\'s choice again.', file=sys.stderr
        )


def _chosen(settings: Settings, end: End) -> str | None:
    return settings.input_device if end is End.INPUT else settings.output_device


def _table(listing: Listing, end: End, chosen: str | None) -> Iterator[str]:
    devices, used = listing.of(end), listing.used(end, chosen)
    yield f"{end.noun.capitalize()}s" if devices else f"There is no {end.noun}: connect one and run this again."
    width = max((len(device.name) for device in devices), default=0)
    for device in devices:
        measures = f"{device.channels(end):>3} ch  {device.rate_hz:>6.0f} Hz  {_ms(device.latency_s(end)):>6}"
        marks = ["used"] * (device == used) + ["the system's default"] * (device == listing.default(end))
        marks += ["Bluetooth: 0.1 to 0.3 s late"] * is_bluetooth(device.name)
        star = "*" if device == used else " "
        yield f"{star} {device.number:>3}  {device.name:<{width}}  {measures}  {', '.join(marks)}".rstrip()
    if chosen is not None and used is None:
        yield f'  "{chosen}", the {end.value}-device of the settings, is not here; choose with --set-{end.value} NAME.'


def _fields(listing: Listing, end: End, device: SoundDevice, chosen: str | None) -> dict[str, _Plain]:
    return {
        "number": device.number,
        "name": device.name,
        "system": device.system,
        "channels": device.channels(end),
        "rate": device.rate_hz,
        "latency": round(device.latency_s(end), 4),
        "default": device == listing.default(end),
        "used": device == listing.used(end, chosen),
        "bluetooth": is_bluetooth(device.name),
    }


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
