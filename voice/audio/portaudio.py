"""PortAudio: its streams, whose callback renders the mixer and hands on what the microphone hears, and its list.

Importing this module needs no PortAudio; using it without one raises DeviceError.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from voice.audio.listing import End, Listing, SoundDevice
from voice.audio.outlet import Outlet
from voice.audio.ports import DeviceName, Health, Heard, Played, Ports, Put, Renderer, Samples, StreamPlan
from voice.audio.quiet import quiet_stderr
from voice.errors import DeviceError

BLOCK_S = 0.01
"""With blocks of PortAudio's own choice most duplex streams on virtual devices ended by themselves within 2 s."""
MICROPHONE_BLOCK_S = 0.02
"""Alone, the microphone may give more at once: half the wakings, and the ears take 40 ms at a time."""

_CLOSE_TIMEOUT_S = 2.0
_PLAY_BLOCK_S = 0.05


def play(samples: Samples, rate_hz: int, *, output_device: DeviceName = None) -> None:
    """Play float32 mono samples to their end; blocks. Raises DeviceError when there is no loudspeaker to play on."""
    portaudio = _portaudio()
    channels = _channels(portaudio, output_device, End.OUTPUT)
    block = round(rate_hz * _PLAY_BLOCK_S)
    try:
        with quiet_stderr():
            stream = portaudio.OutputStream(
                samplerate=rate_hz, device=output_device, channels=channels, dtype="float32"
            )
        with stream:  # short blocks, so that Ctrl-C is heard between them
            for begin in range(0, len(samples), block):
                mono = np.asarray(samples[begin : begin + block], np.float32)
                stream.write(np.repeat(mono[:, None], channels, axis=1))
            stream.stop()  # lets what is buffered sound
    except (portaudio.PortAudioError, ValueError) as error:
        raise DeviceError(f"The loudspeaker cannot play: {error}. Check --output-device.") from error


class Stream:
    """One running PortAudio stream of one or both ends, in blocks of 10 ms; `voice.audio.device` puts them together.

    The callback runs on PortAudio's own thread: it renders, copies, counts, and never waits. Each block goes to `put`,
    on that thread. A stream that ends by itself sets `ended`.
    """

    def __init__(self, plan: StreamPlan, renderer: Renderer | None, rate_hz: int, put: Put) -> None:
        """Opens and starts it. `rate_hz` is the renderer's. Raises DeviceError, saying which device and what to check.

        `renderer` may be None only where there is no loudspeaker (ValueError).
        """
        if renderer is None and plan.ports is not Ports.MICROPHONE:
            raise ValueError("a stream with a loudspeaker needs a renderer")
        self.ended = threading.Event()
        self.rate_hz = rate_hz
        """The device's own rate."""
        self.input_latency_s = 0.0
        self.output_latency_s = 0.0
        """What PortAudio says of the open stream, in seconds; 0 for an end that it does not have."""
        self._underflows = 0
        self._overflows = 0
        self._faults = 0
        self._closing = False
        self._put = put
        self._outlet: Outlet | None = None
        self._stream: Any = None
        portaudio = _portaudio()
        try:
            with quiet_stderr():
                self._stream = self._opened(portaudio, plan, renderer, rate_hz)
                self._stream.start()
        except (portaudio.PortAudioError, ValueError) as error:
            self.close()
            raise DeviceError(
                f"The sound device cannot be opened: {error}. Check --input-device and --output-device."
            ) from error

    def close(self) -> None:
        """End it within two seconds, even when the device no longer answers; nothing is put or rendered after that."""
        self._closing = True
        stream, self._stream = self._stream, None
        if stream is not None:
            closer = threading.Thread(target=_close, args=(stream,), name="device-close", daemon=True)
            closer.start()
            closer.join(_CLOSE_TIMEOUT_S)

    @property
    def health(self) -> Health:
        """The counts so far; blocks are dropped elsewhere."""
        return Health(self._underflows, self._overflows, 0, self._faults)

    def _opened(self, portaudio: Any, plan: StreamPlan, renderer: Renderer | None, wanted_hz: int) -> Any:
        microphone, loudspeaker = plan.input_device, plan.output_device
        inputs = outputs = 0
        if plan.ports is not Ports.SPEAKER:
            inputs = _channels(portaudio, microphone, End.INPUT)
        if plan.ports is not Ports.MICROPHONE:
            outputs = _channels(portaudio, loudspeaker, End.OUTPUT)
        self.rate_hz = _rate_hz(portaudio, plan, wanted_hz)
        if renderer is not None:
            self._outlet = Outlet(renderer, wanted_hz, self.rate_hz, self._put_unless_closing)
        common = {
            "samplerate": self.rate_hz,
            "blocksize": round(self.rate_hz * (MICROPHONE_BLOCK_S if plan.ports is Ports.MICROPHONE else BLOCK_S)),
            "latency": plan.latency_s,
            "dtype": "float32",
            "finished_callback": self._finished,
        }
        match plan.ports:
            case Ports.BOTH:
                ends, channels = (microphone, loudspeaker), (inputs, outputs)
                stream = portaudio.Stream(device=ends, channels=channels, callback=self._both, **common)
                self.input_latency_s, self.output_latency_s = stream.latency
            case Ports.SPEAKER:
                stream = portaudio.OutputStream(
                    device=loudspeaker, channels=outputs, callback=self._loudspeaker, **common
                )
                self.output_latency_s = stream.latency
            case Ports.MICROPHONE:
                stream = portaudio.InputStream(device=microphone, channels=inputs, callback=self._microphone, **common)
                self.input_latency_s = stream.latency
        return stream

    def _both(self, indata: Samples, outdata: Samples, frames: int, time: object, status: Any) -> None:
        self._microphone(indata, frames, time, None)
        self._loudspeaker(outdata, frames, time, status)

    def _loudspeaker(self, outdata: Samples, frames: int, _time: object, status: Any) -> None:
        self._count(status)
        if self._closing or self._outlet is None:
            outdata.fill(0)
            return
        outdata[:] = self._outlet.take(frames)[:, None]
        self._faults = self._outlet.faults

    def _microphone(self, indata: Samples, _frames: int, _time: object, status: Any) -> None:
        self._count(status)
        self._put_unless_closing(Heard(indata[:, 0].copy()))

    def _put_unless_closing(self, block: Heard | Played) -> None:
        if not self._closing:
            self._put(block)

    def _count(self, status: Any) -> None:
        if status:
            self._underflows += bool(status.output_underflow)
            self._overflows += bool(status.input_overflow)

    def _finished(self) -> None:
        if not self._closing:
            self.ended.set()


