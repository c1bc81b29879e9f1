"""What becomes of the devices of a session: found, lost, back, changed, and a machine too slow for its sound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from voice.audio.device import DEFAULT_LATENCY_S, Device
from voice.audio.line import LOST_S, SERVED_LOST_S
from voice.audio.lines import RETRY_S, SETTLES_S
from voice.audio.listing import End, Listing, SoundDevice
from voice.audio.ports import (
    MOST_BLOCKS,
    Captured,
    Change,
    Health,
    Heard,
    Outlook,
    Played,
    Ports,
    Put,
    Renderer,
    StreamPlan,
)
from voice.errors import DeviceError

RATE_HZ = 48_000
BLOCK = 480
HEADSET = SoundDevice(0, "Headset: USB Audio (hw:1,0)", "ALSA", 1, 2, 48_000.0, 0.01, 0.01)
SERVER = SoundDevice(0, "pulse", "ALSA", 32, 32, 44_100.0, 0.01, 0.01)
MICROPHONE = SoundDevice(0, "Webcam: USB Audio (hw:2,0)", "ALSA", 1, 0, 16_000.0, 0.01, 0.0)
LOUDSPEAKER = SoundDevice(1, "HDMI 0 (hw:0,3)", "ALSA", 0, 2, 48_000.0, 0.0, 0.01)


class Counting:
    """A renderer whose samples are their own frame numbers, in thousandths."""

    def __init__(self) -> None:
        self.position = 0

    def render(self, frames: int) -> np.ndarray:
        """The next numbers."""
        first, self.position = self.position, self.position + frames
        return np.arange(first, self.position, dtype=np.float32) / 1000


class FakeStream:
    """A stream that gives blocks when it is told to."""

    def __init__(self, plan: StreamPlan, renderer: Renderer | None, put: Put) -> None:
        self.rate_hz = RATE_HZ
        self.ended = threading.Event()
        self.input_latency_s = self.output_latency_s = plan.latency_s
        self.plan = plan
        self.late = 0
        self.closed = False
        self._renderer = renderer
        self._put = put

    @property
    def health(self) -> Health:
        """The blocks that were late."""
        return Health(self.late, 0, 0, 0)

    def close(self) -> None:
        """Give nothing any more."""
        self.closed = True

    def give(self) -> None:
        """One block of each end."""
        if self.closed:
            return
        if self.plan.ports is not Ports.SPEAKER:
            self._put(Heard(np.full(BLOCK, 0.25, np.float32)))
        if self.plan.ports is not Ports.MICROPHONE and self._renderer is not None:
            position = self._renderer.position
            self._put(Played(position, self._renderer.render(BLOCK)))


class FakeDriver:
    """Opens what is plugged in."""

    def __init__(self, *devices: SoundDevice) -> None:
        self.plugged = list(devices)
        self.streams: list[FakeStream] = []
        self.restarts = 0
        self._known = list(devices)

    def open(self, plan: StreamPlan, renderer: Renderer | None, rate_hz: int, put: Put) -> FakeStream:
        """A stream, where every end of the plan is plugged in."""
        for end in plan.ports.ends:
            if not any(device.channels(end) for device in self.plugged if device in self._known):
                raise DeviceError(f"There is no {end.noun}.")
        self.streams.append(FakeStream(plan, renderer, put))
        return self.streams[-1]

    def devices(self) -> Listing:
        """As they were when it was started last."""
        first = {end: next((one.number for one in self._known if one.channels(end)), None) for end in End}
        return Listing(tuple(self._known), first[End.INPUT], first[End.OUTPUT])

    def restart(self) -> None:
        """Look again."""
        assert all(stream.closed for stream in self.streams)
        self.restarts += 1
        self._known = list(self.plugged)

    @property
    def open_streams(self) -> list[FakeStream]:
        """Those that run."""
        return [stream for stream in self.streams if not stream.closed]


class Room:
    """A device, its driver and the time."""

    def __init__(
        self, *devices: SoundDevice, spare: frozenset[End] = frozenset(), outlook: Outlook | None = None
    ) -> None:
        self.now = 100.0
        self.driver = FakeDriver(*devices)
        self.renderer = Counting()
        self.device = Device(self.renderer, driver=self.driver, clock=lambda: self.now)
        if outlook is not None:
            self.device.expect(outlook)
        self.device.open(spare=spare)

    def pass_s(self, seconds: float, act: Callable[[], None] = lambda: None) -> list[Captured]:
        """Time passes in blocks; every stream that runs gives its part. `act` is called before each."""
        captured: list[Captured] = []
        for _ in range(round(seconds * RATE_HZ / BLOCK)):
            act()
            for stream in self.driver.open_streams:
                stream.give()
            self.now += BLOCK / RATE_HZ
            while (block := self.device.read(0.0)) is not None:
                captured.append(block)
        return captured

    @property
    def changes(self) -> list[Change]:
        """What became of the devices."""
        return [news.change for news in self.device.news()]


def hears(captured: list[Captured]) -> bool:
    """Whether the microphone was there in the last block."""
    return captured[-1].samples is not None


def gapless(captured: list[Captured]) -> bool:
    """Whether every frame that was rendered came by once."""
    return all(one.frame + len(one.played) == two.frame for one, two in pairwise(captured))


def test_one_device_that_does_both_is_one_stream_with_one_clock() -> None:
    room = Room(HEADSET)
    (stream,) = room.driver.streams
    assert stream.plan.ports is Ports.BOTH
    captured = room.pass_s(0.1)
    assert hears(captured) and gapless(captured) and len(captured) == 10


@pytest.mark.parametrize("devices", [(SERVER,), (MICROPHONE, LOUDSPEAKER)])
def test_two_devices_or_a_sound_server_are_two_streams(devices: tuple[SoundDevice, ...]) -> None:
    room = Room(*devices)
    assert [stream.plan.ports for stream in room.driver.streams] == [Ports.SPEAKER, Ports.MICROPHONE]
    assert hears(room.pass_s(0.1))


def test_a_block_holds_what_was_heard_and_what_was_played_meanwhile() -> None:
    first, second = Room(HEADSET).pass_s(0.02)
    assert (first.frame, second.frame) == (0, BLOCK)
    assert second.played[0] == np.float32(0.48)
    assert second.samples is not None and set(second.samples) == {0.25}


@pytest.mark.parametrize(("devices", "patience_s"), [((SERVER,), SERVED_LOST_S), ((MICROPHONE, LOUDSPEAKER), LOST_S)])
def test_a_microphone_that_gives_nothing_any_more_is_opened_again(
    devices: tuple[SoundDevice, ...], patience_s: float
) -> None:
    room = Room(*devices)
    room.pass_s(1.0)
    loudspeaker, microphone = room.driver.streams
    microphone.give = lambda: None  # type: ignore[method-assign]
    captured = room.pass_s(patience_s - 0.2)
    assert not microphone.closed
    captured += room.pass_s(0.4)
    assert microphone.closed and not loudspeaker.closed
    assert len(room.driver.open_streams) == 2
    assert hears(room.pass_s(0.5)) and gapless(captured)
    assert room.changes == []


def test_a_microphone_that_is_gone_is_tried_until_it_is_back() -> None:
    room = Room(MICROPHONE, LOUDSPEAKER)
    room.pass_s(1.0)
    room.driver.plugged.remove(MICROPHONE)
    room.driver.streams[1].ended.set()
    captured = room.pass_s(3 * RETRY_S)
    assert not hears(captured) and gapless(captured) and not room.device.hears
    room.driver.plugged.append(MICROPHONE)
    assert hears(room.pass_s(RETRY_S + 0.1))
    assert room.changes == []  # its blocks tell of it


def test_a_loudspeaker_that_is_opened_again_at_once_is_told_as_a_gap() -> None:
    room = Room(SERVER)
    room.pass_s(1.0)
    room.driver.streams[0].ended.set()
    captured = room.pass_s(1.0)
    assert room.changes == [Change.REOPENED]
    assert gapless(captured) and hears(captured)


def test_without_a_loudspeaker_the_session_goes_on_by_the_wall_clock() -> None:
    room = Room(MICROPHONE, LOUDSPEAKER)
    room.pass_s(1.0)
    room.driver.plugged.remove(LOUDSPEAKER)
    room.driver.streams[0].ended.set()
    before = room.renderer.position
    captured = room.pass_s(10.0)
    assert room.changes == [Change.LOUDSPEAKER_LOST]
    assert room.renderer.position - before == pytest.approx(10 * RATE_HZ, abs=0.2 * RATE_HZ)
    assert gapless(captured) and hears(captured)
    assert not captured[-1].played.any()  # what does not sound has no echo
    room.driver.plugged.append(LOUDSPEAKER)
    room.pass_s(RETRY_S + 0.1)
    assert room.changes == [Change.LOUDSPEAKER_BACK]


def test_with_everything_gone_it_goes_on_and_everything_comes_back() -> None:
    room = Room(HEADSET)
    room.pass_s(1.0)
    room.driver.plugged.clear()
    room.driver.streams[0].ended.set()
    captured = room.pass_s(5.0)
    assert gapless(captured) and not hears(captured)
    room.driver.plugged.append(HEADSET)
    assert hears(room.pass_s(RETRY_S + 0.5))
    assert room.changes == [Change.LOUDSPEAKER_LOST, Change.LOUDSPEAKER_BACK]
    assert room.driver.open_streams[0].plan.ports is Ports.BOTH


def test_a_device_that_portaudio_cannot_see_yet_is_found_in_a_fresh_list() -> None:
    room = Room(LOUDSPEAKER, spare=frozenset({End.INPUT}))
    assert not hears(room.pass_s(1.0))
    room.driver.plugged.append(MICROPHONE)
    assert not hears(room.pass_s(2 * RETRY_S))  # its list is frozen
    names = Listing(tuple(room.driver.plugged)).names()
    room.device.expect(Outlook("Webcam", "HDMI 0", names))
    captured = room.pass_s(1.0)
    assert room.driver.restarts == 1
    assert hears(captured) and gapless(captured)
    assert room.changes == [Change.REOPENED]


def test_what_a_server_only_pretends_to_is_not_opened_until_it_is_real() -> None:
    room = Room(SERVER, spare=frozenset({End.INPUT}), outlook=Outlook(None, "Speakers"))
    assert [stream.plan.ports for stream in room.driver.streams] == [Ports.SPEAKER]
    assert not hears(room.pass_s(3 * RETRY_S))
    room.device.expect(Outlook("Headset", "Speakers"))
    assert hears(room.pass_s(0.5))


def test_a_microphone_that_the_server_took_away_is_lost_though_its_stream_goes_on() -> None:
    room = Room(SERVER, outlook=Outlook("Headset", "Speakers"))
    assert hears(room.pass_s(1.0))
    room.device.expect(Outlook(None, "Speakers"))
    assert not hears(room.pass_s(1.0))
    room.device.expect(Outlook("Webcam", "Speakers"))
    assert hears(room.pass_s(0.5))


def test_a_server_moves_the_sound_to_its_new_choice_by_itself() -> None:
    room = Room(SERVER, outlook=Outlook("Headset", "Speakers"))
    room.pass_s(1.0)
    room.device.expect(Outlook("Headset", "HDMI"))
    room.pass_s(0.5)
    assert len(room.driver.streams) == 2
    (news,) = room.device.news()
    assert (news.change, news.detail) == (Change.LOUDSPEAKER_CHANGED, "HDMI")


def test_without_a_server_the_new_choice_is_opened() -> None:
    room = Room(MICROPHONE, LOUDSPEAKER, outlook=Outlook("Webcam", "HDMI 0"))
    room.pass_s(1.0)
    room.device.expect(Outlook("Webcam", "Headphones", room.driver.devices().names()))
    captured = room.pass_s(0.5)
    assert room.driver.streams[0].closed and len(room.driver.open_streams) == 2
    assert room.changes == [Change.LOUDSPEAKER_CHANGED]
    assert gapless(captured)


def test_a_card_in_use_may_be_missing_in_a_fresh_list_and_is_kept() -> None:
    room = Room(HEADSET, outlook=Outlook("Headset", "Headset"))
    room.pass_s(1.0)
    others = frozenset({"hdmi 0 (hw:0,3), alsa"})
    room.device.expect(Outlook(None, None, others))
    room.device.expect(Outlook(None, "HDMI 0", others))
    assert hears(room.pass_s(1.0))
    assert len(room.driver.streams) == 1 and room.changes == []


def test_a_machine_too_slow_for_its_sound_gets_more_of_it_ahead_and_never_less_again() -> None:
    room = Room(HEADSET)
    room.pass_s(SETTLES_S + 0.1)

    def be_late() -> None:
        room.driver.open_streams[0].late += 1

    be_late()
    room.pass_s(1.0)
    assert room.device.latency_s == DEFAULT_LATENCY_S  # once is no sign of it
    be_late()
    room.pass_s(1.0)
    assert room.device.latency_s == pytest.approx(2 * DEFAULT_LATENCY_S)
    assert room.changes == [Change.LATENCY_RAISED]
    room.pass_s(60.0)
    assert room.device.latency_s == pytest.approx(2 * DEFAULT_LATENCY_S)
    for _ in range(20):
        room.pass_s(SETTLES_S + 0.5, be_late)
    assert room.device.latency_s == 0.2
    assert gapless(room.pass_s(1.0))


def test_what_is_lost_while_a_server_wakes_raises_nothing() -> None:
    room = Room(SERVER)
    room.driver.streams[0].late = 20
    room.pass_s(10.0)
    assert room.device.latency_s == DEFAULT_LATENCY_S


def test_a_program_that_was_stopped_itself_blames_no_device() -> None:
    room = Room(HEADSET)
    room.pass_s(1.0)
    room.now += 3600.0  # the lid was closed
    captured = room.pass_s(1.0)
    assert len(room.driver.streams) == 1 and hears(captured)


def test_a_reader_that_falls_behind_loses_the_oldest_blocks() -> None:
    room = Room(HEADSET)
    for _ in range(MOST_BLOCKS + 3):
        room.driver.streams[0].give()
    assert room.device.health.dropped_blocks == 6  # three of each end
    first = room.device.read(0.0)
    assert first is not None and first.frame == 3 * BLOCK


def test_a_missing_device_is_an_error_unless_it_may_be_missing() -> None:
    with pytest.raises(DeviceError, match="no microphone"):
        Room(LOUDSPEAKER)
    room = Room(LOUDSPEAKER, spare=frozenset({End.INPUT}))
    assert (room.device.hears, room.device.plays) == (False, True)


def test_a_loudspeaker_needs_something_to_play() -> None:
    with pytest.raises(ValueError, match="renderer"):
        Device(None, ports=Ports.SPEAKER)
