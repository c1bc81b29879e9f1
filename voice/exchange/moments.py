"""Times and days as people write them on the command line."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

EXPECTED = 'a time such as 03:20, "2026-03-01 03:20" or 2026-03-01T03:20+01:00'
EXPECTED_DAY = "a day such as 2026-03-01"
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Times outside of these are slips: no journal holds them."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2}(:\d{2})?)?")


def moment(text: str, now: datetime) -> datetime:
    """The time that is meant, with its offset: a clock time is the last one before `now`.

    What has no offset of its own is local time. Raises ValueError for anything else, and for what lies ahead.
    """
    text = text.strip()
    if _CLOCK.fullmatch(text):
        hour, minute = map(int, text.split(":"))
        clock = time(hour, minute)
        found = _local(datetime.combine(now.date(), clock))
        found = found if found <= now else _local(datetime.combine(now.date() - timedelta(days=1), clock))
    elif _DATED.fullmatch(text):
        found = _local(datetime.fromisoformat(_padded(text)))
    else:
        found = datetime.fromisoformat(text)
    if found.tzinfo is None or not FIRST_YEAR <= found.year < LAST_YEAR or found > now:
        raise ValueError("a time with its offset, and not ahead")
    return found.replace(microsecond=0)


def day(text: str) -> date:
    """The day that is meant. Raises ValueError."""
    found = date.fromisoformat(text.strip())
    if not FIRST_YEAR <= found.year < LAST_YEAR:
        raise ValueError("no such day in a journal")
    return found


def begins(of: date) -> datetime:
    """Local midnight at which a day begins."""
    return _local(datetime.combine(of, time()))


def _local(naive: datetime) -> datetime:
    return naive.astimezone()


def _padded(text: str) -> str:
    """ "3:20" as "03:20", since Python knows that only."""
    return re.sub(r"([ T])(\d):", r"\g<1>0\2:", text)
