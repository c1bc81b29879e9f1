"""A few seconds of a session's own stream: what the microphone gives, and whether a spoken sentence comes back.

What the microphone hears stays in memory and is gone when the trial ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

import numpy as np

from voice.audio.device import Device
from voice.audio.earcons import earcons
from voice.audio.listing import device_name
from voice.audio.mixer import Mixer
from voice.audio.orders import Play
from voice.audio.ports import Captured, Ports, Samples
from voice.audio.resample import resample
from voice.doctor.sound import Levels, Sentence, Trial, echo_delay_s
from voice.errors import DeviceError
from voice.hearing.files import Hearer, Live, hear_recording
from voice.hearing.sound.band import BandMeter
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.narration.clip import Clip
from voice.settings.settings import Settings

STREAM_HZ = 48_000
LEVEL_S = 3.0
COUNTED_S = 5.0
_SETTLE_S = 0.5
"""A server that wakes is uneven for so long; what is lost then is no sign of the stream's health."""
_RINGS_S = 1.2
"""How long after its end the sentence may still arrive: Bluetooth and a room take less."""
_STALLED_S = 5.0


class Moment(Enum):
    """What the trial is about to do."""

    LEVEL = auto()
    SENTENCE = auto()


class SoundCheck:
    """Tries the stream that a session with these settings would open; owned by one thread."""

    def __init__(
        self,
        settings: Settings,
        clip: Clip | None,
        ears: tuple[Recogniser, Live] | None,
        tell: Callable[[Moment], None],
    ) -> None:
        """`clip`, at 48,000 Hz, is a phrase to speak, `ears` the recogniser with every phrase open.

        The phrase is tried only where both are there. `tell` is called before each moment.
        """
        self._settings = settings
        self._clip = clip
        self._ears = ears
        self._tell = tell

    def run(self, ports: Ports) -> Trial:
        """About seven seconds of the ends that there are. What does not open is a problem of its end, no exception."""
        try:
            return self._tried(ports)
        except DeviceError as error:
            if ports is not Ports.BOTH:
                return _blamed(ports, str(error))
            together = str(error)
        # Find out which end it is, and try the other one alone.
        microphone, loudspeaker = self.run(Ports.MICROPHONE), self.run(Ports.SPEAKER)
        if not microphone.microphone_problem and not loudspeaker.loudspeaker_problem:
            return replace(
                microphone, loudspeaker_problem=f"{together} Each opens alone; choose others: voice devices."
            )
        return replace(
            microphone,
            loudspeaker_problem=loudspeaker.loudspeaker_problem,
            output_latency_s=loudspeaker.output_latency_s,
            xruns=microphone.xruns + loudspeaker.xruns,
            seconds=microphone.seconds + loudspeaker.seconds,
        )

    def _tried(self, ports: Ports) -> Trial:
        band = BandMeter()
        mixer = Mixer(STREAM_HZ, earcons(STREAM_HZ), self._settings.volume_db)
        with Device(
            None if ports is Ports.MICROPHONE else mixer,
            ports=ports,
            rate_hz=STREAM_HZ,
            input_device=device_name(self._settings.input_device),
            output_device=device_name(self._settings.output_device),
        ) as device:
            _next(device, ports, _SETTLE_S)
            lost_before = _xruns(device)
            levels = self._levels(device, ports, band)
            sentence, lasted_s = self._sentence(device, mixer, band) if ports is Ports.BOTH else (None, 0.0)
            counted_s = max(COUNTED_S, LEVEL_S + lasted_s)
            _next(device, ports, counted_s - LEVEL_S - lasted_s)
            return Trial(
                levels,
                sentence,
                xruns=_xruns(device) - lost_before,
                seconds=counted_s,
                input_latency_s=None if ports is Ports.SPEAKER else device.input_latency_s,
                output_latency_s=None if ports is Ports.MICROPHONE else device.output_latency_s,
                narrow=band.narrow,
            )

    def _levels(self, device: Device, ports: Ports, band: BandMeter) -> Levels | None:
        if ports is Ports.SPEAKER:
            _next(device, ports, LEVEL_S)
            return None
        self._tell(Moment.LEVEL)
        heard = _joined(_next(device, ports, LEVEL_S))
        band.take(resample(heard, STREAM_HZ, RATE_HZ))
        return Levels.of(heard, STREAM_HZ)

    def _sentence(self, device: Device, mixer: Mixer, band: BandMeter) -> tuple[Sentence | None, float]:
        """What came of the phrase, and how many seconds that took."""
        if self._clip is None or self._ears is None:
            return None, 0.0
        recogniser, live = self._ears
        self._tell(Moment.SENTENCE)
        mixer.post(Play(1, self._clip))
        lasts_s = self._clip.duration_s + _RINGS_S
        blocks = _next(device, Ports.BOTH, lasts_s)
        heard = _joined(blocks)
        at_16k = resample(heard, STREAM_HZ, RATE_HZ)
        band.take(at_16k)
        understood = hear_recording(Hearer(recogniser), live, at_16k, narrow=band.narrow)
        sentence = Sentence(
            self._clip.text,
            understood=any(one.phrase == self._clip.text for one in understood),
            delay_s=echo_delay_s(np.concatenate([block.played for block in blocks]), heard, STREAM_HZ),
            silent=not np.any(heard),
        )
        return sentence, lasts_s


def _blamed(ports: Ports, why: str) -> Trial:
    return Trial(
        microphone_problem="" if ports is Ports.SPEAKER else why,
        loudspeaker_problem="" if ports is Ports.MICROPHONE else why,
    )


def _xruns(device: Device) -> int:
    return device.health.underflows + device.health.overflows


def _next(device: Device, ports: Ports, seconds: float) -> list[Captured]:
    """The next seconds of the stream. Raises DeviceError when an end of it is gone, or gives nothing for five."""
    blocks: list[Captured] = []
    frames = 0
    while frames < seconds * device.rate_hz:
        block = next_block(device, ports)
        blocks.append(block)
        frames += len(block.played)
    return blocks


def next_block(device: Device, ports: Ports) -> Captured:
    """The next block of a stream. Raises DeviceError when an end of it is gone, or gives nothing for five seconds."""
    block = device.read(_STALLED_S)
    gone = (ports is not Ports.SPEAKER and not device.hears) or (ports is not Ports.MICROPHONE and not device.plays)
    if block is None or gone:
        raise DeviceError("The sound device opens and then gives no sound: connect it again, or choose another.")
    return block


def _joined(blocks: list[Captured]) -> Samples:
    return np.concatenate([block.heard for block in blocks])
