"""What the server answers: the page's files, the way in, and the socket of a session. The only module on Starlette."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from voice.content.screen_words import ScreenWords
from voice.content.spoken import Spoken
from voice.page.admission import CODE_S, Admission, Entered, Guest, May, Refused
from voice.page.allowance import Allowance
from voice.page.guarded import REFUSED, Guarded, Place
from voice.page.history import History
from voice.page.hub import Hub, SoundPiece
from voice.page.messages import (
    LONGEST_BYTES,
    Fields,
    MessageError,
    Ping,
    SoundWanted,
    changed,
    door,
    labels,
    motion,
    received,
    shown,
)
from voice.screen.view import View
from voice.session.touch import Touch

MOST_PAGES = 8
_REST_S = 0.03
"""How long a page is left alone after each message: a session changes up to ten times a second, and more at once."""
_STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
}
_GOODBYE, _TOO_LONG, _TOO_MANY = 1000, 1009, 1013
"""Why a socket is closed, beside `REFUSED` (RFC 6455, section 7.4)."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the pages of one session share."""

    hub: Hub
    admission: Admission
    words: ScreenWords
    spoken: Spoken
    touch: Callable[[Touch], None]
    """Takes what is touched, on the server's thread; never waits."""
    pairs: Callable[[str, float], None]
    """Shows a code on this machine for so many seconds."""
    is_night: Callable[[], bool]
    history: History
    sound_rate_hz: int = 0
    """Frames a second of the sound that pages can play; 0 where the session has a loudspeaker of its own."""


def application(session: Session, place: Place) -> Guarded:
    """The page of a session, as an ASGI application."""
    pages = _Pages(session, place)
    files = {file.name: (file.read_bytes(), _TYPES[file.suffix]) for file in _STATIC.iterdir() if file.suffix in _TYPES}
    files[""] = files["index.html"]
    outline = json.dumps({"motion": motion(), "door": door(session.words.page)}).encode()

    async def file(request: Request) -> Response:
        name = request.path_params.get("name", "")
        if name not in files:
            return PlainTextResponse("There is no such page.", HTTPStatus.NOT_FOUND)
        content, kind = files[name]
        return Response(content, media_type=kind)

    async def page(request: Request) -> Response:
        return Response(outline, media_type="application/json")

    routes = [
        Route("/", file),
        Route("/page.json", page),
        Route("/history.json", pages.history),
        Route("/enter", pages.enter, methods=["POST"]),
        Route("/pair", pages.pair, methods=["POST"]),
        Route("/code", pages.new_code, methods=["POST"]),
        WebSocketRoute("/session", pages.session),
        Route("/{name}", file),
    ]
    return Guarded(Starlette(routes=routes), place)


class _Pages:
    """Answers what pages ask; everything in here runs on the server's thread."""

    def __init__(self, session: Session, place: Place) -> None:
        self._session = session
        self._place = place
        self._open = 0
        self._latest: tuple[View | None, Fields] = (None, {})

    async def enter(self, request: Request) -> Response:
        """The token, for a cookie."""
        body = await _body(request)
        if body is None:
            return _too_long()
        return self._answer(self._session.admission.enter(str(body.get("token", "")), time.monotonic()))

    async def pair(self, request: Request) -> Response:
        """The code, for a cookie."""
        body = await _body(request)
        if body is None:
            return _too_long()
        may = May.TAP if body.get("may") == May.TAP.value else May.LOOK
        return self._answer(self._session.admission.pair(str(body.get("code", "")), may, time.monotonic()))

    async def new_code(self, request: Request) -> Response:
        """Have a code shown on this machine."""
        code = self._session.admission.code(time.monotonic())
        if code is None:
            return JSONResponse({"why": Refused.OVER.value}, HTTPStatus.FORBIDDEN)
        self._session.pairs(code, CODE_S)
        return JSONResponse({})

    async def history(self, request: Request) -> Response:
        """What is remembered, for whoever may look."""
        if self._session.admission.guest(request.cookies.get(self._place.cookie, "")) is None:
            return JSONResponse({"why": Refused.TOKEN.value}, HTTPStatus.FORBIDDEN)
        answer = await asyncio.wrap_future(self._session.history.read(request.query_params.get("after", "")))
        return Response(answer, media_type="application/json")

    def _answer(self, answer: Entered | Refused) -> Response:
        if isinstance(answer, Refused):
            return JSONResponse({"why": answer.value}, HTTPStatus.FORBIDDEN)
        response = JSONResponse({})
        response.set_cookie(
            self._place.cookie, answer.cookie, path="/", secure=self._place.secure, httponly=True, samesite="strict"
        )
        return response

    async def session(self, socket: WebSocket) -> None:
        """One page, from its opening to its close."""
        guest = self._session.admission.guest(socket.cookies.get(self._place.cookie, ""))
        if guest is None:
            await socket.close(REFUSED)
            return
        await socket.accept()
        if self._open == MOST_PAGES:
            await socket.close(_TOO_MANY)
            return
        self._open += 1
        try:
            await _Page(self._session, socket, guest, self._fields).run()
        finally:
            self._open -= 1

    def _fields(self, view: View) -> Fields:
        """A view as fields, made once for all pages."""
        if self._latest[0] is not view:
            self._latest = view, shown(view, self._session.words, self._session.spoken)
        return self._latest[1]


