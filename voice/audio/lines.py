"""The ends of a session's sound as lines: opened in the best way there is, lost, tried again, changed, slowed down.

Everything here happens on the thread that reads the device.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from voice.audio.joint import Joint
from voice.audio.line import Line, Stream
from voice.audio.listing import End, Listing, SoundDevice, through_server
from voice.audio.ports import Change, Health, News, Outlook, Ports, Put, Renderer, StreamPlan
from voice.errors import DeviceError

RETRY_S = 2.0
"""How often a lost end is tried."""
RAISED_BY = 2.0
MOST_LATENCY_S = 0.2
RAISED_AFTER = 2
RAISED_WITHIN_S = 20.0
"""So many blocks that came too late within so many seconds, and sound is buffered longer from then on."""
SETTLES_S = 3.0
"""What is lost so soon after opening says nothing of the machine: a sound server that wakes is uneven."""


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


@dataclass(frozen=True, slots=True)
class Means:
    """What lines are opened with."""

    driver: Driver
    renderer: Renderer | None
    rate_hz: int
    put: Put
    clock: Callable[[], float]


class Lines:
    """The open streams of both ends; owned by one thread. Times are those of the clock."""

    def __init__(self, plan: StreamPlan, means: Means, joint: Joint) -> None:
        """`joint` is told when the microphone comes and goes."""
        self.wanted = plan.ports.ends
        self.plan = plan
        """Its latency may grow."""
        self.news: deque[News] = deque()
        self._means = means
        self._joint = joint
        self._lines: dict[End, Line] = {}
        """The ends that are open; both are one where they share a stream."""
        self._retry_at = dict.fromkeys(self.wanted, 0.0)
        self._past = Health(0, 0, 0, 0)
        """Of the streams that are closed."""
        self._outlook: Outlook | None = None
        self._silent = False
        """Whether there has been no loudspeaker for longer than an attempt to open it again takes."""

    def at(self, end: End) -> Line | None:
        """The open line of this end."""
        return self._lines.get(end)

    @property
    def lacks_a_loudspeaker(self) -> bool:
        """Whether there should be one and is none."""
        return End.OUTPUT in self.wanted and End.OUTPUT not in self._lines

    @property
    def health(self) -> Health:
        """The counts of all streams so far."""
        counted = self._past
        for line in set(self._lines.values()):
            counted += line.stream.health
        return counted

    def open(self, spare: frozenset[End]) -> None:
        """Open every end that is wanted; one of `spare` may be missing. Raises DeviceError."""
        for end in self.wanted:
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
        """Close every line."""
        for end in list(self._lines):
            self._shut(end)

    def excuse(self) -> None:
        """Nobody looked for a while: nothing can be said of the streams."""
        for line in self._lines.values():
            line.excuse(self._means.clock())

    def mind(self) -> None:
        """Close what is dead, give a slow machine more sound ahead, and try what is missing."""
        now = self._means.clock()
        for end, line in list(self._lines.items()):
            if self._lines.get(end) is line and line.is_dead(now):
                self._lose(end)
        self._raise_latency(now)
        for end in self.wanted:
            if end not in self._lines and now >= self._retry_at[end]:
                self._try_again(end)

    def take(self, outlook: Outlook) -> None:
        """Take in what the system offers now."""
        known, self._outlook = self._outlook, outlook
        for end in self.wanted:
            there, before = outlook.at(end), None if known is None else known.at(end)
            if end not in self._lines:
                self._retry_at[end] = 0.0 if there is not None else self._retry_at[end]
            elif there is None and outlook.certain:
                self._lose(end)
            elif there is not None and before is not None and there != before and outlook.still_has(before):
                self._changed(end, there)

    def _changed(self, end: End, name: str) -> None:
        """The system's choice is another: a sound server has moved the stream along, others have not."""
        line = self._lines[end]
        if not line.served:
            self._retry_at[end] = 0.0
            self._shut(end)
            self._try_again(end, tell=False)
        change = Change.LOUDSPEAKER_CHANGED if end is End.OUTPUT else Change.MICROPHONE_CHANGED
        self.news.append(News(change, name))

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
            if self._outlook is not None and self._outlook.devices - self._means.driver.devices().names():
                self._restart()
            self._open_best(end)
        except DeviceError:
            self._missing(end)
            return
        if End.OUTPUT not in self._lines or not (tell and (end is End.OUTPUT or self._silent)):
            return
        self.news.append(News(Change.LOUDSPEAKER_BACK if self._silent else Change.REOPENED))
        self._silent = False

    def _missing(self, end: End) -> None:
        self._retry_at[end] = self._means.clock() + RETRY_S
        if end is End.OUTPUT and not self._silent:
            self._silent = True
            self.news.append(News(Change.LOUDSPEAKER_LOST))

    def _restart(self) -> None:
        """PortAudio's list is frozen while it runs: everything is closed, and opened again from a new one."""
        for end in list(self._lines):
            self._shut(end)
            self._retry_at[end] = 0.0
        self._means.driver.restart()

    def _raise_latency(self, now: float) -> None:
        line = self._lines.get(End.OUTPUT)
        if line is None or self.plan.latency_s >= MOST_LATENCY_S:
            return
        if line.late_blocks(now, SETTLES_S, RAISED_WITHIN_S) < RAISED_AFTER:
            return
        self.plan = replace(self.plan, latency_s=min(MOST_LATENCY_S, RAISED_BY * self.plan.latency_s))
        ends = [one for one, other in self._lines.items() if other is line]
        self._shut(End.OUTPUT)
        for end in ends:
            self._retry_at[end] = 0.0
            self._try_again(end, tell=False)
        self.news.append(News(Change.LATENCY_RAISED, f"{self.plan.latency_s * 1000:.0f} ms"))

    def _open_best(self, end: End) -> None:
        """Both ends in one stream where that can be, else this one. Raises DeviceError."""
        if not self._lines and self._shares_a_stream():
            try:
                self._open(Ports.BOTH)
                return
            except DeviceError:
                pass  # it may still open alone
        self._open(Ports.alone(end))

    def _open(self, ports: Ports) -> None:
        stream = self._means.driver.open(
            replace(self.plan, ports=ports), self._means.renderer, self._means.rate_hz, self._means.put
        )
        line = Line(stream, self._means.clock(), served=self._through_server())
        for end in ports.ends:
            self._lines[end] = line
        if End.INPUT in ports.ends:
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

    def _is_there(self, end: End) -> bool:
        return self._outlook is None or self._outlook.at(end) is not None

    def _shares_a_stream(self) -> bool:
        """Whether one device does both. A sound server's way in and out is one only in name."""
        if len(self.wanted) < 2:
            return False
        one, other = map(self._used, self.wanted)
        return one is not None and one == other and not through_server(one)

    def _used(self, end: End) -> SoundDevice | None:
        """The device that the driver's list has for this end."""
        name = self.plan.device(end)
        return self._means.driver.devices().used(end, None if name is None else str(name))

    def _through_server(self) -> bool:
        used = map(self._used, self.wanted)
        return all(device is not None and through_server(device) for device in used)
