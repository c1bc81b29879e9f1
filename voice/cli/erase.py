"""`voice erase`: everything that is remembered is forgotten, after one question."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.options import add_command
from voice.doctor.profiles import FILE_NAME as ROOMS
from voice.errors import VoiceError
from voice.journal.journal import erase
from voice.settings.places import Places

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_COPIES = (
    "Flash memory and backups of this computer may keep old bytes; files you exported, Baby Buddy and Home Assistant "
    "keep what they were given: delete it there."
)


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "erase",
        "forget every session, amount and change that is remembered here",
        example="voice erase\n  voice erase --yes --rooms --clips",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--rooms", action="store_true", help="also what `voice check --room` found out")
    parser.add_argument("--clips", action="store_true", help="also the rendered speech, which is made anew")


def run(args: argparse.Namespace) -> int:
    """Ask once, then erase; 1 where the answer is not yes. Raises JournalError, VoiceError for what stays."""
    places = Places.of_user()
    more = [name for name, chosen in (("rooms", args.rooms), ("rendered speech", args.clips)) if chosen]
    what = " and ".join([", ".join(["every session and amount", *more[:-1]]), *more[-1:]])
    if not args.yes and not _agreed(f"Forget {what}, for good? Only yes does it: "):
        print("Nothing has changed.", file=sys.stderr)
        return 1
    erase(places.data)
    if args.rooms:
        _delete(places.data / ROOMS)
    if args.clips:
        _delete(places.cache)
    print(f"Gone from this computer: {what}.")
    print(_COPIES)
    return 0


def _agreed(question: str) -> bool:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def _delete(place: Path) -> None:
    """A file, or a folder with all in it; what is not there is gone already."""
    try:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    except OSError as error:
        raise VoiceError(f"{place} cannot be deleted ({error.strerror}): delete it yourself.") from error
