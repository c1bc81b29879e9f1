"""How a session opens: settings, history and the local clock put together."""

from __future__ import annotations

from datetime import datetime, time

from voice.content.catalogue import load
from voice.guide.content import Content
from voice.guide.events import Concern
from voice.guide.night import Night
from voice.guide.state import NIGHT_DB, LastTime, Opening
from voice.guide.steps import Side
from voice.session.history import Past
from voice.settings.settings import Settings


def content_for(settings: Settings) -> Content:
    """What is said and understood with these settings. Raises InputError for a language that is not whole."""
    catalogue = load(settings.language)
    return Content(
        catalogue.phrases, catalogue.prompts, catalogue.spoken, catalogue.regions[settings.region], catalogue.sentences
    )


def opening_for(settings: Settings, past: Past, opens_at: datetime, concerns: tuple[Concern, ...] = ()) -> Opening:
    """What the guide knows at the start, at this local time; `concerns` are what could need a touch later."""
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
        concerns=concerns,
    )


def begins_with(past: Past) -> Side:
    """The side to begin with: the one ended with where both had a turn, else the other one; left at first."""
    if past.last_side is None:
        return Side.LEFT
    return past.last_side if past.both_sides else past.last_side.other


def _last_time(past: Past, opens_at: datetime) -> LastTime | None:
    if past.last_side is None:
        return None
    ago_s = None if past.last_began is None else (opens_at.replace(tzinfo=None) - past.last_began).total_seconds()
    return LastTime(past.last_side, ago_s if ago_s is not None and ago_s >= 0 else None)


def night_of(settings: Settings, clock: time) -> Night:
    """The night hours of the settings, as a session counts them that opens at the local time `clock`."""
    opened, starts, ends = map(_after_midnight_s, (clock, settings.night_start, settings.night_end))
    return Night(opened, starts, ends)


def _after_midnight_s(clock: time) -> float:
    return 3600.0 * clock.hour + 60.0 * clock.minute + clock.second
