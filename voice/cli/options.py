"""What the commands share: how a command's parser is made, and the options that override settings."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from voice.audio.listing import device_name as device_name  # the commands take it from here
from voice.settings.places import Places
from voice.settings.sources import Chosen, Written, load_settings

if TYPE_CHECKING:
    # argparse names the type of its own subparsers only privately.
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_SESSION_OPTIONS = (
    *("side", "short", "region", "rate", "tempo", "volume", "narration", "match-loudness", "autopilot", "mute-mic"),
    *("input-device", "output-device", "model", "second-ear"),
)


def add_command(subparsers: Subparsers, name: str, summary: str, *, example: str) -> argparse.ArgumentParser:
    """The parser of one command, whose help ends with an example."""
    return subparsers.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_session_options(parser: argparse.ArgumentParser) -> None:
    """The options of `voice start`; each overrides the setting of the same name for this run."""
    group = parser.add_argument_group("session")
    switch = argparse.BooleanOptionalAction
    group.add_argument("--side", metavar="left|right", help="the side to propose first")
    group.add_argument("--short", action=switch, help="you know how: one prompt, then the side, then the beat")
    group.add_argument("--region", metavar="us|uk|...|other", help="whose emergency number and storage rules are said")
    group.add_argument("--rate", metavar="WPM", type=_number_or_text, help="how fast the voice speaks, words a minute")
    group.add_argument("--tempo", metavar="CPM", type=_number_or_text, help="cycles of the beat a minute, 10 to 60")
    group.add_argument(
        "--volume", metavar="DB", type=_number_or_text, help="loudness of everything, -24 to 12 decibels"
    )
    group.add_argument("--narration", metavar="full|fading|short", help="how fully prompts are said that you know")
    group.add_argument("--match-loudness", action=switch, help="quieter when you whisper, louder when you speak up")
    group.add_argument("--autopilot", action=switch, help="timed steps to the end, nothing need be said")
    group.add_argument("--mute-mic", action=switch, help="do not open a microphone")
    group.add_argument("--input-device", metavar="NAME", help="a part of the microphone's name, or its number")
    group.add_argument("--output-device", metavar="NAME", help="a part of the loudspeaker's name, or its number")
    group.add_argument("--model", metavar="PATH", help="a Vosk model's folder, or the name of a downloaded model")
    group.add_argument("--second-ear", action=switch, help="let a second recogniser make sure of what was heard")


def chosen_settings(args: argparse.Namespace, places: Places) -> Chosen:
    """The settings for this run: the user's file, overridden by the options that were given.

    Raises InputError naming the file or option, the key and what was expected.
    """
    return load_settings(places.settings_file, given_options(args))


def given_options(args: argparse.Namespace) -> Written:
    """The session's options that were given, by the names of their settings."""
    given = {name: getattr(args, name.replace("-", "_")) for name in _SESSION_OPTIONS}
    return {name: value for name, value in given.items() if value is not None}


def _number_or_text(written: str) -> int | float | str:
    """A number if it is one; anything else is left for the setting to refuse in its own words."""
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return written
