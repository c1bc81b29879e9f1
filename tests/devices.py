"""Virtual sound devices: a PulseAudio server of our own with a loudspeaker and a microphone that lead nowhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

_TIMEOUT_S = 30.0
RATE_HZ = 48000


class Recording:
    """What has been recorded so far; whole once its block has ended."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._grown = threading.Condition()

    @property
    def samples(self) -> NDArray[np.float32]:
        """Mono samples in [-1, 1] at RATE_HZ."""
        return np.frombuffer(b"".join(self._pieces), np.int16).astype(np.float32) / np.float32(32768)

    @property
    def frames(self) -> int:
        """How many samples there are."""
        return sum(map(len, self._pieces)) // 2

    def wait_until(self, reached: Callable[[], bool], timeout_s: float = _TIMEOUT_S) -> None:
        """Return once `reached`, which is asked again whenever sound arrives."""
        with self._grown:
            assert self._grown.wait_for(reached, timeout_s), "what was waited for has not been recorded"

    def fill(self, stream: IO[bytes]) -> None:
        """Take everything until the stream ends; for the reading thread."""
        while piece := stream.read(2 * RATE_HZ // 100):
            with self._grown:
                self._pieces.append(piece)
                self._grown.notify_all()


@contextmanager
def _drained(recorder: subprocess.Popen[bytes]) -> Iterator[Recording]:
    recording = Recording()
    assert recorder.stdout is not None
    reader = threading.Thread(target=recording.fill, args=(recorder.stdout,), name="recording", daemon=True)
    reader.start()
    try:
        recording.wait_until(lambda: recording.frames > 0)
        yield recording
    finally:
        recorder.terminate()
        reader.join(_TIMEOUT_S)


class VirtualDevices:
    """A PulseAudio server in `folder`, apart from any other that runs; a context manager.

    A program started with `environment` finds the loudspeaker and the microphone as its default devices. What is
    played into `microphone_input` is what the microphone hears; `speaker_monitor` is what the loudspeaker plays. It
    needs no sound hardware and works as root.
    """

    speaker = "vspk"
    speaker_monitor = "vspk.monitor"
    microphone = "vmic"
    microphone_input = "vmic_in"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.environment: Mapping[str, str] = _apart(folder)
        """The environment for programs that are to use these devices."""

    def __enter__(self) -> Self:
        assert shutil.which("pulseaudio"), "pulseaudio is missing; scripts/test installs it"
        self._folder.mkdir(mode=0o700)
        # On a busy machine the kernel kills a server that outlasts its real-time limit.
        (self._folder / "config" / "pulse").mkdir(parents=True)
        (self._folder / "config" / "pulse" / "daemon.conf").write_text("rlimit-rttime = -1\n")
        self.start()
        return self

    def start(self) -> None:
        """Start the server, which runs already within the block unless a story ended it."""
        modules = (
            "module-native-protocol-unix",
            f"module-null-sink sink_name={self.speaker} rate={RATE_HZ} channels=2",
            f"module-null-sink sink_name={self.microphone_input} rate={RATE_HZ} channels=1",
            f"module-remap-source source_name={self.microphone} master={self.microphone_input}.monitor",
        )
        # --daemonize returns once the server answers, so nothing here has to wait or guess.
        load = [argument for module in modules for argument in ("--load", module)]
        self._run("pulseaudio", "--daemonize", "-n", "--exit-idle-time=-1", *load)
        self.control("set-default-sink", self.speaker)
        self.control("set-default-source", self.microphone)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End the server; every device is gone."""
        self._run("pulseaudio", "--kill")

    def control(self, *arguments: str) -> str:
        """What `pactl` answers; `unload-module` takes a device away as unplugging does."""
        return self._run("pactl", *arguments)

    def loop(self, latency_ms: int = 150) -> None:
        """Let the microphone hear the loudspeaker from now on, as in a room without walls."""
        ends = (f"source={self.speaker_monitor}", f"sink={self.microphone_input}")
        self.control("load-module", "module-loopback", *ends, f"latency_msec={latency_ms}", "adjust_time=0")

    def unplug(self, sink: str) -> None:
        """Take a loudspeaker away, or a microphone by the name of its input."""
        self._unload(f"sink_name={sink} ")

    def unplug_microphone(self) -> None:
        """Take the microphone away; its input stays, so that `plug_microphone` brings it back."""
        self._unload(f"source_name={self.microphone} ")

    def plug_microphone(self) -> None:
        """Bring the microphone back, as the system's choice."""
        self.control(
            "load-module",
            "module-remap-source",
            f"source_name={self.microphone}",
            f"master={self.microphone_input}.monitor",
        )
        self.control("set-default-source", self.microphone)

    def plug_speaker(self, name: str = speaker) -> None:
        """Connect a loudspeaker, which becomes the system's choice."""
        described = f"sink_properties=device.description={name}"
        self.control("load-module", "module-null-sink", f"sink_name={name}", f"rate={RATE_HZ}", "channels=2", described)
        self.control("set-default-sink", name)

    def _unload(self, words: str) -> None:
        modules = self.control("list", "short", "modules").splitlines()
        (number,) = (line.split()[0] for line in modules if words in f"{line} ")
        self.control("unload-module", number)

    def speak(self, sound: Path) -> None:
        """Play a sound file into the microphone; returns when it has been heard to its end."""
        self._run("paplay", f"--device={self.microphone_input}", str(sound))

    @contextmanager
    def quiet_room(self) -> Iterator[None]:
        """Let the microphone hear the faint noise that no real one is without, for as long as the block lasts."""
        noise = np.random.default_rng(0).normal(0.0, 10.0, 120 * RATE_HZ).astype("<i2").tobytes()
        command = ["pacat", "--raw", f"--device={self.microphone_input}", f"--rate={RATE_HZ}", "--channels=1"]
        with subprocess.Popen([*command, "--format=s16le"], env=self.environment, stdin=subprocess.PIPE) as player:
            assert player.stdin is not None
            writer = threading.Thread(target=_write, args=(player.stdin, noise), name="quiet room", daemon=True)
            writer.start()
            try:
                yield
            finally:
                player.kill()
                writer.join(_TIMEOUT_S)

    @contextmanager
    def recording(self, source: str = speaker_monitor) -> Iterator[Recording]:
        """Record what the loudspeaker plays, or another source hears, for as long as the block lasts.

        The block begins when samples arrive; its last 50 ms may be missing.
        """
        command = ["parec", f"--device={source}", f"--rate={RATE_HZ}", "--channels=1", "--format=s16le"]
        with (
            subprocess.Popen([*command, "--latency-msec=20"], env=self.environment, stdout=subprocess.PIPE) as recorder,
            _drained(recorder) as recording,
        ):
            yield recording

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TIMEOUT_S
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout


def _write(stream: IO[bytes], sound: bytes) -> None:
    try:
        with stream:
            stream.write(sound)
    except BrokenPipeError:
        pass  # the block has ended


def _apart(folder: Path) -> dict[str, str]:
    """Our environment, with everything by which PulseAudio's clients and servers find each other inside `folder`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")}
    return environment | {
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PULSE_RUNTIME_PATH": str(folder / "pulse"),
        "PULSE_STATE_PATH": str(folder / "state"),
        "PULSE_COOKIE": str(folder / "cookie"),
    }
