"""The microphone and the loudspeaker of a session, whatever becomes of them: opened, lost, found again, changed.

One stream with one clock where one device does both, else two streams, whose frames the joint brings together. Without
a loudspeaker the renderer is taken along by the wall clock, so that the session goes on.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import numpy as np

from voice.audio.joint import Joint
from voice.audio.line import FLOWS_S
from voice.audio.lines import Driver, Lines, Means
from voice.audio.listing import End
from voice.audio.portaudio import PortAudio
from voice.audio.ports import (
    MOST_BLOCKS,
    Captured,
    DeviceName,
    Health,
    Heard,
    News,
    Outlook,
    Played,
    Ports,
    Renderer,
    StreamPlan,
)
from voice.audio.sound_clock import SoundClock

DEFAULT_RATE_HZ = 48_000
DEFAULT_LATENCY_S = 0.03
"""With the block it makes 40 ms to the loudspeaker: 8.7 ms lost 10 blocks a minute on virtual devices, and after a
barge-in all must be silent within 50 ms."""
_MINDED_S = 0.05
_RUN_S = 0.01


class Device:
    """A context manager that opens on entering and closes on leaving; owned by one thread but for `expect`.

    `read` gives what was heard and played, and minds the streams meanwhile: one that ends or gives nothing for a
    second is opened again, every two seconds until it can be. `news` tells of it. What was heard and played waits in a
    queue of at most 1000 blocks an end; when it is full the oldest is dropped and counted, and `Captured.frame` shows
    the gap.
    """

    def __init__(
        self,
        renderer: Renderer | None,
        *,
        ports: Ports = Ports.BOTH,
        rate_hz: int = DEFAULT_RATE_HZ,
        latency_s: float = DEFAULT_LATENCY_S,
        input_device: DeviceName = None,
        output_device: DeviceName = None,
        driver: Driver | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`renderer` may be None only for `Ports.MICROPHONE` (ValueError)."""
        if renderer is None and ports is not Ports.MICROPHONE:
            raise ValueError("a stream with a loudspeaker needs a renderer")
        self.rate_hz = rate_hz
        self._renderer = renderer
        self._clock = clock
        self._blocks: queue.SimpleQueue[Heard | Played] = queue.SimpleQueue()
        self._most_blocks = MOST_BLOCKS * (2 if ports is Ports.BOTH else 1)
        self._dropped_blocks = 0
        self._sounding = SoundClock(rate_hz)
        self._joint = Joint(rate_hz, plays=renderer is not None)
        plan = StreamPlan(ports, input_device, output_device, latency_s)
        means = Means(PortAudio() if driver is None else driver, renderer, rate_hz, self._put, clock)
        self._lines = Lines(plan, means, self._joint)
        self._expected: queue.SimpleQueue[Outlook] = queue.SimpleQueue()
        self._ran_until = 0.0
        self._minded_at = 0.0

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self, *, spare: frozenset[End] = frozenset()) -> None:
        """Open the ends; one of `spare` may be missing, and is opened when it can be.

        Raises DeviceError, in words that say which device and what to check.
        """
        self._minded_at = self._ran_until = self._clock()
        self._look()
        self._lines.open(spare)

    def close(self) -> None:
        """End the streams, each within two seconds, even when its device no longer answers."""
        self._lines.close()

    def expect(self, outlook: Outlook) -> None:
        """What the system offers now; may be called from any thread."""
        self._expected.put(outlook)

    def read(self, timeout_s: float) -> Captured | None:
        """What was heard and played next, or None when nothing came within `timeout_s` seconds."""
        until = self._clock() + timeout_s
        while True:
            self._drain()
            self._mind()
            captured = self._joint.take()
            left = until - self._clock()
            if captured is not None or left <= 0:
                return captured
            try:
                self._take(self._blocks.get(timeout=min(left, _RUN_S) if self._lines.lacks_a_loudspeaker else left))
            except queue.Empty:
                pass  # there is still what runs by the wall clock

    def news(self) -> list[News]:
        """What has become of the devices since the last call."""
        told = list(self._lines.news)
        self._lines.news.clear()
        return told

    @property
    def hears(self) -> bool:
        """Whether a microphone is open."""
        return self._lines.at(End.INPUT) is not None

    @property
    def plays(self) -> bool:
        """Whether a loudspeaker is open."""
        return self._lines.at(End.OUTPUT) is not None

    @property
    def input_latency_s(self) -> float:
        """What PortAudio says of the open microphone, in seconds; 0 where there is none."""
        line = self._lines.at(End.INPUT)
        return 0.0 if line is None else line.stream.input_latency_s

    @property
    def output_latency_s(self) -> float:
        """What PortAudio says of the open loudspeaker, in seconds; 0 where there is none."""
        line = self._lines.at(End.OUTPUT)
        return 0.0 if line is None else line.stream.output_latency_s

    def heard_at(self, frame: int) -> float | None:
        """When a frame of the renderer's is heard, by this device's clock; None before anything was rendered."""
        return self._sounding.heard_at(frame, self.output_latency_s)

    @property
    def latency_s(self) -> float:
        """What is asked of PortAudio."""
        return self._lines.plan.latency_s

    @property
    def health(self) -> Health:
        """The counts so far."""
        return self._lines.health + Health(0, 0, self._dropped_blocks, 0)

    # ---- blocks

    def _put(self, block: Heard | Played) -> None:
        if self._blocks.qsize() >= self._most_blocks:
            try:
                self._blocks.get_nowait()
                self._dropped_blocks += 1
            except queue.Empty:
                pass  # the reader took it in between
        self._blocks.put(block)

    def _drain(self) -> None:
        while True:
            try:
                self._take(self._blocks.get_nowait())
            except queue.Empty:
                return

    def _take(self, block: Heard | Played) -> None:
        end = End.INPUT if isinstance(block, Heard) else End.OUTPUT
        line = self._lines.at(end)
        if isinstance(block, Heard):
            if line is not None:
                line.gave(len(block.samples) / line.stream.rate_hz, self._clock())
                self._joint.hear(block)
            return
        if line is not None:
            line.gave(len(block.samples) / self.rate_hz, self._clock())
            self._ran_until = self._clock()
        self._sounding.took(block.frame, self._clock())
        self._joint.play(block)

    # ---- time

    def _mind(self) -> None:
        now = self._clock()
        if now - self._minded_at >= _MINDED_S:
            if now - self._minded_at > FLOWS_S:  # we slept ourselves
                self._lines.excuse()
            self._minded_at = now
            self._look()
            self._lines.mind()
        if self._lines.lacks_a_loudspeaker:
            self._run_by_the_wall_clock(now)

    def _look(self) -> None:
        while True:
            try:
                self._lines.take(self._expected.get_nowait())
            except queue.Empty:
                return

    def _run_by_the_wall_clock(self, now: float) -> None:
        assert self._renderer is not None
        frames = round(self.rate_hz * _RUN_S)
        if now - self._ran_until > FLOWS_S:
            self._ran_until = now - FLOWS_S  # what was slept through is not made up for
        while now - self._ran_until >= _RUN_S:
            self._ran_until += _RUN_S
            position = self._renderer.position
            self._renderer.render(frames)
            self._take(Played(position, np.zeros(frames, np.float32)))  # nothing sounded
