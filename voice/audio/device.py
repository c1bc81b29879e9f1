"""The microphone and the loudspeaker of a session, whatever becomes of them: opened, lost, found again, changed.

One stream with one clock where one device does both, else two streams, whose frames the joint brings together. Without
a loudspeaker the renderer is taken along by the wall clock, so that the session goes on.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Protocol, Self

from voice.audio.joint import Joint
from voice.audio.line import FLOWS_S, Line, Stream
from voice.audio.listing import End, Listing, SoundDevice, through_server
from voice.audio.portaudio import PortAudio
from voice.audio.ports import (
    MOST_BLOCKS,
    Captured,
    Change,
    DeviceName,
    Health,
    Heard,
    News,
    Outlook,
    Played,
    Ports,
    Put,
    Renderer,
    StreamPlan,
)
from voice.errors import DeviceError

DEFAULT_RATE_HZ = 48_000
DEFAULT_LATENCY_S = 0.03
"""With the block it makes 40 ms to the loudspeaker: 8.7 ms lost 10 blocks a minute on virtual devices, and after a
barge-in all must be silent within 50 ms."""
RETRY_S = 2.0
"""How often a lost end is tried."""
RAISED_BY = 2.0
MOST_LATENCY_S = 0.2
RAISED_AFTER = 2
RAISED_WITHIN_S = 20.0
"""So many blocks that came too late within so many seconds, and sound is buffered longer from then on."""
SETTLES_S = 3.0
"""What is lost so soon after opening says nothing of the machine: a sound server that wakes is uneven."""
_MINDED_S = 0.05
_RUN_S = 0.01
_ENDS = {
    Ports.BOTH: (End.OUTPUT, End.INPUT),
    Ports.SPEAKER: (End.OUTPUT,),
    Ports.MICROPHONE: (End.INPUT,),
}


class Driver(Protocol):
    """What opens streams: `voice.audio.portaudio.PortAudio`."""

    def open(self, plan: StreamPlan, renderer: Renderer | None, rate_hz: int, put: Put) -> Stream:
        """A running stream. Raises DeviceError."""
        ...

    def devices(self) -> Listing:
        """The devices that it knows of."""
        ...

    def restart(self) -> None:
        """Look for devices again; no stream may be open. Raises DeviceError."""
        ...


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
        self._plan = StreamPlan(ports, input_device, output_device, latency_s)
        self._driver = PortAudio() if driver is None else driver
        self._clock = clock
        self._wanted = _ENDS[ports]
        self._lines: dict[End, Line] = {}
        """The ends that are open; both are one where they share a stream."""
        self._retry_at = dict.fromkeys(self._wanted, 0.0)
        self._blocks: queue.SimpleQueue[Heard | Played] = queue.SimpleQueue()
        self._dropped_blocks = 0
        self._past = Health(0, 0, 0, 0)
        """Of the streams that are closed."""
        self._joint = Joint(rate_hz, plays=renderer is not None)
        self._news: deque[News] = deque()
        self._outlook: Outlook | None = None
        self._expected: queue.SimpleQueue[Outlook] = queue.SimpleQueue()
        self._ran_until = 0.0
        self._minded_at = 0.0
        self._silent = False
        """Whether there has been no loudspeaker for longer than an attempt to open it again takes."""

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
        for end in self._wanted:
            if end in self._lines:
                continue  # it came with the other
            try:
                if not self._is_there(end) and self._used(end) is not None:
                    raise DeviceError(f"There is no {end.noun}: connect one, or name it with --{end.value}-device.")
                self._open_best(end)  # which says what is wrong with a name
            except DeviceError:
                if end not in spare:
                    self.close()
                    raise
                self._missing(end)

    def close(self) -> None:
        """End the streams, each within two seconds, even when its device no longer answers."""
        for end in list(self._lines):
            self._shut(end)

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
                self._take(self._blocks.get(timeout=min(left, _RUN_S) if self._runs_by_the_wall_clock else left))
            except queue.Empty:
                pass  # there is still what runs by the wall clock

    def news(self) -> list[News]:
        """What has become of the devices since the last call."""
        told = list(self._news)
        self._news.clear()
        return told

    @property
    def hears(self) -> bool:
        """Whether a microphone is open."""
        return End.INPUT in self._lines

    @property
    def plays(self) -> bool:
        """Whether a loudspeaker is open."""
        return End.OUTPUT in self._lines

    @property
    def input_latency_s(self) -> float:
        """What PortAudio says of the open microphone, in seconds; 0 where there is none."""
        line = self._lines.get(End.INPUT)
        return 0.0 if line is None else line.stream.input_latency_s

    @property
    def output_latency_s(self) -> float:
        """What PortAudio says of the open loudspeaker, in seconds; 0 where there is none."""
        line = self._lines.get(End.OUTPUT)
        return 0.0 if line is None else line.stream.output_latency_s

    @property
    def latency_s(self) -> float:
        """What is asked of PortAudio."""
        return self._plan.latency_s

    @property
    def clock_ratio(self) -> float:
        """By how much the microphone's clock is found to be faster than the loudspeaker's, as a share."""
        return self._joint.correction

    @property
    def health(self) -> Health:
        """The counts so far."""
        counted = self._past + Health(0, 0, self._dropped_blocks, 0)
        for line in set(self._lines.values()):
            counted += line.stream.health
        return counted

    # ---- blocks

    def _put(self, block: Heard | Played) -> None:
        if self._blocks.qsize() >= MOST_BLOCKS * len(self._wanted):
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
        line = self._lines.get(end)
        if isinstance(block, Heard):
            if line is not None:
                line.gave(len(block.samples) / line.stream.rate_hz, self._clock())
                self._joint.hear(block)
            return
        if line is not None:
            line.gave(len(block.samples) / self.rate_hz, self._clock())
            self._ran_until = self._clock()
        self._joint.play(block)

    # ---- what becomes of the devices

    def _mind(self) -> None:
        now = self._clock()
        if now - self._minded_at >= _MINDED_S:
            if now - self._minded_at > FLOWS_S:  # we slept ourselves: nothing can be said of the streams
                for line in self._lines.values():
                    line.excuse(now)
            self._minded_at = now
            self._look()
            for end, line in list(self._lines.items()):
                if self._lines.get(end) is line and line.is_dead(now):
                    self._lose(end)
            self._raise_latency(now)
            for end in self._wanted:
                if end not in self._lines and now >= self._retry_at[end]:
                    self._try_again(end)
        if self._runs_by_the_wall_clock:
            self._run_by_the_wall_clock(now)

    def _look(self) -> None:
        """Take in what the system offers now."""
        known = self._outlook
        while True:
            try:
                self._outlook = self._expected.get_nowait()
            except queue.Empty:
                break
        if self._outlook is None or self._outlook is known:
            return
        for end in self._wanted:
            there, before = self._outlook.at(end), None if known is None else known.at(end)
            if end not in self._lines:
                self._retry_at[end] = 0.0 if there is not None else self._retry_at[end]
            elif there is None and self._outlook.certain:
                self._lose(end)
            elif there is not None and before is not None and there != before and self._outlook.still_has(before):
                self._changed(end, there)

    def _changed(self, end: End, name: str) -> None:
        """The system's choice is another: a sound server has moved the stream along, others have not."""
        line = self._lines[end]
        if not line.served:
            self._retry_at[end] = 0.0
            self._shut(end)
            self._try_again(end, tell=False)
        change = Change.LOUDSPEAKER_CHANGED if end is End.OUTPUT else Change.MICROPHONE_CHANGED
        self._news.append(News(change, name))

    def _lose(self, end: End) -> None:
        """An end is gone; often it can be opened again at once."""
        ends = [one for one, line in self._lines.items() if line is self._lines[end]]
        self._shut(end)
        for one in ends:
            self._retry_at[one] = 0.0
            self._try_again(one)

    def _try_again(self, end: End, *, tell: bool = True) -> None:
        if end in self._lines:
            return  # it came with the other
        try:
            if not self._is_there(end):
                raise DeviceError(f"There is no {end.noun}.")
            if self._outlook is not None and self._outlook.devices - self._driver.devices().names():
                self._restart()
            self._open_best(end)
        except DeviceError:
            self._missing(end)
            return
        if End.OUTPUT not in self._lines or not (tell and (end is End.OUTPUT or self._silent)):
            return
        self._news.append(News(Change.LOUDSPEAKER_BACK if self._silent else Change.REOPENED))
        self._silent = False

    def _missing(self, end: End) -> None:
        self._retry_at[end] = self._clock() + RETRY_S
        if end is End.OUTPUT and not self._silent:
            self._silent = True
            self._news.append(News(Change.LOUDSPEAKER_LOST))

    def _restart(self) -> None:
        """PortAudio's list is frozen while it runs: everything is closed, and opened again from a new one."""
        for end in list(self._lines):
            self._shut(end)
            self._retry_at[end] = 0.0
        self._driver.restart()

    def _raise_latency(self, now: float) -> None:
        line = self._lines.get(End.OUTPUT)
        if line is None or self._plan.latency_s >= MOST_LATENCY_S:
            return
        if line.late_blocks(now, SETTLES_S, RAISED_WITHIN_S) < RAISED_AFTER:
            return
        self._plan = replace(self._plan, latency_s=min(MOST_LATENCY_S, RAISED_BY * self._plan.latency_s))
        ends = [one for one, other in self._lines.items() if other is line]
        self._shut(End.OUTPUT)
        for end in ends:
            self._retry_at[end] = 0.0
            self._try_again(end, tell=False)
        self._news.append(News(Change.LATENCY_RAISED, f"{self._plan.latency_s * 1000:.0f} ms"))

    @property
    def _runs_by_the_wall_clock(self) -> bool:
        return End.OUTPUT in self._wanted and End.OUTPUT not in self._lines

    def _run_by_the_wall_clock(self, now: float) -> None:
        assert self._renderer is not None
        frames = round(self.rate_hz * _RUN_S)
        if now - self._ran_until > FLOWS_S:
            self._ran_until = now - FLOWS_S  # what was slept through is not made up for
        while now - self._ran_until >= _RUN_S:
            self._ran_until += _RUN_S
            position = self._renderer.position
            self._take(Played(position, self._renderer.render(frames)))

    # ---- streams

    def _open_best(self, end: End) -> None:
        """Both ends in one stream where that can be, else this one. Raises DeviceError."""
        if not self._lines and self._shares_a_stream():
            try:
                self._open(Ports.BOTH)
                return
            except DeviceError:
                pass  # it may still open alone
        self._open(_alone(end))

    def _open(self, ports: Ports) -> None:
        stream = self._driver.open(replace(self._plan, ports=ports), self._renderer, self.rate_hz, self._put)
        line = Line(stream, self._clock(), served=self._through_server())
        for end in _ENDS[ports]:
            self._lines[end] = line
        if End.INPUT in _ENDS[ports]:
            self._joint.connect(stream.rate_hz, own_clock=ports is not Ports.BOTH)

    def _shut(self, end: End) -> None:
        """Close the stream of this end, and with it of the other where they share it."""
        line = self._lines.get(end)
        if line is None:
            return
        line.stream.close()
        self._past += line.stream.health
        for one in [one for one, other in self._lines.items() if other is line]:
            del self._lines[one]
            if one is End.INPUT:
                self._joint.disconnect()
        self._ran_until = self._clock()

    def _is_there(self, end: End) -> bool:
        return self._outlook is None or self._outlook.at(end) is not None

    def _shares_a_stream(self) -> bool:
        """Whether one device does both. A sound server's way in and out is one only in name."""
        if len(self._wanted) < 2:
            return False
        one, other = map(self._used, self._wanted)
        return one is not None and one == other and not through_server(one)

    def _used(self, end: End) -> SoundDevice | None:
        """The device that the driver's list has for this end."""
        name = self._plan.device(end)
        return self._driver.devices().used(end, None if name is None else str(name))

    def _through_server(self) -> bool:
        used = map(self._used, self._wanted)
        return all(device is not None and through_server(device) for device in used)


def _alone(end: End) -> Ports:
    return Ports.MICROPHONE if end is End.INPUT else Ports.SPEAKER
