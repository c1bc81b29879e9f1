"""`voice settings`: the settings file, every value and where it comes from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from voice.cli.options import add_command, add_session_options, chosen_settings
from voice.settings.places import Places
from voice.settings.sources import Setting

if TYPE_CHECKING:
    from voice.cli.options import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "settings",
        "show the settings file, every value and where it comes from",
        example="voice settings --tempo 20",
    )
    add_session_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print the settings as they would hold for a session with these options; what is printed is itself TOML."""
    print(listing(args, Places.of_user()))
    return 0


def listing(args: argparse.Namespace, places: Places) -> str:
    """The lines that `run` prints."""
    chosen = chosen_settings(args, places)
    there = "" if places.settings_file.exists() else " (not there yet; write into it what you want to change)"
    lines = [_line(setting) for setting in chosen.listed()]
    return "\n".join([f"# {places.settings_file}{there}", *lines])


def _line(setting: Setting) -> str:
    value = f"{setting.name} = {setting.text}" if setting.text is not None else f"# {setting.name} is not set"
    return f"{value:<32}  # {setting.source.value}: {setting.expected}"
