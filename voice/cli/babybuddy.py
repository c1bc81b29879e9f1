"""`voice export babybuddy`: what the journal holds is held by Baby Buddy too; what has changed is changed there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from voice.cli.journal_options import now, opened_journal
from voice.errors import InputError
from voice.exchange.babybuddy import Entry, Plan, Skip, plan
from voice.exchange.babybuddy_online import BabyBuddy, GoneError, RefusedError
from voice.guide.measures import Unit
from voice.journal.journal import Journal
from voice.journal.records import Sent, Session

_MOST_TOKEN_BYTES = 4096


def send(args: argparse.Namespace) -> int:
    """Send what is new, changed and gone; 1 where something was refused.

    Raises InputError, JournalError, VoiceError. What was sent before it failed is noted: run again, it goes on.
    """
    buddy = BabyBuddy(args.url, read_token(args.token_file), args.child)
    with opened_journal() as (journal, _):
        unit = Unit(args.unit)
        sessions = journal.sessions()
        sent = journal.sent(buddy.place)
        buddy.check()
        wanted = plan(sessions, sent, {}, unit, now())
        if wanted.post:
            # An earlier try may have come to its end there and not here.
            wanted = plan(sessions, sent, buddy.ours(), unit, now())
        courier = _Courier(buddy, journal, {session.id: session for session in sessions})
        courier.carry(wanted)
    print(
        f"{courier.posted} sent, {courier.changed} changed, {courier.deleted} deleted, "
        f"{wanted.unchanged} there already, {wanted.drops_alone} with drops alone left out, {courier.refused} skipped"
    )
    return 1 if courier.refused else 0


def read_token(file: Path) -> str:
    """The key in a file, by itself on its line. Raises InputError."""
    try:
        with file.open("rb") as stream:
            token = stream.read(_MOST_TOKEN_BYTES).decode("ascii").strip()
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); expected a file with the API key.") from error
    except UnicodeDecodeError:
        token = ""
    if not token or not token.isprintable() or " " in token:
        raise InputError(f"{file} holds no API key; expected one line with the key of Baby Buddy's user settings.")
    return token


class _Courier:
    """Carries out a plan, and notes each thing that was done as soon as it was."""

    def __init__(self, buddy: BabyBuddy, journal: Journal, sessions: dict[str, Session]) -> None:
        self.posted = self.changed = self.deleted = self.refused = 0
        self._buddy = buddy
        self._journal = journal
        self._sessions = sessions

    def carry(self, wanted: Plan) -> None:
        """Deletions first, then changes. What is refused is tried again while others go through: they may make room."""
        left: list[tuple[str, Callable[[], None]]] = [
            *((gone.session_id, partial(self._delete, gone)) for gone in wanted.delete),
            *((entry.session_id, partial(self._change, number, entry)) for number, entry in wanted.change),
            *((entry.session_id, partial(self._post, entry)) for entry in wanted.post),
        ]
        refused = [(session_id, why.value) for session_id, why in wanted.skipped.items() if why is not Skip.DROPS]
        while left:
            tried = [(session_id, act, _why_not(act)) for session_id, act in left]
            again = [(session_id, act) for session_id, act, why in tried if why is not None]
            if len(again) == len(left):
                refused = [*((session_id, why) for session_id, _, why in tried if why is not None), *refused]
                break
            left = again
        for session_id, why in refused:
            self._skip(session_id, why)

    def _delete(self, gone: Sent) -> None:
        self._buddy.delete(gone.remote_id)
        self._journal.forget_sent(self._buddy.place, gone.session_id)
        self.deleted += 1

    def _change(self, number: str, entry: Entry) -> None:
        try:
            self._buddy.change(number, entry)
        except GoneError:
            self._journal.forget_sent(self._buddy.place, entry.session_id)
            raise
        self._note(number, entry)
        self.changed += 1

    def _post(self, entry: Entry) -> None:
        self._note(self._buddy.post(entry), entry)
        self.posted += 1

    def _note(self, number: str, entry: Entry) -> None:
        self._journal.note_sent(self._buddy.place, Sent(entry.session_id, number, entry.digest))

    def _skip(self, session_id: str, why: str) -> None:
        self.refused += 1
        session = self._sessions.get(session_id)
        began = "" if session is None else f" ({session.started:%Y-%m-%d %H:%M})"
        print(f"skipped {session_id}{began}: {why}", file=sys.stderr)


def _why_not(act: Callable[[], None]) -> str | None:
    """Do it; why Baby Buddy does not take it, None where it does."""
    try:
        act()
    except RefusedError as error:
        return str(error)
    except GoneError:
        return "it was deleted in Baby Buddy; run this again to send it anew."
    return None
