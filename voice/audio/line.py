"""One open stream as it is watched: whether it still gives blocks, and how many of them came too late."""

from __future__ import annotations

import threading
from collections import deque
from typing import Protocol

from voice.audio.ports import Health

LOST_S = 1.0
"""A stream that flows and then gives nothing for so long is gone, even where nobody says so."""
SERVED_LOST_S = 2.5
"""The same behind a sound server: after an underrun PulseAudio 16 pauses for up to 1.94 s, then goes on by itself."""
STARTS_S = 3.0
"""How long a stream may take until it flows: a sound server that wakes gives four blocks and pauses for a second."""
FLOWS_S = 0.5


class Stream(Protocol):
    """A running stream of a driver."""

    @property
    def rate_hz(self) -> int:
        """The device's own rate."""
        ...

    @property
    def ended(self) -> threading.Event:
        """Set when it ended by itself."""
        ...

    @property
    def input_latency_s(self) -> float:
        """What the driver says, in seconds; 0 without a microphone."""
        ...

    @property
    def output_latency_s(self) -> float:
        """What the driver says, in seconds; 0 without a loudspeaker."""
        ...

    @property
    def health(self) -> Health:
        """The counts so far."""
        ...

    def close(self) -> None:
        """End it; nothing is put or rendered after that."""
        ...


class Line:
    """A stream and what it gave; owned by one thread. Times are seconds of any steady clock."""

    def __init__(self, stream: Stream, now_s: float, *, served: bool) -> None:
        self.stream = stream
        self.served = served
        """Whether it leads to a sound server, which moves it along when another device becomes the choice."""
        self._opened_at = now_s
        self._alive_at = now_s
        self._flown_s = 0.0
        self._late_known = 0
        self._late: deque[float] = deque()
        """When blocks were found to have come too late."""

    def gave(self, seconds: float, now_s: float) -> None:
        """A block came."""
        self._flown_s += seconds
        self._alive_at = now_s

    def excuse(self, now_s: float) -> None:
        """Nobody looked for a while, so nothing is known of it."""
        self._alive_at = now_s

    def is_dead(self, now_s: float) -> bool:
        """Whether it ended, or gives nothing any more."""
        patience_s = STARTS_S
        if self._flown_s >= FLOWS_S:
            patience_s = SERVED_LOST_S if self.served else LOST_S
        return self.stream.ended.is_set() or now_s - self._alive_at > patience_s

    def late_blocks(self, now_s: float, settles_s: float, within_s: float) -> int:
        """How many blocks came too late within the last seconds, but for the first `settles_s` of the stream."""
        counted = self.stream.health.underflows
        if now_s - self._opened_at >= settles_s:
            self._late.extend([now_s] * (counted - self._late_known))
        self._late_known = counted
        while self._late and now_s - self._late[0] > within_s:
            self._late.popleft()
        return len(self._late)
