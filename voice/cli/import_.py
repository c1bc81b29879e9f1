"""`voice import csv`: sessions from a table, ours or one from elsewhere; all of them or none."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.journal_options import UNDO, opened_journal
from voice.cli.options import add_command
from voice.errors import InputError
from voice.exchange.csv_file import from_csv
from voice.exchange.merging import Merge, merge
from voice.exchange.table import NEEDED

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_MOST_BYTES = 64 << 20
"""A table of the journal has 200 bytes a row."""


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers, "import", "take in sessions from a CSV file", example="voice import csv sessions.csv"
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", dest="kind", required=True)
    table = add_command(
        kinds,
        "csv",
        f"take in what `voice export csv` wrote, or any table with the columns {','.join(NEEDED)}",
        example="voice import csv sessions.csv",
    )
    table.add_argument("file", metavar="FILE", type=Path, help="the table; times as 2026-03-01T03:20:00+01:00")


def run(args: argparse.Namespace) -> int:
    """Add what is new. Raises InputError for a wrong row, and then nothing was added; JournalError."""
    sessions = from_csv(_read(args.file), str(args.file))
    with opened_journal(to_keep_more=True) as (journal, _):
        try:
            merged = merge(sessions, journal.sessions())
        except ValueError as error:
            raise InputError(f"{args.file}: {error}; expected an export of one journal.") from error
        if merged.new:
            journal.add(*merged.new)
    print(_told(merged))
    if merged.new:
        print(UNDO, file=sys.stderr)
    return 0


def _told(merged: Merge) -> str:
    parts = [f"{len(merged.new)} added"]
    if merged.same:
        parts.append(f"{len(merged.same)} there already")
    if merged.other:
        names = ", ".join(session.id for session in merged.other[:5]) + (", ..." if len(merged.other) > 5 else "")
        parts.append(f"{len(merged.other)} there with other contents, left as they are: {names}")
    return "; ".join(parts)


def _read(file: Path) -> str:
    try:
        if file.is_file() and file.stat().st_size > _MOST_BYTES:
            raise InputError(f"{file} has more than {_MOST_BYTES >> 20} MB; expected a table of sessions.")
        with file.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text; expected a CSV file, saved as UTF-8.") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); expected a CSV file.") from error
