"""`voice rehearse`: a session in a simulated room, faster than real time, with the program's own parts."""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.options import add_command
from voice.cli.screen import ScreenChoice, add_screen_options, chosen_screen, page_shown
from voice.errors import InputError
from voice.room.shipped import NAMES
from voice.session.faults import FaultKind

if TYPE_CHECKING:
    from voice.cli.options import Subparsers
    from voice.room.rehearsal import Rehearsed
    from voice.room.scenario import Fault, Scenario

_OUT = Path("rehearsal")
_LOOKS_S = 0.5
"""How often it is looked whether Ctrl-C was pressed while no page is open."""
DEFAULT_AT_S = 60.0
"""When a fault strikes that names no time, in seconds of room time."""


def add_parser(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        subparsers,
        "rehearse",
        "a session in a simulated room, with no sound device",
        example="voice rehearse night --fault microphone-lost@120 --fault microphone-back@180",
    )
    parser.add_argument("scenario", nargs="?", default=NAMES[0], help=f"a scenario file, or one of {', '.join(NAMES)}")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[@SECONDS]",
        help=f"something that fails or comes back then (default {DEFAULT_AT_S:g} s), as often as wanted: "
        + ", ".join(kind.value for kind in FaultKind),
    )
    parser.add_argument("--out", type=Path, default=_OUT, metavar="DIR", help="where the sound and timeline go")
    add_screen_options(parser)


def run(args: argparse.Namespace) -> int:
    """Rehearse, print the timeline and say where the sound is."""
    from voice.room.scenario_file import read_scenario
    from voice.room.shipped import find

    faults = [_fault(written) for written in args.fault]
    scenario = read_scenario(find(args.scenario))
    scenario = replace(scenario, faults=(*scenario.faults, *faults))
    choice = chosen_screen(args)
    if choice is None:
        rehearsed = rehearse_with_progress(scenario, args.out)
    else:
        rehearsed = rehearse_on_page(scenario, args.out, choice)
    print_timeline(rehearsed)
    report(scenario, rehearsed, args.out)
    return 0


def _fault(written: str) -> Fault:
    """Raises InputError for a kind or a time that is none."""
    from voice.room.scenario import Fault

    name, marked, seconds = written.partition("@")
    kinds = {kind.value: kind for kind in FaultKind}
    if name not in kinds:
        raise InputError(f"--fault {written}: there is no fault {name!r}; expected one of {', '.join(kinds)}")
    try:
        at_s = float(seconds) if marked else DEFAULT_AT_S
    except ValueError:
        at_s = math.nan
    if not 0 <= at_s < math.inf:
        raise InputError(f"--fault {written}: expected a number of seconds, 0 or more, after @, as in {name}@120")
    return Fault(at_s, kinds[name])


def rehearse_instead(why: str, out: Path, scenario_file: Path | None = None, choice: ScreenChoice | None = None) -> int:
    """Rehearse a whole session (or another scenario), on a page or under a bar, and say where it can be heard."""
    from voice.room.scenario_file import read_scenario
    from voice.room.shipped import shipped

    print(f"{why}, so this is a rehearsal of a whole session instead.", file=sys.stderr)
    scenario = read_scenario(scenario_file or shipped(NAMES[0]))
    rehearsed = rehearse_with_progress(scenario, out) if choice is None else rehearse_on_page(scenario, out, choice)
    report(scenario, rehearsed, out)
    print(
        "For a session of your own, connect a loudspeaker and a microphone (a USB headset is both), "
        "choose them in the system's sound settings, and run this again.",
        file=sys.stderr,
    )
    return 0


def rehearse_with_progress(scenario: Scenario, out: Path) -> Rehearsed:
    """Rehearse under a progress bar on standard error, and write the timeline."""
    from voice.room.rehearsal import rehearse
    from voice.screen.terminal import progress_bar
    from voice.session.timeline_json import write_jsonl

    with progress_bar(scenario.title or "Rehearsing", scenario.length_s) as passed:
        rehearsed = rehearse(scenario, out, passed)
    write_jsonl(out / "timeline.jsonl", rehearsed.records)
    return rehearsed


def rehearse_on_page(scenario: Scenario, out: Path, choice: ScreenChoice) -> Rehearsed:
    """Rehearse in real time on a page, from when it is open, and write the timeline. Raises PageError."""
    from voice.content.catalogue import load
    from voice.page.hub import Hub
    from voice.page.performance import Performance
    from voice.room.rehearsal import RATE_HZ, rehearse
    from voice.screen.onlooker import Onlooker
    from voice.session.keys import Keyboard
    from voice.session.opening import content_for
    from voice.session.timeline_json import write_jsonl

    content, hub = content_for(scenario.settings), Hub()
    legends = Keyboard(content.phrases).legends()
    onlooker = Onlooker(content, legends, load(scenario.settings.language).screen.preferred)
    performance = Performance(hub, onlooker, RATE_HZ)
    opens_at = datetime.combine(date.today(), scenario.clock)
    began_s = time.monotonic()

    def clock() -> datetime:
        return opens_at + timedelta(seconds=time.monotonic() - began_s)

    with page_shown(
        choice, scenario.settings, hub, performance.touch, onlooker.pairs, clock=clock, sound_rate_hz=RATE_HZ
    ):
        print("The rehearsal begins when the page is open.", file=sys.stderr, flush=True)
        while not hub.wait_for_page(_LOOKS_S):
            pass
        rehearsed = rehearse(scenario, out, audience=performance)
        write_jsonl(out / "timeline.jsonl", rehearsed.records)
    return rehearsed


def print_timeline(rehearsed: Rehearsed) -> None:
    """The timeline on standard output, without the beats, which would drown it."""
    from voice.session.timeline import BeatSounded
    from voice.session.timeline_text import as_text

    for record in rehearsed.records:
        if not isinstance(record, BeatSounded):
            print(as_text(record))


def report(scenario: Scenario, rehearsed: Rehearsed, out: Path) -> None:
    """What was not spoken, what was scaled, and where to listen, on standard error."""
    for entry in rehearsed.unspoken:
        print(f"never spoken: [[say]] {entry + 1}, {scenario.says[entry].label}", file=sys.stderr)
    if rehearsed.factor != 1.0:
        print(f"the microphone's signal was scaled by {rehearsed.factor:g} so that nothing clips", file=sys.stderr)
    print(f"listen to it: {out / 'speaker.wav'}", file=sys.stderr)
