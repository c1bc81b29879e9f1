"""A rehearsal that is watched: kept to real time, its sound given to the pages, their touches taken."""

from __future__ import annotations

import queue
import time

import numpy as np

from voice.audio.ports import Samples
from voice.audio.sound_clock import SoundClock
from voice.page.hub import Hub
from voice.page.page import Page
from voice.screen.onlooker import Onlooker
from voice.session import timeline
from voice.session.touch import Touch
from voice.session.watch import PromptWatch

_PIECE_S = 0.1
_MOST_BEHIND_S = 0.2
"""Where the room comes later than that, what is late is not hurried through: everything is later from then on."""


class Performance:
    """Owned by the thread of the rehearsal, but for `touch`."""

    def __init__(self, hub: Hub, onlooker: Onlooker, rate_hz: int) -> None:
        self._hub = hub
        self._rate_hz = rate_hz
        self._onlooker = onlooker
        self._touches: queue.SimpleQueue[Touch] = queue.SimpleQueue()
        onlooker.show_on(Page(hub, self._heard_at))
        self._opens()

    def _opens(self) -> None:
        self._clock = SoundClock(self._rate_hz)
        self._began_s: float | None = None
        self._piece: list[Samples] = []
        self._piece_frame = 0

    @property
    def watch(self) -> PromptWatch:
        """What is told what the guide says."""
        return self._onlooker

    def take(self, record: timeline.Record) -> None:
        """A record of the timeline."""
        self._onlooker.take(record)

    def touch(self, touch: Touch) -> None:
        """A page was touched; on any thread."""
        self._touches.put(touch)

    def touched(self) -> list[Touch]:
        """What was touched since the last call."""
        return [self._touches.get_nowait() for _ in range(self._touches.qsize())]

    def hear(self, frame: int, played: Samples) -> None:
        """The loudspeaker's next block; returns when it is time for it. Frame 0 begins anew."""
        if frame == 0:
            self._opens()
        now_s, due_s = time.monotonic(), frame / self._rate_hz
        if self._began_s is None or now_s - self._began_s - due_s > _MOST_BEHIND_S:
            self._began_s = now_s - due_s
        if (wait_s := self._began_s + due_s - now_s) > 0:
            time.sleep(wait_s)
        self._clock.took(frame, time.monotonic())
        if not self._piece:
            self._piece_frame = frame
        self._piece.append(played)
        if sum(map(len, self._piece)) >= _PIECE_S * self._rate_hz:
            samples = np.clip(np.concatenate(self._piece), -1.0, 1.0)
            self._hub.sound(self._piece_frame, (samples * np.float32(32767)).astype("<i2").tobytes())
            self._piece.clear()

    def _heard_at(self, frame: int) -> float | None:
        return self._clock.heard_at(frame, 0.0)
