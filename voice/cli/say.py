"""`voice say`: a text in the guide's voice, on the loudspeaker or in a file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from voice.audio.files import write_wav
from voice.cli.options import add_command
from voice.errors import InputError, NaturalVoiceError
from voice.narration.cache import DiskCache
from voice.narration.clip import Clip
from voice.narration.espeak_voices import EspeakVoice
from voice.narration.narrator import Narrator
from voice.narration.renderer import Renderer
from voice.narration.voice_names import NATURAL
from voice.settings.places import Places
from voice.settings.settings import Settings
from voice.settings.sources import load_settings

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_RATE_HZ = 48_000
_CACHE_BYTES = 100_000_000  # of a folder that goes when the text is spoken


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "say",
        "speak a text, or write it to a sound file",
        example='voice say "Rest now." --wav rest.wav',
    )
    parser.add_argument("text", metavar="TEXT", nargs="?", help="what to say")
    parser.add_argument("--list", action="store_true", help="list the voices there are")
    parser.add_argument("--wav", metavar="OUT", type=Path, help="write a 48 kHz WAV file instead of speaking")
    parser.add_argument("--voice", metavar="VOICE", help="natural, or an espeak-ng voice such as en-gb or en-us+f3")
    parser.add_argument("--rate", metavar="WPM", type=int, help="how fast, words a minute")


def run(args: argparse.Namespace) -> int:
    """Speak or write the text, or list the voices. Raises VoiceError."""
    if args.list:
        _list()
        return 0
    if args.text is None:
        raise InputError('There is nothing to say; expected a text, such as voice say "Rest now.", or --list.')
    given = {"voice": args.voice, "rate": args.rate}
    options = {name: value for name, value in given.items() if value is not None}
    settings = load_settings(Places.of_user().settings_file, options).settings
    clip = _spoken(args.text, settings)
    if args.wav is not None:
        write_wav(args.wav, clip.samples, clip.rate_hz)
    else:
        from voice.audio.portaudio import play  # only here: writing a file needs no sound device

        play(clip.samples, clip.rate_hz, output_device=settings.output_device)
    return 0


def _spoken(text: str, settings: Settings) -> Clip:
    with tempfile.TemporaryDirectory(prefix="voice-") as folder:
        cache = DiskCache(Path(folder), limit_bytes=_CACHE_BYTES)
        with closing(Narrator(Renderer(), cache, _RATE_HZ, settings.voice, settings.rate_wpm)) as narrator:
            clip = narrator.sentence(text)
            if narrator.fallen_back:
                print(f"{narrator.fallen_back} Until then espeak-ng speaks.", file=sys.stderr)
            return clip


def _list() -> None:
    """A line for each voice: its name as it is chosen, its language, and what it lacks."""
    with closing(Renderer()) as renderer:
        rows = [(NATURAL, "en-us", _lack(renderer)), *(_row(one) for one in renderer.voices())]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, language, lack in rows:
        print(f"{name:<{widths[0]}}  {language:<{widths[1]}}  {lack}".rstrip())


def _row(voice: EspeakVoice) -> tuple[str, str, str]:
    return voice.name, voice.language, f"needs {voice.needs}" if voice.needs else ""


def _lack(renderer: Renderer) -> str:
    try:
        renderer.load_natural()
    except NaturalVoiceError as error:
        return str(error)
    return ""
