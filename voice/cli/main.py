"""The `voice` command: finds the command that was asked for, runs it and turns its end into an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import voice
from voice.errors import VoiceError

_INTERRUPTED = 130
_OUTPUT_CLOSED = 141


@dataclass(frozen=True, slots=True)
class _Command:
    """A command and the module under voice.cli that has its `add_parser` and `run`."""

    name: str
    module: str
    summary: str


_COMMANDS = (
    _Command("start", "start", "a guided session, by voice from the welcome to the end"),
    _Command("rehearse", "rehearse", "a session in a simulated room, with no sound device"),
    _Command("check", "check", "whether a session would work here, and what to do where it would not"),
    _Command("devices", "devices", "the microphones and loudspeakers: list them, choose"),
    _Command("listen", "listen", "what is understood, from the microphone or from sound files"),
    _Command("say", "say", "speak a text, or write it to a sound file"),
    _Command("history", "history", "the sessions that are remembered: list them, put them right, draw them"),
    _Command("milk", "milk", "the milk that is stored, and until when"),
    _Command("export", "export", "the sessions as CSV, JSON, XLSX or PDF, or to Baby Buddy"),
    _Command("import", "import_", "sessions from a CSV file"),
    _Command("erase", "erase", "forget everything that is remembered"),
    _Command("model", "model", "the speech models: list them, get another"),
    _Command("commands", "commands", "everything that can be said, and where"),
    _Command("guide", "guide_text", "everything the guide says, and its sources"),
    _Command("settings", "settings", "the settings file, every value and where it comes from"),
)

_EPILOG = """\
examples:
  voice start                  begin; then say "next", "repeat" or "help"
  voice start --side left      propose the left side first
  voice rehearse               a whole session in a simulated room
  voice check                  is everything all right?
  voice history --last 5       when, which side, how much
  voice COMMAND --help         more about one command

exit status:
  0    done, or ended as asked
  1    something failed; one sentence on standard error says what to do
  2    an option, a setting or a file is not as expected; one sentence names it
  130  ended with Ctrl-C
  141  whoever read the output stopped reading

limits:
  Voice does not diagnose and does not replace care from a clinician. If you are still pregnant, ask your clinician
  before you express. If problems persist or you have questions, ask your doctor.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with `arguments` (those of the process when None) and return its exit status.

    argparse itself ends the process for --help and --version (0) and for what it cannot read (2).
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        try:
            return _run(given)
        finally:
            sys.stdout.flush()  # here, where a closed pipe can still be answered
    except VoiceError as error:
        print(f"voice: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("\nGoodbye.", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes once more at its end and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _OUTPUT_CLOSED


def _run(given: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="voice",
        description="A calm voice that guides you through hand expression of breast milk, hands-free and offline.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"voice {voice.__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # Only the chosen command's module is imported, so that help comes at once and sound libraries load where needed.
    asked = next((argument for argument in given if not argument.startswith("-")), None)
    chosen = None
    for command in _COMMANDS:
        if command.name == asked:
            chosen = import_module(f"voice.cli.{command.module}")
            chosen.add_parser(subparsers)
        else:
            subparsers.add_parser(command.name, help=command.summary)
    args = parser.parse_args(given)
    assert chosen is not None  # argparse has refused every other word
    status: int = chosen.run(args)
    return status
