"""`voice history`: the sessions that are remembered, put right by hand, and drawn."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from voice.cli.journal_options import (
    KINDS,
    SIDES,
    UNDO,
    add_period_options,
    amounts_given,
    minutes_given,
    now,
    opened_journal,
    put_right,
    sessions_meant,
    side_given,
    take_out,
    the_session,
    time_given,
)
from voice.cli.options import add_command
from voice.errors import InputError
from voice.exchange.listing import as_json, line, lines
from voice.guide.measures import Amount, Kind, Unit, counted
from voice.guide.milk import Fate
from voice.guide.steps import Side
from voice.journal.by_hand import begun, moved, swapped, with_amounts, with_seconds
from voice.journal.journal import Journal
from voice.journal.records import Logged, Session, new_id

if TYPE_CHECKING:
    from voice.cli.options import Subparsers

_EXAMPLE = 'voice history --last 5\n  voice history add --amount "12 ml" --side left --at 03:20\n  voice history undo'
_MOST_NAMED = 20
"""An import can have brought thousands."""
_TIME = "03:20, or 2026-03-01T03:20"


def add_parser(subparsers: Subparsers) -> None:
    """Add the command to the program's parser."""
    parser = add_command(
        subparsers, "history", "list the sessions that are remembered, put them right, draw them", example=_EXAMPLE
    )
    parser.set_defaults(action=None)
    add_period_options(parser)
    parser.add_argument("--json", action="store_true", help="a list with one object a session")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action")
    _add_edit(actions)
    _add_add(actions)
    delete = add_command(actions, "delete", "take sessions out", example="voice history delete 3f2a9c01be")
    delete.add_argument("id", metavar="ID", nargs="+", help="as `voice history` lists them; its beginning is enough")
    add_command(actions, "undo", "take the last change by hand back", example="voice history undo")
    plot = add_command(
        actions,
        "plot",
        "draw amount and minutes a day, the balance of sides, and the time of day",
        example="voice history plot --out days.svg --from 2026-03-01",
    )
    plot.add_argument("--out", metavar="FILE", default="voice-history.png", help="a .png or .svg file (%(default)s)")
    add_period_options(plot)


def run(args: argparse.Namespace) -> int:
    """List or change. Raises JournalError, and InputError for what cannot be meant."""
    with opened_journal(to_keep_more=args.action == "add") as (journal, settings):
        match args.action:
            case None:
                sessions = sessions_meant(args, journal)
                print(as_json(sessions) if args.json else "\n".join(lines(sessions, settings.units)))
                if not sessions:
                    print("Nothing is remembered yet.", file=sys.stderr)
            case "edit":
                id_ = the_session(journal, args.id).id
                _change(journal, id_, partial(_edited, args=args, language=settings.language), settings.units)
            case "add":
                _add(journal, args, settings.language, settings.units)
            case "delete":
                sessions = list({one.id: one for one in (the_session(journal, id_) for id_ in args.id)}.values())
                for session in sessions:
                    take_out(journal, session)
                    print(f"deleted  {line(session, settings.units)}")
                _tell_undo()
            case "undo":
                _undo(journal, settings.units)
            case _:
                _plot(args, journal, settings.units)
    return 0


def _add_edit(actions: Subparsers) -> None:
    edit = add_command(
        actions, "edit", "put one session right, the last one unless it is named", example="voice history edit --swap"
    )
    edit.add_argument("id", metavar="ID", nargs="?", help="as `voice history` lists them; its beginning is enough")
    edit.add_argument("--at", metavar="TIME", help=f"it began then: all of it moves there ({_TIME})")
    edit.add_argument(
        "--started", metavar="TIME", help="it began then and ended as it did: so many minutes more or less"
    )
    edit.add_argument("--left", metavar="MIN", type=float, help="minutes on the left")
    edit.add_argument("--right", metavar="MIN", type=float, help="minutes on the right")
    edit.add_argument("--swap", action="store_true", help="left was right, and right was left")
    edit.add_argument("--amount", metavar="TEXT", help='"30 ml", "a few drops"; "nothing" takes the amount out')
    edit.add_argument("--number", metavar="N", type=int, help="which of its amounts, from 1; the last one without it")
    edit.add_argument("--side", choices=SIDES, help="where that amount is from")
    edit.add_argument("--kind", choices=KINDS, help="what that amount is")


def _add_add(actions: Subparsers) -> None:
    add = add_command(
        actions,
        "add",
        "note what no session has noted",
        example='voice history add --amount "12 ml" --side left --at 03:20',
    )
    add.add_argument("--amount", metavar="TEXT", help='"12 ml", "half an ounce", "left ten right twelve"')
    add.add_argument("--side", choices=SIDES, help="where it is from")
    add.add_argument("--kind", choices=KINDS, help="what it is")
    add.add_argument("--at", metavar="TIME", help=f"when it began; now without it ({_TIME})")
    add.add_argument("--left", metavar="MIN", type=float, help="minutes on the left")
    add.add_argument("--right", metavar="MIN", type=float, help="minutes on the right")
    add.add_argument("--stored", choices=(Fate.FRIDGE.value, Fate.FREEZER.value), help="where the milk is now")
    add.add_argument("--to", metavar="ID", help="note the amount in this session, instead of a new one")


