"""A rehearsal: the real program in a simulated room, in virtual time, from a scenario to a timeline."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voice.audio.files import WavWriter
from voice.audio.mixer import Mixer
from voice.doctor.first_sounds import FirstSounds
from voice.errors import SecondEarError
from voice.guide.actions import Say, Spoken
from voice.guide.events import Concern, Trouble
from voice.hearing.judgement.deliberation import Second
from voice.hearing.meaning.text import TextMeaning
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.models import builtin_model, find_model
from voice.hearing.words.recogniser import Recogniser, model_fingerprint
from voice.hearing.words.second import AwaitedSecond
from voice.journal.records import Session
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.room.audience import Audience
from voice.room.cut_short import leave
from voice.room.headroom import factor_for, too_loud
from voice.room.material import Material, prepare
from voice.room.room import Room
from voice.room.scenario import Anchor, AnswerIn, Fault, FaultKind, Scenario
from voice.room.script import Script
from voice.session.assembly import CACHE_BYTES, CACHE_FOLDER, Staff, assembled
from voice.session.conductor import Conductor
from voice.session.keys import Keyboard
from voice.session.opening import content_for, opening_for
from voice.session.remembered import remember
from voice.session.timeline import FaultPassed, Record, Timeline
from voice.session.touch import Touches
from voice.session.watch import PromptWatch, Watches
from voice.settings.places import Places
from voice.settings.settings import Settings

RATE_HZ = 24_000
"""The room's rate: enough for speech, and half the work of a sound card's 48,000 Hz."""
BLOCK_FRAMES = RATE_HZ // 50
"""20 ms."""
SURVIVED_S = 10.0
"""How long after a fault the session is asked whether it still answers (contract)."""
RENDERER_LIMIT_S = 5.0
_AFTER_END_S = 0.1
_JUDGED = {FaultKind.MICROPHONE_SILENT, FaultKind.MICROPHONE_LEVEL}
"""The faults for which the microphone is judged before washing, as a live session always does; so it is where the
scenario says what microphone it is."""
_TOO_LOUD_S = 20.0
"""A run that is too loud goes on for so long, to find its peak, before it is begun again."""
_SEARCHES = 8
_DAY = date(2000, 1, 1)
"""A rehearsal has a clock and a journal of its own: any day will do."""

Progress = Callable[[float], None]
"""Told the room time in seconds, now and then."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of it."""

    records: tuple[Record, ...]
    unspoken: tuple[int, ...]
    factor: float
    """What the microphone's signal was scaled by."""
    room_time_s: float
    kept: tuple[Session, ...]
    """What its own journal held at the end."""


@dataclass(frozen=True, slots=True)
class _Stage:
    scenario: Scenario
    material: Material
    narrator: Narrator
    renderer: Renderer
    recogniser: Recogniser
    second: AwaitedSecond | None
    meaning: TextMeaning
    cache: DiskCache
    fingerprint: str
    folder: Path


def rehearse(
    scenario: Scenario, out: Path, progress: Progress = lambda _: None, audience: Audience | None = None
) -> Rehearsed:
    """Run a scenario and write speaker.wav and microphone.wav into `out`; the caller writes the timeline.

    With an audience it runs as fast as that lets it, and what is touched counts as in a session.

    Raises InputError for what the scenario names and cannot be used, RendererError where nothing can be rendered.
    """
    places = Places.of_user()
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="voice-rehearsal-")))
        renderer = Renderer(RENDERER_LIMIT_S)
        cache = DiskCache(folder / "cache", shared=(places.cache / CACHE_FOLDER,), limit_bytes=CACHE_BYTES)
        settings = scenario.settings
        narrator = Narrator(renderer, cache, RATE_HZ, settings.voice, settings.rate_wpm)
        stack.callback(narrator.close)
        material = prepare(scenario, RATE_HZ, rendered_by(narrator), some_narration(narrator, scenario))
        model = builtin_model() if settings.model is None else find_model(settings.model, places.models)
        recogniser = stack.enter_context(Recogniser(model))
        second = _second_ear(settings, stack)
        content = content_for(settings)
        fingerprint = model_fingerprint(model)
        meaning = TextMeaning(content.phrases, content.sentences)
        stage = _Stage(scenario, material, narrator, renderer, recogniser, second, meaning, cache, fingerprint, folder)
        factor = factor_for(material.expected_peak)
        for search in range(_SEARCHES):
            run = _Run(stage, factor, out, folder / f"data-{search}", audience)
            try:
                peak = run.play(progress)
            finally:
                run.close()
            if not too_loud(peak, factor):
                break
            factor = factor_for(peak)
        if narrator.fallen_back:
            print(f"{narrator.fallen_back} This rehearsal speaks with espeak-ng.", file=sys.stderr)
        return Rehearsed(run.records(), run.unspoken(), factor, run.room_time_s, run.kept)


