"""Runs one real stream on the devices of the environment it is started in, and prints what happened as JSON.

A process of its own, since PortAudio looks at the environment once, when it starts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import pairwise

import numpy as np

from tests.audio.sounds import onsets
from voice.audio.device import Device
from voice.audio.earcons import earcons
from voice.audio.fresh_listing import fresh_listing
from voice.audio.listing import End
from voice.audio.mixer import Mixer
from voice.audio.orders import BeatSounded, Cues, Play, StartBeat
from voice.audio.portaudio import PortAudio, list_devices, play
from voice.audio.ports import Ports
from voice.errors import DeviceError
from voice.narration.clip import Clip

RATE_HZ = 48_000
NO_WORD = Clip("", np.zeros(0, np.float32), RATE_HZ)


class Broken:
    """A renderer that fails."""

    position = 0

    def render(self, frames: int) -> np.ndarray:
        """Fail."""
        raise RuntimeError(f"no {frames} frames today")


def beating() -> Mixer:
    """A mixer with the beat running at 60 a minute."""
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    mixer.post(StartBeat(60, Cues(NO_WORD, NO_WORD, NO_WORD), 0, 1.0))
    return mixer


def loopback() -> object:
    """The beat as the microphone hears it from the loudspeaker, in frames of the stream."""
    mixer = beating()
    with Device(mixer) as device:
        heard = [device.read(5.0)]
        while heard[-1] is not None and heard[-1].frame < 4 * RATE_HZ:
            heard.append(device.read(5.0))
    blocks = [block for block in heard if block is not None]
    return {
        "sounded": [report.frame for report in mixer.reports() if isinstance(report, BeatSounded)],
        "heard": onsets(np.concatenate([block.heard for block in blocks]), 5000, 1e-3),
        "gapless": all(one.frame + len(one.played) == two.frame for one, two in pairwise(blocks)),
        "underflows": device.health.underflows,
        "overflows": device.health.overflows,
        "faults": device.health.faults,
        "news": [news.change.name for news in device.news()],
    }


def lost() -> object:
    """The sound server ends under a running stream."""
    mixer = beating()
    with Device(mixer) as device:
        device.read(5.0)
        os.kill(int(sys.argv[2]), signal.SIGKILL)
        while device.plays or device.hears:
            device.read(5.0)
        position = mixer.position
        while mixer.position < position + RATE_HZ:
            device.read(5.0)
    return [news.change.name for news in device.news()]


def broken() -> object:
    """A renderer that raises costs silence and a count, not the stream."""
    with Device(Broken()) as device:
        blocks = [device.read(5.0) for _ in range(20)]
    return {"heard": sum(block is not None for block in blocks), "faults": device.health.faults}


def one_way() -> object:
    """A loudspeaker alone, a microphone alone, and a clip played to its end."""
    mixer = Mixer(RATE_HZ, earcons(RATE_HZ))
    mixer.post(Play(1, Clip("a", np.full(3 * RATE_HZ, 0.1, np.float32), RATE_HZ)))
    peak = 0.0
    with Device(None, ports=Ports.MICROPHONE) as microphone:
        microphone.read(5.0)  # before the first block, nothing is heard of what plays
        with Device(mixer, ports=Ports.SPEAKER):
            while peak < 0.05 and (block := microphone.read(5.0)) is not None and block.frame < 10 * RATE_HZ:
                peak = max(peak, float(np.abs(block.heard).max()))
    play(np.zeros(2000, np.float32), 22_050)
    return {"peak": peak}


def restarted() -> object:
    """PortAudio looks at the machine again, and the devices open as before."""
    told = []
    for _ in range(2):
        with Device(beating()) as device:
            told.append(device.read(5.0) is not None)
        PortAudio().restart()
    return [*told, fresh_listing() == list_devices()]


def nothing() -> object:
    """What is found, and what opening a device says, where there may be none."""
    listing = list_devices()
    said = []
    for name in (None, "no such device"):
        try:
            with Device(beating(), output_device=name):
                said.append("opened")
        except DeviceError as error:
            said.append(str(error))
    there = {end.value: [device.name for device in listing.of(end)] for end in End}
    return {**there, "problem": listing.problem, "said": said}


STORIES = {story.__name__: story for story in (loopback, lost, broken, one_way, restarted, nothing)}

if __name__ == "__main__":
    print(json.dumps(STORIES[sys.argv[1]]()))
