"""What the lookout tells while devices come and go: on a real PulseAudio, and from a fresh list without one."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from pathlib import Path

import pytest

from tests.devices import VirtualDevices
from voice.audio.listing import Listing, SoundDevice
from voice.audio.ports import Outlook
from voice.doctor.lookout import Lookout, outlook
from voice.doctor.sound_server import ServerDevice, SoundServer
from voice.settings.settings import Settings

PULSE = SoundDevice(0, "pulse", "ALSA", 32, 32, 44_100.0, 0.01, 0.01)
SERVED = Listing((PULSE,), 0, 0)
MICROPHONE, LOUDSPEAKER = "Remapped Monitor of Null Output", "Null Output"
"""What PulseAudio calls our virtual devices."""
_PATIENT_S = 30.0


def _behind(name: str, *, monitor: bool = False, muted: bool = False) -> ServerDevice:
    return ServerDevice(name, name, muted=muted, volume_percent=100, monitor=monitor, card="")


def test_people_read_the_names_of_the_devices_behind_the_server() -> None:
    server = SoundServer(_behind("Headset"), _behind("HDMI"))
    assert outlook(SERVED, server, Settings(), fresh=False) == Outlook("Headset", "HDMI")


@pytest.mark.parametrize("microphone", [None, _behind("Monitor", monitor=True), _behind("Headset", muted=True)])
def test_no_microphone_a_pretended_one_and_a_muted_one_are_none(microphone: ServerDevice | None) -> None:
    assert outlook(SERVED, SoundServer(microphone, _behind("HDMI")), Settings(), fresh=False).microphone is None


def test_a_chosen_device_that_is_not_connected_is_none() -> None:
    chosen = Settings(input_device="Webcam")
    assert outlook(SERVED, None, chosen, fresh=False) == Outlook(None, "pulse")


class _Watched:
    """A lookout in a process of its own, since it asks the server of its environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.doctor.watching"], env=environment, stdout=subprocess.PIPE, text=True
        )

    def until(self, microphone: str | None, loudspeaker: str | None) -> None:
        """Read what it tells until it is this."""
        assert self._process.stdout is not None
        told = None
        while told != [microphone, loudspeaker]:
            line = self._process.stdout.readline()
            assert line, f"it ended; its last word was {told}"
            told = json.loads(line)

    def end(self) -> None:
        """Stop it."""
        with self._process:  # closes its pipe
            self._process.terminate()


def test_a_servers_changes_are_told_as_they_happen(tmp_path: Path) -> None:
    with VirtualDevices(tmp_path / "pulse") as devices:
        watched = _Watched(dict(devices.environment))
        try:
            watched.until(MICROPHONE, LOUDSPEAKER)
            devices.control("set-source-mute", devices.microphone, "1")
            watched.until(None, LOUDSPEAKER)
            devices.control("set-source-mute", devices.microphone, "0")
            watched.until(MICROPHONE, LOUDSPEAKER)
            devices.plug_speaker("other")
            watched.until(MICROPHONE, "other")
            devices.unplug_microphone()
            watched.until(None, "other")
        finally:
            watched.end()


def test_without_a_server_a_fresh_list_is_made_and_it_can_be_stopped() -> None:
    told: queue.Queue[Outlook] = queue.Queue()
    nothing = Listing()
    with Lookout(Settings(), nothing, told.put):
        first = told.get(timeout=_PATIENT_S)
    assert first.microphone is None or first.devices
