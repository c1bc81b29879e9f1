"""Turns away what was not meant for the page, before anybody answers it; in terms of ASGI alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

REFUSED = 1008
"""Why a socket is closed that may not be open (RFC 6455, section 7.4)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is: the hosts with their port by which it may be called, and whether over TLS."""

    hosts: frozenset[str]
    port: int
    secure: bool

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers keep one jar for all ports of a machine."""
        return f"voice-{self.port}"

    def allows(self, origin: str | None, host: str) -> bool:
        """Whether a page of this origin may ask; one of ours comes from the host that it asks."""
        return origin == f"{'https' if self.secure else 'http'}://{host}"


class Guarded:
    """Lets only requests through that were meant for this page, and tells browsers to keep it to itself.

    A name of another host that leads here, and a page of another site that asks here, are turned away.
    """

    def __init__(self, inner: Application, place: Place) -> None:
        self._inner = inner
        self._place = place
        scheme = "wss" if place.secure else "ws"
        sockets = " ".join(sorted(f"{scheme}://{host}" for host in place.hosts))
        policy = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self'",
            "media-src": "'self'",
            "connect-src": f"'self' {sockets}",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        headers = {
            "content-security-policy": "; ".join(f"{what} {whence}" for what, whence in policy.items()),
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
        }
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self._headers]}
            await send(message)

        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "").lower()
        asks = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if host in self._place.hosts and (not asks or self._place.allows(headers.get("origin"), host)):
            await self._inner(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": REFUSED})
        else:
            kind = [(b"content-type", b"text/plain; charset=utf-8")]
            await with_headers({"type": "http.response.start", "status": HTTPStatus.FORBIDDEN, "headers": kind})
            await send({"type": "http.response.body", "body": b"Open the address that the program shows."})
