"""The mixer: narration, beat and earcons in one stream, at exact frames.

The same object renders for the loudspeaker (called by the audio callback) and for the simulated room (in a loop).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from voice.audio.beat_bus import BeatBus, Word
from voice.audio.buses import EarconBus, NarrationBus
from voice.audio.earcons import beat_tones
from voice.audio.limiter import soft_limit
from voice.audio.orders import (
    MAX_VOLUME_DB,
    MIN_VOLUME_DB,
    Duck,
    Earcon,
    Hush,
    Order,
    Phase,
    Play,
    PlayEarcon,
    Report,
    SetCueWords,
    SetTempo,
    SetVolume,
    StartBeat,
    StopBeat,
)
from voice.audio.ramp import Gain, Ramp
from voice.audio.sounding import Sound
from voice.narration.clip import Clip

MOST_ORDERS = 256
MOST_REPORTS = 4096
"""A beat makes at most 6 reports a second: over ten minutes of nobody asking."""

_DUCKED = 10 ** (-12 / 20)
_DUCK_S = 0.03
_LOOK_AHEAD_S = 0.02
"""With the beat running, narration begins this much after its order, so that tones are on their way down by then."""
_VOLUME_S = 0.06
"""Narration that begins with a change of volume waits for it."""

_Ready = Sound | Mapping[Phase, Word] | None
"""What an order plays, made ready by the thread that posted it."""


class Mixer:
    """One stream of sound for one session.

    Threads: `render` belongs to one thread, the audio callback or the room's; it takes no lock, and allocates a few
    blocks at most. `post` and `reports` may be called from any threads.

    Queues: at most 256 orders wait for the next block. When nobody renders (the device is gone) and more are posted,
    the oldest are dropped, since the latest say what is wanted now; a clip dropped so has no reports. At most 4096
    reports wait; beyond that the oldest are dropped. `dropped_orders` and `dropped_reports` count them.
    """

    def __init__(self, rate_hz: int, earcons: Mapping[Earcon, NDArray[np.float32]], volume_db: float = 0.0) -> None:
        """`earcons` as made by `voice.audio.earcons.earcons(rate_hz)`; `volume_db` as in `SetVolume`."""
        self.rate_hz = rate_hz
        self.dropped_orders = 0
        self.dropped_reports = 0
        self._position = 0
        self._orders: deque[tuple[Order, _Ready]] = deque(maxlen=MOST_ORDERS)
        self._reports: deque[Report] = deque(maxlen=MOST_REPORTS)
        self._narration = NarrationBus(rate_hz)
        self._beat = BeatBus(rate_hz, beat_tones(rate_hz))
        self._earcons = EarconBus(rate_hz, earcons)
        self._volume = Ramp(_gain(volume_db), round(rate_hz * _VOLUME_S))
        self._speech_duck = Ramp(1.0, round(rate_hz * _DUCK_S))
        self._tone_duck = Ramp(1.0, round(rate_hz * _DUCK_S))

    @property
    def position(self) -> int:
        """Frames rendered so far."""
        return self._position

    def post(self, order: Order) -> None:
        """Hand over an order for the next block; returns at once (1 ms for each second of a clip it makes ready).

        Raises ValueError for a clip at another rate than the stream's.
        """
        ready = self._made_ready(order)
        if len(self._orders) == MOST_ORDERS:
            self.dropped_orders += 1
        self._orders.append((order, ready))

    def reports(self) -> list[Report]:
        """What has happened since the last call, in the order of its frames."""
        told: list[Report] = []
        while True:
            try:
                told.append(self._reports.popleft())
            except IndexError:
                return told

    def render(self, frames: int) -> NDArray[np.float32]:
        """The next block, shape (frames,), within [-0.98, 0.98]; orders posted so far act from its first frame on."""
        begin, end = self._position, self._position + frames
        self._take_orders(begin)
        sounded = self._beat.advance(end, self._narration.until)
        out = np.zeros(frames, np.float32)
        if self._narration.sounding or self._beat.sounding or self._earcons.sounding:
            volume = self._volume.over(begin, end)
            speech = volume * self._speech_duck.over(begin, end)
            self._narration.mix(out, begin, speech)
            self._beat.mix(out, begin, volume * self._tone_gain(begin, end), speech)
            self._earcons.mix(out, begin, volume)
            soft_limit(out)
        self._tell([*self._narration.finished(end), *self._beat.finished(end), *sounded, *self._earcons.finished(end)])
        self._position = end
        return out

    def _made_ready(self, order: Order) -> _Ready:
        if isinstance(order, Play):
            self._check(order.clip)
            return Sound.prepared(order.clip.samples, self.rate_hz)
        if isinstance(order, StartBeat | SetTempo) and order.cues is not None:
            for phase in Phase:
                self._check(order.cues.of(phase))
            return {phase: Word.of(order.cues.of(phase)) for phase in Phase}
        return None

    def _take_orders(self, frame: int) -> None:
        for _ in range(len(self._orders)):  # not more than there are: a busy poster must not hold up the block
            order, ready = self._orders.popleft()
            self._take(order, ready, frame)

    def _take(self, order: Order, ready: _Ready, frame: int) -> None:
        match order:
            case Play():
                assert isinstance(ready, Sound)
                self._play(order.id, ready, frame)
            case Hush():
                self._narration.hush(frame)
                self._beat.quieten(frame)
            case StartBeat():
                assert isinstance(ready, Mapping)
                self._beat.start(frame, order.rate_cpm, ready, order.words, round(order.lead_s * self.rate_hz))
            case StopBeat():
                self._beat.stop(frame)
            case SetTempo():
                self._beat.retime(frame, order.rate_cpm, ready if isinstance(ready, Mapping) else None)
            case SetCueWords():
                self._beat.speak(frame, order.words)
            case PlayEarcon():
                self._earcons.play(order.name, frame)
            case SetVolume():
                self._volume.go(frame, _gain(order.db))
            case Duck():
                self._speech_duck.go(frame, _DUCKED if order.on else 1.0)
            case _:
                assert_never(order)

    def _play(self, clip_id: int, sound: Sound, frame: int) -> None:
        lead = round(_LOOK_AHEAD_S * self.rate_hz) if self._beat.running or self._beat.sounding else 0
        lead = max(lead, self._volume.arrives - frame, self._earcons.until - frame)  # no word covers a chime
        self._narration.play(clip_id, sound, frame, lead)
        self._beat.quieten(frame)
        self._tone_duck.go(frame, _DUCKED)

    def _tone_gain(self, begin: int, end: int) -> Gain:
        """Tones lie lower while narration sounds, and come back from its last frame on."""
        over = self._narration.until
        if self._tone_duck.target == 1.0 or over >= end:
            return self._tone_duck.over(begin, end)
        turn = max(begin, over)
        before = np.broadcast_to(self._tone_duck.over(begin, turn), turn - begin)
        self._tone_duck.go(turn, 1.0)
        return np.concatenate((before, np.broadcast_to(self._tone_duck.over(turn, end), end - turn)))

    def _tell(self, told: list[Report]) -> None:
        for report in sorted(told, key=lambda report: report.frame):
            if len(self._reports) == MOST_REPORTS:
                self.dropped_reports += 1
            self._reports.append(report)

    def _check(self, clip: Clip) -> None:
        if len(clip.samples) and clip.rate_hz != self.rate_hz:
            raise ValueError(f"the clip {clip.text!r} is at {clip.rate_hz} Hz, the stream at {self.rate_hz} Hz")


def _gain(db: float) -> float:
    return float(10 ** (min(MAX_VOLUME_DB, max(MIN_VOLUME_DB, db)) / 20))
