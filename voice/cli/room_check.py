"""`voice check --room`: how this room sounds to the program, and whether it hears its user; also offered by `start`."""

from __future__ import annotations

import json
import queue
import sys
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from voice.cli.keystrokes import keystrokes
from voice.errors import InputError
from voice.settings.places import Places
from voice.settings.settings import Settings

if TYPE_CHECKING:
    from voice.doctor.finding import Finding
    from voice.doctor.profiles import Pair
    from voice.doctor.room_sound import RoomSound
    from voice.doctor.room_trial import Sentence

OFFER_S = 4.0
READ_S = 10.0
_YES = "r"


@dataclass(frozen=True, slots=True)
class RoomChecked:
    """What a room check came to; `sound` is None where something kept it from being held."""

    findings: tuple[Finding, ...]
    sound: RoomSound | None = None
    pair: Pair | None = None
    """The devices, None in a simulated room."""
    stored: bool = False
    """Whether a session with these devices begins with what was found."""

    def as_json(self) -> str:
        """One object: `works`, the `findings`, the `room` in figures (or null), the `devices` and whether `stored`."""
        from voice.doctor.finding import would_work

        told = [
            {"name": one.name, "verdict": one.verdict.value, "found": one.found, "todo": one.todo}
            for one in self.findings
        ]
        works = self.sound is not None and would_work(self.findings)
        room = None if self.sound is None else json.loads(json.dumps(asdict(self.sound)), parse_float=_rounded)
        devices = None if self.pair is None else asdict(self.pair)
        whole = {"works": works, "findings": told, "room": room, "devices": devices, "stored": self.stored}
        return json.dumps(whole, ensure_ascii=False)


def check_here(settings: Settings, settings_problem: str, places: Places) -> RoomChecked:
    """Try the devices of a session with these settings, and keep what was found of them.

    `settings_problem` is that of `survey`. Raises InputError where no microphone is wanted, and what `check_devices`
    raises.
    """
    from voice.audio.quiet import libraries_muted
    from voice.doctor.finding import would_work
    from voice.doctor.lookout import outlook
    from voice.doctor.preflight import preflight
    from voice.doctor.profiles import Pair
    from voice.doctor.room_devices import check_devices
    from voice.doctor.survey import survey

    if settings.mute_mic:
        raise InputError("The microphone is off in the settings; a room check takes one: add --no-mute-mic.")
    with libraries_muted():
        facts = survey(settings, settings_problem, places, None)
        findings = preflight(settings, facts)
        if not would_work(findings):
            return RoomChecked(findings)
        sound = check_devices(settings, places, _Teller())
    there = outlook(facts.listing, facts.server, settings, fresh=False)
    pair = Pair(there.microphone or "", there.loudspeaker or "")
    return RoomChecked(preflight(settings, replace(facts, room=sound)), sound, pair, _kept(places, pair, sound))


def check_scenario(file: str) -> RoomChecked:
    """Try the room of a scenario; nothing is kept. Raises what `check_room` raises."""
    from voice.doctor.room_sound import room_findings
    from voice.room.room_check import check_room
    from voice.room.scenario_file import read_scenario
    from voice.room.shipped import find

    scenario = read_scenario(find(file))
    checked = check_room(scenario)
    for entry in checked.unspoken:
        print(f"never spoken: [[say]] {entry + 1}, {scenario.says[entry].label}", file=sys.stderr)
    return RoomChecked(room_findings(checked.sound), checked.sound)


def offered(wait_s: float = OFFER_S) -> bool:
    """Offer a room check on the terminal, in one line; whether "r" was pressed meanwhile.

    Every other key goes on at once, and so it is where standard input is no terminal: then nothing is said.
    """
    told = "These devices are new here. Press r for a room check of a minute, or wait: the session begins by itself."
    return _pressed(told, wait_s) == _YES


def time_to_read(wait_s: float = READ_S) -> None:
    """Wait for a key, or a moment."""
    _pressed("The session begins in ten seconds, or when you press a key.", wait_s)


def _pressed(told: str, wait_s: float) -> str:
    """The first key within this time; empty where there is none."""
    pressed: queue.SimpleQueue[str] = queue.SimpleQueue()
    with keystrokes(pressed.put) as keys:
        if not keys:
            return ""
        print(told, file=sys.stderr, flush=True)
        try:
            return pressed.get(timeout=wait_s)
        except queue.Empty:
            return ""


def _rounded(number: str) -> float:
    """Tenths of a millisecond and finer than any level matters."""
    return round(float(number), 4)


def _kept(places: Places, pair: Pair, sound: RoomSound) -> bool:
    from voice.doctor.profiles import Profile, Profiles

    if sound.peak == 0.0:
        return False
    profile = Profile(sound.delay_s, sound.drift_ppm, sound.echo_dbfs, sound.removed_db, sound.noise_dbfs)
    try:
        Profiles(places.data).keep(pair, profile)
    except OSError as error:
        print(f"What was found cannot be kept in {places.data} ({error.strerror}).", file=sys.stderr)
        return False
    return True


class _Teller:
    """Shows on standard error what is being said."""

    def began(self, sentence: Sentence, frame: int, end_frame: int) -> None:
        """The sentence, as it begins."""
        print(sentence.text, file=sys.stderr, flush=True)

    def ended(self, sentence: Sentence, frame: int) -> None:
        """Nothing."""
