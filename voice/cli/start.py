"""`voice start`: a guided session on this machine's own loudspeaker and microphone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from voice.cli.interrupts import interrupts_kept
from voice.cli.options import add_command, add_session_options, chosen_settings, device_name
from voice.cli.screen import ScreenChoice, add_screen_options, chosen_screen, show_session
from voice.errors import VoiceError
from voice.settings.places import Places

if TYPE_CHECKING:
    from voice.audio.device import Device
    from voice.audio.listing import Listing
    from voice.audio.mixer import Mixer
    from voice.audio.ports import Outlook
    from voice.cli.options import Subparsers
    from voice.doctor.memory import Affordable
    from voice.doctor.memory_watch import MemoryWatch
    from voice.doctor.profiles import Profile
    from voice.doctor.sound_server import SoundServer
    from voice.guide.content import Content
    from voice.narration.renderer import Renderer
    from voice.screen.display import Display
    from voice.screen.onlooker import Onlooker
    from voice.session.keys import Keyboard
    from voice.session.live import LiveSession
    from voice.session.studio import Studio
    from voice.settings.settings import Settings

_INTERRUPTED = 130
_ENDING_S = 1.5
_REHEARSAL = "rehearsal"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        subparsers,
        "start",
        "a guided session, by voice from the welcome to the end",
        example="voice start --side left --region uk",
    )
    add_session_options(parser)
    parser.add_argument("--no-journal", action="store_true", help="keep nothing of this session on the disk")
    parser.add_argument("--plain", action="store_true", help="plain lines instead of a picture, as for a screen reader")
    add_screen_options(parser)


def run(args: argparse.Namespace) -> int:
    """Hold a session, or a rehearsal of one where nothing can sound. Raises VoiceError."""
    places = Places.of_user()
    settings = chosen_settings(args, places).settings
    if args.no_journal:
        settings = replace(settings, history=False)
    looks = _Looks(args.plain, chosen_screen(args))
    with interrupts_kept():
        return _run(settings, places, looks)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How the session is shown: as plain lines, and on a page."""

    plain: bool
    screen: ScreenChoice | None


def _run(settings: Settings, places: Places, looks: _Looks) -> int:
    from voice.doctor.memory import affordable
    from voice.doctor.readings import free_memory
    from voice.narration.renderer import LIVE_LIMIT_S, Renderer

    can_have = affordable(free_memory())
    with closing(Renderer(LIVE_LIMIT_S)) as renderer:
        if can_have.natural:
            renderer.start(settings.voice)  # it loads while everything else is looked at
        return _begin(settings, places, renderer, can_have, looks)


def _begin(settings: Settings, places: Places, renderer: Renderer, can_have: Affordable, looks: _Looks) -> int:
    from voice.audio.listing import End
    from voice.audio.portaudio import list_devices
    from voice.doctor.devices import is_there
    from voice.doctor.readings import ask_server
    from voice.hearing.words.models import find_model

    find_model(settings.model, places.models)  # a wrong choice is told before anything else, with or without a sound
    listing, server = list_devices(), ask_server()
    if not is_there(listing, End.OUTPUT, settings.output_device, server):
        hears = is_there(listing, End.INPUT, settings.input_device, server)
        renderer.close()
        why = _why_nothing_sounds(listing, hears=hears)
        from voice.cli.rehearse import rehearse_instead

        return rehearse_instead(why, places.data / _REHEARSAL, choice=looks.screen)
    if settings.mute_mic:
        settings = replace(settings, autopilot=True)
    _offer_room_check(settings, places, listing, server)
    return _hold_session(settings, places, renderer, can_have, listing, server, looks)


def _offer_room_check(settings: Settings, places: Places, listing: Listing, server: SoundServer | None) -> None:
    """Before a first session on devices that were never tried together: nobody need answer, it goes on by itself."""
    from voice.cli.check import as_text
    from voice.cli.room_check import check_here, offered, time_to_read
    from voice.doctor.lookout import outlook
    from voice.session.remembered import finished_sessions

    there = outlook(listing, server, settings, fresh=False)
    if settings.mute_mic or there.microphone is None or _profile(places, there) is not None:
        return
    if (settings.history and finished_sessions(places.data)) or not offered():
        return
    try:
        print(as_text(check_here(settings, "", places).findings))
    except VoiceError as error:
        print(error, file=sys.stderr)
    time_to_read()


def _profile(places: Places, there: Outlook) -> Profile | None:
    """What a room check found of the devices that would be used now."""
    from voice.doctor.profiles import Pair, Profiles

    return Profiles(places.data).of(Pair(there.microphone or "", there.loudspeaker or ""))


def _why_nothing_sounds(listing: Listing, *, hears: bool) -> str:
    if listing.problem:
        return f"No sound device can be used ({listing.problem.rstrip('.')})"
    return "There is only a microphone and no loudspeaker" if hears else "There is no sound device"


