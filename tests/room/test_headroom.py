"""Nothing clips by accident: the factor of a run that would be too loud."""

from __future__ import annotations

import pytest

from voice.room.headroom import factor_for, too_loud

_LIMIT = 10 ** (-1 / 20)


@pytest.mark.parametrize("peak", [0.0, 0.5, _LIMIT])
def test_a_run_below_one_decibel_under_full_scale_is_left_alone(peak: float) -> None:
    assert factor_for(peak) == 1.0
    assert not too_loud(peak, 1.0)


@pytest.mark.parametrize("peak", [0.9, 1.0, 1.7, 40.0])
def test_a_louder_run_is_brought_below_the_limit_with_two_decibels_to_spare(peak: float) -> None:
    factor = factor_for(peak)
    assert too_loud(peak, 1.0)
    assert not too_loud(peak, factor)
    assert factor * peak == pytest.approx(0.8 * _LIMIT, rel=1e-4)
    assert float(f"{factor:.6f}") == factor  # what is printed is what was used


def test_only_a_peak_that_grew_by_more_in_the_second_run_needs_another_factor() -> None:
    assert not too_loud(1.3, factor_for(1.1))
    assert too_loud(1.4, factor_for(1.1))
