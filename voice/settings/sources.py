"""The settings of one run, put together from the program, the file and the command line, and where each came from."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum
from pathlib import Path
from typing import Any

from voice.errors import InputError
from voice.guide.measures import Unit
from voice.guide.narration import Narration
from voice.guide.steps import Side
from voice.settings.keys import KEYS, Key
from voice.settings.settings import Settings

Written = Mapping[str, object]
"""Values by the name of their key, as they were written and not yet looked at."""


class Source(Enum):
    """Where a value comes from; a later one wins."""

    DEFAULT = "default"
    FILE = "file"
    COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value as `voice settings` shows it: `text` is TOML, None when nothing is set."""

    name: str
    text: str | None
    source: Source
    expected: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings of a run, and their sources in the order of `KEYS`."""

    settings: Settings
    sources: tuple[Source, ...]

    def listed(self) -> tuple[Setting, ...]:
        """Every value with its source."""
        return tuple(
            Setting(key.name, _as_toml(getattr(self.settings, key.field)), source, key.expected)
            for key, source in zip(KEYS, self.sources, strict=True)
        )


def load_settings(file: Path, options: Written | None = None) -> Chosen:
    """The defaults, over them what `file` says when it is there, over that the command line's `options`.

    `options` are those that were given, without their dashes. Raises InputError, naming file or option, key and what
    was expected.
    """
    written = _read_file(file)
    settings = merged(Settings(), written, where=str(file), folder=file.parent)
    given = options if options is not None else {}
    settings = merged(settings, given, where="", folder=Path.cwd())
    sources = tuple(
        Source.COMMAND_LINE if key.name in given else Source.FILE if key.name in written else Source.DEFAULT
        for key in KEYS
    )
    return Chosen(settings, sources)


def merged(settings: Settings, written: Written, *, where: str, folder: Path) -> Settings:
    """`settings` with the values in `written`; relative paths start from `folder`.

    `where` names the file in messages, and the table within it if there is one; empty for the command line. Raises
    InputError for an unknown key or a value that its key does not accept.
    """
    # The values have been read by the key of their field, which is more than a type checker can follow.
    changes: dict[str, Any] = {}
    for name, value in written.items():
        key = _key(name, where)
        try:
            changes[key.field] = key.read(value, folder)
        except ValueError:
            raise InputError(f"{_named(name, where)} is {_shown(value)}; expected {key.expected}.") from None
    return replace(settings, **changes)


def _read_file(file: Path) -> Written:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is not a TOML file: {error}; expected lines such as tempo = 18.") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); expected a TOML file of settings.") from error


def _key(name: str, where: str) -> Key:
    names = [key.name for key in KEYS]
    if name in names:
        return KEYS[names.index(name)]
    near = difflib.get_close_matches(name, names, n=1)
    expected = f'did you mean "{near[0]}"?' if near else f"expected one of {', '.join(names)}."
    raise InputError(f"{_named(name, where)} is not a setting; {expected}")


def _named(name: str, where: str) -> str:
    return f'{where}: "{name}"' if where else f"--{name}"


def _shown(value: object) -> str:
    return str(value) if isinstance(value, dict | list) else _as_toml(value) or "nothing"


def _as_toml(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:g}"
        case time():
            return f'"{value:%H:%M}"'
        case Side() | Narration() | Unit():
            return f'"{value.value}"'
        case _:
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
