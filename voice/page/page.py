"""A session's page as the session sees it: a painter for everybody who watches."""

from __future__ import annotations

from collections.abc import Callable

from voice.audio.orders import Phase
from voice.page.hub import Hub
from voice.screen.view import View
from voice.session import timeline

HeardAt = Callable[[int], float | None]
"""When a frame of the sound is heard, in seconds of `time.monotonic`; None while nothing sounds."""


class Page:
    """Hands an onlooker's views, and the beats with their times, to the pages; owned by the session's thread."""

    def __init__(self, hub: Hub, heard_at: HeardAt) -> None:
        self._hub = hub
        self._heard_at = heard_at

    def show(self, view: View) -> None:
        """The view of this moment."""
        self._hub.show(view)

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline, of which pages follow the beat."""
        if isinstance(record, timeline.BeatSounded):
            at_s = self._heard_at(record.frame)
            if at_s is not None:
                self._hub.beat(record.phase, at_s, 60.0 / record.rate / len(Phase), record.frame)
