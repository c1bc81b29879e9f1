"""What a hand can do, at the terminal or on a page, and what each touch says to the guide.

Decided where the session stands, not where it stood on the page that was touched: a tap that comes late does nothing
that nobody meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from voice.guide.commands import SAFETY, Command
from voice.guide.events import Heard
from voice.guide.measures import Unit
from voice.guide.phrases import Phrase
from voice.guide.state import State
from voice.guide.steps import HELD, Side, Step
from voice.session.keys import Keyboard
from voice.session.moment import Moment

ONCE_S = 0.8
"""Taps within so many seconds of one that counted are the same: a knuckle touches twice."""
_NEXT = "n"


@dataclass(frozen=True, slots=True)
class Typed:
    """A key at the terminal."""

    char: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a page, or its key."""

    char: str


@dataclass(frozen=True, slots=True)
class HeldDown:
    """The same, held for a second: what takes up again what rests for safety."""

    char: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """The page was touched anywhere."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount from the number pad; `number` is None for a few drops, `side` where she names none."""

    number: Fraction | None
    unit: Unit
    side: Side | None


Touch = Typed | Pressed | HeldDown | Tapped | Measured


def rests(state: State) -> bool:
    """Whether everything rests for pain, illness or an emergency, until she continues."""
    return state.step in HELD or state.held_for_safety


def tap_is_next(moment: Moment) -> bool:
    """Whether a touch anywhere means "next": where it leads on and nothing else is asked or held."""
    state = moment.state
    if moment.asks or state.held or state.asleep or rests(state) or state.step is Step.COLLECTED:
        return False
    return any(phrase.command is Command.NEXT for phrase in moment.live)


class Touches:
    """Turns touches into what they say; owned by the session's thread."""

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard
        self._last: tuple[Touch, float] | None = None
        """The last touch of a page that counted, and when."""

    def heard(self, touch: Touch, moment: Moment) -> Heard | None:
        """What a touch says in this moment; None where it says nothing, or not yet."""
        if isinstance(touch, Typed):
            return self._keyboard.press(touch.char, moment.state, moment.now_s)
        heard = self._said(touch, moment)
        if heard is None or (self._again(touch, moment.now_s) and not _is_safety(heard.phrase)):
            return None
        self._last = touch, moment.now_s
        return heard

    def _said(self, touch: Pressed | HeldDown | Tapped | Measured, moment: Moment) -> Heard | None:
        match touch:
            case Tapped():
                return self._key(_NEXT, moment) if tap_is_next(moment) else None
            case Pressed(char):
                heard = self._key(char, moment)
                needs_holding = rests(moment.state) and heard is not None and _resumes(heard.phrase)
                return None if needs_holding else heard
            case HeldDown(char):
                return self._key(char, moment)
            case Measured(number, unit, side):
                return self._keyboard.amount(number, unit, side, moment.now_s)
            case _:
                assert_never(touch)

    def _key(self, char: str, moment: Moment) -> Heard | None:
        return self._keyboard.says(char, moment.state, moment.now_s)

    def _again(self, touch: Touch, now_s: float) -> bool:
        """Whether it is the last one once more: the same button, or the page beside any."""
        if self._last is None or now_s - self._last[1] >= ONCE_S:
            return False
        return isinstance(touch, Tapped) or touch == self._last[0]


def _is_safety(phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.command in SAFETY


def _resumes(phrase: Phrase | None) -> bool:
    return phrase is not None and phrase.command is Command.RESUME
