"""Scenario files: TOML in, a `Scenario` out, or one sentence about what is wrong with it.

Beside the keys of the contract: `[start]` takes `finished_sessions` (how many sessions the history holds, default 0, a
first run) and every setting, not only those that `voice start` has options for. Their names may be written with dashes,
as on the command line, or with underscores. `[restore]` says what a crash cut short before the room opens.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path

from voice.guide.steps import Side, Step
from voice.narration.renderer import RATES_WPM
from voice.room.narrow_microphone import HIGHEST_BAND_HZ, LOWEST_BAND_HZ
from voice.room.scenario import (
    BACKGROUND_LEVEL_DB,
    DEFAULT_RATE_WPM,
    DEFAULT_VOICE,
    GAPS,
    SPEECH_LEVEL_DB,
    After,
    Anchor,
    AnswerIn,
    At,
    Background,
    CutShort,
    EchoPath,
    Fault,
    FaultKind,
    Jump,
    Request,
    Say,
    Scenario,
    SpokenFile,
    SpokenText,
)
from voice.room.toml_table import Table, as_number, read_toml
from voice.settings.settings import Settings
from voice.settings.sources import merged

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_ANSWER = "answer:"
"""What stands before the step whose answers are meant, not its prompt."""
_SOUND = "a sound file (WAV, FLAC, Ogg or Opus) relative to the scenario's folder"
_LONGEST_DELAY_MS = 10_000.0
"""An echo path keeps what was played for so long, and no sound system is slower."""
_MOST_DRIFT_PPM = 1_000.0


def read_scenario(file: Path) -> Scenario:
    """The scenario in a TOML file.

    Raises InputError with file, key and what was expected: unknown keys and kinds, wrong types, values out of range,
    missing files.
    """
    top = read_toml(file)
    start = top.table("start")
    finished_sessions = start.whole("finished_sessions", least=0) if start else None
    scenario = Scenario(
        file=file,
        title=top.text("title") or file.stem,
        seed=top.whole("seed", least=0) or 0,
        length_s=_or(top.number("length", least=1, unit="seconds"), 1800.0),
        clock=_clock(top),
        settings=_settings(file, top.text("language") or "en", start),
        finished_sessions=finished_sessions or 0,
        cut_short=_cut_short(top.table("restore")),
        says=tuple(_say(table) for table in top.tables("say")),
        backgrounds=tuple(_background(table) for table in top.tables("background")),
        echo=_echo(top.table("echo")),
        band_hz=_band_hz(top.table("microphone")),
        faults=tuple(_fault(table) for table in top.tables("fault")),
    )
    top.finish()
    return scenario


def _clock(top: Table) -> time:
    expected = 'a time of day such as "03:00"'
    text = top.text("clock", expected)
    if text is None:
        return Scenario().clock
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise top.refuse("clock", expected)
    return time(int(match[1]), int(match[2]))


def _settings(file: Path, language: str, start: Table | None) -> Settings:
    settings = merged(Settings(), {"language": language}, where=str(file), folder=file.parent)
    if start is None:
        return settings
    written = {key.replace("_", "-"): value for key, value in start.rest().items()}
    return merged(settings, written, where=f"{file}: [start]", folder=file.parent)


def _cut_short(table: Table | None) -> CutShort | None:
    if table is None:
        return None
    side = table.choice("side", Side)
    if side is None:
        raise table.refuse("side", '"left" or "right", where it was cut short')
    worked_s = {one: _or(table.number(one.value, least=0, unit="seconds"), 0.0) for one in Side}
    if not worked_s[side]:
        raise table.refuse(side.value, f"the seconds of work on the {side.value}, more than 0")
    ago_s = _or(table.number("ago", least=0, unit="seconds"), 60.0)
    held = table.flag("held") is True
    table.finish()
    return CutShort(side, worked_s[Side.LEFT], worked_s[Side.RIGHT], ago_s, held)


def _say(table: Table) -> Say:
    entry = Say(
        when=_when(table), source=_source(table), level_db=_or(table.number("level", unit="dBFS"), SPEECH_LEVEL_DB)
    )
    table.finish()
    return entry


def _when(table: Table) -> At | After:
    at_s = table.number("at", least=0, unit="seconds")
    anchor = _anchor(table)
    delay_s = _or(table.number("delay", unit="seconds"), 0.0)
    if at_s is not None and anchor is None:
        if delay_s != 0:
            raise table.refuse("delay", 'no delay beside "at", which is the time itself')
        return At(at_s)
    if anchor is not None and at_s is None:
        return After(anchor, delay_s)
    raise table.refuse("at", 'either "at" (seconds) or "after" (a step), and not both')


def _anchor(table: Table) -> Anchor | None:
    name = table.text("after")
    if name is not None and name.startswith(_ANSWER):
        for step in Step:
            if name == f"{_ANSWER}{step.value}":
                return AnswerIn(step)
        raise table.refuse("after", f'a step behind "{_ANSWER}", such as "{_ANSWER}{Step.COLLECTED.value}"')
    named = table.choice("after", Step, Request)
    return named if isinstance(named, Step | Request) else None


def _source(table: Table) -> SpokenFile | SpokenText:
    path, text = table.path("file", _SOUND), table.text("text")
    offset = table.whole("offset", least=0, unit="frames")
    frames = table.whole("frames", least=1, unit="frames")
    voice = table.text("voice")
    rate_wpm = table.whole("rate", least=RATES_WPM[0], most=RATES_WPM[-1], unit="words a minute")
    if path is not None and text is None:
        _belongs(table, "text", ("voice", "rate"))
        return SpokenFile(path, offset or 0, frames)
    if text is not None and path is None:
        _belongs(table, "file", ("offset", "frames"))
        return SpokenText(text, voice or DEFAULT_VOICE, rate_wpm or DEFAULT_RATE_WPM)
    raise table.refuse("file", 'either "file" (a sound file) or "text" (words to speak), and not both')


def _belongs(table: Table, owner: str, keys: tuple[str, ...]) -> None:
    for key in keys:
        if table.has(key):
            raise table.refuse(key, f'no {key} here, since it belongs to "{owner}"')


def _background(table: Table) -> Background:
    path = table.path("file", _SOUND)
    if path is None:
        raise table.refuse("file", _SOUND)
    from_s = _or(table.number("from", least=0, unit="seconds"), 0.0)
    to_s = table.number("to", least=0, unit="seconds")
    if to_s is not None and to_s <= from_s:
        raise table.refuse("to", f'a number of seconds after "from" ({from_s:g})')
    level_db = _or(table.number("level", unit="dBFS"), BACKGROUND_LEVEL_DB)
    loop = table.flag("loop")
    table.finish()
    return Background(path, level_db, from_s, to_s, loop is not False)


def _echo(table: Table | None) -> EchoPath | None:
    if table is None:
        return None
    plain = EchoPath()
    delay_ms = _or(table.number("delay_ms", least=0, most=_LONGEST_DELAY_MS, unit="milliseconds"), plain.delay_ms)
    path = EchoPath(
        impulse_response=table.path("impulse_response", _SOUND),
        rt60_s=_or(table.number("rt60", least=0, most=10, unit="seconds"), plain.rt60_s),
        delay_ms=delay_ms,
        level_db=_or(table.number("level", unit="dB"), plain.level_db),
        drift_ppm=_or(table.number("drift_ppm", least=-_MOST_DRIFT_PPM, most=_MOST_DRIFT_PPM, unit="ppm"), 0.0),
        nonlinearity=_or(table.number("nonlinearity", least=0, most=1), plain.nonlinearity),
        jumps=_jumps(table, delay_ms),
    )
    table.finish()
    return path


def _band_hz(table: Table | None) -> float | None:
    if table is None:
        return None
    band_hz = table.number("band_hz", least=LOWEST_BAND_HZ, most=HIGHEST_BAND_HZ, unit="Hz")
    table.finish()
    return band_hz


def _jumps(table: Table, delay_ms: float) -> tuple[Jump, ...]:
    expected = "pairs [seconds, milliseconds] such as [[120.0, 120]]"
    jumps = []
    for pair in table.array("jump", expected):
        numbers = [as_number(value) for value in pair] if isinstance(pair, list) else []
        match numbers:
            case [float(at_s), float(grows_ms)] if at_s >= 0:
                jumps.append(Jump(at_s, grows_ms))
            case _:
                raise table.refuse("jump", expected)
    jumps.sort(key=lambda jump: jump.at_s)
    for jump in jumps:
        delay_ms += jump.grows_ms
        if not 0 <= delay_ms <= _LONGEST_DELAY_MS:
            limits = f"from 0 to {_LONGEST_DELAY_MS:g} ms"
            raise table.refuse("jump", f"jumps that keep the delay {limits} (it is {delay_ms:g} ms at {jump.at_s:g} s)")
    return tuple(jumps)


def _fault(table: Table) -> Fault:
    at_s = table.number("at", least=0, unit="seconds")
    kind = table.choice("kind", FaultKind)
    if at_s is None:
        raise table.refuse("at", "a number of seconds, 0 or more")
    if kind is None:
        raise table.refuse("kind", "one of " + ", ".join(f'"{member.value}"' for member in FaultKind))
    timed = kind in (FaultKind.XRUN, FaultKind.SECOND_SLOW, *GAPS)
    lasts_ms = table.number("ms", least=0, unit="milliseconds") if timed else None
    jump_s = table.number("s", unit="seconds") if kind is FaultKind.CLOCK_JUMP else None
    gain_db = table.number("db", unit="decibels") if kind is FaultKind.MICROPHONE_LEVEL else None
    table.finish()
    plain = Fault(at_s, kind)
    plain = replace(plain, jump_s=_or(jump_s, plain.jump_s), gain_db=_or(gain_db, plain.gain_db))
    match kind:
        case FaultKind.XRUN:
            return replace(plain, xrun_ms=_or(lasts_ms, plain.xrun_ms))
        case FaultKind.SECOND_SLOW:
            return replace(plain, slow_ms=_or(lasts_ms, plain.slow_ms))
        case _:
            return replace(plain, gap_ms=_or(lasts_ms, plain.gap_ms))


def _or(value: float | None, default: float) -> float:
    return default if value is None else value
