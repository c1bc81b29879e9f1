"""How a session opens: settings, history and the local clock put together."""

from __future__ import annotations

from datetime import time

from voice.content.catalogue import load
from voice.guide.content import Content
from voice.guide.events import Concern
from voice.guide.state import NIGHT_DB, Opening
from voice.guide.steps import Side
from voice.session.history import Past
from voice.settings.settings import Settings


def content_for(settings: Settings) -> Content:
    """What is said and understood with these settings. Raises InputError for a language that is not whole."""
    catalogue = load(settings.language)
    return Content(catalogue.phrases, catalogue.prompts, catalogue.spoken, catalogue.regions[settings.region])


def opening_for(settings: Settings, past: Past, clock: time, concerns: tuple[Concern, ...] = ()) -> Opening:
    """What the guide knows at the start; `clock` is the local time, `concerns` what could need a touch later."""
    night = is_night(clock, settings.night_start, settings.night_end)
    begins_with = Side.LEFT if past.last_side is None else past.last_side.other
    return Opening(
        finished_sessions=past.finished_sessions,
        proposed_side=settings.side or begins_with,
        short=settings.short,
        tempo_cpm=settings.tempo_cpm,
        volume_db=settings.volume_db + (NIGHT_DB if night else 0.0),
        autopilot=settings.autopilot,
        concerns=concerns,
    )


def is_night(clock: time, start: time, end: time) -> bool:
    """Whether `clock` lies from `start` up to `end`, over midnight if need be; equal times mean no night."""
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end
