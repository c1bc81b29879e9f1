"""What goes between session and page, as values and as JSON. Pure; `voice/page/README.md` lists the messages.

A view becomes an object of plain values, of which a page is sent what has changed. What she has told of pain, illness
or an emergency has no name in it: only `held`, the words that are said, and whom to call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TypeAlias

from voice.audio.orders import Phase
from voice.content.regions import Region
from voice.content.screen_words import PageWords, ScreenWords
from voice.content.spoken import Spoken
from voice.guide.measures import Unit
from voice.guide.state import CLOCK_HOURS
from voice.guide.steps import Side
from voice.screen import drawing
from voice.screen.drawing import Point, Pose
from voice.screen.view import SideView, View
from voice.session.keys import KEYS, PAUSE_OR_CONTINUE, Legend
from voice.session.touch import HeldDown, Measured, Pressed, Tapped, Touch

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"
Fields = dict[str, JSON]

LONGEST_BYTES = 1024
"""Of a message from a page; all are much shorter."""
_LIKELY = 3
_METER_CELLS = 10
_METER_FROM_DBFS, _METER_TO_DBFS = -60.0, -10.0
_FEW_DROPS = "D"
_KEYS = frozenset({PAUSE_OR_CONTINUE, _FEW_DROPS, *(key.char for key in KEYS)})
_AMOUNT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)


class MessageError(ValueError):
    """A page sent what is no message."""


@dataclass(frozen=True, slots=True)
class Ping:
    """A page asks what time it is here; `sent_ms` is its own."""

    sent_ms: float


@dataclass(frozen=True, slots=True)
class SoundWanted:
    """A page plays the sound from now on, or no more."""

    on: bool


def received(text: str) -> Touch | Ping | SoundWanted:
    """A message from a page. Raises MessageError."""
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise MessageError("no JSON") from error
    if not isinstance(fields, dict):
        raise MessageError("no object")
    match fields:
        case {"type": "tap"}:
            return Tapped()
        case {"type": "press", "key": str(char)} if char in _KEYS:
            return Pressed(char)
        case {"type": "hold", "key": str(char)} if char in _KEYS:
            return HeldDown(char)
        case {"type": "amount", "amount": str(amount), "unit": str(unit), "side": str(side)}:
            return _measured(amount, unit, side)
        case {"type": "ping", "sent": float(sent) | int(sent)} if not isinstance(sent, bool):
            return Ping(sent)
        case {"type": "sound", "on": bool(on)}:
            return SoundWanted(on)
        case _:
            raise MessageError("no message of ours")


def _measured(amount: str, unit: str, side: str) -> Measured:
    """`amount` is a number below 1000 with at most two decimals, or empty for a few drops; `side` may be empty."""
    units, sides = {one.value: one for one in Unit}, {one.value: one for one in Side}
    right = _AMOUNT.fullmatch(amount) or (not amount and unit == Unit.DROPS.value)
    if unit not in units or (side and side not in sides) or not right:
        raise MessageError("no amount")
    return Measured(Fraction(amount) if amount else None, units[unit], sides.get(side))


def motion() -> Fields:
    """The drawing's shapes in centimetres, and each phase as poses between which everything moves evenly."""
    return {
        "base": drawing.BASE_CM,
        "areola": drawing.AREOLA_CM,
        "nipple": drawing.NIPPLE_CM,
        "nippleLength": drawing.NIPPLE_LENGTH_CM,
        "height": drawing.HEIGHT_CM,
        "digit": drawing.DIGIT_CM,
        "hours": list(CLOCK_HOURS),
        "phases": {phase.value: [_pose(pose) for pose in drawing.frames(phase)] for phase in Phase},
    }


def _pose(pose: Pose) -> Fields:
    return {
        "thumb": _point(pose.thumb),
        "fingers": _point(pose.fingers),
        "pressed": round(pose.pressed, 3),
        "skin": [_point(point) for point in pose.skin],
    }


def _point(point: Point) -> list[JSON]:
    return [round(point.along, 3), round(point.depth, 3)]


