"""A room check in the simulated room: the real check, and a scenario's echo, backgrounds and people in it.

Entries of `[[say]]` may follow a request ("request-1" to "request-5"); what follows a step is never spoken.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from voice.doctor.room_check import Crew, Means, RoomCheck, prepared
from voice.doctor.room_sound import RoomSound
from voice.doctor.room_trial import Part, Sentence
from voice.errors import InputError
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.models import builtin_model, find_model
from voice.hearing.words.recogniser import Recogniser, model_fingerprint
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.room.headroom import factor_for, too_loud
from voice.room.material import Material, prepare
from voice.room.rehearsal import (
    BLOCK_FRAMES,
    RATE_HZ,
    RENDERER_LIMIT_S,
    rendered_by,
    some_narration,
)
from voice.room.room import Room
from voice.room.scenario import Request, Scenario
from voice.room.script import Script
from voice.session.assembly import CACHE_BYTES, CACHE_FOLDER
from voice.session.opening import content_for
from voice.settings.places import Places

_SEARCHES = 8


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it."""

    sound: RoomSound
    unspoken: tuple[int, ...]
    """Entries of `[[say]]` that were never spoken."""


def check_room(scenario: Scenario) -> Checked:
    """Try the room of a scenario, as fast as the computer allows.

    Raises InputError for what the scenario names and cannot be used, faults among it, RendererError where nothing can
    be rendered, RecogniserError.
    """
    if scenario.faults:
        place = "" if scenario.file is None else f"{scenario.file}: "
        raise InputError(f"{place}[[fault]]: expected none, since nothing fails in a room check")
    settings, places = scenario.settings, Places.of_user()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voice-room-")))
        cache = DiskCache(folder, shared=(places.cache / CACHE_FOLDER,), limit_bytes=CACHE_BYTES)
        narrator = Narrator(Renderer(RENDERER_LIMIT_S), cache, RATE_HZ, settings.voice, settings.rate_wpm)
        stack.callback(narrator.close)
        material = prepare(scenario, RATE_HZ, rendered_by(narrator), some_narration(narrator, scenario))
        model = builtin_model() if settings.model is None else find_model(settings.model, places.models)
        recogniser = stack.enter_context(Recogniser(model))
        content = content_for(settings)
        masks = MaskMaker(recogniser, content.phrases, cache, model_fingerprint(model))
        factor = factor_for(material.expected_peak)
        for _ in range(_SEARCHES):
            recogniser.restart()
            means = prepared(Crew(content, narrator, recogniser, masks), RATE_HZ, settings.volume_db)
            run = _Run(scenario, material, factor, means)
            peak = run.play()
            if not too_loud(peak, factor):
                break
            factor = factor_for(peak)
        return run.checked()


class _Run:
    """One pass through the check; the watch of its sentences."""

    def __init__(self, scenario: Scenario, material: Material, factor: float, means: Means) -> None:
        self._length = round(scenario.length_s * RATE_HZ)
        self._room = Room(scenario, material, factor)
        self._script = Script(scenario.says, RATE_HZ)
        self._mixer = means.mixer
        self._check = RoomCheck(means, self)
        self._requests = list(Request)

    def play(self) -> float:
        """Run to the end; returns the microphone's peak before scaling."""
        self._check.begin()
        while not self._check.ended:
            if self._mixer.position >= self._length:
                raise InputError(f"length: expected more than {self._length / RATE_HZ:g} s, which the check takes")
            for cue in self._script.due(self._room.position + BLOCK_FRAMES):
                self._room.say(cue.entry, cue.frame)
            played = self._mixer.render(BLOCK_FRAMES)
            self._check.advance(self._room.exchange(played), played)
        return self._room.peak

    def checked(self) -> Checked:
        """What came of it."""
        return Checked(self._check.sound(), self._script.unspoken())

    def began(self, sentence: Sentence, frame: int, end_frame: int) -> None:
        """A request sounds: its entries may be anchored before its end."""
        if sentence.part is Part.REQUEST:
            self._script.prompt_started(self._requests[0], frame, end_frame)

    def ended(self, sentence: Sentence, frame: int) -> None:
        """A request is silent: its entries are anchored."""
        if sentence.part is Part.REQUEST:
            self._script.prompt_ended(self._requests.pop(0), frame)
