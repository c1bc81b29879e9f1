"""The front end on whole streams: how much echo is left, and what becomes of everything else."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from tests.echo.rooms import RATE_HZ, Samples, echo_of, power_db, speechlike
from voice.echo.front_end import Cleaned, FrontEnd
from voice.echo.reference import HALF_WIDTH
from voice.echo.speex import FRAMES, Canceller
from voice.room.scenario import EchoPath, Jump


def _heard(heard: Samples, played: Samples, block: int = 320, front_end: FrontEnd | None = None) -> Cleaned:
    front_end = front_end or FrontEnd(RATE_HZ, Canceller(RATE_HZ))
    parts = [
        front_end.hear(heard[start : start + block], played[start : start + block])
        for start in range(0, len(heard), block)
    ]
    return Cleaned(
        np.concatenate([part.samples for part in parts]),
        np.concatenate([part.removed for part in parts]),
        np.concatenate([part.played for part in parts]),
        parts[-1].delay_s,
        any(part.moved for part in parts),
    )


def _removed_db(cleaned: Cleaned, start_s: float, end_s: float) -> float:
    part = slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))
    return power_db(cleaned.samples[part] + cleaned.removed[part]) - power_db(cleaned.samples[part])


@pytest.mark.parametrize(
    "path",
    [
        EchoPath(delay_ms=5, level_db=0),
        EchoPath(delay_ms=60, level_db=0),
        EchoPath(delay_ms=300, level_db=0),
        EchoPath(delay_ms=600, level_db=0),
        EchoPath(delay_ms=20, level_db=0, drift_ppm=150),
        EchoPath(delay_ms=300, level_db=0, drift_ppm=-50),
    ],
)
def test_whatever_the_delay_and_the_clocks_the_echo_is_gone(path: EchoPath) -> None:
    played = speechlike(24.0)
    cleaned = _heard(echo_of(played, path), played)
    assert _removed_db(cleaned, 18.0, 24.0) > 18.0
    delay_s = path.delay_ms / 1000 + path.drift_ppm * 1e-6 * 24.0
    assert cleaned.delay_s == pytest.approx(delay_s, abs=0.001)


def test_a_jump_costs_less_than_three_seconds_and_is_told() -> None:
    played = speechlike(24.0)
    cleaned = _heard(echo_of(played, EchoPath(level_db=0, jumps=(Jump(16.0, 120.0),))), played)
    assert cleaned.moved
    assert _removed_db(cleaned, 14.0, 16.0) > 22.0 and _removed_db(cleaned, 19.0, 21.0) > 18.0


def test_what_comes_out_is_a_millisecond_late_and_waits_for_a_frame_at_most() -> None:
    front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
    heard, silence = speechlike(1.0, seed=9), np.zeros(RATE_HZ, np.float32)
    given = 0
    for start in range(0, RATE_HZ, 100):
        given += len(front_end.hear(heard[start : start + 100], silence[start : start + 100]).samples)
        assert start + 100 - given < 160
    cleaned = _heard(heard, silence)
    kept = float(heard[:-HALF_WIDTH] @ cleaned.samples[HALF_WIDTH:]) / float(heard[:-HALF_WIDTH] @ heard[:-HALF_WIDTH])
    assert kept == pytest.approx(1.0, abs=0.1)  # the canceller takes away what is below speech


def test_a_microphone_that_gives_zeros_leaves_zeros_and_the_filter_as_it_was_learned() -> None:
    played = speechlike(24.0)
    heard = echo_of(played, EchoPath(level_db=0))
    silent = slice(12 * RATE_HZ, 18 * RATE_HZ)
    heard[silent] = 0.0
    cleaned = _heard(heard, played)
    inside = slice(silent.start + FRAMES, silent.stop)
    assert not np.any(cleaned.samples[inside]) and not np.any(cleaned.removed[inside])
    assert cleaned.moved  # for a moment what is left of the echo is not to be expected
    assert _removed_db(cleaned, 18.5, 20.0) > 18.0


def test_a_loudspeaker_that_falls_silent_leaves_no_ghost_of_its_voice() -> None:
    played = speechlike(24.0)
    heard = echo_of(played, EchoPath(level_db=0))
    silent = slice(12 * RATE_HZ, 18 * RATE_HZ)
    room = echo_of(np.zeros_like(played), EchoPath(level_db=0))
    heard[silent] = room[silent]  # it was turned down, or headphones were plugged in
    cleaned = _heard(heard, played)
    inside = slice(silent.start + RATE_HZ // 4, silent.stop)  # the room has rung out
    assert power_db(cleaned.samples[inside]) < power_db(heard[inside]) + 1.0


def test_the_blocks_do_not_matter() -> None:
    played = speechlike(4.0)
    heard = echo_of(played, EchoPath(level_db=0, drift_ppm=50))
    one, other = _heard(heard, played), _heard(heard, played, block=777)
    assert np.array_equal(one.samples, other.samples) and np.array_equal(one.removed, other.removed)


def test_without_a_canceller_the_delay_is_known_and_nothing_is_taken_away() -> None:
    played = speechlike(4.0)
    heard = echo_of(played, EchoPath(delay_ms=150, level_db=0))
    cleaned = _heard(heard, played, front_end=FrontEnd(RATE_HZ, None))
    assert np.array_equal(cleaned.samples[HALF_WIDTH:], heard[:-HALF_WIDTH])
    assert cleaned.delay_s == pytest.approx(0.15, abs=0.001) and not np.any(cleaned.removed)


def test_memory_does_not_grow_with_time() -> None:
    played = speechlike(30.0)
    heard = echo_of(played, EchoPath(level_db=0, drift_ppm=100))
    front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ))
    held = []
    tracemalloc.start()  # before the first sound: a number in the place of one that was not traced would seem to be new
    for _ in range(4):  # the window of the drift is full after the second
        for start in range(0, len(heard), 320):
            front_end.hear(heard[start : start + 320], played[start : start + 320])
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert held[3] - held[2] < 3_000, held


def _first_seconds_db(path: EchoPath, expected_delay_s: float | None) -> tuple[float, float]:
    """What is taken out in the first two seconds of narration, and in the end."""
    played = speechlike(16.0)
    front_end = FrontEnd(RATE_HZ, Canceller(RATE_HZ), expected_delay_s)
    cleaned = _heard(echo_of(played, path), played, front_end=front_end)
    assert cleaned.delay_s == pytest.approx(path.delay_ms / 1000, abs=0.001)
    return _removed_db(cleaned, 0.5, 2.5), _removed_db(cleaned, 12.0, 16.0)


@pytest.mark.parametrize("delay_ms", [90, 300])
def test_a_delay_that_is_expected_is_cancelled_sooner_and_a_wrong_one_does_no_harm(delay_ms: float) -> None:
    path = EchoPath(delay_ms=delay_ms, level_db=0)
    first_db, last_db = _first_seconds_db(path, None)
    expected_db, _ = _first_seconds_db(path, delay_ms / 1000)
    assert expected_db > first_db + 1.0
    for wrong_s in (-0.1, 0.1):
        wrong_first_db, wrong_last_db = _first_seconds_db(path, max(0.0, delay_ms / 1000 + wrong_s))
        assert wrong_first_db > first_db - 2.0 and wrong_last_db > min(last_db - 2.0, 25.0)
