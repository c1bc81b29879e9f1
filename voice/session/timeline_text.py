"""The timeline for reading: one line a record."""

from __future__ import annotations

from typing import assert_never

from voice.guide.measures import Amount, Kind, Origin
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


def as_text(record: Record) -> str:
    """The record as one line: room time as minutes and seconds, what kind of thing, and what it was."""
    what, words = _words(record)
    return f"{_clock(record.t)}  {what:<8} {words}"


def _words(record: Record) -> tuple[str, str]:
    match record:
        case Said():
            cut = " (cut)" if record.cut else ""
            return "says", f"[{record.step.value} {record.kind.value}] {record.text}{cut}"
        case Heard():
            return "hears", f'"{record.phrase}" at {record.confidence:.2f} after {_lag(record)}'
        case Ignored():
            return "ignores", f'"{record.phrase}": {record.reason.value}'
        case Commanded():
            value = "" if record.value is None else f" {_value(record.value)}"
            return "command", f'{record.command.value}{value} ("{record.phrase}", {_lag(record)} after its last word)'
        case StateChanged():
            return "state", _state(record)
        case BeatSounded():
            return "beat", f"{record.phase.value} at {record.rate:g} a minute"
        case EarconSounded():
            return "earcon", record.name.value
        case FaultPassed():
            return "fault", f"{record.kind.value}: {'survived' if record.survived else 'no answer 10 s later'}"
        case Logged():
            amount = Amount(record.amount, record.unit, record.side, record.kind)
            return "logged", _amount(amount)
        case Ended():
            return "end", f"{record.reason.value}, left {_clock(record.left_s)}, right {_clock(record.right_s)}"
        case _:
            assert_never(record)


def _state(state: StateChanged) -> str:
    words = [state.step.value]
    if state.side is not None:
        words.append(f"{state.side.value} side")
    if state.position is not None:
        words.append(f"{state.position} o'clock")
    words += ["paused"] * state.paused + ["asleep"] * state.asleep
    return f"{', '.join(words)}, left {_clock(state.left_s)}, right {_clock(state.right_s)}"


def _value(value: str | int | tuple[Amount, ...]) -> str:
    return " and ".join(_amount(amount) for amount in value) if isinstance(value, tuple) else str(value)


def _amount(amount: Amount) -> str:
    number = "" if amount.amount is None else f"{float(amount.amount):g} "
    side: Origin | None = amount.side
    kind: Kind | None = amount.kind
    return f"{number}{amount.unit.value}" + (f", {kind.value}" if kind else "") + (f", {side.value}" if side else "")


def _lag(record: Heard | Commanded) -> str:
    return f"{round((record.decided - record.speech_end) * 1000)} ms"


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"