def _hold_session(
    settings: Settings,
    places: Places,
    renderer: Renderer,
    can_have: Affordable,
    listing: Listing,
    server: SoundServer | None,
    looks: _Looks,
) -> int:
    from voice.audio.quiet import libraries_muted
    from voice.cli.keystrokes import keystrokes
    from voice.content.catalogue import load
    from voice.doctor.before_washing import concerns
    from voice.doctor.lookout import Lookout, outlook
    from voice.doctor.readings import free_bytes, read_power
    from voice.screen.onlooker import Onlooker
    from voice.session.keys import Keyboard
    from voice.session.live import LiveSession
    from voice.session.studio import Studio

    with ExitStack() as stack:
        stack.enter_context(libraries_muted())
        studio = stack.enter_context(Studio(settings, places, renderer, can_have))
        keyboard = Keyboard(studio.content.phrases)
        words = load(settings.language).screen
        onlooker = Onlooker(studio.content, keyboard.legends(), words.preferred)
        display = _display(studio.content, keyboard, onlooker, settings, plain=looks.plain)
        _tell_what_is_missing(studio, display)
        before = tuple(concerns(settings, listing, server, free_bytes(places.data), read_power()))
        there = outlook(listing, server, settings, fresh=False)
        profile = _profile(places, there)
        mixer, conductor = studio.assemble(
            datetime.now().astimezone(),
            onlooker.take,
            display.watch,
            before,
            expected_delay_s=None if profile is None else profile.delay_s,
        )
        device = _opened(mixer, settings, there)
        stack.callback(device.close)
        for notice in _notices(settings, there, device):
            display.tell(notice)

        def press(char: str) -> None:
            display.typed(char)
            live.press(char)

        live = LiveSession(
            conductor,
            keyboard,
            device,
            on_listening=lambda: display.tell(_ready(hears=device.hears, keys=keys)),
            on_end=display.finish,
        )
        keys = stack.enter_context(keystrokes(press))
        stack.enter_context(Lookout(settings, listing, device.expect))
        stack.enter_context(_memory_watch(studio, display, live))
        if looks.screen is not None:
            show_session(stack, looks.screen, settings, places.data, onlooker, display, live, device)
        status = _see_through(live, display)
    if studio.unsaved:
        print(studio.unsaved, file=sys.stderr)
    return status


def _tell_what_is_missing(studio: Studio, display: Display) -> None:
    """Voice, second ear and journal: what this session does without, and another voice whenever one speaks."""
    if studio.voiceless:
        display.tell(f"{studio.voiceless} Until then you read the words here and hear tones.")
    studio.tell_other_voice(display.tell)
    for notice in (studio.one_ear, studio.journal_notice):
        if notice:
            display.tell(notice)


def _memory_watch(studio: Studio, display: Display, live: LiveSession) -> MemoryWatch:
    """Gives up the natural voice and then the second ear while memory is short."""
    from voice.doctor.memory_watch import MemoryWatch
    from voice.doctor.readings import free_memory
    from voice.guide.events import Trouble

    def spare_ear() -> None:
        if studio.spare_ear():
            display.tell(studio.one_ear)
            live.happened(Trouble.ONE_EAR)

    return MemoryWatch(free_memory, (studio.spare_voice, spare_ear))


def _display(content: Content, keyboard: Keyboard, onlooker: Onlooker, settings: Settings, *, plain: bool) -> Display:
    """A picture where standard output is a terminal that can show one, else plain lines."""
    from voice.content.catalogue import load
    from voice.screen.display import PaintedDisplay, PlainDisplay
    from voice.screen.layout import Layout
    from voice.screen.palette import DAY, NIGHT
    from voice.screen.terminal import Terminal, can_paint
    from voice.session.opening import night_of

    words = load(settings.language).screen
    if plain or not can_paint(sys.stdout):
        return PlainDisplay(_print, keyboard, words, content.region, onlooker)
    night = night_of(settings, datetime.now().time()).at(0.0)
    terminal = Terminal(sys.stdout, NIGHT if night else DAY)
    return PaintedDisplay(terminal, Layout(words, content.spoken), onlooker, _print)


def _print(line: str) -> None:
    print(line, flush=True)


def _see_through(live: LiveSession, display: Display) -> int:
    """Show what happens until the end, and turn the end into an exit status."""
    from voice.session.live import Outcome

    try:
        live.start()
        display.run()
    except KeyboardInterrupt:
        print("\nGoodbye.", file=sys.stderr, flush=True)
        live.interrupt()
        live.join(_ENDING_S)
        return _INTERRUPTED
    match live.outcome:
        case Outcome.ENDED:
            return 0
        case Outcome.INTERRUPTED:
            return _INTERRUPTED
        case Outcome.FAILED | None:
            raise live.error or RuntimeError("the session ended without an outcome")
        case _:
            assert_never(live.outcome)


def _opened(mixer: Mixer, settings: Settings, there: Outlook) -> Device:
    """The running streams. Raises DeviceError.

    A microphone that was not chosen by name may be missing: the session times its steps until there is one.
    """
    from voice.audio.device import Device
    from voice.audio.listing import End
    from voice.audio.ports import Ports

    microphone, loudspeaker = device_name(settings.input_device), device_name(settings.output_device)
    ports = Ports.SPEAKER if settings.mute_mic else Ports.BOTH
    device = Device(mixer, ports=ports, input_device=microphone, output_device=loudspeaker)
    device.expect(there)
    device.open(spare=frozenset() if microphone is not None else frozenset({End.INPUT}))
    return device


def _notices(settings: Settings, there: Outlook, device: Device) -> Iterator[str]:
    """What she should know of the devices before anything is said."""
    from voice.audio.listing import End, is_bluetooth

    if settings.mute_mic:
        yield "The microphone is off, so each step is timed and goes on by itself."
    elif not device.hears:
        yield "There is no microphone, so each step is timed and goes on by itself until one is connected."
    for end in End:
        name = there.at(end)
        if name is not None and is_bluetooth(name):
            yield f"The {end.noun} is {name}, by Bluetooth: its sound is 0.1 to 0.3 s late."


def _ready(*, hears: bool, keys: bool) -> str:
    """Told once sound flows."""
    ways = ["say a command"] * hears + ["press ? for the keys"] * keys + ["press Ctrl-C to end"]
    return f"{'Listening' if hears else 'Ready'}: {', or '.join(ways)}."
