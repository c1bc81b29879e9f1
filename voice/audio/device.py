"""The sound devices: one PortAudio stream, whose callback renders the mixer and keeps what the microphone hears.

Importing this module needs no PortAudio; using it without one raises DeviceError.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import numpy as np

from voice.audio.listing import Listing, SoundDevice
from voice.audio.ports import MOST_BLOCKS, Captured, DeviceName, Health, Ports, Renderer, Samples
from voice.audio.quiet import quiet_stderr
from voice.errors import DeviceError

DEFAULT_RATE_HZ = 48_000
DEFAULT_LATENCY_S = 0.03
"""With the block it makes 40 ms to the loudspeaker: 8.7 ms lost 10 blocks a minute on virtual devices, and after a
barge-in all must be silent within 50 ms."""
BLOCK_S = 0.01
"""With blocks of PortAudio's own choice most duplex streams on virtual devices ended by themselves within 2 s."""

_CLOSE_TIMEOUT_S = 2.0
_PLAY_BLOCK_S = 0.05


def play(samples: Samples, rate_hz: int, *, output_device: DeviceName = None) -> None:
    """Play float32 mono samples to their end; blocks. Raises DeviceError when there is no loudspeaker to play on."""
    portaudio = _portaudio()
    channels = _output_channels(portaudio, output_device)
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


class Device:
    """One running stream; a context manager that opens on entering and closes on leaving.

    With `Ports.BOTH` microphone and loudspeaker share one stream and so one clock. The callback runs on PortAudio's own
    thread: it renders, copies, counts, and never waits. What was heard and played waits in a queue of at most 1000
    blocks; when it is full the oldest is dropped and counted, and `Captured.frame` shows the gap. A stream that ends
    by itself sets `lost` and calls `on_lost` once, on PortAudio's thread.
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
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        """`renderer` may be None only for `Ports.MICROPHONE` (ValueError)."""
        if renderer is None and ports is not Ports.MICROPHONE:
            raise ValueError("a stream with a loudspeaker needs a renderer")
        self.rate_hz = rate_hz
        self.lost = threading.Event()
        """Set when the stream ended without having been closed."""
        self.input_latency_s = 0.0
        self.output_latency_s = 0.0
        """What PortAudio says of the open stream, in seconds."""
        self._renderer = renderer
        self._ports = ports
        self._latency_s = latency_s
        self._input_device = input_device
        self._output_device = output_device
        self._on_lost = on_lost
        self._stream: Any = None
        self._closing = False
        self._blocks: queue.SimpleQueue[Captured] = queue.SimpleQueue()
        self._position = 0
        self._underflows = 0
        self._overflows = 0
        self._dropped_blocks = 0
        self._faults = 0

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Open and start the stream. Raises DeviceError, in words that say which device and what to check."""
        portaudio = _portaudio()
        try:
            with quiet_stderr():
                self._stream = self._opened(portaudio)
                self._stream.start()
        except (portaudio.PortAudioError, ValueError) as error:
            self.close()
            raise DeviceError(
                f"The sound device cannot be opened: {error}. Check --input-device and --output-device."
            ) from error

    def close(self) -> None:
        """End the stream within two seconds, even when the device no longer answers."""
        self._closing = True
        stream, self._stream = self._stream, None
        if stream is not None:
            closer = threading.Thread(target=_close, args=(stream,), name="device-close", daemon=True)
            closer.start()
            closer.join(_CLOSE_TIMEOUT_S)

    def reopen(self) -> None:
        """Open the stream again after it was lost; frames go on where they were. Raises DeviceError."""
        self.close()
        self._closing = False
        self.lost.clear()
        self.open()

    def read(self, timeout_s: float) -> Captured | None:
        """The next block, or None when none came within `timeout_s` seconds."""
        try:
            return self._blocks.get(timeout=timeout_s)
        except queue.Empty:
            return None

    @property
    def health(self) -> Health:
        """The counts so far."""
        return Health(self._underflows, self._overflows, self._dropped_blocks, self._faults)

    def _opened(self, portaudio: Any) -> Any:
        common = {
            "samplerate": self.rate_hz,
            "blocksize": round(self.rate_hz * BLOCK_S),
            "latency": self._latency_s,
            "dtype": "float32",
            "finished_callback": self._finished,
        }
        match self._ports:
            case Ports.BOTH:
                stream = portaudio.Stream(
                    device=(self._input_device, self._output_device),
                    channels=(
                        _input_channels(portaudio, self._input_device, self.rate_hz),
                        _output_channels(portaudio, self._output_device),
                    ),
                    callback=self._both,
                    **common,
                )
                self.input_latency_s, self.output_latency_s = stream.latency
            case Ports.SPEAKER:
                channels = _output_channels(portaudio, self._output_device)
                stream = portaudio.OutputStream(
                    device=self._output_device, channels=channels, callback=self._speaker, **common
                )
                self.output_latency_s = stream.latency
            case Ports.MICROPHONE:
                channels = _input_channels(portaudio, self._input_device, self.rate_hz)
                stream = portaudio.InputStream(
                    device=self._input_device, channels=channels, callback=self._microphone, **common
                )
                self.input_latency_s = stream.latency
        return stream

    def _both(self, indata: Samples, outdata: Samples, frames: int, _time: object, status: Any) -> None:
        position = self._position if self._renderer is None else self._renderer.position
        self._count(status)
        self._fill(outdata, frames)
        self._keep(position, indata[:, 0].copy(), outdata[:, 0].copy())

    def _speaker(self, outdata: Samples, frames: int, _time: object, status: Any) -> None:
        position = self._position if self._renderer is None else self._renderer.position
        self._count(status)
        self._fill(outdata, frames)
        self._keep(position, np.zeros(frames, np.float32), outdata[:, 0].copy())

    def _microphone(self, indata: Samples, frames: int, _time: object, status: Any) -> None:
        self._count(status)
        self._keep(self._position, indata[:, 0].copy(), np.zeros(frames, np.float32))
        self._position += frames

    def _count(self, status: Any) -> None:
        if status:
            self._underflows += bool(status.output_underflow)
            self._overflows += bool(status.input_overflow)

    def _fill(self, outdata: Samples, frames: int) -> None:
        try:
            assert self._renderer is not None
            outdata[:] = self._renderer.render(frames)[:, None]
        except Exception:  # noqa: BLE001 - an exception would end the stream; silence and a count do not
            outdata.fill(0)
            self._faults += 1

    def _keep(self, position: int, heard: Samples, played: Samples) -> None:
        if self._blocks.qsize() >= MOST_BLOCKS:
            try:
                self._blocks.get_nowait()
                self._dropped_blocks += 1
            except queue.Empty:
                pass  # the reader took it in between
        self._blocks.put(Captured(position, heard, played))

    def _finished(self) -> None:
        if not self._closing:
            self.lost.set()
            self._on_lost()


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


