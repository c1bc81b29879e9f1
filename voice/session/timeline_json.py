"""`timeline.jsonl`: one object a line, the same bytes for the same records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from enum import Enum
from fractions import Fraction
from pathlib import Path

from voice.errors import InputError
from voice.guide.measures import Amount
from voice.session.timeline import (
    BeatSounded,
    Commanded,
    EarconSounded,
    Ended,
    FaultPassed,
    Heard,
    Ignored,
    Logged,
    Record,
    Said,
    StateChanged,
)

_TYPES: dict[type[Record], str] = {
    Said: "said",
    Heard: "heard",
    Ignored: "ignored",
    Commanded: "command",
    StateChanged: "state",
    BeatSounded: "beat",
    EarconSounded: "earcon",
    FaultPassed: "fault",
    Logged: "logged",
    Ended: "end",
}
"""The names of the contract."""

_DECIMALS = 6
"""Microseconds: finer than a frame, and coarse enough that no last bit of a sum shows."""

_LEFT_OUT: dict[type[Record], tuple[str, ...]] = {Commanded: ("value",), Heard: ("probability", "text")}
"""Fields that are not written where they are None."""

_Plain = str | int | float | bool | None | dict[str, "_Plain"] | list["_Plain"]


def as_json(record: Record) -> str:
    """The record as one line of JSON without its end: `t` and `type` first, then its fields in their order."""
    line: dict[str, _Plain] = {"t": _plain(record.t), "type": _TYPES[type(record)]}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "t" or (value is None and field.name in _LEFT_OUT.get(type(record), ())):
            continue
        line[field.name] = _plain(value)
    return json.dumps(line, ensure_ascii=False, separators=(", ", ": "))


def write_jsonl(path: Path, records: Iterable[Record]) -> None:
    """Write the records as they come; raises InputError when the file cannot be written."""
    text = "".join(as_json(record) + "\n" for record in records)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be written; expected a writable folder with room on the disk") from error


def _plain(value: object) -> _Plain:
    match value:
        case None | bool() | str() | int():
            return value
        case Enum():
            return str(value.value)
        case Fraction():
            return value.numerator if value.denominator == 1 else round(float(value), _DECIMALS)
        case float():
            return round(value, _DECIMALS) + 0.0  # adding zero turns -0.0 into 0.0
        case Amount():
            return _amount(value)
        case tuple() if len(value) == 1:
            return _plain(value[0])
        case tuple():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no place in the timeline")


def _amount(amount: Amount) -> _Plain:
    """A command's value: one object, or a list of them where she named both sides."""
    return {
        "side": _plain(amount.side),
        "kind": _plain(amount.kind),
        "amount": _plain(amount.amount),
        "unit": _plain(amount.unit),
    }
