"""Changes of a session by hand, as pure functions: its time, its minutes, its sides and its amounts put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from voice.guide.steps import Side
from voice.journal.records import Logged, Pause, Session, Span


def moved(session: Session, started: datetime) -> Session:
    """The whole of it at another time: its end and its amounts move along. The time is known from now on."""
    by = started - session.started
    amounts = tuple(replace(one, at=one.at + by) for one in session.amounts)
    ended = None if session.ended is None else session.ended + by
    return replace(session, started=started, ended=ended, amounts=amounts, clock_known=True)


def begun(session: Session, started: datetime) -> Session:
    """It began at another time and ended as it did: what she worked first is so much longer or shorter.

    Raises ValueError where it would begin after its end.
    """
    if started > session.last_at:
        raise ValueError("a session cannot begin after its end")
    by_s = (session.started - started).total_seconds()
    spans, pauses = _shifted(session.spans, session.pauses, by_s)
    if by_s > 0 and spans:
        first = replace(spans[0], from_s=spans[0].from_s - by_s, expressed_s=spans[0].expressed_s + by_s)
        spans = (first, *spans[1:])
    if by_s < 0:
        spans, pauses = _cut_before_start(spans, pauses)
    return replace(session, started=started, spans=spans, pauses=pauses, clock_known=True)


def with_seconds(session: Session, side: Side, seconds: float) -> Session:
    """So many seconds of work on one side: its last stretch is longer or shorter, and what came after moves along."""
    spans, pauses = session.spans, session.pauses
    missing_s = seconds - session.expressed_s(side)
    if missing_s > 0 and not any(span.side is side for span in spans):
        begins_s = max((span.to_s for span in spans), default=0.0)
        spans = (*spans, Span(side, None, begins_s, begins_s + missing_s, missing_s))
    elif missing_s > 0:
        place = max(number for number, span in enumerate(spans) if span.side is side)
        spans, pauses = _lengthened(spans, pauses, place, missing_s)
    while missing_s < 0 and any(span.side is side for span in spans):
        place = max(number for number, span in enumerate(spans) if span.side is side)
        taken_s = min(spans[place].expressed_s, -missing_s)
        missing_s += taken_s
        if taken_s < spans[place].expressed_s:
            spans, pauses = _lengthened(spans, pauses, place, -taken_s)
        else:
            spans = (*spans[:place], *spans[place + 1 :])
    worked = replace(session, spans=spans, pauses=pauses)
    if session.ended is None:
        return worked
    return replace(worked, ended=max(session.ended, replace(worked, amounts=(), ended=None).last_at))


def swapped(session: Session) -> Session:
    """Left for right and right for left, in all of it."""
    spans = tuple(replace(span, side=span.side.other) for span in session.spans)
    amounts = tuple(replace(one, side=one.side.other) if isinstance(one.side, Side) else one for one in session.amounts)
    return replace(session, spans=spans, amounts=amounts)


def with_amounts(session: Session, amounts: Iterable[Logged]) -> Session:
    """These amounts in place of its own."""
    return replace(session, amounts=tuple(amounts))


def _shifted(spans: Iterable[Span], pauses: Iterable[Pause], by_s: float) -> tuple[tuple[Span, ...], tuple[Pause, ...]]:
    return (
        tuple(replace(one, from_s=one.from_s + by_s, to_s=one.to_s + by_s) for one in spans),
        tuple(Pause(one.from_s + by_s, None if one.to_s is None else one.to_s + by_s) for one in pauses),
    )


def _cut_before_start(spans: Iterable[Span], pauses: Iterable[Pause]) -> tuple[tuple[Span, ...], tuple[Pause, ...]]:
    kept = []
    for span in spans:
        from_s = max(span.from_s, 0.0)
        if span.to_s > from_s:
            kept.append(replace(span, from_s=from_s, expressed_s=min(span.expressed_s, span.to_s - from_s)))
    rests = (replace(one, from_s=max(one.from_s, 0.0)) for one in pauses if one.to_s is None or one.to_s > 0)
    return tuple(kept), tuple(rests)


def _lengthened(
    spans: tuple[Span, ...], pauses: tuple[Pause, ...], place: int, by_s: float
) -> tuple[tuple[Span, ...], tuple[Pause, ...]]:
    """One span longer by so much, shorter where it is negative; what begins after it moves along."""
    span = spans[place]
    longer = replace(span, to_s=max(span.from_s, span.to_s + by_s), expressed_s=span.expressed_s + by_s)
    after, rests = _shifted(spans[place + 1 :], (one for one in pauses if one.from_s >= span.to_s), by_s)
    return (*spans[:place], longer, *after), (*(one for one in pauses if one.from_s < span.to_s), *rests)
