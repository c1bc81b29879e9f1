"""`voice check`: whether a session would work on this machine now, and what to do where it would not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.options import add_command, add_session_options, given_options
from voice.errors import InputError
from voice.settings.places import Places
from voice.settings.settings import Settings
from voice.settings.sources import load_settings, merged

if TYPE_CHECKING:
    from voice.cli.options import Subparsers
    from voice.doctor.finding import Finding
    from voice.doctor.trial import Moment


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "check",
        "see whether a session would work here, and what to do where it would not",
        example="voice check --input-device USB",
    )
    parser.add_argument("--quick", action="store_true", help="no sound: under two seconds instead of ten")
    parser.add_argument(
        "--room",
        action="store_true",
        help="speak, and ask for five commands: how the room sounds and whether you are heard, in a minute",
    )
    parser.add_argument(
        "--scenario", metavar="FILE", help="with --room: the simulated room of a scenario, with no sound device"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_session_options(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found; 0 only if a session would work. Raises InputError for options that cannot be used."""
    if args.room or args.scenario is not None:
        return _run_room(args)
    from voice.audio.quiet import libraries_muted
    from voice.doctor.finding import would_work
    from voice.doctor.preflight import preflight
    from voice.doctor.survey import survey

    places = Places.of_user()
    settings, settings_problem = _settings(args, places)
    with libraries_muted():
        facts = survey(settings, settings_problem, places, None if args.quick else _tell)
    findings = preflight(settings, facts)
    print(as_json(findings) if args.json else as_text(findings))
    return 0 if would_work(findings) else 1


def _run_room(args: argparse.Namespace) -> int:
    from voice.cli.room_check import check_here, check_scenario
    from voice.doctor.finding import would_work

    if not args.room:
        raise InputError("--scenario names a room; expected --room beside it")
    if args.quick:
        raise InputError("--room listens and --quick does not; expected one of them")
    if args.scenario is not None:
        checked = check_scenario(args.scenario)
    else:
        places = Places.of_user()
        checked = check_here(*_settings(args, places), places)
    print(checked.as_json() if args.json else as_text(checked.findings))
    if checked.stored and checked.pair is not None:
        told = f"Kept for {checked.pair.microphone} and {checked.pair.loudspeaker}: a session begins with this delay."
        print(told, file=sys.stderr)
    return 0 if checked.sound is not None and would_work(checked.findings) else 1


def as_text(findings: Iterable[Finding]) -> str:
    """A line for each finding, and what it comes to."""
    from voice.doctor.finding import would_work

    shown = list(findings)
    lines = [f"{finding.verdict.value:<8}  {finding.name:<11}  {_words(finding)}" for finding in shown]
    end = "A session would work." if would_work(shown) else "A session would not work before the problems are solved."
    return "\n".join([*lines, end])


def as_json(findings: Iterable[Finding]) -> str:
    """One object: whether a session would `work`, and the `findings`."""
    from voice.doctor.finding import would_work

    shown = list(findings)
    told = [
        {"name": finding.name, "verdict": finding.verdict.value, "found": finding.found, "todo": finding.todo}
        for finding in shown
    ]
    return json.dumps({"works": would_work(shown), "findings": told}, ensure_ascii=False)


def _words(finding: Finding) -> str:
    return f"{finding.found}. {finding.todo}" if finding.todo else finding.found


def _settings(args: argparse.Namespace, places: Places) -> tuple[Settings, str]:
    """The settings of a session with these options, and why the file cannot be used: then they do without it."""
    try:
        settings, why = load_settings(places.settings_file).settings, ""
    except InputError as error:
        settings, why = Settings(), str(error)
    return merged(settings, given_options(args), where="", folder=Path.cwd()), why


def _tell(moment: Moment) -> None:
    from voice.doctor.trial import Moment

    match moment:
        case Moment.LEVEL:
            told = "For three seconds, say a few words as you would in a session ..."
        case Moment.SENTENCE:
            told = "Now please stay quiet: the loudspeaker says something, and the microphone listens ..."
    print(told, file=sys.stderr, flush=True)
