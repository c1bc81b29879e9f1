"""The scenarios that travel with the program, by name."""

from __future__ import annotations

from pathlib import Path

from voice.errors import InputError

_FOLDER = Path(__file__).parent / "scenarios"

NAMES = ("whole_session", "night", "clumsy", "first_time", "partner", "frightened")
"""The first one is what `voice rehearse` runs without an argument."""


def shipped(name: str) -> Path:
    """The file of a shipped scenario; ValueError for a name that is not in `NAMES`."""
    if name not in NAMES:
        raise ValueError(f"{name} is none of {', '.join(NAMES)}")
    return _FOLDER / f"{name}.toml"


def find(argument: str) -> Path:
    """The scenario file that a user means: a path, or the name of a shipped one; InputError for anything else."""
    path = Path(argument)
    if path.is_file():
        return path
    if argument in NAMES:
        return shipped(argument)
    raise InputError(f"{argument}: no such file; expected a scenario file or one of {', '.join(NAMES)}")
