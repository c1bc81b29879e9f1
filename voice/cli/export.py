"""`voice export`: the sessions as CSV, JSON, XLSX or PDF, or to Baby Buddy."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.journal_options import add_period_options, opened_journal, sessions_meant
from voice.cli.options import add_command
from voice.exchange.private_file import write_private
from voice.journal.records import Session

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_LETTER_REGIONS = ("us", "ca")
"""Where Letter is the paper in every printer."""
_BABYBUDDY = "voice export babybuddy --url https://baby.example --token-file token.txt --child 1 --unit ml"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "export",
        "write the sessions as CSV, JSON, XLSX or PDF, or send them to Baby Buddy",
        example=f"voice export csv --out sessions.csv\n  voice export pdf --from 2026-03-01\n  {_BABYBUDDY}",
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", dest="kind", required=True)
    for kind, about in (
        ("csv", "a table that `voice import csv` takes in again without loss"),
        ("json", "all of it, for programs"),
        ("xlsx", "a workbook: sessions, amounts, days"),
        ("pdf", "a page a week, to print"),
    ):
        one = add_command(kinds, kind, about, example=f"voice export {kind} --out voice.{kind}")
        where = "standard output" if kind in ("csv", "json") else f"voice.{kind} in this folder"
        one.add_argument("--out", metavar="FILE", type=Path, help=f"where to; {where} without it")
        add_period_options(one)
        if kind == "pdf":
            one.add_argument(
                "--paper", choices=("a4", "letter"), help="without it Letter in the United States and Canada, else A4"
            )
    buddy = add_command(kinds, "babybuddy", "send the sessions to your Baby Buddy", example=_BABYBUDDY)
    buddy.add_argument("--url", required=True, help="its address, such as https://baby.example")
    buddy.add_argument(
        "--token-file", metavar="FILE", type=Path, required=True, help="a file with your API key, from its settings"
    )
    buddy.add_argument("--child", metavar="ID", type=int, required=True, help="the child's number there")
    buddy.add_argument("--unit", choices=("ml", "oz"), required=True, help="what its amounts are in: it keeps no unit")


def run(args: argparse.Namespace) -> int:
    """Write the file or the text. Raises InputError, JournalError, and VoiceError where a package is missing."""
    if args.kind == "babybuddy":
        # Imported here: nothing else may load what can reach the network.
        from voice.cli.babybuddy import send

        return send(args)
    with opened_journal() as (journal, settings):
        sessions = sessions_meant(args, journal)
    if not sessions:
        print("Nothing is remembered yet, or not in that time.", file=sys.stderr)
    match args.kind:
        case "csv" | "json":
            _text(sessions, args)
        case "xlsx":
            from voice.exchange.workbook import as_xlsx

            _file(as_xlsx(sessions), args)
        case _:
            from voice.exchange.pdf import Paper, as_pdf

            usual = "letter" if settings.region in _LETTER_REGIONS else "a4"
            _file(as_pdf(sessions, Paper(args.paper or usual)), args)
    return 0


def _text(sessions: Sequence[Session], args: argparse.Namespace) -> None:
    from voice.exchange.csv_file import as_csv
    from voice.exchange.listing import as_json

    text = as_csv(sessions) if args.kind == "csv" else as_json(sessions) + "\n"
    if args.out is not None:
        _file(text.encode(), args)
    elif args.kind == "csv":
        sys.stdout.buffer.write(text.encode())  # its line ends are its own
    else:
        sys.stdout.write(text)


def _file(content: bytes, args: argparse.Namespace) -> None:
    file = args.out or Path(f"voice.{args.kind}")
    write_private(file, content)
    print(file)
