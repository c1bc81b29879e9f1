"""Writing into the user's settings file: a few values changed, every other line and comment kept."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from voice.errors import InputError


def remember(file: Path, values: Mapping[str, str]) -> None:
    """Set these keys to these texts in `file`, which is made when it is not there and replaced whole or not at all.

    Raises InputError when the file cannot be read or written, or holds the key in a way that only its author can
    change; the message names the lines to write by hand.
    """
    lines = ", ".join(_line(key, value) for key, value in values.items())
    target = file.resolve()  # a link to a file elsewhere stays a link
    try:
        before = _read(target)
        after = before
        for key, value in values.items():
            after = with_value(after, key, value)
        if tomllib.loads(after) != tomllib.loads(before) | dict(values):
            raise ValueError
        _replace(target, after)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); expected a file to put {lines} in.") from error
    except ValueError as error:  # also what is no TOML or no UTF-8
        raise InputError(f"{file} cannot be changed safely; write into it yourself: {lines}.") from error


def with_value(text: str, key: str, value: str) -> str:
    """`text` with the line of `key` replaced, its comment kept, or with a line more at the end."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    named = re.compile(rf"""\s*(["']?){re.escape(key)}\1\s*=""")
    for index, line in enumerate(lines):
        if named.match(line):
            body = line.rstrip("\r\n")
            lines[index] = _line(key, value) + _comment(body) + line[len(body) :]
            return "".join(lines)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += ending
    return "".join((*lines, _line(key, value), ending))


def _line(key: str, value: str) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"  # for a text, JSON is TOML


def _comment(line: str) -> str:
    """The comment at the end of a line with a value, with the space before it: the first # that is not in the value."""
    for found in re.finditer(r"\s*#", line):
        try:
            tomllib.loads(line[: found.start()])
        except tomllib.TOMLDecodeError:
            continue
        return line[found.start() :]
    return ""


def _read(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
