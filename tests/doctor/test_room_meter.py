"""The meter beside the front end, on streams whose levels are known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.echo.rooms import RATE_HZ, Samples, echo_of, speechlike
from voice.doctor.room_meter import SILENCE_DBFS, RoomMeter
from voice.doctor.room_trial import Stretch
from voice.echo.front_end import FrontEnd
from voice.echo.speex import Canceller
from voice.room.scenario import EchoPath

QUIET = RATE_HZ
PLAYED = np.concatenate((np.zeros(QUIET, np.float32), speechlike(18.0)))
LATE = Stretch(14.0, 18.0)


def _meter(heard: Samples, *, cancels: bool = True) -> RoomMeter:
    meter = RoomMeter(FrontEnd(RATE_HZ, Canceller(RATE_HZ) if cancels else None), RATE_HZ)
    for start in range(0, len(heard), 320):
        meter.hear(heard[start : start + 320], PLAYED[start : start + 320])
    return meter


def test_noise_echo_delay_drift_and_what_is_taken_out() -> None:
    meter = _meter(echo_of(PLAYED, EchoPath(delay_ms=120, level_db=0, drift_ppm=50), noise_dbfs=-60.0))
    assert meter.level_dbfs(Stretch(0.1, 1.0)) == pytest.approx(-60.0, abs=0.5)
    assert meter.active_dbfs(LATE) == pytest.approx(-20.0, abs=3.0)
    assert meter.delay_s == pytest.approx(0.121, abs=0.001)
    assert meter.drift_ppm == pytest.approx(50.0, abs=8.0)
    removed_db = meter.removed_db(LATE)
    assert removed_db is not None and removed_db > 18.0
    assert meter.left_dbfs(LATE) < meter.active_dbfs(LATE) - 12.0


def test_headphones_have_no_delay_and_zeros_no_level() -> None:
    meter = _meter(np.zeros_like(PLAYED))
    assert (meter.delay_s, meter.drift_ppm, meter.peak) == (None, None, 0.0)
    assert meter.level_dbfs(LATE) == SILENCE_DBFS and meter.removed_db(LATE) is None


def test_without_a_canceller_nothing_is_taken_out() -> None:
    meter = _meter(echo_of(PLAYED, EchoPath(level_db=0)), cancels=False)
    assert meter.removed_db(LATE) is None and meter.delay_s == pytest.approx(0.06, abs=0.001)