def _output_channels(portaudio: Any, device: DeviceName) -> int:
    """Two where there are two, since some cards refuse one."""
    most: int = _described(portaudio, device, "output")["max_output_channels"]
    return min(2, most)


def _input_channels(portaudio: Any, device: DeviceName, rate_hz: int) -> int:
    """One where the card can do that, else two, of which the first is taken."""
    most: int = _described(portaudio, device, "input")["max_input_channels"]
    try:
        with quiet_stderr():
            portaudio.check_input_settings(device=device, channels=1, dtype="float32", samplerate=rate_hz)
    except portaudio.PortAudioError:
        return min(2, most)
    return 1


def _described(portaudio: Any, device: DeviceName, kind: str) -> Any:
    """What PortAudio knows of a device. Raises DeviceError when there is none of that name or kind."""
    end = "microphone" if kind == "input" else "loudspeaker"
    try:
        found = portaudio.query_devices(device, kind)
    except (portaudio.PortAudioError, ValueError) as error:
        if device is None:
            raise DeviceError(f"There is no {end}: connect one, or name it with --{kind}-device.") from error
        raise DeviceError(f"There is no {end} called {device!r}: {error}.") from error
    if found[f"max_{kind}_channels"] < 1:
        raise DeviceError(f"The device {found['name']!r} is no {end}.")
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
