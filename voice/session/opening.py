"""How a session opens: settings, history and the local clock put together."""

from __future__ import annotations

from datetime import time

from voice.content.catalogue import load
from voice.guide.content import Content
from voice.guide.events import Concern
from voice.guide.night import Night
from voice.guide.state import NIGHT_DB, Opening
from voice.guide.steps import Side
from voice.session.history import Past
from voice.settings.settings import Settings


def content_for(settings: Settings) -> Content:
    """What is said and understood with these settings. Raises InputError for a language that is not whole."""
    catalogue = load(settings.language)
    return Content(
        catalogue.phrases, catalogue.prompts, catalogue.spoken, catalogue.regions[settings.region], catalogue.sentences
    )


def opening_for(settings: Settings, past: Past, clock: time, concerns: tuple[Concern, ...] = ()) -> Opening:
    """What the guide knows at the start; `clock` is the local time, `concerns` what could need a touch later."""
    night = night_of(settings, clock)
    begins_with = Side.LEFT if past.last_side is None else past.last_side.other
    return Opening(
        finished_sessions=past.finished_sessions,
        proposed_side=settings.side or begins_with,
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


def night_of(settings: Settings, clock: time) -> Night:
    """The night hours of the settings, as a session counts them that opens at the local time `clock`."""
    opened, starts, ends = map(_after_midnight_s, (clock, settings.night_start, settings.night_end))
    return Night(opened, starts, ends)


def _after_midnight_s(clock: time) -> float:
    return 3600.0 * clock.hour + 60.0 * clock.minute + clock.second
