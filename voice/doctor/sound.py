"""What a trial of microphone and loudspeaker brought, and what that means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio.level import active_level_dbfs, resting_level_dbfs
from voice.doctor.finding import Finding, advice, ok, problem, skipped

QUIETEST_DBFS = -50.0
"""Speech is heard from here up to -12 dBFS within two points of the best."""
NOISIEST_DBFS = -40.0
"""Noise over this leaves little room over it for a voice at arm's length; our own value."""
CLIPPED = 0.99
MUTED = (
    "Speak while it listens. If this stays so, switch off its mute (a button, or the system's sound settings), "
    "or choose another: voice devices."
)
"""What to do about a microphone that gives only zeros."""
UNHEARD = (
    "With headphones this is as it should be. Otherwise turn the loudspeaker up, or choose another: voice devices."
)
"""What to do where the loudspeaker is not heard."""
_SPEECH_OVER_NOISE_DB = 10.0
_LONGEST_DELAY_S = 1.0
_SHARPNESS = 12.0
"""How far the peak stands out of the rest when an echo is there: 18 at 0 dB over noise; other speech reaches 9."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What the microphone gave in some seconds; -inf is digital silence."""

    noise_dbfs: float
    speech_dbfs: float | None
    """None when nobody spoke."""
    peak: float

    @classmethod
    def of(cls, samples: NDArray[np.float32], rate_hz: int) -> Levels:
        """Measured in float32 mono samples."""
        noise, active = resting_level_dbfs(samples, rate_hz), active_level_dbfs(samples, rate_hz)
        spoke = not math.isinf(active) and active - noise >= _SPEECH_OVER_NOISE_DB
        return cls(noise, active if spoke else None, float(np.max(np.abs(samples), initial=0.0)))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that was played, and what the microphone made of it."""

    text: str
    understood: bool
    delay_s: float | None
    """How long it took from the stream's output to its input; None when it was not found there."""
    silent: bool
    """Whether the microphone gave nothing but digital silence meanwhile."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A few seconds of the stream of a session. What is None was not tried; problems are empty where all went well."""

    levels: Levels | None = None
    sentence: Sentence | None = None
    xruns: int = 0
    seconds: float = 0.0
    """How long blocks were counted."""
    input_latency_s: float | None = None
    output_latency_s: float | None = None
    microphone_problem: str = ""
    loudspeaker_problem: str = ""
    narrow: bool | None = None
    """Whether the microphone gives telephone sound; also None where too little was heard to tell."""


def sound_findings(trial: Trial) -> tuple[Finding, ...]:
    """Level, band, speech, latency and xruns."""
    return (_level(trial), band_finding(trial.narrow), _speech(trial), _latency(trial), _xruns(trial))


def band_finding(narrow: bool | None) -> Finding:
    """Whether the microphone gives telephone sound; None where too little was heard to tell."""
    name = "band"
    match narrow:
        case None:
            return skipped(name, "too little was heard to tell whether it is telephone sound")
        case True:
            return advice(
                name,
                "this microphone gives telephone sound",
                "Choose the headset's other profile, or the computer's own microphone: voice devices.",
            )
        case False:
            return ok(name, "high sounds come through too")


def echo_delay_s(played: NDArray[np.float32], heard: NDArray[np.float32], rate_hz: int) -> float | None:
    """How much later than it was played the sound is heard, from 0 to 1 s; None when it is not found in what is heard.

    The phase transform of both, float32 mono of equal length, has a sharp peak there, whatever the room does.
    """
    size = 2 * len(played)
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    power = np.abs(cross)
    if not np.any(power):
        return None
    # What is far below the strongest carries no phase worth counting.
    flat = np.where(power > 1e-6 * power.max(), cross / np.maximum(power, 1e-30), 0)
    lags = np.abs(np.fft.irfft(flat, size)[: round(_LONGEST_DELAY_S * rate_hz)])
    best = int(np.argmax(lags))
    return best / rate_hz if lags[best] > _SHARPNESS * float(np.sqrt(np.mean(lags**2))) else None


def _level(trial: Trial) -> Finding:
    name, levels = "level", trial.levels
    if trial.microphone_problem:
        return problem(name, "no sound comes from the microphone", trial.microphone_problem)
    if levels is None:
        return skipped(name, "it takes a microphone")
    if math.isinf(levels.noise_dbfs) and levels.peak == 0.0 and (trial.sentence is None or trial.sentence.silent):
        return problem(name, "the microphone gives digital silence", MUTED)
    spoken = "nobody spoke" if levels.speech_dbfs is None else f"your voice {levels.speech_dbfs:.0f} dBFS"
    noise = "digital silence" if math.isinf(levels.noise_dbfs) else f"{levels.noise_dbfs:.0f} dBFS"
    found = f"{spoken}, the room {noise}"
    if levels.peak >= CLIPPED:
        return advice(name, f"{found}, too loud for the microphone", "Turn the microphone down in the sound settings.")
    if levels.noise_dbfs > NOISIEST_DBFS:
        return advice(name, f"{found}, which is noisy", "Find a quieter place, or bring the microphone nearer.")
    if levels.speech_dbfs is not None and levels.speech_dbfs < QUIETEST_DBFS:
        return advice(name, f"{found}, which is faint", "Bring the microphone nearer, or turn it up.")
    return ok(name, found)


def _speech(trial: Trial) -> Finding:
    name, sentence = "speech", trial.sentence
    if trial.loudspeaker_problem:
        return problem(name, "no sound goes to the loudspeaker", trial.loudspeaker_problem)
    if sentence is None:
        return skipped(name, "it takes a voice, a loudspeaker, a microphone and a speech model")
    said = f'"{sentence.text}"'
    if sentence.understood:
        after = "" if sentence.delay_s is None else f", {sentence.delay_s * 1000:.0f} ms after it was played"
        return ok(name, f"{said} came through loudspeaker and microphone and was understood{after}")
    if sentence.delay_s is not None:
        return advice(
            name,
            f"{said} came through and was not understood",
            "Turn the loudspeaker up, and see that nothing covers it or the microphone.",
        )
    return advice(
        name,
        f"the microphone did not hear {said} from the loudspeaker",
        UNHEARD,
    )


def _latency(trial: Trial) -> Finding:
    ends = (("in", trial.input_latency_s), ("out", trial.output_latency_s))
    told = [f"{seconds * 1000:.0f} ms {way}" for way, seconds in ends if seconds is not None]
    return ok("latency", ", ".join(told)) if told else skipped("latency", "no stream could be opened")


def _xruns(trial: Trial) -> Finding:
    if not trial.seconds:
        return skipped("xruns", "no stream could be opened")
    found = f"{trial.xruns or 'none'} in {trial.seconds:.1f} s"
    if trial.xruns:
        return advice("xruns", found, "Sound was lost: close other programs, or use a faster computer.")
    return ok("xruns", found)
