"""What the microphone hears of the loudspeaker: saturation, delay, the room, and a gain fixed when the room opens.

The contract fixes the gain by what arrives: narration, -20 dBFS in the stream, at -26 dBFS plus the echo's level. A
measured response of unit energy makes speech 9 dB louder or 6 dB softer, as it favours low or high frequencies, so the
gain is not a constant: it is taken from a piece of narration sent through the response.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from voice.audio.level import active_level_dbfs, scaled_to
from voice.room.convolution import PartitionedConvolution
from voice.room.delay_line import DelayLine, plan_course
from voice.room.scenario import SPEECH_LEVEL_DB, EchoPath

NARRATION_LEVEL_DB = -20.0
"""Active speech of narration at default volume in the stream, in dBFS (contract)."""

SATURATION = 0.2
"""Where a fully nonlinear loudspeaker stops following: 6 dB above the RMS of narration, so that its peaks are cut."""


def saturate(samples: NDArray[np.float32], nonlinearity: float) -> NDArray[np.float32]:
    """A memoryless loudspeaker: 0 gives what goes in, 1 cuts at `SATURATION`, between them lies their mixture."""
    if nonlinearity == 0.0:
        return samples
    cut = np.clip(samples, -SATURATION, SATURATION)
    share = np.float32(nonlinearity)
    return np.asarray(share * cut + (1 - share) * samples, dtype=np.float32)


def calibrated(
    response: NDArray[np.float64], path: EchoPath, narration: NDArray[np.float32], rate_hz: int
) -> NDArray[np.float64]:
    """`response`, of unit energy, with the gain that brings narration to -26 dBFS plus the echo's level.

    `narration` is some of what the guide says, at `rate_hz`; where it is silent (nothing can be rendered), the gain is
    that of a response which leaves levels as they are.
    """
    target_db = SPEECH_LEVEL_DB + path.level_db
    arrives_db = active_level_dbfs(arriving(response, path, narration, rate_hz), rate_hz)
    gain_db = target_db - (NARRATION_LEVEL_DB if math.isinf(arrives_db) else arrives_db)
    return np.asarray(response * 10.0 ** (gain_db / 20.0), dtype=np.float64)


def arriving(
    response: NDArray[np.float64], path: EchoPath, narration: NDArray[np.float32], rate_hz: int
) -> NDArray[np.float32]:
    """What of `narration`, played at default volume, comes through `response`, without its delay."""
    played = saturate(scaled_to(narration, rate_hz, NARRATION_LEVEL_DB), path.nonlinearity)
    return PartitionedConvolution(response).process(played).astype(np.float32)


class Echo:
    """A stream from the loudspeaker to the microphone; owned by one thread, blocks of any length."""

    def __init__(self, path: EchoPath, response: NDArray[np.float64], rate_hz: int, frames: int) -> None:
        """`response` is calibrated and at `rate_hz`; `frames` is how long the room is open."""
        course = plan_course(delay_ms=path.delay_ms, drift_ppm=path.drift_ppm, jumps=path.jumps, rate_hz=rate_hz)
        self._nonlinearity = path.nonlinearity
        self._delay = DelayLine(course, frames)
        self._room = PartitionedConvolution(response)

    def process(self, speaker: NDArray[np.float32]) -> NDArray[np.float32]:
        """What arrives at the microphone while `speaker` is played: float32, as many frames."""
        heard = self._room.process(self._delay.process(saturate(speaker, self._nonlinearity)))
        return heard.astype(np.float32)