def shown(view: View, words: ScreenWords, spoken: Spoken) -> Fields:
    """Everything that a page shows of a moment; `code`, which not every page may see, is added by whoever knows."""
    hour = next((side.hour for side in view.sides if side.hour is not None), CLOCK_HOURS[0])
    held = view.call is not None
    return {
        "title": words.steps[view.step],
        "place": _place(view, words),
        "side": "" if view.side is None else words.labels.side.format(side=spoken.side(view.side).capitalize()),
        "words": view.words,
        "speaking": view.speaking,
        "state": "asleep" if view.asleep else "paused" if view.paused else "on",
        "held": held,
        "numbers": _numbers(view.call, words) if view.call is not None else [],
        "sides": [_side(side, spoken) for side in view.sides],
        "heard": None if held else _heard(view, words),
        "level": _level(view.level_dbfs),
        "buttons": [_button(legend, words) for legend in view.buttons],
        "likely": sum(legend.text in view.can_say for legend in view.buttons[:_LIKELY]),
        "asks": view.asks,
        "tap": view.tap_is_next,
        "amounts": view.takes_amounts,
        "noted": words.labels.noted.format(amounts=view.noted) if view.noted else "",
        "notice": view.notice,
        "tempo": 0 if view.beat is None else view.beat.tempo_cpm,
        "figure": drawing.figure(view).value,
        "turn": drawing.turn_deg(hour),
        "thumb_above": drawing.thumb_is_above(hour),
    }


def changed(now: Mapping[str, JSON], before: Mapping[str, JSON]) -> Fields:
    """The fields that are other than before."""
    return {name: value for name, value in now.items() if name not in before or before[name] != value}


def door(words: PageWords) -> Fields:
    """What the page says before anybody was let in."""
    return {name: getattr(words, name) for name in ("entering", "pairing", "code", "look", "look_and_tap", "new_code")}


def labels(words: ScreenWords, spoken: Spoken) -> Fields:
    """What the page itself says, and the words of the beat."""
    cues = spoken.cues
    return {
        **asdict(words.page),
        "history": asdict(words.history),
        "nothing_heard": words.labels.nothing_heard,
        "heard": words.labels.heard,
        "microphone": words.labels.microphone,
        "no_microphone": words.labels.no_microphone,
        "tempo": words.labels.tempo,
        "paused": words.labels.paused,
        "asleep": words.labels.asleep,
        "cues": {Phase.PRESS.value: cues.press, Phase.COMPRESS.value: cues.compress, Phase.RELAX.value: cues.relax},
        "sides": {side.value: spoken.side(side).capitalize() for side in Side},
    }


def _place(view: View, words: ScreenWords) -> str:
    if view.place is None:
        return ""
    number, count = view.place
    return words.labels.place.format(number=number, count=count)


def _numbers(region: Region, words: ScreenWords) -> list[JSON]:
    """Whom to call: what is read, and what a telephone takes."""
    labelled = (
        (words.labels.emergency, region.emergency_number),
        (words.labels.crisis, region.crisis_number),
    )
    return [
        {"text": label.format(number=number), "tel": "".join(char for char in number if char in "+0123456789")}
        for label, number in labelled
        if number is not None
    ]


def _side(side: SideView, spoken: Spoken) -> JSON:
    return {
        "side": side.side.value,
        "name": spoken.side(side.side).capitalize(),
        "current": side.current,
        "expressed_s": int(side.expressed_s),
        "hour": side.hour,
        "worked": list(side.worked),
    }


def _heard(view: View, words: ScreenWords) -> JSON:
    if view.heard is None:
        return None
    why = "" if view.heard.reason is None else words.reasons[view.heard.reason]
    return {"phrase": words.phrase(view.heard.phrase), "why": why}


def _level(dbfs: float | None) -> JSON:
    """The microphone's level in tenths; None where it gives nothing."""
    if dbfs is None:
        return None
    share = (dbfs - _METER_FROM_DBFS) / (_METER_TO_DBFS - _METER_FROM_DBFS)
    return round(_METER_CELLS * min(max(share, 0.0), 1.0))


def _button(legend: Legend, words: ScreenWords) -> JSON:
    text = words.phrase(legend.text)
    return {"key": legend.name, "text": text[:1].upper() + text[1:], "command": _KIND.get(legend.command.value, "")}


_KIND = {name: name for name in ("yes", "no", "next", "undo", "resume", "finish", "pain", "illness", "emergency")}
"""The commands whose buttons look otherwise or stand elsewhere."""
