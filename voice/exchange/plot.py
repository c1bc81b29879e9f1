"""The pictures of `voice history plot`: amount and minutes a day, left and right, time of day. Nothing is judged in
them: no line that anybody should reach, no average, no trend.

The only module that draws with matplotlib.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import ceil, nan
from pathlib import Path
from typing import TYPE_CHECKING

from voice.errors import InputError, VoiceError
from voice.exchange.series import From, Series, series
from voice.guide.measures import Unit
from voice.journal.records import Session

try:
    from matplotlib import rc_context
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch, PathPatch
    from matplotlib.path import Path as Outline
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise VoiceError(
        'Drawing needs a package that is not installed: pip install "voice-guide[export]", or run scripts/start once.'
    ) from error

if TYPE_CHECKING:
    from matplotlib.artist import Artist

_COLOURS = {From.LEFT: "#0072B2", From.RIGHT: "#E69F00", From.BOTH: "#009E73", From.UNSAID: "#999999"}
"""Told apart by colour-blind people (Okabe and Ito, Color Universal Design, 2008), in grey by their hatching."""
_HATCHES = {From.LEFT: "", From.RIGHT: "///", From.BOTH: "...", From.UNSAID: ""}
_DROPS = "#D55E00"
_INK = "#333333"
_MOST_HATCHED_DAYS = 100
_MOST_TICKS = 8
_BAR = 0.8
"""The width of a bar, in days."""
_RC = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "voice",
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
}
_EPOCH = date(1970, 1, 1).toordinal()
_FORMATS = ("png", "svg")


def format_of(file: Path) -> str:
    """The kind of picture that a file's name asks for. Raises InputError."""
    kind = file.suffix.removeprefix(".").lower()
    if kind not in _FORMATS:
        raise InputError(f'--out is "{file}"; expected a name that ends with .png or .svg.')
    return kind


def draw(sessions: Iterable[Session], units: Unit | None, kind: str) -> bytes:
    """The picture as PNG or SVG, 1000 by 1300 points of a screen."""
    shown = series(sessions, units)
    with rc_context(_RC):
        figure = Figure(figsize=(10, 13), dpi=100)
        margins = {"left": 0.08, "right": 0.98, "top": 0.965, "bottom": 0.04, "hspace": 0.32}
        parts = figure.subplots(4, 1, height_ratios=(3, 3, 3, 1.6), gridspec_kw=margins)
        amounts, minutes, clock, balance = parts
        _draw_amounts(amounts, shown)
        _draw_minutes(minutes, shown)
        _draw_clock(clock, shown)
        _draw_balance(balance, shown)
        if shown.left_out:
            figure.text(0.08, 0.012, _left_out(shown.left_out), fontsize=9, color=_INK)
        content = io.BytesIO()
        metadata = {"Title": "voice", "Software": None} if kind == "png" else {"Title": "voice", "Date": None}
        figure.savefig(content, format=kind, metadata=metadata)
    return content.getvalue()


def _draw_amounts(axes: Axes, shown: Series) -> None:
    used = [origin for origin in From if shown.amount(origin) > 0]
    _stack(axes, shown, [(origin, [day.amounts[origin] for day in shown.days]) for origin in used])
    heights = [(day.date, sum(day.amounts.values())) for day in shown.days if day.drops]
    marks: list[Artist] = []
    if heights:
        above = axes.get_ylim()[1] * 0.03  # over the bar: how much drops were is not known
        days, tops = [_number(day) for day, _ in heights], [height + above for _, height in heights]
        marks = [*axes.plot(days, tops, "v", color=_DROPS, label="drops", clip_on=False)]
    _finish(axes, f"Amount a day ({shown.unit.value})", used, marks)
    _date_axis(axes, shown)


def _draw_minutes(axes: Axes, shown: Series) -> None:
    sides = [
        (From.LEFT, [day.left_min for day in shown.days]),
        (From.RIGHT, [day.right_min for day in shown.days]),
    ]
    _stack(axes, shown, sides)
    _finish(axes, "Minutes a day", [From.LEFT, From.RIGHT], [])
    _date_axis(axes, shown)


def _draw_clock(axes: Axes, shown: Series) -> None:
    """Each session from its begin to its end; what passes midnight goes on at the top of the same day."""
    days: list[float] = []
    hours: list[float] = []
    for moment in shown.moments:
        day = _number(moment.date)
        days += [day, day, nan]  # not a number ends a line
        hours += [moment.from_h, min(moment.to_h, 24.0), nan]
        if moment.to_h > 24:
            days += [day + 1, day + 1, nan]
            hours += [0.0, moment.to_h - 24, nan]
    axes.plot(days, hours, color=_INK, linewidth=3)
    begins = [_number(moment.date) for moment in shown.moments]
    size = 4 if len(shown.days) <= _MOST_HATCHED_DAYS else 2
    hours = [moment.from_h for moment in shown.moments]
    axes.plot(begins, hours, "o", markersize=size, color=_INK, clip_on=False)
    axes.set_ylim(24, 0)
    axes.set_yticks(range(0, 25, 4), [f"{hour:02d}:00" for hour in range(0, 25, 4)])
    axes.set_title("Time of day", color=_INK)
    axes.grid(visible=True, axis="y", color="#dddddd", linewidth=0.6)
    _date_axis(axes, shown)


