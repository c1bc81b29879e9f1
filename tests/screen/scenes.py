"""Moments of a session that are worth a picture, by name."""

from __future__ import annotations

from collections.abc import Callable

from tests.guide.desk import Desk
from tests.screen.stage import Stage
from voice.guide.state import Opening


def washing() -> Stage:
    """Getting ready."""
    stage = Stage()
    stage.desk.answer("next", "next")
    stage.desk.wait(1.0)
    return stage


def expressing() -> Stage:
    """The second side at work, at the next place for her thumb."""
    stage = Stage(Desk(Opening(short=True)))
    desk = stage.desk
    desk.answer("next", "left")
    desk.wait(200.0)
    desk.say("no more drops")
    desk.wait(231.0)
    desk.say("other side")
    desk.answer("next", "next")
    desk.wait(96.0)
    desk.say("no more drops")
    desk.wait(1.8)
    return stage


def paused() -> Stage:
    """She takes a break."""
    stage = expressing()
    stage.desk.wait(20.0)
    stage.desk.say("baby's crying")
    stage.desk.wait(1.0)
    return stage


def noting() -> Stage:
    """Two amounts are saved, a third is read back."""
    stage = expressing()
    desk = stage.desk
    desk.say("stop")
    desk.answer("left ten right twelve", "yes", "a few drops")
    desk.wait(1.0)
    return stage


def calling() -> Stage:
    """An emergency, where the region's numbers are known."""
    stage = expressing()
    stage.desk.say("can't breathe")
    stage.desk.wait(1.0)
    return stage


def sleeping() -> Stage:
    """Asleep, and almost dark."""
    stage = expressing()
    stage.desk.say("go to sleep")
    stage.desk.wait(10.0)
    return stage


SCENES: dict[str, Callable[[], Stage]] = {
    scene.__name__: scene for scene in (washing, expressing, paused, noting, calling, sleeping)
}
SIZES = ((80, 24), (100, 30), (40, 24))
