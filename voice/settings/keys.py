"""How each setting is written in the file and on the command line, and what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from voice.content.catalogue import languages, region_codes
from voice.guide.measures import Unit
from voice.guide.narration import Narration
from voice.guide.state import TEMPO_RANGE_CPM
from voice.guide.steps import Side

Reader = Callable[[object, Path], object]
"""Turns a written value into that of `Settings`, given the folder that relative paths start from.

Raises ValueError when the value is not what the key expects."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `name` as it is written (the option is --name), `field` of `Settings`, and what is accepted."""

    name: str
    field: str
    expected: str
    read: Reader


def _one_of(words: tuple[str, ...]) -> Reader:
    def read(value: object, folder: Path) -> object:
        if value not in words:
            raise ValueError
        return value

    return read


def _read_side(value: object, folder: Path) -> Side:
    return Side(value)


def _read_narration(value: object, folder: Path) -> Narration:
    return Narration(value)


def _read_units(value: object, folder: Path) -> Unit:
    if value not in (Unit.ML.value, Unit.OZ.value):
        raise ValueError
    return Unit(value)


def _read_switch(value: object, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _number(low: float, high: float) -> Reader:
    def read(value: object, folder: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError
        return float(value)

    return read


def _whole_number(low: int, high: int) -> Reader:
    def read(value: object, folder: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return read


def _read_time(value: object, folder: Path) -> time:
    if isinstance(value, time):
        return value  # TOML's own local time
    if not isinstance(value, str):
        raise ValueError
    return datetime.strptime(value, "%H:%M").time()


def _read_text(value: object, folder: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _read_device(value: object, folder: Path) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    return _read_text(value, folder)


def _read_model(value: object, folder: Path) -> Path:
    path = Path(_read_text(value, folder)).expanduser()
    if len(path.parts) == 1 and not (folder / path).exists():
        return path  # the name of a downloaded model
    return folder / path


def _keys() -> tuple[Key, ...]:
    spoken, regions = languages(), region_codes()
    slowest, fastest = TEMPO_RANGE_CPM
    device = "a part of a sound device's name, or its number"
    return (
        Key("language", "language", f"one of {', '.join(spoken)}", _one_of(spoken)),
        Key("region", "region", f"one of {', '.join(regions)}", _one_of(regions)),
        Key("side", "side", "left or right", _read_side),
        Key("short", "short", "true or false", _read_switch),
        Key("rate", "rate_wpm", "a whole number from 80 to 240 (words a minute)", _whole_number(80, 240)),
        Key(
            "tempo",
            "tempo_cpm",
            f"a number from {slowest:g} to {fastest:g} (cycles a minute)",
            _number(slowest, fastest),
        ),
        Key("volume", "volume_db", "a number from -24 to 12 (decibels)", _number(-24, 12)),
        Key("narration", "narration", "full, fading or short", _read_narration),
        Key("match-loudness", "match_loudness", "true or false", _read_switch),
        Key("night-start", "night_start", 'a local time such as "22:00"', _read_time),
        Key("night-end", "night_end", 'a local time such as "06:00"', _read_time),
        Key("autopilot", "autopilot", "true or false", _read_switch),
        Key("hold-when-crying", "hold_when_crying", "true or false", _read_switch),
        Key("mute-mic", "mute_mic", "true or false", _read_switch),
        Key("input-device", "input_device", device, _read_device),
        Key("output-device", "output_device", device, _read_device),
        Key("model", "model", "the folder of a Vosk model, or the name of a downloaded one", _read_model),
        Key("second-ear", "second_ear", "true or false", _read_switch),
        Key(
            "voice",
            "voice",
            '"natural", or an espeak-ng voice by name or language code, such as "en-gb"',
            _read_text,
        ),
        Key("history", "history", "true or false", _read_switch),
        Key("units", "units", "ml or oz", _read_units),
    )


KEYS = _keys()
"""Every key, in the order in which they are shown."""
