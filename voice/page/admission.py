"""Who may see the page and who may touch it. Pure: time passes in, secrets come from whoever draws them.

On this machine the address itself carries a token. Another device in the network is paired by a code of six digits
that is shown here, is good for two minutes, once, and not after five wrong tries.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

CODE_DIGITS = 6
CODE_S = 120.0
CODE_TRIES = 5
MOST_CODES = 20
"""Codes in a session, so that nobody in the network can guess for long: 100 tries at a million."""
TICKET_S = 60.0


class May(Enum):
    """What a page may do; the values are the names of its messages."""

    LOOK = "look"
    TAP = "tap"


@dataclass(frozen=True, slots=True)
class Guest:
    """A browser that was let in."""

    may: May
    here: bool
    """It came with the token, so it runs on this machine or was shown its screen."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Let in: what the browser keeps as its cookie."""

    cookie: str
    guest: Guest


class Refused(Enum):
    """Why a browser was not let in, as a sentence that says what to do."""

    TOKEN = "This address is not right. Open the whole address that the program shows."
    CODE = "That is not the code. Look at the six digits that the program shows, and try again."
    OVER = "This code no longer counts. Ask for a new one."


@dataclass(slots=True)
class _Code:
    digits: str
    until_s: float
    tries: int = CODE_TRIES


class Admission:
    """The token, the code and everybody who was let in; owned by the server's thread, but for `ticket`."""

    def __init__(self, draw: Callable[[], str] = lambda: secrets.token_urlsafe(32)) -> None:
        self.token = draw()
        self._draw = draw
        self._tickets: dict[str, float] = {}
        self._guests: dict[str, Guest] = {}
        self._code: _Code | None = None
        self._codes = 0

    def ticket(self, now_s: float) -> str:
        """A token for a browser that is opened from here, good once and for a minute: other programs of this machine
        can read what a browser was started with.
        """
        ticket = self._draw()
        self._tickets[ticket] = now_s + TICKET_S
        return ticket

    def enter(self, token: str, now_s: float) -> Entered | Refused:
        """Let in whoever has the token."""
        known = [ticket for ticket in self._tickets if _same(ticket, token)]
        good = any(now_s < self._tickets.pop(ticket) for ticket in known)
        return self._let_in(Guest(May.TAP, here=True)) if good or _same(self.token, token) else Refused.TOKEN

    def code(self, now_s: float) -> str | None:
        """The code that counts now, a new one where there is none; None when there were too many."""
        if self._code is None or now_s >= self._code.until_s or not self._code.tries:
            if self._codes == MOST_CODES:
                return None
            self._codes += 1
            self._code = _Code(f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}", now_s + CODE_S)
        return self._code.digits

    def pair(self, digits: str, may: May, now_s: float) -> Entered | Refused:
        """Let in whoever has the code."""
        code = self._code
        if code is None or now_s >= code.until_s or not code.tries:
            return Refused.OVER
        code.tries -= 1
        if not _same(code.digits, digits):
            return Refused.CODE if code.tries else Refused.OVER
        self._code = None
        return self._let_in(Guest(may, here=False))

    def guest(self, cookie: str) -> Guest | None:
        """Who this is; None for whoever was not let in."""
        return next((guest for known, guest in self._guests.items() if _same(known, cookie)), None)

    def _let_in(self, guest: Guest) -> Entered:
        cookie = self._draw()
        self._guests[cookie] = guest
        return Entered(cookie, guest)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
