"""What the commands on the journal share: the journal opened, and options read into its values."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from voice.content.catalogue import load
from voice.errors import InputError
from voice.exchange.moments import EXPECTED, EXPECTED_DAY, begins, day, moment
from voice.guide.amounts import parse
from voice.guide.measures import Amount, Kind, Origin
from voice.hearing.meaning.amount_text import words_of_amount
from voice.journal.files import FILE_NAME
from voice.journal.journal import Journal
from voice.journal.records import Session
from voice.journal.rows import origin_of
from voice.settings.places import Places
from voice.settings.settings import Settings
from voice.settings.sources import load_settings

SIDES = ("left", "right", "both")
KINDS = tuple(kind.value for kind in Kind)
_NEGATIVE = re.compile(r"(?<!\w)[-\u2212]\s*\d")
"""The words of amounts are heard ones, where a dash is nothing."""
UNDO = "voice history undo takes it back."


@contextmanager
def opened_journal(*, to_keep_more: bool = False) -> Iterator[tuple[Journal, Settings]]:
    """The user's journal and settings; what became of the journal goes to standard error.

    With `history = false` nothing more is kept, and no file is made. Raises JournalError, InputError for settings that
    cannot be used, and where more is to be kept and may not.
    """
    places = Places.of_user()
    settings = load_settings(places.settings_file).settings
    if to_keep_more and not settings.history:
        raise InputError(f"{places.settings_file} says history = false, so nothing more is kept; expected true.")
    kept = settings.history or (places.data / FILE_NAME).exists()
    with Journal.open(places.data) if kept else Journal.nowhere() as journal:
        if journal.notice:
            print(journal.notice, file=sys.stderr)
        yield journal, settings


def now() -> datetime:
    """The local time with its offset, in whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def time_given(text: str, option: str) -> datetime:
    """A time that is past. Raises InputError naming the option."""
    try:
        return moment(text, now())
    except (ValueError, OverflowError):
        raise InputError(f'{option} is "{text}"; expected {EXPECTED}, and not ahead.') from None


def minutes_given(minutes: float | None, option: str) -> float | None:
    """Seconds. Raises InputError naming the option."""
    if minutes is None:
        return None
    if not 0 <= minutes <= 24 * 60:
        raise InputError(f"{option} is {minutes:g}; expected minutes of one day at most.")
    return minutes * 60


def amounts_given(text: str, language: str, *, side: str | None, kind: str | None) -> tuple[Amount, ...]:
    """Amounts in the words that the guide understands; `side` and `kind` hold where the text names none.

    Raises InputError.
    """
    table = load(language).phrases.amounts
    found = parse(words_of_amount(text, table), table, side=side_given(side), kind=None if kind is None else Kind(kind))
    if found is None or _NEGATIVE.search(text):
        examples = '"12 ml", "half an ounce" or "a few drops"'
        raise InputError(f'--amount is "{text}"; expected an amount such as {examples}.')
    return found


def side_given(side: str | None) -> Origin | None:
    """One of `SIDES` as a value."""
    return origin_of(side)


def add_period_options(parser: argparse.ArgumentParser) -> None:
    """Which sessions are meant: all of them, unless one of these is given."""
    parser.add_argument("--last", type=int, metavar="N", help="the last N sessions alone")
    parser.add_argument("--from", dest="since", metavar="DAY", help="those from this day on, such as 2026-03-01")
    parser.add_argument("--to", dest="until", metavar="DAY", help="those up to this day, with it")


def sessions_meant(args: argparse.Namespace, journal: Journal) -> Sequence[Session]:
    """The sessions that `add_period_options` asks for, in the order of their start. Raises InputError."""
    if args.last is not None and args.last < 1:
        raise InputError(f"--last is {args.last}; expected a number from 1.")
    if args.since is None and args.until is None:
        return journal.sessions(last=args.last)
    since = begins(date(1970, 1, 2) if args.since is None else _day_given(args.since, "--from"))
    until = begins((date(2100, 1, 1) if args.until is None else _day_given(args.until, "--to")) + timedelta(days=1))
    if until <= since:
        raise InputError(f'--to is "{args.until}"; expected a day not before that of --from.')
    return journal.sessions(last=args.last, between=(since, until))


def the_session(journal: Journal, id_: str | None) -> Session:
    """The session that is named, the last one where none is. Raises InputError."""
    if id_ is None:
        last = journal.sessions(last=1)
        if not last:
            raise InputError("There is no session yet; expected one, or voice history add.")
        return last[0]
    found = journal.session(id_)
    if found is None:
        raise InputError(f'There is no one session "{id_}"; expected an id as `voice history` lists them.')
    return found


def put_right(journal: Journal, session_id: str, how: Callable[[Session], Session]) -> tuple[Session, Session]:
    """Let a session be what `how` makes of it, to be undone; it before and after.

    Raises InputError where it, or the amount that is meant, is gone meanwhile.
    """
    try:
        return journal.change(session_id, how)
    except KeyError as error:
        raise InputError(f"{error.args[0]} was deleted meanwhile; expected one that is there.") from None


def take_out(journal: Journal, session: Session) -> None:
    """Delete it, to be undone. Raises InputError where it is gone meanwhile."""
    try:
        journal.delete(session.id)
    except KeyError:
        raise InputError(f"The session {session.id} was deleted meanwhile; expected one that is there.") from None


def _day_given(text: str, option: str) -> date:
    try:
        return day(text)
    except ValueError:
        raise InputError(f'{option} is "{text}"; expected {EXPECTED_DAY}.') from None