class PortAudio:
    """The driver of `voice.audio.device.Device`."""

    def open(self, plan: StreamPlan, renderer: Renderer | None, rate_hz: int, put: Put) -> Stream:
        """A running stream; see Stream. Raises DeviceError."""
        return Stream(plan, renderer, rate_hz, put)

    def devices(self) -> Listing:
        """See list_devices."""
        return list_devices()

    def restart(self) -> None:
        """Look at the machine again: PortAudio's list is frozen while it runs. Every stream must be closed before.

        Raises DeviceError.
        """
        portaudio = _portaudio()
        try:
            with quiet_stderr():
                portaudio._terminate()
                portaudio._initialize()
        except portaudio.PortAudioError as error:
            raise DeviceError(f"PortAudio cannot be started again: {error}.") from error


def _portaudio() -> Any:
    """The sounddevice module; importing it starts PortAudio. Raises DeviceError."""
    try:
        with quiet_stderr():
            import sounddevice
    except ImportError as error:
        raise DeviceError("The Python package sounddevice is missing: run scripts/start, which installs it.") from error
    except OSError as error:
        raise DeviceError(
            "PortAudio is missing: install it (Debian, Ubuntu, Raspberry Pi OS: sudo apt-get install libportaudio2)."
        ) from error
    return sounddevice


def _listed(portaudio: Any) -> list[Any]:
    try:
        with quiet_stderr():
            return list(portaudio.query_devices())
    except portaudio.PortAudioError as error:
        raise DeviceError(f"The sound devices cannot be listed: {error}.") from error


def _channels(portaudio: Any, device: DeviceName, end: End) -> int:
    """Two for a loudspeaker that has two, since some cards refuse one; one of a microphone where it can do that."""
    most = int(_described(portaudio, device, end)[f"max_{end.value}_channels"])
    if end is End.INPUT:
        try:
            with quiet_stderr():
                portaudio.check_input_settings(device=device, channels=1, dtype="float32")
        except portaudio.PortAudioError:
            return min(2, most)  # of which the first is heard
        return 1
    return min(2, most)


def _rate_hz(portaudio: Any, plan: StreamPlan, wanted_hz: int) -> int:
    """The wanted rate where every end of the stream can do that, else the one that the device prefers."""
    try:
        with quiet_stderr():
            for end in plan.ports.ends:
                device = plan.device(end)
                check = portaudio.check_input_settings if end is End.INPUT else portaudio.check_output_settings
                channels = _channels(portaudio, device, end)
                check(device=device, channels=channels, dtype="float32", samplerate=wanted_hz)
    except portaudio.PortAudioError:
        counts = plan.ports.ends[0]
        return round(float(_described(portaudio, plan.device(counts), counts)["default_samplerate"]))
    return wanted_hz


def _described(portaudio: Any, device: DeviceName, end: End) -> Any:
    """What PortAudio knows of a device. Raises DeviceError when there is none of that name or kind."""
    try:
        found = portaudio.query_devices(device, end.value)
    except (portaudio.PortAudioError, ValueError) as error:
        if device is None:
            raise DeviceError(f"There is no {end.noun}: connect one, or name it with --{end.value}-device.") from error
        raise DeviceError(f"There is no {end.noun} called {device!r}: {error}.") from error
    if found[f"max_{end.value}_channels"] < 1:
        raise DeviceError(f"The device {found['name']!r} is no {end.noun}.")
    return found


def _close(stream: Any) -> None:
    # Abort, not stop: on a device that is gone, waiting for the buffers to empty may never end.
    stream.abort(ignore_errors=True)
    stream.close(ignore_errors=True)


def list_devices() -> Listing:
    """Every device with what PortAudio says of it. Never raises: `Listing.problem` says what to install."""
    try:
        portaudio = _portaudio()
        listed = _listed(portaudio)
        with quiet_stderr():
            systems = [str(system["name"]) for system in portaudio.query_hostapis()]
        default_input, default_output = portaudio.default.device
    except DeviceError as error:
        return Listing(problem=str(error))
    return Listing(
        tuple(
            SoundDevice(
                number,
                str(device["name"]),
                systems[device["hostapi"]],
                int(device["max_input_channels"]),
                int(device["max_output_channels"]),
                float(device["default_samplerate"]),
                float(device["default_low_input_latency"]),
                float(device["default_low_output_latency"]),
            )
            for number, device in enumerate(listed)
        ),
        default_input if default_input >= 0 else None,
        default_output if default_output >= 0 else None,
    )
