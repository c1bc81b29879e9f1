"""`voice milk`: the milk that is stored and until when, oldest first; what becomes of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from voice.cli.journal_options import UNDO, now, opened_journal, put_right
from voice.cli.options import add_command
from voice.content.catalogue import load
from voice.errors import InputError
from voice.exchange.measures import shown_amount
from voice.guide.measures import Unit
from voice.guide.milk import Fate, Keeping
from voice.journal.journal import Journal
from voice.journal.milk import UseBy, become, not_stored_yet, oldest_first, use_by, use_by_of_mixed
from voice.journal.records import Stored

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_MIXED = "mixed"
_ID = "as `voice milk` lists it; its beginning is enough"
_ENTER = (Fate.FRIDGE, Fate.FREEZER)
_RULES = "Milk that is mixed keeps as long as its oldest. For a baby in hospital, the unit's rules come first."
_ABOUT = {
    Fate.USED: "it was used: the oldest, or the one that is named",
    Fate.DISCARDED: "it was thrown away: the oldest, or the one that is named",
    Fate.THAWED: "it was taken out of the freezer: the oldest there, or the one that is named",
    Fate.FRIDGE: "it is in the fridge: the amount noted last, or the one that is named",
    Fate.FREEZER: "it is in the freezer: the amount noted last, or the one that is named",
}


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers,
        "milk",
        "list the milk that is stored and until when, oldest first",
        example="voice milk\n  voice milk fridge\n  voice milk used 3f2a",
    )
    actions = parser.add_subparsers(title="what became of it", metavar="ACTION", dest="action")
    for fate, about in _ABOUT.items():
        action = add_command(actions, fate.value, about, example=f"voice milk {fate.value}")
        action.add_argument("id", metavar="ID", nargs="?", help=_ID)
    mixed = add_command(
        actions, _MIXED, "until when these keep once they are poured together", example="voice milk mixed 3f2a 9c01"
    )
    mixed.add_argument("ids", metavar="ID", nargs="+", help=_ID)


def run(args: argparse.Namespace) -> int:
    """List, or note what became of an amount. Raises InputError for one that is not there, JournalError."""
    with opened_journal() as (journal, settings):
        rules = load(settings.language).regions[settings.region].storage.keeping
        if args.action is None:
            stored = oldest_first(journal.stored_milk())
            if not stored:
                print("No milk is noted as stored.", file=sys.stderr)
                return 0
            print("\n".join(lines(stored, rules, settings.units, now(), known=_clock_known(journal))))
            print(f"{_RULES} Times: {rules.source}.", file=sys.stderr)
            return 0
        if args.action == _MIXED:
            parts = [_named(journal, id_) for id_ in args.ids]
            print(told(use_by_of_mixed(parts, rules, clock_known=_clock_known(journal)), now()))
            return 0
        fate = Fate(args.action)
        milk = _meant(journal, fate, args.id)
        id_, at = milk.logged.id, now()
        put_right(journal, milk.session.id, lambda session: become(session, id_, fate, at))
        print(f"{fate.value}  {id_}  {shown_amount(milk.logged, settings.units)}")
        print(UNDO, file=sys.stderr)
    return 0


def lines(
    stored: Sequence[Stored], rules: Keeping, units: Unit | None, at: datetime, *, known: bool
) -> tuple[str, ...]:
    """One line an amount: its id, where it is, how much, when it was begun, until when; `known` is of the clock."""
    rows = [
        (
            milk.logged.id,
            "" if milk.logged.fate is None else milk.logged.fate.value,
            shown_amount(milk.logged, units),
            f"{milk.session.started:%Y-%m-%d %H:%M}" if milk.session.clock_known else "date not known",
            told(use_by(milk, rules, clock_known=known), at),
        )
        for milk in stored
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return tuple("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def told(until: UseBy, now: datetime) -> str:
    """ "use by Sun 2026-03-01 03:20"; where no date is known, how long it keeps and from when."""
    if until.at is None:
        colder = "" if until.colder_keeps is None else f" ({until.colder_keeps} in one {_cold(until)})"
        return f"use within {until.keeps}{colder} of {until.since}"
    colder = "" if until.colder_at is None else f"; in a fridge {_cold(until)} by {_dated(until.colder_at, now)}"
    return f"use by {_dated(until.at, now)}{colder}"


def _cold(until: UseBy) -> str:
    return f"at {until.cold_degrees} degrees or less"


def _dated(time: datetime, now: datetime) -> str:
    return f"{time:%a %Y-%m-%d %H:%M}{' (passed)' if time < now else ''}"


def _clock_known(journal: Journal) -> bool:
    from voice.doctor.machine import clock_is_known
    from voice.doctor.readings import read_clock

    last = journal.sessions(last=1)
    return clock_is_known(read_clock(), last[0].last_at if last else None)


def _meant(journal: Journal, fate: Fate, id_: str | None) -> Stored:
    """The amount that is named, else the one that is meant without a name. Raises InputError."""
    if id_ is not None:
        return _named(journal, id_)
    if fate in _ENTER:
        last = not_stored_yet(journal.sessions())
        if last is None:
            raise InputError("There is no amount of which it is not known where it is; expected one, or its ID.")
        return last
    stored = oldest_first(journal.stored_milk())
    if fate is Fate.THAWED:
        stored = tuple(milk for milk in stored if milk.logged.fate is Fate.FREEZER)
    if not stored:
        where = "in the freezer" if fate is Fate.THAWED else "stored"
        raise InputError(f"No milk is noted as {where}; expected some, or the ID of an amount.")
    return stored[0]


def _named(journal: Journal, id_: str) -> Stored:
    every = (Stored(session, one) for session in journal.sessions() for one in session.amounts)
    found = [milk for milk in every if milk.logged.id.startswith(id_)]
    if len(found) != 1 or not id_:
        raise InputError(f'There is no one amount "{id_}"; expected an id as `voice milk` lists them.')
    return found[0]