def _draw_balance(axes: Axes, shown: Series) -> None:
    """Left and right, each with its own sum, of minutes and of amounts."""
    rows = [
        ("minutes", "min", shown.left_min, shown.right_min),
        ("amount", shown.unit.value, shown.amount(From.LEFT), shown.amount(From.RIGHT)),
    ]
    box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    for place, (_, unit, left, right) in enumerate(rows):
        if not left + right:
            axes.text(0.5, place, "none noted for one side", ha="center", va="center", color=_INK)
        for origin, value, begins in ((From.LEFT, left, 0.0), (From.RIGHT, right, left)):
            if value:
                at, width = begins / (left + right), value / (left + right)
                colour, hatch = _COLOURS[origin], _HATCHES[origin]
                axes.barh(place, width, left=at, height=0.6, color=colour, hatch=hatch, edgecolor="white")
                label = f"{origin.value} {_figure(value if place else round(value))} {unit}"
                axes.text(at + width / 2, place, label, ha="center", va="center", color=_INK, bbox=box)
    axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title("Left and right", color=_INK)


def _stack(axes: Axes, shown: Series, parts: Sequence[tuple[From, Sequence[float]]]) -> None:
    """Bars on top of each other: one outline for each part, since thousands of days come at once."""
    bottoms = [0.0] * len(shown.days)
    hatched = len(shown.days) <= _MOST_HATCHED_DAYS
    for origin, heights in parts:
        corners: list[tuple[float, float]] = []
        for day, low, height in zip(shown.days, bottoms, heights, strict=True):
            if height > 0:
                left = _number(day.date) - _BAR / 2
                right = left + _BAR
                corners += [(left, low), (left, low + height), (right, low + height), (right, low), (left, low)]
        if corners:
            codes = [Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY]
            bars = PathPatch(
                Outline(corners, codes * (len(corners) // len(codes))),
                facecolor=_COLOURS[origin],
                edgecolor="white" if hatched else _COLOURS[origin],
                linewidth=0.4,
                hatch=_HATCHES[origin] if hatched else None,
            )
            axes.add_artist(bars)  # not as a patch: the limits are set below, and reading them from it is slow
        bottoms = [low + height for low, height in zip(bottoms, heights, strict=True)]
    axes.set_ylim(0, max(bottoms, default=0.0) * 1.08 or 1.0)


def _finish(axes: Axes, title: str, origins: Iterable[From], marks: Sequence[Artist]) -> None:
    axes.set_title(title, color=_INK)
    axes.grid(visible=True, axis="y", color="#dddddd", linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    patches = [
        Patch(facecolor=_COLOURS[one], hatch=_HATCHES[one], edgecolor="white", label=one.value) for one in origins
    ]
    if patches or marks:
        axes.legend(handles=[*patches, *marks], loc="lower right", bbox_to_anchor=(1, 1), ncols=5, frameon=False)


def _date_axis(axes: Axes, shown: Series) -> None:
    """A week at least, with at most eight days named."""
    if not shown.days:
        axes.set_xticks([])
        return
    last = shown.days[-1].date
    first = min(shown.days[0].date, last - timedelta(days=6))
    step = max(1, ceil(((last - first).days + 1) / _MOST_TICKS))
    named = [first + timedelta(days=number) for number in range(0, (last - first).days + 1, step)]
    axes.set_xlim(_number(first) - 0.7, _number(last) + 0.7)
    axes.set_xticks([_number(day) for day in named], [_named(day, step) for day in named])


def _named(day: date, step: int) -> str:
    """ "1 Mar", and the year in a line below; without the day where the ticks are months apart."""
    return f"{day:%b}\n{day.year}" if step > 31 else f"{day.day} {day:%b}\n{day.year}"


def _number(of: date) -> float:
    """A day as the library counts them: from 1970 on."""
    return float(of.toordinal() - _EPOCH)


def _figure(value: float) -> str:
    """ "1,200" or "12.5"."""
    return f"{value:,.1f}".removesuffix(".0")


def _left_out(count: int) -> str:
    sessions = "1 session is" if count == 1 else f"{count} sessions are"
    return f"{sessions} left out: the computer did not know the date."
