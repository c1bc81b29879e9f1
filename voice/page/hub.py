"""Between the session and its pages: the latest view, the last beats, the sound of the last seconds.

What is told never waits for a page, and a page that is slow misses what is old. Everything is numbered, so that each
page takes what came since it looked last.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from voice.audio.orders import Phase
from voice.screen.view import View

_KEPT_BEATS = 6
_KEPT_SOUNDS = 40
"""Pieces of a tenth of a second: a page that is later than that misses some."""

Wake = Callable[[], None]
"""Told that there is something new; called on any thread, and never waits."""


@dataclass(frozen=True, slots=True)
class BeatAt:
    """A beat whose first sample sounds at `at_s` of `time.monotonic`; `frame` is that sample's number in the sound."""

    number: int
    phase: Phase
    at_s: float
    length_s: float
    frame: int


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """A piece of the loudspeaker's sound: 16-bit samples, the first of them number `frame`."""

    number: int
    frame: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class News:
    """All that is known at one moment; beats and pieces of sound are those that came after a number."""

    view: View | None
    beats: tuple[BeatAt, ...]
    sounds: tuple[SoundPiece, ...]
    ended: bool


class Hub:
    """The latest of everything that pages show; every method may be called on any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wakes: list[Wake] = []
        self._number = 0
        self._view: View | None = None
        self._beats: deque[BeatAt] = deque(maxlen=_KEPT_BEATS)
        self._sounds: deque[SoundPiece] = deque(maxlen=_KEPT_SOUNDS)
        self._ended = False

    def show(self, view: View) -> None:
        """The view of this moment."""
        with self._changed:
            self._view = view
            self._wake()

    def beat(self, phase: Phase, at_s: float, length_s: float, frame: int) -> None:
        """A beat that sounds soon, or has begun to."""
        with self._changed:
            self._number += 1
            self._beats.append(BeatAt(self._number, phase, at_s, length_s, frame))
            self._wake()

    def sound(self, frame: int, samples: bytes) -> None:
        """The next piece of the loudspeaker's sound."""
        with self._changed:
            self._number += 1
            self._sounds.append(SoundPiece(self._number, frame, samples))
            self._wake()

    def end(self) -> None:
        """The session is over, and nothing more comes."""
        with self._changed:
            self._ended = True
            self._wake()

    def news(self, after: int) -> News:
        """All that is known now; of beats and sound what has a number over `after`."""
        with self._changed:
            beats = tuple(beat for beat in self._beats if beat.number > after)
            sounds = tuple(piece for piece in self._sounds if piece.number > after)
            return News(self._view, beats, sounds, self._ended)

    @contextmanager
    def watched(self, wake: Wake) -> Iterator[None]:
        """Have `wake` called whenever there is something new, and at once, while the block runs."""
        with self._changed:
            self._wakes.append(wake)
            self._changed.notify_all()
        wake()
        try:
            yield
        finally:
            with self._changed:
                self._wakes.remove(wake)
                self._changed.notify_all()

    def wait_for_page(self, timeout_s: float) -> bool:
        """Whether a page watches, waiting so long for the first."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._wakes), timeout_s)

    def wait_for_none(self, timeout_s: float) -> bool:
        """Whether no page watches any more, waiting so long for the last to go."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._wakes, timeout_s)

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()
