"""A room check on this machine's own microphone and loudspeaker."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np

from voice.audio.device import Device
from voice.audio.listing import device_name
from voice.audio.ports import Captured, Ports
from voice.doctor.room_check import Crew, RoomCheck, Watch, prepared
from voice.doctor.room_sound import RoomSound
from voice.doctor.trial import STREAM_HZ, next_block
from voice.hearing.words.mask_maker import MaskMaker
from voice.hearing.words.models import find_model
from voice.hearing.words.recogniser import Recogniser, model_fingerprint
from voice.narration.cache import DiskCache
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.session.assembly import CACHE_BYTES, CACHE_FOLDER
from voice.session.live import FLOWS_S, HEARS_S
from voice.session.opening import content_for
from voice.settings.places import Places
from voice.settings.settings import Settings

_LONGEST_GAP_S = 10.0


def check_devices(settings: Settings, places: Places, watch: Watch) -> RoomSound:
    """Try the devices that a session with these settings would open; takes about a minute.

    What the microphone hears stays in memory and is gone in the end. Raises DeviceError, RendererError, RecogniserError
    and InputError, each in a sentence that says what to do.
    """
    content = content_for(settings)
    with ExitStack() as stack:
        cache = DiskCache(places.cache / CACHE_FOLDER, limit_bytes=CACHE_BYTES)
        narrator = Narrator(Renderer(), cache, STREAM_HZ, settings.voice, settings.rate_wpm)
        stack.callback(narrator.close)
        model = find_model(settings.model, places.models)
        recogniser = stack.enter_context(Recogniser(model))
        masks = MaskMaker(recogniser, content.phrases, cache, model_fingerprint(model))
        means = prepared(Crew(content, narrator, recogniser, masks), STREAM_HZ, settings.volume_db)
        device = stack.enter_context(
            Device(
                means.mixer,
                rate_hz=STREAM_HZ,
                input_device=device_name(settings.input_device),
                output_device=device_name(settings.output_device),
            )
        )
        check = RoomCheck(means, watch)
        _see_through(check, device)
        return check.sound()


def _see_through(check: RoomCheck, device: Device) -> None:
    """Hand every block to the check, which begins once sound flows; blocks that were dropped count as silence."""
    position, begun = 0, False
    while not check.ended:
        block = next_block(device, Ports.BOTH)
        missing = min(block.frame - position, round(_LONGEST_GAP_S * device.rate_hz))
        if missing > 0:
            silence = np.zeros(missing, np.float32)
            check.advance(silence, silence)
        check.advance(block.heard, block.played)
        position = block.frame + len(block.played)
        if not begun and _flows(block, position / device.rate_hz):
            begun = True
            check.begin()


def _flows(block: Captured, now_s: float) -> bool:
    """Whether both ends can be counted on: a server that wakes takes a second to give a microphone's sound."""
    return now_s >= (HEARS_S if block.samples is None else FLOWS_S)