def _second_ear(settings: Settings, stack: ExitStack) -> AwaitedSecond | None:
    """The second ear; None, and a sentence, where it cannot be used."""
    if not settings.second_ear or settings.mute_mic:
        return None
    try:
        return stack.enter_context(AwaitedSecond())
    except SecondEarError as error:
        print(f"{error} This rehearsal hears with the first ear alone.", file=sys.stderr)
        return None


def rendered_by(narrator: Narrator) -> Callable[[str, str, int], tuple[NDArray[np.float32], int]]:
    def render(text: str, voice: str, rate_wpm: int) -> tuple[NDArray[np.float32], int]:
        clip = narrator.speak_as(text, voice, rate_wpm)
        return clip.samples, clip.rate_hz

    return render


def some_narration(narrator: Narrator, scenario: Scenario) -> NDArray[np.float32]:
    """A few prompts as they are played, by whose level the echo's gain is fixed."""
    if scenario.echo is None:
        return np.zeros(0, np.float32)
    prompts = content_for(scenario.settings).prompts
    return np.concatenate([narrator.sentence(prompts[key].text).samples for key in ("welcome", "wash", "explain")])


class _Run(PromptWatch):
    """One pass through the scenario."""

    def __init__(self, stage: _Stage, factor: float, out: Path, data: Path, audience: Audience | None) -> None:
        scenario = stage.scenario
        self._audience = audience
        self._stage = stage
        self._factor = factor
        self._out = out
        self._timeline = Timeline()
        self._room = Room(scenario, stage.material, factor)
        self._script = Script(scenario.says, RATE_HZ)
        self._faults = sorted(scenario.faults, key=lambda fault: fault.at_s)
        self._probes: list[Fault] = []
        self._microphone_lost = self._microphone_silent = self._speaker_lost = False
        self._gain: np.float32 | None = None
        self._dropout_until_s = 0.0
        self._reopening: tuple[float, Trouble] | None = None
        """Until when the devices are opened anew, and what is told then."""
        self._opens_at = datetime.combine(_DAY, scenario.clock, UTC)
        if scenario.cut_short is not None and scenario.settings.history:
            leave(data, scenario.cut_short, self._opens_at)
        self._remembered = remember(data, self._opens_at, enabled=scenario.settings.history, threaded=False)
        self.kept: tuple[Session, ...] = ()
        """What its journal holds, once it is closed."""
        self._mixer, self._conductor = self._assembled()

    def _assembled(self) -> tuple[Mixer, Conductor]:
        stage, scenario = self._stage, self._stage.scenario
        settings = scenario.settings
        content = content_for(settings)
        remembered = self._remembered
        opening = opening_for(
            settings,
            replace(remembered.past, finished_sessions=scenario.finished_sessions),
            remembered.opens_at(self._opens_at),
            earlier=remembered.earlier,
            keeps=remembered.keeps,
        )
        stage.recogniser.restart()
        if stage.second is not None:
            stage.second.begin_anew()
        recogniser = None if settings.mute_mic else stage.recogniser
        masks = MaskMaker(stage.recogniser, content.phrases, stage.cache, stage.fingerprint)
        judged = scenario.band_hz is not None or any(fault.kind in _JUDGED for fault in self._faults)
        first_sounds = FirstSounds(RATE_HZ) if recogniser is not None and judged else None
        staff = Staff(
            content,
            stage.narrator,
            recogniser,
            None if stage.second is None else Second(stage.second, stage.meaning),
            masks,
            remembered.diary(self._opens_at),
            first_sounds,
            tells_text=True,
        )
        self._touches = Touches(Keyboard(content.phrases))
        if self._audience is None:
            return assembled(staff, opening, RATE_HZ, self._timeline.add, self)
        return assembled(staff, opening, RATE_HZ, self._take, Watches(self, self._audience.watch))

    def _take(self, record: Record) -> None:
        self._timeline.add(record)
        if self._audience is not None:
            self._audience.take(record)

    def _attend(self, audience: Audience, played: NDArray[np.float32]) -> None:
        """Let the audience hear what the loudspeaker plays next, and touch."""
        audience.hear(self._mixer.position - len(played), played)
        for touch in audience.touched():
            heard = self._touches.heard(touch, self._conductor.moment())
            if heard is not None and not self._conductor.ended:
                self._conductor.press(heard)

    @property
    def room_time_s(self) -> float:
        """How long the room was open."""
        return self._mixer.position / RATE_HZ

    def records(self) -> tuple[Record, ...]:
        """The timeline in order."""
        return self._timeline.records()

    def unspoken(self) -> tuple[int, ...]:
        """Entries that were never spoken."""
        return self._script.unspoken()

    def close(self) -> None:
        """Let go of its journal."""
        self._remembered.scribe.close()
        self.kept = self._remembered.journal.sessions()
        self._remembered.close()

    def play(self, progress: Progress) -> float:
        """Run to the end; returns the microphone's peak before scaling, early where the run was too loud."""
        length = round(self._stage.scenario.length_s * RATE_HZ)
        too_loud_since: float | None = None
        with (
            WavWriter(self._out / "speaker.wav", RATE_HZ) as speaker_wav,
            WavWriter(self._out / "microphone.wav", RATE_HZ) as microphone_wav,
        ):
            self._conductor.open()
            while not self._conductor.ended and self._mixer.position < length:
                self._strike_faults()
                played, heard = self._exchange()
                speaker_wav.write(played)
                microphone_wav.write(np.zeros_like(played) if heard is None else heard)
                if self._audience is not None:
                    self._attend(self._audience, played)
                self._conductor.advance(heard, played)
                if self._mixer.position % RATE_HZ < BLOCK_FRAMES:
                    progress(self.room_time_s)
                if too_loud(self._room.peak, self._factor):
                    too_loud_since = self.room_time_s if too_loud_since is None else too_loud_since
                    if self.room_time_s - too_loud_since > _TOO_LOUD_S:
                        return self._room.peak
            if not self._conductor.ended:
                self._conductor.close_at_length()
            for _ in range(round(_AFTER_END_S * RATE_HZ / BLOCK_FRAMES)):
                speaker_wav.write(self._mixer.render(BLOCK_FRAMES))
        self._answer_probes(at_end=True)
        return self._room.peak

    def _exchange(self) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        for cue in self._script.due(self._room.position + BLOCK_FRAMES):
            self._room.say(cue.entry, cue.frame)
        played = self._mixer.render(BLOCK_FRAMES)
        if self._speaker_lost or self._reopening is not None or self.room_time_s <= self._dropout_until_s:
            played = np.zeros_like(played)
        heard = self._room.exchange(played)
        if self._microphone_lost or self._reopening is not None:
            return played, None
        if self._microphone_silent:
            return played, np.zeros_like(heard)
        return played, heard if self._gain is None else np.clip(heard * self._gain, -1.0, 1.0)

    def started(self, say: Say, frame: int, expected_end_frame: int) -> None:
        """Something is said: its entries may be anchored before its end."""
        if (anchor := _anchor_of(say)) is not None:
            self._script.prompt_started(anchor, frame, expected_end_frame)

    def ended(self, say: Say, frame: int) -> None:
        """It is silent: its entries are anchored."""
        if (anchor := _anchor_of(say)) is not None:
            self._script.prompt_ended(anchor, frame)

    # ---- faults

    def _strike_faults(self) -> None:
        while self._faults and self._faults[0].at_s <= self.room_time_s:
            fault = self._faults.pop(0)
            self._strike(fault)
            self._probes.append(fault)
        if self._reopening is not None and self.room_time_s >= self._reopening[0]:
            trouble, self._reopening = self._reopening[1], None
            self._conductor.happened(trouble)
        self._answer_probes(at_end=False)

    def _strike(self, fault: Fault) -> None:
        stage = self._stage
        match fault.kind:
            case FaultKind.MICROPHONE_LOST:
                self._microphone_lost = True
            case FaultKind.MICROPHONE_SILENT:
                self._microphone_silent = True
            case FaultKind.MICROPHONE_BACK:
                self._microphone_lost = self._microphone_silent = False
                self._gain = None
            case FaultKind.SPEAKER_LOST:
                self._speaker_lost = True
                self._conductor.happened(Trouble.SPEAKER_LOST)
            case FaultKind.SPEAKER_BACK:
                self._speaker_lost = False
                self._conductor.happened(Trouble.SPEAKER_BACK)
            case FaultKind.RENDERER_KILLED:
                _signal(stage.renderer.pid, signal.SIGKILL)
            case FaultKind.RENDERER_HUNG:
                _signal(stage.renderer.pid, signal.SIGSTOP)
            case FaultKind.RECOGNISER_KILLED:
                _signal(stage.recogniser.pid, signal.SIGKILL)
            case FaultKind.SECOND_KILLED | FaultKind.SECOND_HUNG:
                if stage.second is not None:
                    killed = fault.kind is FaultKind.SECOND_KILLED
                    stage.second.strike(signal.SIGKILL if killed else signal.SIGSTOP)
            case FaultKind.SECOND_SLOW:
                if stage.second is not None:
                    stage.second.slow_down(fault.slow_ms / 1000)
            case FaultKind.REOPENED:
                self._reopening = self.room_time_s + fault.gap_ms / 1000, Trouble.REOPENED
            case FaultKind.DEFAULT_CHANGED:
                self._reopening = self.room_time_s + fault.gap_ms / 1000, Trouble.DEFAULT_CHANGED
            case FaultKind.LATENCY_RAISED:
                self._conductor.happened(Trouble.LATENCY_RAISED)
            case FaultKind.MICROPHONE_LEVEL:
                self._gain = np.float32(10 ** (fault.gain_db / 20))
            case FaultKind.BATTERY_LOW:
                self._conductor.found(Concern.POWER)
            case FaultKind.DISK_LOW:
                self._conductor.found(Concern.DISK)
            case FaultKind.XRUN:
                self._dropout_until_s = self.room_time_s + fault.xrun_ms / 1000
            case FaultKind.DISK_FULL:
                stage.cache.fail_writes = self._remembered.scribe.disk_full = True
            case FaultKind.DISK_BACK:
                stage.cache.fail_writes = self._remembered.scribe.disk_full = False
                self._conductor.retry_keeping()
            case FaultKind.CLOCK_JUMP:
                self._conductor.clock_jumped()  # the session counts in samples; dates alone are told no more

    def _answer_probes(self, *, at_end: bool) -> None:
        """10 s after a fault, or at the end of the room where that is sooner, the session is asked if it answers."""
        for fault in list(self._probes):
            if at_end or self.room_time_s >= fault.at_s + SURVIVED_S:
                self._probes.remove(fault)
                self._timeline.add(FaultPassed(fault.at_s, fault.kind, self._conductor.answers()))


def _anchor_of(say: Say) -> Anchor | None:
    """What it anchors: a repetition nothing."""
    match say.kind:
        case Spoken.PROMPT:
            return say.step
        case Spoken.ANSWER | Spoken.NOTE:
            return AnswerIn(say.step)
        case _:
            return None


def _signal(pid: int | None, number: signal.Signals) -> None:
    """Strike a child process; one that does not run cannot be struck."""
    if pid is not None:
        os.kill(pid, number)
