"""The schedule: where beats fall, for hours, in exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio.beat import Schedule
from voice.audio.orders import Phase

PHASES = tuple(Phase)


@pytest.mark.parametrize("rate_cpm", [10, 17, 18, 60])
@pytest.mark.parametrize("rate_hz", [24_000, 44_100, 48_000])
def test_an_hour_of_beats_has_no_error_at_all(rate_cpm: int, rate_hz: int) -> None:
    schedule = Schedule(rate_hz, rate_cpm, Fraction(1234))
    beat = schedule.beat(0, Phase.PRESS)
    for count in range(3 * 60 * rate_cpm):
        # The nearest whole frame, in integers: floor((2x + 1) / 2), ties to even.
        numerator, denominator = count * 20 * rate_hz, rate_cpm
        whole, rest = divmod(numerator, denominator)
        nearest = whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))
        assert beat.frame == 1234 + nearest
        assert (beat.cycle, beat.phase) == (count // 3, PHASES[count % 3])
        beat = schedule.after(beat)


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(100, 600)), min_size=1, max_size=30))
def test_changes_of_tempo_leave_every_press_where_the_old_tempo_put_it(changes: list[tuple[int, int]]) -> None:
    schedule = Schedule(48_000, 18.0, Fraction(0))
    exact, cycle = Fraction(0), 0
    for cycles, tenths in changes:
        before = schedule
        exact += cycles * 60 * 48_000 / Fraction(before.rate_cpm).limit_denominator(1000)
        cycle += cycles
        schedule = before.retimed(cycle, tenths / 10)
        assert schedule.press(cycle) == exact
        assert schedule.beat(cycle, Phase.PRESS).frame == before.beat(cycle, Phase.PRESS).frame
        assert schedule.press(cycle + 1) - exact == Fraction(60 * 48_000 * 10, tenths)


def test_a_rate_with_decimals_is_taken_as_it_is_written() -> None:
    assert Schedule(48_000, 17.3, Fraction(0)).press(173) == 60 * 48_000 * 10
