"""The states as a Mermaid diagram, drawn from the table of transitions: `python -m voice.guide.diagram` prints it.

What every step of getting ready does is one arrow from them all; `back` is left out, since it walks the others the
other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voice.guide.commands import Command
from voice.guide.steps import HELD, READY, Step
from voice.guide.transitions import TABLE, Row, When

_Arrow = tuple[str, str]
_ALL_READY = "ready"
_ANY = "any"


def diagram() -> str:
    """The lines of the diagram, without a fence around them."""
    return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in _lines())])


def _lines() -> Iterator[str]:
    labels = _labels()
    inside = {step.value for step in READY}
    within = [arrow for arrow in labels if set(arrow) <= inside]
    yield f"[*] --> {Step.WELCOME.value}"
    yield f'state "getting ready" as {_ALL_READY} {{'
    yield from (f"    {_drawn(arrow, labels[arrow])}" for arrow in within)
    yield "}"
    yield from (_drawn(arrow, labels[arrow]) for arrow in labels if arrow not in within)
    yield f"{Step.GOODBYE.value} --> [*]"
    yield f'state "any step" as {_ANY}'
    for step in HELD:  # every step leads there, and "continue" back to it
        yield _drawn((_ANY, step.value), [step.value])
        yield _drawn((step.value, _ANY), [Command.RESUME.value])


def _labels() -> dict[_Arrow, list[str]]:
    """Every arrow once, with the ways that it stands for."""
    rows = [row for row in TABLE if row.on is not Command.BACK]
    labels: dict[_Arrow, list[str]] = {}
    for row in rows:
        start = _ALL_READY if _from_all_ready(row, rows) else row.start.value
        ways = labels.setdefault((start, row.to.value), [])
        if _label(row) not in ways:
            ways.append(_label(row))
    return labels


def _from_all_ready(row: Row, rows: Iterable[Row]) -> bool:
    starts = {other.start for other in rows if (other.on, other.when, other.to) == (row.on, row.when, row.to)}
    return row.start in READY and starts >= set(READY)


def _label(row: Row) -> str:
    return row.on.value if row.when is When.ALWAYS else f"{row.on.value} ({row.when.value})"


def _drawn(arrow: _Arrow, ways: Iterable[str]) -> str:
    start, to = arrow
    return f"{start} --> {to}: {', or '.join(ways)}"


if __name__ == "__main__":
    print(diagram())
