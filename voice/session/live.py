"""A session on real devices: the thread that owns the conductor, and what reaches it from other threads."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

import numpy as np

from voice.audio.ports import Captured, Change, News
from voice.guide.events import Trouble
from voice.session.conductor import Conductor
from voice.session.keys import Keyboard
from voice.session.touch import Touch, Touches, Typed

READ_S = 0.05
HANDED_OVER_S = 0.02
"""So much is handed to the conductor at once; the ears take 40 ms at a time, so nothing is heard later."""
FLOWS_S = 0.3
"""So much sound must have passed before the session opens: a server that wakes takes 45 ms and then pauses for a
second, and a stream that ends by itself does so within 250 ms."""
HEARS_S = 3.0
"""How long it waits for the first sound of an open microphone, which a server that wakes takes a second to give."""
GOODBYE_S = 1.0
"""How long a goodbye may take before the session ends all the same; the guide itself cuts it a little earlier."""
FADE_S = 0.1
"""How long the stream goes on after the end, so that nothing ends with a click."""
JUMPED_S = 60.0
"""By how much the time of day must move against what only counts on, to be another time that was set: our own value."""
_LONGEST_GAP_S = 10.0


_TROUBLES = {
    Change.LOUDSPEAKER_LOST: Trouble.SPEAKER_LOST,
    Change.LOUDSPEAKER_BACK: Trouble.SPEAKER_BACK,
    Change.REOPENED: Trouble.REOPENED,
    Change.LATENCY_RAISED: Trouble.LATENCY_RAISED,
    Change.LOUDSPEAKER_CHANGED: Trouble.DEFAULT_CHANGED,
    Change.MICROPHONE_CHANGED: Trouble.MICROPHONE_CHANGED,
}


class Blocks(Protocol):
    """What sounds and is heard, as the session needs it: `voice.audio.device.Device`."""

    @property
    def rate_hz(self) -> int:
        """Frames a second."""
        ...

    @property
    def hears(self) -> bool:
        """Whether a microphone is open."""
        ...

    def read(self, timeout_s: float) -> Captured | None:
        """The next block, or None when none came in time."""
        ...

    def news(self) -> list[News]:
        """What has become of the devices since the last call."""
        ...


class Outcome(Enum):
    """Why a session's thread came to its end."""

    ENDED = auto()
    INTERRUPTED = auto()
    FAILED = auto()
    """An error of our own; `LiveSession.error` holds it."""


class LiveSession:
    """Runs a conductor on a stream, on one thread ("session") from the first block to the end.

    It goes on without a microphone, which the guide is told, and without a loudspeaker, on the screen alone. `press`,
    `touch`, `happened` and `interrupt` may be called from any thread; `on_listening` and `on_end` are called on the
    session's. `wall_s` tells the time of day in seconds, only to see whether another one was set.
    """

    def __init__(
        self,
        conductor: Conductor,
        keyboard: Keyboard,
        blocks: Blocks,
        *,
        on_listening: Callable[[], None],
        on_end: Callable[[], None],
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        self.outcome: Outcome | None = None
        """None while it runs."""
        self.error: BaseException | None = None
        self._conductor = conductor
        self._touches = Touches(keyboard)
        self._blocks = blocks
        self._on_listening = on_listening
        self._on_end = on_end
        self._wall_s = wall_s
        self._wall_ahead_s: float | None = None
        """How far the computer's time of day is ahead of what only counts on; None before the first look."""
        self._pressed: queue.SimpleQueue[Touch] = queue.SimpleQueue()
        self._troubles: queue.SimpleQueue[Trouble] = queue.SimpleQueue()
        self._interrupted = threading.Event()
        self._position = 0
        self._waiting: list[Captured] = []
        self._opened = False
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        """Open the session."""
        self._thread.start()

    def press(self, char: str) -> None:
        """A key was typed."""
        self._pressed.put(Typed(char))

    def touch(self, touch: Touch) -> None:
        """A page was touched."""
        self._pressed.put(touch)

    def happened(self, trouble: Trouble) -> None:
        """Something around the session failed or came back."""
        self._troubles.put(trouble)

    def interrupt(self) -> None:
        """Ctrl-C: keep what was done, and end."""
        self._interrupted.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            self.outcome = self._play()
            self._fade()
        except BaseException as error:  # noqa: BLE001 - it is raised again by whoever waits for the end
            self.error = error
            self.outcome = Outcome.FAILED
        finally:
            self._on_end()

    def _play(self) -> Outcome:
        goodbye_until: float | None = None
        while not self._conductor.ended:
            block = self._blocks.read(READ_S)
            for news in self._blocks.news():
                self._conductor.happened(_TROUBLES[news.change])
            if self._opened and not self._troubles.empty():
                self._conductor.happened(self._troubles.get())
            if block is not None:
                self._take(block)
            self._take_keys()
            now = time.monotonic()
            self._watch_clock(now)
            if self._interrupted.is_set() and goodbye_until is None:
                goodbye_until = now + GOODBYE_S
                self._conductor.interrupt()
            elif goodbye_until is not None and now > goodbye_until:
                self._end_at_once()
        return Outcome.ENDED if goodbye_until is None else Outcome.INTERRUPTED

    def _watch_clock(self, now: float) -> None:
        """Tell where another time of day was set, or the computer had slept."""
        ahead_s = self._wall_s() - now
        if self._wall_ahead_s is not None and abs(ahead_s - self._wall_ahead_s) > JUMPED_S:
            self._conductor.clock_jumped()
            self._wall_ahead_s = ahead_s
        elif self._wall_ahead_s is None:
            self._wall_ahead_s = ahead_s

    def _end_at_once(self) -> None:
        """The first interruption says goodbye, the second does not wait for it."""
        while not self._conductor.ended:
            self._conductor.interrupt()

    def _fade(self) -> None:
        until = self._position + FADE_S * self._blocks.rate_hz
        while (block := self._blocks.read(READ_S)) is not None and block.frame < until:
            pass

    def _take(self, block: Captured) -> None:
        """Hand a block to the conductor, which opens once sound flows.

        Blocks that were dropped are made up for by silence, so that frames stay frames of the stream.
        """
        end = block.frame + len(block.played)
        if not self._opened:
            waits = HEARS_S if self._blocks.hears and block.samples is None else FLOWS_S
            if end < waits * self._blocks.rate_hz:
                return
            self._opened = True
            self._on_listening()
            self._conductor.open()
        missing = min(block.frame - self._position, round(_LONGEST_GAP_S * self._blocks.rate_hz))
        if missing > 0:
            silence = np.zeros(missing, np.float32)
            self._waiting.append(Captured(self._position, None if block.samples is None else silence, silence))
        self._waiting.append(block)
        self._position = end
        if sum(len(one.played) for one in self._waiting) >= HANDED_OVER_S * self._blocks.rate_hz:
            played = np.concatenate([one.played for one in self._waiting])
            heard = None
            if any(one.samples is not None for one in self._waiting):
                heard = np.concatenate([one.heard for one in self._waiting])
            self._waiting.clear()
            self._conductor.advance(heard, played)

    def _take_keys(self) -> None:
        while not self._conductor.ended:
            try:
                touch = self._pressed.get_nowait()
            except queue.Empty:
                return
            heard = self._touches.heard(touch, self._conductor.moment())
            if heard is not None:
                self._conductor.press(heard)
