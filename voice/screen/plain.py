"""The plain lines that a session shows: what is said, what was heard, what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from voice.guide.actions import Say, Spoken
from voice.guide.measures import Amount
from voice.guide.steps import AT_WORK, WAITING, Step
from voice.session import timeline
from voice.session.watch import PromptWatch

Line = Callable[[str], None]


class Plain(PromptWatch):
    """Writes one line for each thing worth reading; of the beat, which would drown the rest, only that it begins and
    at what rate.
    """

    def __init__(self, line: Line, key_lines: Sequence[str], numbers: Sequence[str]) -> None:
        """`numbers` are the lines that say whom to call in an emergency."""
        self._line = line
        self._key_lines = key_lines
        self._numbers = numbers
        self._step: Step | None = None
        self._beat_cpm: float | None = None
        self._goes_on = False
        """Another sentence follows what is being said."""

    def says(self, say: Say, now_s: float) -> None:
        """What the guide says, as soon as it is decided, so that it can be read where it cannot be heard."""
        self._goes_on = say.goes_on
        self._write(now_s, "guide", say.text)

    def wants_keys(self) -> None:
        """Hearing has failed twice."""
        self.show_keys()

    def notes(self, text: str, now_s: float) -> None:
        """Something to be read that is not said."""
        self._write(now_s, "note", text)

    def show_keys(self) -> None:
        """Every key and what it says."""
        for line in self._key_lines:
            self._line(line)

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        match record:
            case timeline.Commanded():
                self._write(record.t, "you", _commanded(record))
            case timeline.Ignored():
                self._write(record.t, "ignored", f"{record.phrase} ({record.reason.value})")
            case timeline.StateChanged():
                self._write(record.t, "now", _state(record))
                if record.step is Step.EMERGENCY and self._step is not Step.EMERGENCY:
                    for line in self._numbers:
                        self._line(line)
                self._step = record.step
                if record.paused or record.asleep or record.step not in AT_WORK:
                    self._beat_cpm = None
            case timeline.BeatSounded():
                if record.rate != self._beat_cpm:
                    self._beat_cpm = record.rate
                    self._write(record.t, "beat", f"{record.rate:g} cycles a minute")
            case timeline.Logged():
                amount = Amount(record.amount, record.unit, record.side, record.kind)
                self._write(record.t, "saved", _amount(amount))
            case timeline.Ended():
                self._line(ended_line(record))
            case timeline.FaultPassed():
                self._write(record.t, "fault", record.kind.value)
            case timeline.Said():
                waits = record.step in WAITING and not (record.cut or self._goes_on)
                if record.kind is Spoken.PROMPT and waits:
                    self._write(record.end, "waits", "for you")
            case timeline.Heard() | timeline.EarconSounded():
                pass  # decided next, or only for the ears
            case _:
                assert_never(record)

    def _write(self, at_s: float, what: str, words: str) -> None:
        self._line(_line(at_s, what, words))


def ended_line(record: timeline.Ended) -> str:
    """How the session ended, and the time on each side."""
    return _line(record.t, "end", f"{record.reason.value}, {_times(record.left_s, record.right_s)}")


def _line(at_s: float, what: str, words: str) -> str:
    return f"{_clock(at_s):>5}  {what:<8} {words}"


def _commanded(record: timeline.Commanded) -> str:
    value = "" if record.value is None else f" {_value(record.value)}"
    return f"{record.phrase} ({record.command.value}{value})"


def _value(value: str | int | tuple[Amount, ...]) -> str:
    return " and ".join(map(_amount, value)) if isinstance(value, tuple) else str(value)


def _amount(amount: Amount) -> str:
    parts: Sequence[str] = (
        amount.unit.value if amount.amount is None else f"{float(amount.amount):g} {amount.unit.value}",
        "" if amount.kind is None else amount.kind.value,
        "" if amount.side is None else amount.side.value,
    )
    return ", ".join(part for part in parts if part)


def _state(state: timeline.StateChanged) -> str:
    parts = [state.step.value.replace("_", " ")]
    if state.side is not None:
        parts.append(f"{state.side.value} side")
    if state.position is not None:
        parts.append(f"{state.position} o'clock")
    parts += ["paused"] * state.paused + ["asleep"] * state.asleep
    if state.left_s or state.right_s:
        parts.append(_times(state.left_s, state.right_s))
    return ", ".join(parts)


def _times(left_s: float, right_s: float) -> str:
    return f"left {_clock(left_s)}, right {_clock(right_s)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
