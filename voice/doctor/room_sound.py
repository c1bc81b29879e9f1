"""What a room check measured, and what that means: values in, findings out."""

from __future__ import annotations

from dataclasses import dataclass

from voice.doctor.finding import Finding, advice, ok, problem, skipped
from voice.doctor.sound import CLIPPED, MUTED, NOISIEST_DBFS, QUIETEST_DBFS, UNHEARD, band_finding


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on each advice is given."""

    noise_dbfs: float = NOISIEST_DBFS
    voice_dbfs: float = QUIETEST_DBFS
    voice_over_noise_db: float = 10.0
    """Our own value, that of `Levels`: what rises less is no speech to the level check either."""
    echo_over_voice_db: float = 20.0
    """Our own value: the loudest echo that `scripts/bench/duplex.py` tries."""
    removed_db: float = 12.0
    """Our own value: two checks came to 21 dB (virtual devices) and 32 dB (simulated room)."""
    late_s: float = 0.15
    """Our own value: without Bluetooth, which adds 0.1 to 0.3 s, virtual devices came to 0.114 s."""
    drift_ppm: float = 150.0
    """The front end's tests follow up to here."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Asked:
    """A command that she was asked for, once."""

    phrase: str
    heard: bool
    confidence: float | None
    """Of what was heard; None where it was not."""
    voice_dbfs: float | None
    """The active level of what came after the request, without the guide's own sound; None where nobody spoke."""


@dataclass(frozen=True, slots=True)
class RoomSound:
    """What a check of one room came to; levels are those of the microphone."""

    noise_dbfs: float
    """In the second before anything was played; -100 for digital silence."""
    peak: float
    """The loudest sample of all, 1.0 full scale."""
    delay_s: float | None
    """How much later than it was played the loudspeaker is heard; None where it is not."""
    drift_ppm: float | None
    """How much faster the microphone's clock runs than the loudspeaker's; None where too little was heard to tell."""
    echo_dbfs: float | None
    """The active level of the guide's own voice; None where it is not heard."""
    removed_db: float | None
    """How much of that was taken out in the end; None where it is not heard, or there is no canceller."""
    asked: tuple[Asked, ...]
    narrow: bool | None
    """Whether the microphone gives telephone sound; None where too little was heard to tell."""

    @property
    def voice_dbfs(self) -> float | None:
        """Her level, that of the middle one of her answers; None where nobody spoke."""
        levels = sorted(one.voice_dbfs for one in self.asked if one.voice_dbfs is not None)
        return levels[len(levels) // 2] if levels else None


def room_findings(sound: RoomSound, limits: Limits = LIMITS) -> tuple[Finding, ...]:
    """Noise, band, the guide's own voice, delay, drift, her voice and the commands."""
    return (
        _noise(sound, limits),
        band_finding(sound.narrow),
        _own_voice(sound, limits),
        _delay(sound, limits),
        _drift(sound, limits),
        _voice(sound, limits),
        _commands(sound),
    )


def _noise(sound: RoomSound, limits: Limits) -> Finding:
    name = "noise"
    if sound.peak == 0.0:
        return problem(name, "the microphone gives digital silence", MUTED)
    found = f"the room {sound.noise_dbfs:.0f} dBFS"
    if sound.noise_dbfs > limits.noise_dbfs:
        return advice(name, f"{found}, which is noisy", "Find a quieter place, or bring the microphone nearer.")
    return ok(name, found)


def _own_voice(sound: RoomSound, limits: Limits) -> Finding:
    name = "own voice"
    if sound.echo_dbfs is None:
        return advice(name, "the microphone does not hear the loudspeaker", UNHEARD)
    arrives = f"the loudspeaker is heard at {sound.echo_dbfs:.0f} dBFS"
    if sound.peak >= CLIPPED:
        todo = "Turn the loudspeaker down, or the microphone in the sound settings."
        return advice(name, f"{arrives}, and the microphone breaks up", todo)
    if sound.removed_db is None:
        return advice(name, f"{arrives}, and nothing of it is taken out", "Wait until it is silent before you speak.")
    found = f"{arrives}, and {sound.removed_db:.0f} dB of it are taken out"
    voice_dbfs = sound.voice_dbfs
    if voice_dbfs is not None and sound.echo_dbfs - voice_dbfs > limits.echo_over_voice_db:
        louder = f"{found}; it is {sound.echo_dbfs - voice_dbfs:.0f} dB louder than you"
        return advice(name, louder, "Turn the loudspeaker away from the microphone, or turn it down.")
    if sound.removed_db < limits.removed_db and sound.echo_dbfs - sound.noise_dbfs > 2 * limits.removed_db:
        return advice(name, f"{found}, which is little", "Turn the loudspeaker down: the louder, the more it distorts.")
    return ok(name, found)


def _delay(sound: RoomSound, limits: Limits) -> Finding:
    name = "delay"
    if sound.delay_s is None:
        return skipped(name, "the microphone does not hear the loudspeaker")
    found = f"{sound.delay_s * 1000:.0f} ms from the program through the room and back"
    if sound.delay_s > limits.late_s:
        return advice(
            name, f"{found}, as with Bluetooth", "It works; with a cable the beat and the answers come sooner."
        )
    return ok(name, found)


def _drift(sound: RoomSound, limits: Limits) -> Finding:
    name = "drift"
    if sound.drift_ppm is None:
        return skipped(name, "too little was heard to tell")
    if sound.drift_ppm == 0.0:
        return ok(name, "none: the clocks run alike")
    found = f"the microphone's clock is {abs(sound.drift_ppm):.0f} millionths {_faster(sound.drift_ppm)}"
    if abs(sound.drift_ppm) > limits.drift_ppm:
        return advice(name, f"{found}, too much to follow", "Use one device for both, such as a USB headset.")
    return ok(name, f"{found}, which is evened out")


def _faster(ppm: float) -> str:
    return "fast" if ppm > 0 else "slow"


def _voice(sound: RoomSound, limits: Limits) -> Finding:
    name, level_dbfs = "your voice", sound.voice_dbfs
    if level_dbfs is None:
        return skipped(name, "nobody answered")
    found = f"{level_dbfs:.0f} dBFS"
    closer = "Move the microphone closer to you, or turn it up."
    if level_dbfs < limits.voice_dbfs:
        return advice(name, f"{found}, which is faint", closer)
    over_db = level_dbfs - sound.noise_dbfs
    if over_db < limits.voice_over_noise_db:
        return advice(name, f"{found}, only {over_db:.0f} dB over the room", closer)
    return ok(name, found)


def _commands(sound: RoomSound) -> Finding:
    name = "commands"
    heard = [f'"{one.phrase}"' for one in sound.asked if one.heard]
    missed = [f'"{one.phrase}"' for one in sound.asked if not one.heard]
    if not heard and sound.voice_dbfs is None:
        return advice(name, "nobody answered", "Run this again, and say each command once when you are asked for it.")
    if not heard:
        return problem(name, "none was understood", "Use a headset, or see what is advised above.")
    if missed:
        found = f"{len(heard)} of {len(sound.asked)} understood: {', '.join(heard)}; not {', '.join(missed)}"
        return advice(name, found, "Say each by itself, once the guide is silent; a headset hears best.")
    return ok(name, f"all {len(heard)} understood: {', '.join(heard)}")
