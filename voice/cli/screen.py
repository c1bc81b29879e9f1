"""`--screen`: the page in a browser, for a session or a rehearsal."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voice.errors import InputError, PageError

if TYPE_CHECKING:
    from voice.audio.device import Device
    from voice.page.hub import Hub
    from voice.page.server import Binding
    from voice.screen.display import Display
    from voice.screen.onlooker import Onlooker
    from voice.session.live import LiveSession
    from voice.session.touch import Touch
    from voice.settings.settings import Settings

_HERE, _LAN = "here", "lan"
_MOST_PORT = 65_535
_FAREWELL_S = 1.0
"""How long pages may take to hear that the session has ended."""


@dataclass(frozen=True, slots=True)
class ScreenChoice:
    """What was asked for: a page on this machine, or also for a phone or tablet in its network."""

    lan: bool
    port: int
    certificate: Path | None
    key: Path | None

    def binding(self) -> Binding:
        """The same for the server."""
        from voice.page.server import Binding

        return Binding(self.lan, self.port, self.certificate, self.key)


def add_screen_options(parser: argparse.ArgumentParser) -> None:
    """The options of the page."""
    group = parser.add_argument_group("page in a browser")
    group.add_argument(
        "--screen",
        nargs="?",
        const=_HERE,
        choices=(_HERE, _LAN),
        help="show everything on a page in a browser of this machine; lan: on a phone or tablet in its network too",
    )
    group.add_argument("--screen-port", type=int, metavar="PORT", default=0, help="where (default: any that is free)")
    group.add_argument("--screen-certificate", type=Path, metavar="PEM", help="serve it over TLS with this certificate")
    group.add_argument("--screen-key", type=Path, metavar="PEM", help="and this key, where the certificate holds none")


def chosen_screen(args: argparse.Namespace) -> ScreenChoice | None:
    """What was asked for; None where there is to be no page. Raises InputError."""
    if args.screen is None:
        return None
    if not 0 <= args.screen_port <= _MOST_PORT:
        raise InputError(f"--screen-port is {args.screen_port}; expected a number from 0 to {_MOST_PORT}")
    for file in (args.screen_certificate, args.screen_key):
        if file is not None and not file.is_file():
            raise InputError(f"There is no file {file}; expected a certificate or key as PEM")
    if args.screen_key is not None and args.screen_certificate is None:
        raise InputError("--screen-key needs --screen-certificate too")
    return ScreenChoice(args.screen == _LAN, args.screen_port, args.screen_certificate, args.screen_key)


@contextmanager
def page_shown(
    choice: ScreenChoice,
    settings: Settings,
    hub: Hub,
    touch: Callable[[Touch], None],
    pairs: Callable[[str, float], None],
    *,
    journal: Path | None = None,
    clock: Callable[[], datetime] = datetime.now,
    sound_rate_hz: int = 0,
) -> Iterator[None]:
    """Serve the page while the block runs, say where it is, and open it where there is a graphical browser.

    `pairs` shows for so many seconds, on this machine's own screens, what lets another one in. `journal` is the folder
    whose history is shown; without it none is kept. Raises PageError where it cannot be served.
    """
    from voice.content.catalogue import load
    from voice.page.admission import CODE_S, Admission
    from voice.page.application import Session
    from voice.page.browser import open_browser
    from voice.page.history import History
    from voice.page.qr import qr_code
    from voice.page.server import PageServer
    from voice.session.opening import night_of

    catalogue = load(settings.language)
    admission = Admission()

    def is_night() -> bool:
        return night_of(settings, clock().time()).at(0.0)

    def show_code(code: str, for_s: float) -> None:
        pairs(f"{server.lan_address or server.address} {_spaced(code)}", for_s)

    with ExitStack() as stack:
        history = stack.enter_context(History(journal, settings.units))
        words, spoken = catalogue.screen, catalogue.spoken
        session = Session(hub, admission, words, spoken, touch, show_code, is_night, history, sound_rate_hz)
        server = stack.enter_context(PageServer(session, choice.binding()))
        address = f"{server.address}#token={admission.token}"
        _tell(f"screen: {address}")
        now_s = time.monotonic()
        if server.lan_address is not None:
            code = admission.code(now_s)
            assert code is not None  # the first always is
            show_code(code, CODE_S)
            _tell(f"On a phone or tablet in this network: {server.lan_address} with the code {_spaced(code)}")
            _tell(qr_code(f"{server.lan_address}#code={code}"))
        elif not open_browser(f"{server.address}#token={admission.ticket(now_s)}"):
            pairs(address, CODE_S)
            _tell(qr_code(address))
        try:
            yield
        finally:
            hub.end()
            hub.wait_for_none(_FAREWELL_S)


def show_session(
    stack: ExitStack,
    choice: ScreenChoice,
    settings: Settings,
    journal: Path,
    onlooker: Onlooker,
    display: Display,
    live: LiveSession,
    device: Device,
) -> None:
    """Show a live session on a page too, until the stack closes; without one it goes on all the same, and says so."""
    from voice.page.hub import Hub
    from voice.page.page import Page

    hub = Hub()
    kept = journal if settings.history else None
    onlooker.show_on(Page(hub, device.heard_at))
    try:
        stack.enter_context(page_shown(choice, settings, hub, live.touch, display.pairs, journal=kept))
    except PageError as error:
        display.tell(str(error))


def _spaced(code: str) -> str:
    """A code as it is read."""
    return f"{code[:3]} {code[3:]}"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
