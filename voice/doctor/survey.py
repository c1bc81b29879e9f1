"""The facts of this machine, gathered, with the processes that speak and hear started once each."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from voice.audio.listing import End
from voice.audio.portaudio import list_devices
from voice.audio.ports import Ports
from voice.content.catalogue import load
from voice.doctor.devices import device_finding
from voice.doctor.finding import Verdict
from voice.doctor.preflight import Answer, Facts
from voice.doctor.readings import ask_server, free_bytes, read_power
from voice.doctor.trial import STREAM_HZ, Moment, SoundCheck
from voice.echo.speex import is_installed
from voice.errors import SecondEarError, VoiceError
from voice.guide.commands import Command
from voice.guide.phrases import PhraseTable
from voice.hearing.files import Live
from voice.hearing.words.models import find_model
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.hearing.words.second import TOO_SLOW_S, SecondProcess
from voice.hearing.words.transcript import Question
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.narrator import Narrator
from voice.narration.natural_files import natural_versions
from voice.narration.renderer import Renderer
from voice.narration.voice_names import FALLBACK, NATURAL
from voice.session.opening import night_of
from voice.settings.places import Places
from voice.settings.settings import Settings

_TRIES = 3
"""The best of so many counts: the machine is busy with the rest of the check."""
_CACHE_BYTES = 100_000_000  # of a folder that goes when the phrase is spoken

Tell = Callable[[Moment], None]


def survey(settings: Settings, settings_problem: str, places: Places, tell: Tell | None) -> Facts:
    """Everything that is so now; with `tell`, which is called before each moment, the sound is tried too.

    `settings_problem` is why the settings file cannot be used, when `settings` are not what it says. Takes about a
    second, eight more with the sound.
    """
    table = load(settings.language).phrases
    now = datetime.now()
    with ExitStack() as stack, ThreadPoolExecutor(4, thread_name_prefix="survey") as pool:
        spoken = pool.submit(_voice, settings, sentence(table))
        understood = None if settings.mute_mic else pool.submit(_model, settings, places, Live(table, None))
        second = pool.submit(try_second_ear) if settings.second_ear and not settings.mute_mic else None
        server = pool.submit(ask_server)
        voice, clip = spoken.result()
        model, recogniser = (None, None) if understood is None else understood.result()
        if recogniser is not None:
            stack.enter_context(recogniser)
        facts = Facts(
            settings_file=places.settings_file,
            settings_problem=settings_problem,
            now=now,
            night=night_of(settings, now.time()).at(0.0),
            data=places.data,
            free_bytes=free_bytes(places.data),
            power=read_power(),
            voice=voice,
            model=model,
            second=None if second is None else second.result()[0],
            second_slow=second is not None and second.result()[1],
            canceller=is_installed(),
            listing=list_devices(),
            server=server.result(),
        )
        ports = _ports(facts, settings)
        if tell is None or ports is None:
            return facts
        ears = None if recogniser is None else (recogniser, Live(table, None))
        return replace(facts, trial=SoundCheck(settings, clip, ears, tell).run(ports))


def sentence(table: PhraseTable) -> str:
    """What is spoken to see whether speech comes through: the longest way to ask about storage, a whole sentence."""
    return max((one.text for one in table.all if one.command is Command.STORAGE), key=len)


def _voice(settings: Settings, text: str) -> tuple[Answer, Clip | None]:
    with tempfile.TemporaryDirectory(prefix="voice-") as folder:
        renderer = Renderer()
        cache = DiskCache(Path(folder), limit_bytes=_CACHE_BYTES)
        narrator = Narrator(renderer, cache, STREAM_HZ, settings.voice, settings.rate_wpm)
        try:
            clip = narrator.sentence(text)
            if settings.voice == NATURAL and not narrator.fallen_back:
                return Answer(f"the natural voice ({natural_versions().partition(',')[0]})"), clip
            voice = FALLBACK if narrator.fallen_back else settings.voice
            found = f"espeak-ng {renderer.versions().espeak_ng}, voice {voice}"
            return Answer(found, problem=narrator.fallen_back), clip
        except VoiceError as error:
            return Answer(problem=str(error)), None
        finally:
            narrator.close()


def _model(settings: Settings, places: Places, live: Live) -> tuple[Answer, Recogniser | None]:
    """The recogniser is the caller's to close."""
    try:
        folder = find_model(settings.model, places.models)
        recogniser = Recogniser(folder)
    except VoiceError as error:
        return Answer(problem=str(error)), None
    try:
        unheard = recogniser.open(live.set.name, live.set.grammar)
    except VoiceError as error:
        recogniser.close()
        return Answer(problem=str(error)), None
    lacking = tuple(phrase.text for phrase in live.phrases if phrase.text in unheard)
    return Answer(str(folder), lacking=lacking), recogniser


def try_second_ear() -> tuple[Answer, bool]:
    """What it is, or why it cannot be used; and whether this machine is too slow for it. Takes about a second."""
    try:
        process = SecondProcess()
        process.load()
    except SecondEarError as error:
        return Answer(problem=str(error)), False
    try:
        took_s = min(_timed(process) for _ in range(_TRIES))
    except SecondEarError as error:
        return Answer(problem=str(error)), False
    finally:
        process.close()
    return Answer(f"Moonshine tiny, {1000 * took_s:.0f} ms for an utterance of a second"), took_s > TOO_SLOW_S


def _timed(process: SecondProcess) -> float:
    began = time.monotonic()
    process.hear(Question(0, np.zeros(RATE_HZ, np.float32), ("stop",)))
    return time.monotonic() - began


def _ports(facts: Facts, settings: Settings) -> Ports | None:
    """The ends that are worth trying: those with no problem so far."""
    chosen = {End.INPUT: settings.input_device, End.OUTPUT: settings.output_device}
    there = {
        end
        for end, name in chosen.items()
        if device_finding(facts.listing, end, name, facts.server).verdict is not Verdict.PROBLEM
    }
    if settings.mute_mic:
        there.discard(End.INPUT)
    if len(there) == 2:
        return Ports.BOTH
    if End.OUTPUT in there:
        return Ports.SPEAKER
    return Ports.MICROPHONE if there else None
