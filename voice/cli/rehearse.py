"""`voice rehearse`: a session in a simulated room, faster than real time, with the program's own parts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.options import add_command

if TYPE_CHECKING:
    from voice.cli.options import Subparsers
    from voice.room.rehearsal import Rehearsed
    from voice.room.scenario import Scenario

_OUT = Path("rehearsal")


def add_parser(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        subparsers,
        "rehearse",
        "a session in a simulated room, with no sound device",
        example="voice rehearse night --out /tmp/night",
    )
    parser.add_argument(
        "scenario", nargs="?", default="whole_session", help="a scenario file, or whole_session, night or clumsy"
    )
    parser.add_argument("--out", type=Path, default=_OUT, metavar="DIR", help="where the sound and timeline go")


def run(args: argparse.Namespace) -> int:
    """Rehearse, print the timeline and say where the sound is."""
    from voice.room.scenario_file import read_scenario
    from voice.room.shipped import find

    scenario = read_scenario(find(args.scenario))
    rehearsed = rehearse_with_progress(scenario, args.out)
    print_timeline(rehearsed)
    report(scenario, rehearsed, args.out)
    return 0


def rehearse_with_progress(scenario: Scenario, out: Path) -> Rehearsed:
    """Rehearse under a progress bar on standard error, and write the timeline."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from voice.room.rehearsal import rehearse
    from voice.session.timeline_json import write_jsonl

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[clock]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(scenario.title or "Rehearsing", total=scenario.length_s, clock="0:00")

        def progress(room_time_s: float) -> None:
            bar.update(task, completed=room_time_s, clock=f"{int(room_time_s) // 60}:{int(room_time_s) % 60:02}")

        rehearsed = rehearse(scenario, out, progress)
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
