"""The drawing of the motion: where thumb, fingers and skin are in each moment of a beat, in centimetres.

Pure geometry, for whoever draws. Two views to one scale, in a mirror's sense: the front, where her right is right and
twelve o'clock lies toward the collarbone, and a cut through nipple, thumb and fingers, with the chest wall at its left.
`along` is the way from the nipple's axis toward the thumb, `depth` the way from the chest wall toward the nipple.

The pads begin 2.5 to 3.8 cm (1 to 1.5 inches) from the nipple (the leaflet). The breast itself is a plain dome,
and its size is nobody's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from voice.audio.orders import Phase
from voice.guide.steps import AT_WORK, Step
from voice.screen.view import View

BASE_CM = 6.6
"""Radius of the dome at the chest wall."""
HEIGHT_CM = 5.2
"""From the chest wall to the skin under the nipple."""
AREOLA_CM = 2.0
NIPPLE_CM = 0.65
"""Radius of the nipple."""
NIPPLE_LENGTH_CM = 0.9
PAD_CM = 3.15
"""From the nipple's middle to each pad, as seen from the front, before compress."""
PRESS_CM = 0.85
"""How far press moves the pads toward the chest."""
CLOSED_CM = 1.3
"""The same as `PAD_CM` when compress has closed the gap."""
DIGIT_CM = 1.5
"""How wide thumb and fingers are drawn."""
_YIELDS_CM = 3.0
"""The skin yields this far around each pad: not as far as the nipple."""
_MOVES = 0.6
"""The part of a phase in which the hand moves; then it stays until the next."""
_SKIN_STEPS = 15
"""Points of the skin on each side of the nipple."""
_FRAMES = 10


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the cut."""

    along: float
    depth: float


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the middle of each pad touches the skin, which part of press is done, and how the skin lies in the cut."""

    thumb: Point
    fingers: Point
    pressed: float
    """0 to 1."""
    skin: tuple[Point, ...]
    """From the dome's edge at the fingers to that at the thumb."""


class Figure(Enum):
    """What the drawing does."""

    NONE = "none"
    """There is nothing to draw in this step."""
    STILL = "still"
    """The hand lies where it begins."""
    SHOWN = "shown"
    """The motion is shown while it is explained, without a beat."""
    BEAT = "beat"
    RESTING = "resting"
    """The hand is away: everything rests for safety."""


def figure(view: View) -> Figure:
    """What the drawing does in this moment."""
    if view.call is not None:
        return Figure.RESTING
    if view.beat is not None:
        return Figure.BEAT
    if view.paused or view.asleep:
        return Figure.STILL if view.step in AT_WORK else Figure.NONE
    if view.step is Step.EXPLAIN:
        return Figure.SHOWN
    return Figure.STILL if view.step in (*AT_WORK, Step.HOLD) else Figure.NONE


def pose(phase: Phase, done: float) -> Pose:
    """The hand when `done` (0 to 1) of a phase has passed."""
    moved = _eased(min(max(done, 0.0) / _MOVES, 1.0))
    match phase:
        case Phase.PRESS:
            return _posed(moved, 0.0)
        case Phase.COMPRESS:
            return _posed(1.0, moved)
        case Phase.RELAX:
            return _posed(1.0 - moved, 1.0 - moved)


def frames(phase: Phase) -> tuple[Pose, ...]:
    """A phase as poses at equal steps, its beginning and its end among them; between them everything moves evenly."""
    return tuple(pose(phase, step / _FRAMES) for step in range(_FRAMES + 1))


def turn_deg(hour: int) -> float:
    """How far the front is turned, clockwise, so that the thumb lies at this hour."""
    return 360.0 * (hour % 12) / 12


def thumb_is_above(hour: int) -> bool:
    """Whether the thumb is drawn in the upper half of the cut."""
    return math.cos(math.radians(turn_deg(hour))) > 0


def skin_at(along: float) -> Point:
    """The dome at rest."""
    return Point(along, HEIGHT_CM * (1.0 - (along / BASE_CM) ** 2))


def _eased(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)


def _posed(pressed: float, closed: float) -> Pose:
    inward, deeper = closed * (PAD_CM - CLOSED_CM), pressed * PRESS_CM
    steps = range(-_SKIN_STEPS, _SKIN_STEPS + 1)
    skin = tuple(_yielded(BASE_CM * step / _SKIN_STEPS, inward, deeper) for step in steps)
    thumb, fingers = (_yielded(side * PAD_CM, inward, deeper) for side in (1.0, -1.0))
    return Pose(thumb, fingers, pressed, skin)


def _yielded(along: float, inward: float, deeper: float) -> Point:
    """Where the skin that is `along` at rest lies now: it goes with the pad, the less the farther it is from it."""
    rest = skin_at(along)
    share = _yields(abs(along) - PAD_CM)
    return Point(rest.along - math.copysign(share * inward, along), rest.depth - share * deeper)


def _yields(from_pad: float) -> float:
    return 0.5 * (1.0 + math.cos(math.pi * min(abs(from_pad) / _YIELDS_CM, 1.0)))
