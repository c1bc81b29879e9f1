"""How a session opens: settings, journal and the local clock put together."""

from __future__ import annotations

from datetime import datetime, time

from voice.content.catalogue import load
from voice.guide.amounts import Amount
from voice.guide.content import Content
from voice.guide.events import Concern
from voice.guide.night import Night
from voice.guide.state import NIGHT_DB, Earlier, LastTime, Opening
from voice.guide.steps import Side
from voice.guide.stretches import Rest, Stretch
from voice.journal.records import Past, Session
from voice.settings.settings import Settings


def content_for(settings: Settings) -> Content:
    """What is said and understood with these settings. Raises InputError for a language that is not whole."""
    catalogue = load(settings.language)
    return Content(
        catalogue.phrases, catalogue.prompts, catalogue.spoken, catalogue.regions[settings.region], catalogue.sentences
    )


def opening_for(
    settings: Settings,
    past: Past,
    opens_at: datetime,
    concerns: tuple[Concern, ...] = (),
    *,
    earlier: Session | None = None,
    keeps: bool = True,
) -> Opening:
    """What the guide knows at the start, at this local time with its offset.

    `concerns` are what could need a touch later, `earlier` is what was cut short, `keeps` whether anything stays.
    """
    night = night_of(settings, opens_at.time())
    return Opening(
        finished_sessions=past.finished_sessions,
        last=_last_time(past, opens_at),
        proposed_side=settings.side or begins_with(past),
        short=settings.short,
        tempo_cpm=settings.tempo_cpm,
        volume_db=settings.volume_db + (NIGHT_DB if night.at(0.0) else 0.0),
        narration=settings.narration,
        match_loudness=settings.match_loudness,
        night=night,
        autopilot=settings.autopilot,
        hold_when_crying=settings.hold_when_crying,
        earlier=None if earlier is None else _earlier(earlier, opens_at, settings.tempo_cpm),
        keeps=keeps,
        concerns=concerns,
    )


def begins_with(past: Past) -> Side:
    """The side to begin with: the one ended with where both had a turn, else the other one; left at first."""
    last = past.last
    if last is None or last.last_side is None:
        return Side.LEFT
    return last.last_side if last.left_s > 0 and last.right_s > 0 else last.last_side.other


def _last_time(past: Past, opens_at: datetime) -> LastTime | None:
    if past.last is None or past.last.last_side is None:
        return None
    ago_s = (opens_at - past.last.started).total_seconds()
    return LastTime(past.last.last_side, ago_s if ago_s >= 0 and past.last.clock_known else None)


def _earlier(session: Session, opens_at: datetime, tempo_cpm: float) -> Earlier:
    """What was cut short, in the room time of a session that opens at `opens_at`."""
    since_s = (session.started - opens_at).total_seconds()
    return Earlier(
        since_s,
        tuple(
            Stretch(one.side, one.place, since_s + one.from_s, since_s + one.to_s, one.expressed_s)
            for one in session.spans
        ),
        tuple(Rest(since_s + one.from_s, None if one.to_s is None else since_s + one.to_s) for one in session.pauses),
        tuple(Amount(one.amount, one.unit, one.side, one.kind) for one in session.amounts),
        session.tempo_cpm or tempo_cpm,
        held=session.held,
    )


def night_of(settings: Settings, clock: time) -> Night:
    """The night hours of the settings, as a session counts them that opens at the local time `clock`."""
    opened, starts, ends = map(_after_midnight_s, (clock, settings.night_start, settings.night_end))
    return Night(opened, starts, ends)


def _after_midnight_s(clock: time) -> float:
    return 3600.0 * clock.hour + 60.0 * clock.minute + clock.second
