"""The drawing tells the leaflet's motion and nothing else."""

from __future__ import annotations

import itertools
import math

import pytest

from tests.guide.desk import Desk
from tests.screen.scenes import calling, expressing, paused, washing
from tests.screen.stage import Stage
from voice.audio.orders import Phase
from voice.guide.state import CLOCK_HOURS, Opening
from voice.screen.drawing import (
    AREOLA_CM,
    DIGIT_CM,
    HEIGHT_CM,
    NIPPLE_CM,
    Figure,
    Point,
    Pose,
    figure,
    frames,
    pose,
    skin_at,
    thumb_is_above,
    turn_deg,
)

_MOMENTS = [step / 50 for step in range(51)]
_BEFORE_COMPRESS = [pose(Phase.PRESS, done) for done in _MOMENTS] + [pose(Phase.COMPRESS, 0.0), pose(Phase.RELAX, 1.0)]
_ALL = [pose(phase, done) for phase in Phase for done in _MOMENTS]
_NIPPLE = Point(0.0, HEIGHT_CM)


def _gap(one: Pose) -> float:
    return math.dist((one.thumb.along, one.thumb.depth), (one.fingers.along, one.fingers.depth))


def test_pads_lie_an_inch_to_an_inch_and_a_half_from_the_nipple_before_compress() -> None:
    for one in _BEFORE_COMPRESS:
        for pad in (one.thumb, one.fingers):
            away = math.dist((pad.along, pad.depth), (_NIPPLE.along, _NIPPLE.depth))
            assert 2.5 <= away <= 3.8
            assert abs(pad.along) - NIPPLE_CM >= 2.5 and abs(pad.along) <= 3.8  # from its edge, and from the front


def test_press_moves_both_toward_the_chest_and_leaves_the_gap() -> None:
    first, last = pose(Phase.PRESS, 0.0), pose(Phase.PRESS, 1.0)
    assert _gap(first) == pytest.approx(_gap(last))
    for before, after in ((first.thumb, last.thumb), (first.fingers, last.fingers)):
        assert after.depth < before.depth - 0.5 and after.along == pytest.approx(before.along)
    depths = [pose(Phase.PRESS, done).thumb.depth for done in _MOMENTS]
    assert all(later <= earlier for earlier, later in itertools.pairwise(depths))


def test_compress_closes_the_gap_behind_the_areola_and_keeps_pushing_back() -> None:
    gaps = [_gap(pose(Phase.COMPRESS, done)) for done in _MOMENTS]
    assert all(later <= earlier for earlier, later in itertools.pairwise(gaps)) and gaps[-1] < gaps[0] / 2
    pressed = pose(Phase.PRESS, 1.0).thumb.depth
    for done in _MOMENTS:
        closing = pose(Phase.COMPRESS, done)
        assert closing.thumb.depth == pytest.approx(pressed)
        assert closing.thumb.depth < skin_at(AREOLA_CM).depth


def test_nothing_ever_touches_the_nipple() -> None:
    for one in _ALL:
        for pad in (one.thumb, one.fingers):
            tip = abs(pad.along)  # a digit's end lies over its pad, and widens outward from there
            assert tip > NIPPLE_CM + DIGIT_CM / 3
            assert pad.depth < HEIGHT_CM - DIGIT_CM / 2
        middle = one.skin[len(one.skin) // 2]
        assert middle == _NIPPLE


def test_pads_keep_to_one_place_of_the_skin_and_to_each_other() -> None:
    """Nothing slides and contact is kept: the skin between two of its points bends through the pad's middle."""
    for one in _ALL:
        assert one.thumb.along == pytest.approx(-one.fingers.along) and one.thumb.depth == one.fingers.depth
        above = [point for point in one.skin if point.along > one.thumb.along]
        below = [point for point in one.skin if point.along <= one.thumb.along]
        rest = [skin_at(6.6 * step / 15) for step in range(-15, 16)]
        assert len(above) == len([point for point in rest if point.along > 3.15])  # the same skin beside it as at rest
        assert (
            min(above[0].depth, below[-1].depth) - 0.05
            <= one.thumb.depth
            <= max(above[0].depth, below[-1].depth) + 0.05
        )


def test_relax_opens_and_ends_where_press_begins() -> None:
    gaps = [_gap(pose(Phase.RELAX, done)) for done in _MOMENTS]
    assert all(later >= earlier for earlier, later in itertools.pairwise(gaps))
    end, begin = pose(Phase.RELAX, 1.0), pose(Phase.PRESS, 0.0)
    assert end == begin
    for pad in (end.thumb, end.fingers):
        assert pad.depth == pytest.approx(skin_at(pad.along).depth)


def test_a_phase_begins_where_the_one_before_it_ends() -> None:
    for before, after in zip(Phase, (*tuple(Phase)[1:], Phase.PRESS), strict=True):
        end, begin = frames(before)[-1], frames(after)[0]
        assert _gap(end) == pytest.approx(_gap(begin)) and end.thumb.depth == pytest.approx(begin.thumb.depth)


def test_the_three_stills_differ_by_more_than_a_line() -> None:
    """At 360 px a centimetre is about 10 px wide: 0.8 cm can be told apart without a word."""
    stills = [pose(phase, 1.0).thumb for phase in Phase]
    for one, other in itertools.combinations(stills, 2):
        assert math.dist((one.along, one.depth), (other.along, other.depth)) > 0.8


def test_twelve_is_toward_the_collarbone_and_hours_go_round_as_on_a_clock() -> None:
    assert [turn_deg(hour) for hour in CLOCK_HOURS] == [0, 60, 120, 180, 240, 300]
    assert [hour for hour in CLOCK_HOURS if thumb_is_above(hour)] == [12, 2, 10]


def test_the_hand_rests_where_everything_does() -> None:
    explaining = Stage(Desk(Opening()))
    explaining.desk.answer("next", "next", "next", "next", "next", "left", "next")
    shown = [figure(stage.view) for stage in (washing(), explaining, expressing(), paused(), calling())]
    assert shown == [Figure.NONE, Figure.SHOWN, Figure.BEAT, Figure.STILL, Figure.RESTING]
