"""What the plots show, as plain values for the history on the page. Pure; `voice/page/README.md` lists the fields."""

from __future__ import annotations

from voice.exchange.series import DayFigures, From, Moment, Series
from voice.page.messages import JSON, Fields

_PLACES = 2
"""Decimals of amounts and minutes; the page shows fewer."""
_HOUR_PLACES = 4
"""Decimals of hours: a second is 0.0003."""


def figures(of: Series) -> Fields:
    """The days and the sessions on the clock, in the order of the series."""
    return {
        "unit": of.unit.value,
        "left_out": of.left_out,
        "days": [_day(day) for day in of.days],
        "moments": [_moment(moment) for moment in of.moments],
    }


def _day(day: DayFigures) -> JSON:
    return {
        "date": day.date.isoformat(),
        "left": round(day.amounts[From.LEFT], _PLACES),
        "right": round(day.amounts[From.RIGHT], _PLACES),
        "both": round(day.amounts[From.BOTH], _PLACES),
        "unsaid": round(day.amounts[From.UNSAID], _PLACES),
        "drops": day.drops,
        "left_min": round(day.left_min, _PLACES),
        "right_min": round(day.right_min, _PLACES),
    }


def _moment(moment: Moment) -> JSON:
    return {
        "date": moment.date.isoformat(),
        "from_h": round(moment.from_h, _HOUR_PLACES),
        "to_h": round(moment.to_h, _HOUR_PLACES),
    }
