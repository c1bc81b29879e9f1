"""The course of the delay, from estimates that are written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from voice.echo.course import Course
from voice.echo.delay import Peak

_RATE_HZ = 16_000
_EVERY_S = 0.12


def _followed(
    delay: Callable[[float], float], seconds: float, course: Course | None = None, from_s: float = 0.0
) -> Course:
    course = course or Course(_RATE_HZ)
    random = np.random.default_rng(3)
    for count in range(1, round(seconds / _EVERY_S)):
        time_s = from_s + count * _EVERY_S
        course.take(Peak(delay(time_s) + float(random.normal(scale=0.3)), 40.0), time_s)
    return course


def test_it_takes_two_that_agree() -> None:
    course = Course(_RATE_HZ)
    course.take(Peak(960.0, 40.0), 1.0)
    assert course.line is None
    course.take(Peak(5000.0, 40.0), 1.1)
    assert course.line is None
    course.take(Peak(5001.0, 40.0), 1.2)
    assert course.line is not None and course.line.at(1.2) == pytest.approx(5001.0)


def test_what_hardly_stands_out_is_no_delay() -> None:
    course = Course(_RATE_HZ)
    for count in range(20):
        course.take(Peak(960.0, 7.0), count * _EVERY_S)
    assert course.line is None


@pytest.mark.parametrize("drift_ppm", [0, 10, 20, 50, 100, 150, -80])
def test_the_drift_is_known_within_five_millionths(drift_ppm: float) -> None:
    course = _followed(lambda time_s: 960.0 + drift_ppm * 1e-6 * _RATE_HZ * time_s, 40.0)
    assert course.drift_ppm == pytest.approx(drift_ppm, abs=5.0)
    assert course.line is not None
    assert course.line.at(40.0) == pytest.approx(960.0 + drift_ppm * 1e-6 * _RATE_HZ * 40.0, abs=1.0)


def test_a_jump_is_told_once_and_the_drift_stays_known() -> None:
    slope = 100e-6 * _RATE_HZ
    course = _followed(lambda time_s: 960.0 + slope * time_s, 30.0)
    jumps = []
    for time_s in (30.0, 30.12, 30.24, 30.36):
        course.take(Peak(960.0 + slope * time_s + 1920.0, 40.0), time_s)
        jumps.append(course.jumped)
    assert [round(jump) for jump in jumps] == [0, 1920, 0, 0]
    assert course.drift_ppm == pytest.approx(100.0, abs=5.0)


def test_one_stray_estimate_moves_nothing() -> None:
    course = _followed(lambda _: 960.0, 10.0)
    course.take(Peak(4000.0, 40.0), 10.0)
    course.take(Peak(960.0, 40.0), 10.12)
    assert course.jumped == 0.0 and course.line is not None and course.line.delay == pytest.approx(960.0, abs=0.3)
