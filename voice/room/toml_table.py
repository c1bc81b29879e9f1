"""A strict reader of TOML tables: every key has a type and a range, and no key is left over."""

from __future__ import annotations

import math
import tomllib
from enum import Enum
from pathlib import Path
from typing import TypeVar

from voice.errors import InputError

_Choice = TypeVar("_Choice", bound=Enum)


def read_toml(file: Path) -> Table:
    """The top table of a TOML file; raises InputError when it cannot be read or is not TOML."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{file}: there is no such file; expected a scenario in TOML") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read as text ({error}); expected a scenario in TOML") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: expected TOML, but: {error}") from error
    return Table(file, "", content)


class Table:
    """One TOML table whose keys are taken one by one; `finish` refuses those that nobody asked for.

    Every method that takes a key raises InputError with file, key and what was expected. Numbers are finite; true and
    false are no numbers. A key that is absent gives None.
    """

    def __init__(self, file: Path, name: str, content: dict[str, object]) -> None:
        self._file = file
        self._name = name
        self._content = dict(content)
        self._known: list[str] = []

    def refuse(self, key: str, expected: str) -> InputError:
        """The error for `key`, to be raised: what was expected there and what was found."""
        found = f", found {_shown(self._content[key])}" if key in self._content else ""
        return InputError(f"{self._file}: {self._place(key)}: expected {expected}{found}")

    def has(self, key: str) -> bool:
        """Whether the key is written in the file."""
        return key in self._content

    def text(self, key: str, expected: str = "a string that is not empty") -> str | None:
        """A string that is not empty; `expected` is for the message."""
        value = self._look(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, expected)
        return value

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self._look(key)
        if value is None:
            return None
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def number(self, key: str, *, least: float = -math.inf, most: float = math.inf, unit: str = "") -> float | None:
        """A finite number from `least` to `most`; `unit` is for the message."""
        value = self._look(key)
        if value is None:
            return None
        number = as_number(value)
        if number is None or not least <= number <= most:
            raise self.refuse(key, _wanted("a number", unit, least, most))
        return number

    def whole(self, key: str, *, least: int, most: float = math.inf, unit: str = "") -> int | None:
        """A whole number from `least` to `most`; `unit` is for the message."""
        value = self._look(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.refuse(key, _wanted("a whole number", unit, least, most))
        return value

    def choice(self, key: str, *choices: type[_Choice]) -> _Choice | None:
        """A member of one of these Enums, whose values are strings, by its value."""
        value = self._look(key)
        if value is None:
            return None
        members = [member for choice in choices for member in choice]
        for member in members:
            if member.value == value:
                return member
        raise self.refuse(key, "one of " + ", ".join(f'"{member.value}"' for member in members))

    def path(self, key: str, expected: str) -> Path | None:
        """An existing file, relative to the folder of the TOML file; `expected` says of which kind."""
        name = self.text(key)
        if name is None:
            return None
        path = self._file.parent / name
        if not path.is_file():
            raise InputError(f'{self._file}: {self._place(key)}: expected {expected}, but there is no file "{path}"')
        return path

    def array(self, key: str, expected: str) -> list[object]:
        """An array of anything; an absent key gives an empty one."""
        value = self._look(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(key, expected)
        return value

    def table(self, key: str) -> Table | None:
        """A table inside this one: `[key]`."""
        value = self._look(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.refuse(key, f"a table [{key}]")
        return Table(self._file, f"[{key}]", value)

    def tables(self, key: str) -> list[Table]:
        """An array of tables: `[[key]]`, as many as wanted; messages count them from 1."""
        entries = self.array(key, f"tables [[{key}]]")
        found = []
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                raise self.refuse(key, f"tables [[{key}]]")
            found.append(Table(self._file, f"[[{key}]] {number}", entry))
        return found

    def rest(self) -> dict[str, object]:
        """Every key that nobody has asked for, with its value as it was written; another reader answers for them."""
        return {key: value for key, value in self._content.items() if key not in self._known}

    def finish(self) -> None:
        """Refuse keys that nobody has asked for."""
        known = sorted(set(self._known))
        for key in self._content:
            if key not in known:
                raise InputError(f"{self._file}: {self._place(key)}: unknown key; expected one of {', '.join(known)}")

    def _look(self, key: str) -> object | None:
        self._known.append(key)
        return self._content.get(key)

    def _place(self, key: str) -> str:
        return f"{self._name}, {key}" if self._name else key


def as_number(value: object) -> float | None:
    """The value as a finite float, None when it is none (true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _wanted(kind: str, unit: str, least: float, most: float) -> str:
    words = f"{kind} of {unit}" if unit else kind
    if math.isfinite(least) and math.isfinite(most):
        return f"{words} from {least:g} to {most:g}"
    if math.isfinite(least):
        return f"{words}, {least:g} or more"
    if math.isfinite(most):
        return f"{words}, {most:g} or less"
    return words


def _shown(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case dict():
            return "a table"
        case list():
            return "an array"
        case _:
            return str(value)