class _Page:
    """One page that is open."""

    def __init__(self, session: Session, socket: WebSocket, guest: Guest, fields_of: Callable[[View], Fields]) -> None:
        self._session = session
        self._socket = socket
        self._guest = guest
        self._fields_of = fields_of
        self._sent: Fields = {}
        self._plays = False

    async def run(self) -> None:
        """Tell what comes and take what is touched, until either ends; whoever goes away comes back."""
        tasks = [asyncio.create_task(self._tell()), asyncio.create_task(self._take())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, WebSocketDisconnect):
                raise end

    async def _send(self, kind: str, fields: Mapping[str, Any]) -> None:
        await self._socket.send_text(json.dumps({"type": kind, **fields}, separators=(",", ":")))

    async def _tell(self) -> None:
        session = self._session
        hello = {"may": self._guest.may.value, "sound_rate_hz": session.sound_rate_hz}
        await self._send("hello", {**hello, "labels": labels(session.words, session.spoken)})
        woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        after = 0

        def wake() -> None:
            loop.call_soon_threadsafe(woken.set)

        with session.hub.watched(wake):
            while True:
                await woken.wait()
                woken.clear()
                news = session.hub.news(after)
                await self._send_view(news.view)
                for beat in news.beats:
                    timed = {"at": 1000 * beat.at_s, "length": 1000 * beat.length_s, "frame": beat.frame}
                    await self._send("beat", {"phase": beat.phase.value, **timed})
                for piece in news.sounds if self._plays else ():
                    await self._socket.send_bytes(_packed(piece))
                after = max([after, *(beat.number for beat in news.beats), *(piece.number for piece in news.sounds)])
                if news.ended:
                    await self._send("end", {})
                    await self._socket.close(_GOODBYE)
                    return
                await asyncio.sleep(_REST_S)

    async def _send_view(self, view: View | None) -> None:
        if view is None:
            return
        code = view.code if self._guest.here and self._session.admission.token not in view.code else ""
        now: Fields = {**self._fields_of(view), "code": code, "night": self._session.is_night()}
        fields = changed(now, self._sent)
        if fields:
            self._sent = now
            await self._send("view", fields)

    async def _take(self) -> None:
        allowance = Allowance(time.monotonic())
        while True:
            text = await self._socket.receive_text()
            if len(text) > LONGEST_BYTES:
                await self._socket.close(_TOO_LONG)
                return
            try:
                if not allowance.take(time.monotonic()):
                    raise MessageError("too many at once")
                message = received(text)
            except MessageError:
                await self._socket.close(REFUSED)
                return
            match message:
                case Ping(sent_ms):
                    await self._send("pong", {"sent": sent_ms, "now": 1000 * time.monotonic()})
                case SoundWanted(on):
                    self._plays = on
                case _ if self._guest.may is May.TAP:
                    self._session.touch(message)
                case _:
                    pass  # this page may only look


def _packed(piece: SoundPiece) -> bytes:
    """The number of the first frame in eight bytes, then the samples, all little-endian."""
    return piece.frame.to_bytes(8, "little") + piece.samples


async def _body(request: Request) -> dict[str, Any] | None:
    """The object that was posted, empty for anything else; None where it is too long to be one of ours."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BYTES:
            return None
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _too_long() -> Response:
    return JSONResponse({"why": "That is too long."}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"connection": "close"})
