"""The server of the page: sockets of this machine, a thread of its own ("page"). The only module on uvicorn."""

from __future__ import annotations

import errno
import socket
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn

from voice.errors import PageError
from voice.page.application import Session, application
from voice.page.guarded import Place
from voice.page.messages import LONGEST_BYTES

LOOPBACK = "127.0.0.1"
_NAMES_HERE = (LOOPBACK, "localhost")
_NOWHERE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): asked which way leads there, a system names its own address. Nothing is sent."""
_CLOSE_S = 3.0
_MOST_CONNECTIONS = 64
_LONGEST_HEADER_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the page listens. `port` 0 takes any free one; with a certificate it speaks TLS."""

    lan: bool = False
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None


class PageServer:
    """Serves the page of a session from entering to leaving. Entering raises PageError where it cannot listen."""

    def __init__(self, session: Session, binding: Binding) -> None:
        self._session = session
        self._binding = binding
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        binding = self._binding
        self._lan_host = _lan_host() if binding.lan else None
        with ExitStack() as stack:
            hosts = [LOOPBACK] if self._lan_host is None else [LOOPBACK, self._lan_host]
            sockets: list[socket.socket] = []
            for host in hosts:
                port = sockets[0].getsockname()[1] if sockets else binding.port
                sockets.append(stack.enter_context(_listening(host, port)))
            self._port = int(sockets[0].getsockname()[1])
            names = [*_NAMES_HERE, *hosts]
            place = Place(
                frozenset(f"{name}:{self._port}" for name in names), self._port, binding.certificate is not None
            )
            server = uvicorn.Server(self._config(place))
            thread = threading.Thread(target=server.run, args=(sockets,), name="page", daemon=True)
            thread.start()
            stack.callback(_end, server, thread)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def address(self) -> str:
        """The page on this machine."""
        return f"{self._scheme}://{LOOPBACK}:{self._port}/"

    @property
    def lan_address(self) -> str | None:
        """The page for other devices of the network; None where it is for this machine alone."""
        return None if self._lan_host is None else f"{self._scheme}://{self._lan_host}:{self._port}/"

    @property
    def _scheme(self) -> str:
        return "http" if self._binding.certificate is None else "https"

    def _config(self, place: Place) -> uvicorn.Config:
        config = uvicorn.Config(
            application(self._session, place),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_max_size=LONGEST_BYTES,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="error",  # what others send wrong is answered, not told: a picture may be on the terminal
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_LONGEST_HEADER_BYTES,
            timeout_graceful_shutdown=1,
            ssl_certfile=self._binding.certificate,
            ssl_keyfile=self._binding.key,
        )
        try:
            config.load()
        except OSError as error:  # an SSLError is one too
            raise PageError(
                f"The certificate of the page cannot be used ({error}): give a PEM file and its key."
            ) from error
        return config


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PageError(
                f"Port {port} is taken by another program: choose another with --screen-port, or leave it out."
            ) from error
        raise PageError(f"The page cannot be shown ({error.strerror or error}): try another --screen-port.") from error


def _lan_host() -> str:
    """This machine's own address in its network. Raises PageError."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
    except OSError as error:
        raise PageError(
            "There is no network that a phone could reach this machine by: connect to one, or use --screen alone."
        ) from error


def _end(server: uvicorn.Server, thread: threading.Thread) -> None:
    server.should_exit = True
    thread.join(_CLOSE_S)
