"""Everything that could need a touch, judged before her hands are washed: facts in, findings out, nothing is read here.

`voice.doctor.survey` gathers the facts for `voice check`; a session that has opened voice and recogniser already can
make them from what it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voice.audio.listing import End, Listing
from voice.doctor.devices import clocks_finding, device_finding
from voice.doctor.finding import Finding, advice, ok, problem, skipped
from voice.doctor.machine import Power, clock_finding, disk_finding, power_finding
from voice.doctor.room_sound import RoomSound, room_findings
from voice.doctor.sound import Trial, sound_findings
from voice.doctor.sound_server import SoundServer
from voice.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a part of the program said when it was asked to work: what it is, or why it cannot.

    With both, `found` does the work of another that cannot.
    """

    found: str = ""
    problem: str = ""
    lacking: tuple[str, ...] = ()
    """Phrases that the model has no words for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so on this machine now."""

    settings_file: Path
    settings_problem: str
    """Why the settings file cannot be used; empty where it can, or is not there."""
    now: datetime
    """Local time."""
    night: bool
    """Whether a session would start quieter now."""
    data: Path
    """The folder for what must not be lost."""
    free_bytes: int | None
    power: Power | None
    voice: Answer
    model: Answer | None
    """None where no microphone is wanted."""
    second: Answer | None
    """The second ear; None where it is not wanted."""
    second_slow: bool
    """Whether this machine takes too long for it to be asked about everything."""
    canceller: bool
    """Whether the library is there that takes the guide's own voice out of the microphone's sound."""
    listing: Listing
    server: SoundServer | None
    trial: Trial | None = None
    """None where the sound was not tried."""
    room: RoomSound | None = None
    """None where the room was not tried."""


def preflight(settings: Settings, facts: Facts) -> tuple[Finding, ...]:
    """Every finding, in the order in which they are shown; those of the sound only when it was tried."""
    return (
        _settings(facts),
        clock_finding(facts.now, night=facts.night),
        disk_finding(facts.free_bytes, facts.data),
        power_finding(facts.power),
        _voice(facts.voice),
        _model(facts.model),
        _second(facts),
        _canceller(facts),
        _microphone(settings, facts),
        device_finding(facts.listing, End.OUTPUT, settings.output_device, facts.server),
        clocks_finding(facts.listing, settings.input_device, settings.output_device, facts.server),
        *(sound_findings(facts.trial) if facts.trial is not None else ()),
        *(room_findings(facts.room) if facts.room is not None else ()),
    )


def _settings(facts: Facts) -> Finding:
    if facts.settings_problem:
        return problem("settings", "the settings file cannot be used", facts.settings_problem)
    return ok("settings", str(facts.settings_file))


def _canceller(facts: Facts) -> Finding:
    if facts.model is None:
        return skipped("echo", "no microphone is wanted")
    if not facts.canceller:
        install = "Install libspeexdsp: sudo apt install libspeexdsp1, or brew install speexdsp."
        return advice("echo", "commands spoken while the guide speaks may be missed", install)
    return ok("echo", "the guide's own voice is taken out of the microphone's sound")


def _voice(answer: Answer) -> Finding:
    if answer.problem and answer.found:
        return advice("voice", f"{answer.found} speaks in place of the natural voice", answer.problem)
    if answer.problem:
        return problem("voice", "nothing can be spoken", answer.problem)
    return ok("voice", answer.found)


def _model(answer: Answer | None) -> Finding:
    if answer is None:
        return skipped("model", "the microphone is off in the settings")
    if answer.problem:
        return problem("model", "nothing can be understood", answer.problem)
    if answer.lacking:
        lacking = f"{answer.found} has no words for: {', '.join(answer.lacking)}"
        return advice("model", lacking, "The rest is understood; another model may know these: voice model list.")
    return ok("model", answer.found)


def _second(facts: Facts) -> Finding:
    if facts.model is None:
        return skipped("second ear", "no microphone is wanted")
    if facts.second is None:
        return skipped("second ear", "off in the settings: the first ear hears alone")
    if facts.second.problem:
        return advice("second ear", "the first ear hears alone, and less well", facts.second.problem)
    if facts.second_slow:
        slow = "this computer is slow for it, so it is asked only where it decides most"
        return advice("second ear", slow, "End other programs while you express, if you can.")
    return ok("second ear", facts.second.found)


def _microphone(settings: Settings, facts: Facts) -> Finding:
    if settings.mute_mic:
        return skipped(End.INPUT.noun, "off in the settings: each step is timed and goes on by itself")
    return device_finding(facts.listing, End.INPUT, settings.input_device, facts.server)
