"""A server on this machine that keeps pumping entries as Baby Buddy does: fields, validations, pages, refusals.

Compared with Baby Buddy 2.10.0, answer by answer, for what the program asks: Django REST framework with tokens, limit
and offset, and entries refused that overlap, last longer than a day, or begin ahead.
"""

from __future__ import annotations

import http.server
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.loopback import served

TOKEN = "0123456789abcdef0123456789abcdef01234567"
Fields = dict[str, Any]


class InvalidError(Exception):
    """What the body of a 400 tells."""

    def __init__(self, told: Fields) -> None:
        super().__init__(told)
        self.told = told


@dataclass(slots=True)
class Nursery:
    """What the server keeps, and how it behaves. `requests` is what was asked of it: method and path with its query."""

    children: tuple[int, ...] = (1, 2)
    entries: list[Fields] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    largest_page: int = 100
    redirect: str | None = None
    """Where every request is sent on to."""
    lose_answers: int = 0
    """So many entries are added, and the connection breaks before the answer."""
    body: bytes | None = None
    """What is answered to everything, whatever is asked."""

    def add(self, child: int, start: str, end: str, amount: float = 1.0, notes: str = "") -> Fields:
        """An entry that somebody made on its pages."""
        return self.post({"child": child, "start": start, "end": end, "amount": amount, "notes": notes})

    def post(self, given: Fields) -> Fields:
        """Raises InvalidError."""
        for name in ("amount", "child", "start", "end"):
            if name not in given:
                raise InvalidError({name: ["This field is required."]})
        entry = self._valid(given, None)
        entry["id"] = max((one["id"] for one in self.entries), default=0) + 1
        self.entries.append(entry)
        return entry

    def patch(self, number: int, given: Fields) -> Fields:
        """Raises KeyError, InvalidError."""
        entry = self._one(number)
        changed = self._valid({**entry, **given}, number) | {"id": number}
        self.entries[self.entries.index(entry)] = changed
        return changed

    def delete(self, number: int) -> None:
        """Raises KeyError."""
        self.entries.remove(self._one(number))

    def listed(self, query: dict[str, list[str]]) -> list[Fields]:
        """The one that ended last first, as its pages are ordered. Raises InvalidError."""
        found = self.entries
        if "child" in query:
            if query["child"][0] not in map(str, self.children):
                raise InvalidError(
                    {"child": ["Select a valid choice. That choice is not one of the available choices."]}
                )
            found = [one for one in found if str(one["child"]) == query["child"][0]]
        return sorted(found, key=lambda one: _time(one["end"]), reverse=True)

    def _one(self, number: int) -> Fields:
        for entry in self.entries:
            if entry["id"] == number:
                return entry
        raise KeyError(number)

    def _valid(self, given: Fields, own: int | None) -> Fields:
        if given["child"] not in self.children:
            raise InvalidError({"child": [f'Invalid pk "{given["child"]}" - object does not exist.']})
        if given["amount"] is None:
            raise InvalidError({"amount": ["This field may not be null."]})
        try:
            amount = float(given["amount"])
        except ValueError:
            raise InvalidError({"amount": ["A valid number is required."]}) from None
        times = {}
        for name in ("start", "end"):
            try:
                times[name] = _time(given[name])
            except (TypeError, ValueError) as error:
                formats = "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]"
                told = f"Datetime has wrong format. Use one of these formats instead: {formats}."
                raise InvalidError({name: [told]}) from error
        if times["start"] > datetime.now(UTC):
            raise InvalidError({"start": ["Date/time can not be in the future."]})
        if times["start"] > times["end"]:
            raise InvalidError({"non_field_errors": ["Start time must come before end time."]})
        if times["end"] - times["start"] > timedelta(hours=24):
            raise InvalidError({"non_field_errors": ["Duration too long."]})
        for one in self.entries:
            meets = _time(one["start"]) < times["end"] and _time(one["end"]) > times["start"]
            if one["id"] != own and one["child"] == given["child"] and meets:
                link = f'<a href="/pumping/{one["id"]}/">Pumping ({one["start"]} - {one["end"]})</a>'
                told = f"Another entry intersects the specified time period. Conflicting entry: {link}"
                raise InvalidError({"non_field_errors": [told]})
        notes = given.get("notes")
        return {
            "child": given["child"],
            "amount": amount,
            **{name: time.astimezone(UTC).isoformat().replace("+00:00", "Z") for name, time in times.items()},
            "duration": _duration(times["end"] - times["start"]),
            "notes": None if notes is None else notes.strip(),
            "tags": [],
        }