def _edited(session: Session, args: argparse.Namespace, language: str) -> Session:
    if args.at is not None and args.started is not None:
        raise InputError("--at moves the session and --started lengthens it; expected one of them.")
    edited = session
    if args.at is not None:
        edited = moved(edited, time_given(args.at, "--at"))
    if args.started is not None:
        try:
            edited = begun(edited, time_given(args.started, "--started"))
        except ValueError:
            raise InputError(f'--started is "{args.started}"; expected a time before its end.') from None
    edited = _with_minutes(edited, args)
    if args.swap:
        edited = swapped(edited)
    if args.amount is not None or args.side is not None or args.kind is not None:
        edited = _with_amount(edited, args, language)
    if edited == session:
        raise InputError("Nothing would change; expected one of the options that `voice history edit --help` names.")
    return edited


def _with_minutes(session: Session, args: argparse.Namespace) -> Session:
    for side, minutes in ((Side.LEFT, args.left), (Side.RIGHT, args.right)):
        seconds = minutes_given(minutes, f"--{side.value}")
        if seconds is not None:
            session = with_seconds(session, side, seconds)
    return session


def _with_amount(session: Session, args: argparse.Namespace, language: str) -> Session:
    """One of its amounts put right, taken out, or noted where it has none."""
    amounts = session.amounts
    number = len(amounts) if args.number is None else args.number
    if args.number is not None and not 1 <= number <= len(amounts):
        raise InputError(f"--number is {number}; expected one of its {len(amounts)} amounts, from 1.")
    if args.amount is None:
        if not amounts:
            raise InputError("The session has no amount; expected --amount, or --swap for its sides.")
        side, kind = side_given(args.side), None if args.kind is None else Kind(args.kind)
        old = amounts[number - 1]
        new = [replace(old, side=side or old.side, kind=kind or old.kind)]
    else:
        said = amounts_given(args.amount, language, side=args.side, kind=args.kind)
        new = _put_right(amounts[number - 1], said) if amounts else _logged(session, said, None)
    return with_amounts(session, (*amounts[: max(number - 1, 0)], *new, *amounts[number:]))


def _put_right(old: Logged, said: tuple[Amount, ...]) -> list[Logged]:
    """What was said in place of an amount; side and kind stay where none is named, and so does where the milk is."""
    return [
        replace(
            old,
            amount=one.amount,
            unit=one.unit,
            side=one.side or old.side,
            kind=one.kind or old.kind,
            id=old.id if number == 0 else new_id(),
        )
        for number, one in enumerate(counted(said))
    ]


def _add(journal: Journal, args: argparse.Namespace, language: str, units: Unit | None) -> None:
    said = () if args.amount is None else amounts_given(args.amount, language, side=args.side, kind=args.kind)
    stored = None if args.stored is None else Fate(args.stored)
    if args.to is not None:
        if args.amount is None or any(value is not None for value in (args.at, args.left, args.right)):
            raise InputError("--to notes an amount in a session; expected --amount with it, no time and no minutes.")
        if not counted(said):
            raise InputError("There is nothing to add; expected an amount of something.")
        _change(journal, the_session(journal, args.to).id, partial(_with_more, said=said, stored=stored), units)
        return
    started = now() if args.at is None else time_given(args.at, "--at")
    session = _with_minutes(Session(started), args)
    session = replace(session, ended=session.last_at)
    if session.last_at > now():
        raise InputError("It would end ahead of now; expected an earlier --at, or fewer minutes.")
    session = with_amounts(session, _logged(session, said, stored))
    if not session.amounts and not session.spans:
        raise InputError("There is nothing to add; expected --amount, --left or --right.")
    journal.add(session)
    print(f"added  {line(session, units)}")
    _tell_undo()


def _logged(session: Session, said: tuple[Amount, ...], stored: Fate | None) -> list[Logged]:
    at = session.last_at
    return [
        Logged(one.amount, one.unit, one.side, one.kind, at, stored, None if stored is None else at)
        for one in counted(said)
    ]


def _with_more(session: Session, said: tuple[Amount, ...], stored: Fate | None) -> Session:
    return with_amounts(session, (*session.amounts, *_logged(session, said, stored)))


def _change(journal: Journal, id_: str, how: Callable[[Session], Session], units: Unit | None) -> None:
    before, after = put_right(journal, id_, how)
    print(f"before  {line(before, units)}\nnow     {line(after, units)}")
    _tell_undo()


def _undo(journal: Journal, units: Unit | None) -> None:
    changes = journal.undo()
    if not changes:
        raise InputError("Nothing was changed by hand; expected an edit, add, delete or import before it.")
    if len(changes) > _MOST_NAMED:
        print(f"taken back  {len(changes)} sessions")
        return
    for change in changes:
        now_there = journal.session(change.session_id)
        print(f"taken out  {change.session_id}" if now_there is None else f"again  {line(now_there, units)}")


def _tell_undo() -> None:
    print(UNDO, file=sys.stderr)


def _plot(args: argparse.Namespace, journal: Journal, units: Unit | None) -> None:
    from voice.exchange.plot import draw, format_of
    from voice.exchange.private_file import write_private

    file = Path(args.out)
    kind = format_of(file)
    sessions = sessions_meant(args, journal)
    if not sessions:
        raise InputError("There is no session to draw; expected one at least.")
    write_private(file, draw(sessions, units, kind))
    print(file)
