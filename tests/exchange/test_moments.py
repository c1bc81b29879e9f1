"""Times as people write them: the last one there was, and never one ahead."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from voice.exchange.moments import day, moment

_NOW = datetime(2026, 3, 2, 10, 0).astimezone()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("03:20", datetime(2026, 3, 2, 3, 20)),
        ("3:20", datetime(2026, 3, 2, 3, 20)),
        ("10:00", datetime(2026, 3, 2, 10, 0)),
        ("10:01", datetime(2026, 3, 1, 10, 1)),
        ("2026-02-28 03:20", datetime(2026, 2, 28, 3, 20)),
        ("2026-02-28T3:20", datetime(2026, 2, 28, 3, 20)),
        ("2026-02-28", datetime(2026, 2, 28)),
    ],
)
def test_a_local_time_is_the_last_one_of_its_name(text: str, meant: datetime) -> None:
    assert moment(text, _NOW) == meant.astimezone()


def test_a_time_may_bring_its_offset() -> None:
    found = moment("2026-02-28T03:20:00+05:30", _NOW)
    assert found.utcoffset() == timedelta(hours=5, minutes=30)
    assert moment("2026-02-28T03:20Z", _NOW).hour == 3


@pytest.mark.parametrize(
    "text", ["", "soon", "24:00", "3", "2026-03-02 10:01", "1969-12-31", "2026-02-30", "2026-13-01"]
)
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(text, _NOW)


def test_a_day_is_a_date() -> None:
    assert day(" 2026-03-01 ").isoformat() == "2026-03-01"
    for text in ("03:20", "1026-03-01", "today"):
        with pytest.raises(ValueError, match=r".*"):
            day(text)