@contextmanager
def serving(nursery: Nursery) -> Iterator[str]:
    """Serve it while the block lasts; gives the address."""
    with served(partial(_answer, nursery)) as address:
        yield address


def _answer(nursery: Nursery, handler: http.server.BaseHTTPRequestHandler) -> None:
    given = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    nursery.requests.append(f"{handler.command} {handler.path}")
    nursery.tokens.append(handler.headers.get("Authorization", ""))
    if nursery.redirect is not None:
        _send(handler, HTTPStatus.FOUND, b"", {"Location": nursery.redirect + handler.path})
    elif nursery.body is not None:
        _send(handler, HTTPStatus.OK, nursery.body)
    elif not urlsplit(handler.path).path.endswith("/"):
        _lost(handler)
    elif handler.headers.get("Authorization") != f"Token {TOKEN}":
        _tell(handler, HTTPStatus.FORBIDDEN, {"detail": "Invalid token."})
    else:
        _served(handler, nursery, given)


def _served(handler: http.server.BaseHTTPRequestHandler, nursery: Nursery, given: bytes) -> None:
    parts = urlsplit(handler.path)
    names = parts.path.strip("/").split("/")
    query = parse_qs(parts.query)
    try:
        match handler.command, names:
            case "GET", ["api", "children"]:
                _page(handler, nursery, [{"id": id_, "first_name": "Ada"} for id_ in nursery.children], query)
            case "GET", ["api", "pumping"]:
                _page(handler, nursery, nursery.listed(query), query)
            case "POST", ["api", "pumping"]:
                entry = nursery.post(json.loads(given))
                if nursery.lose_answers:
                    nursery.lose_answers -= 1
                    handler.close_connection = True
                    return
                _tell(handler, HTTPStatus.CREATED, entry)
            case "PATCH", ["api", "pumping", number]:
                _tell(handler, HTTPStatus.OK, nursery.patch(int(number), json.loads(given)))
            case "DELETE", ["api", "pumping", number]:
                nursery.delete(int(number))
                _send(handler, HTTPStatus.NO_CONTENT, b"")
            case _:
                _lost(handler)
    except InvalidError as error:
        _tell(handler, HTTPStatus.BAD_REQUEST, error.told)
    except KeyError:
        _tell(handler, HTTPStatus.NOT_FOUND, {"detail": "No Pumping matches the given query."})


def _page(
    handler: http.server.BaseHTTPRequestHandler, nursery: Nursery, found: list[Fields], query: dict[str, list[str]]
) -> None:
    limit = min(int(query.get("limit", ["100"])[0]), nursery.largest_page)
    offset = int(query.get("offset", ["0"])[0])
    rest = found[offset : offset + limit]
    more = offset + limit < len(found)
    following = urlencode({**query, "limit": [limit], "offset": [offset + limit]}, doseq=True)
    told = {
        "count": len(found),
        "next": f"http://testserver{urlsplit(handler.path).path}?{following}" if more else None,
        "previous": None,
        "results": rest,
    }
    _tell(handler, HTTPStatus.OK, told)


def _lost(handler: http.server.BaseHTTPRequestHandler) -> None:
    """No such page: it cannot draw its own "not found"."""
    _send(handler, HTTPStatus.INTERNAL_SERVER_ERROR, b"<html>", {"Content-Type": "text/html"})


def _tell(handler: http.server.BaseHTTPRequestHandler, status: HTTPStatus, told: Fields) -> None:
    _send(handler, status, json.dumps(told).encode(), {"Content-Type": "application/json"})


def _send(
    handler: http.server.BaseHTTPRequestHandler, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _duration(length: timedelta) -> str:
    days = f"{length.days} " if length.days else ""
    return f"{days}{length.seconds // 3600:02}:{length.seconds // 60 % 60:02}:{length.seconds % 60:02}"
