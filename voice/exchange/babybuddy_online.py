"""Baby Buddy over the network: the second module of the program that touches it, and only where `voice export
babybuddy` is run.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from typing import IO, Any

from voice.errors import InputError, VoiceError
from voice.exchange.babybuddy import Entry, id_in

_TIMEOUT_S = 30.0
_MOST_BYTES = 8 << 20
"""Of one answer."""
_PAGE = 500
_MOST_PAGES = 1000
_TAG = re.compile(r"<[^<>]*>")
"""It names an entry in the way by a link for its own pages."""


class RefusedError(VoiceError):
    """It does not take this entry: the message is what it says of it."""


class GoneError(VoiceError):
    """It has no entry of this number any more."""


class BabyBuddy:
    """The pumping entries of one child, at an address such as https://baby.example; `token` is the user's API key.

    Everything raises InputError for an address, key or child that it does not know, VoiceError when it cannot be
    reached or answers with something else.
    """

    def __init__(self, url: str, token: str, child: int) -> None:
        self._base = _base(url)
        self._headers = {"Authorization": f"Token {token}", "Accept": "application/json", "User-Agent": "voice-guide"}
        self._child = child
        self._opener = urllib.request.build_opener(_SameHostOnly(self._base))

    @property
    def place(self) -> str:
        """What tells this child of this server apart from others."""
        return f"babybuddy {self._base} child {self._child}"

    def check(self) -> None:
        """Make sure that it answers, and knows key and child, before anything is sent."""
        children = {entry.get("id") for entry in self._pages("children", {})}
        if self._child not in children:
            known = ", ".join(sorted(str(id_) for id_ in children)) or "none"
            raise InputError(f"--child is {self._child}; Baby Buddy has {known}.")

    def ours(self) -> dict[str, str]:
        """The numbers of its entries with an id of ours in their notes, by that id.

        All are looked through: one whose answer was lost stands at its time of then, and that may be another now.
        """
        found: dict[str, str] = {}
        for entry in self._pages("pumping", {"child": str(self._child)}):
            id_ = id_in(str(entry.get("notes") or "").replace("\r\n", "\n"))
            if id_ is not None and entry.get("child") == self._child:
                found[id_] = str(entry.get("id"))
        return found

    def post(self, entry: Entry) -> str:
        """Add it; its number there. Raises RefusedError."""
        answer = self._asked("POST", "pumping/", entry.fields(self._child))
        if not isinstance(answer, dict) or "id" not in answer:
            raise VoiceError("Baby Buddy gave no number for an entry; look there, and update it or this program.")
        return str(answer["id"])

    def change(self, number: str, entry: Entry) -> None:
        """Put it in place of the one with this number. Raises RefusedError, GoneError."""
        self._asked("PATCH", f"pumping/{_segment(number)}/", entry.fields(self._child))

    def delete(self, number: str) -> None:
        """Take it out; one that is gone is as good. Raises RefusedError."""
        try:
            self._asked("DELETE", f"pumping/{_segment(number)}/", None)
        except GoneError:
            pass

    def _pages(self, kind: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """All entries, page by page; the address of the next page is our own, wherever its answer points."""
        count = 0
        for _ in range(_MOST_PAGES):
            where = urllib.parse.urlencode({**query, "limit": _PAGE, "offset": count})
            answer = self._asked("GET", f"{kind}/?{where}", None)
            results = answer.get("results") if isinstance(answer, dict) else None
            if not isinstance(results, list):
                raise VoiceError("What answers there is no Baby Buddy; expected its own address in --url.")
            yield from (entry for entry in results if isinstance(entry, dict))
            count += len(results)
            if not answer.get("next") or not results:
                return

    def _asked(self, method: str, path: str, fields: Mapping[str, object] | None) -> Any:
        """What it answers, from JSON; None for nothing."""
        data = None if fields is None else json.dumps(fields).encode()
        headers = self._headers if data is None else self._headers | {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._base}api/{path}", data, headers, method=method)
        try:
            with self._opener.open(request, timeout=_TIMEOUT_S) as answer:
                content = _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error, method) from error
        except (OSError, http.client.HTTPException) as error:
            raise VoiceError(
                f"Baby Buddy cannot be reached ({_reason(error)}); check address and network, and run this again."
            ) from error
        try:
            return json.loads(content) if content else None
        except (ValueError, RecursionError) as error:
            raise VoiceError("What answers there is no Baby Buddy; expected its own address in --url.") from error


class _SameHostOnly(urllib.request.HTTPRedirectHandler):
    """The key goes to no other host, and a request that changes something is never turned into another."""

    def __init__(self, base: str) -> None:
        self._base = base

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if _origin(newurl) != _origin(self._base):
            raise VoiceError(
                f"Baby Buddy sends on to {_shown(newurl)}, and your key goes to no other host: if that is yours, "
                "give it as --url."
            )
        if req.get_method() != "GET":
            raise VoiceError(f"Baby Buddy sends on to {_shown(newurl)}: give the address it is at as --url.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _base(url: str) -> str:
    """The address with a slash at its end. Raises InputError."""
    expected = "expected an address such as https://baby.example"
    try:
        parts = urllib.parse.urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        (parts.hostname or "").encode("idna")  # raises ValueError for what is no name of a host
    except ValueError as error:
        raise InputError(f'--url is "{url}"; {expected}.') from error
    if not usable or parts.query or parts.fragment or any(char.isspace() for char in url.strip()):
        raise InputError(f'--url is "{url}"; {expected}.')
    if parts.username is not None or parts.password is not None:
        raise InputError(f"--url holds a name or password; {expected}, and the key in --token-file.")
    path = parts.path.rstrip("/").removesuffix("/api")
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, f"{path}/", "", ""))


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urllib.parse.urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _shown(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _segment(number: str) -> str:
    return urllib.parse.quote(number, safe="")


def _refusal(error: urllib.error.HTTPError, method: str) -> VoiceError:
    """What an answer that is no success means."""
    match error.code:
        case 400:
            return RefusedError(_said(error))
        case 401 | 403:
            return InputError(
                f"Baby Buddy does not accept the key ({_said(error).removesuffix('.')}); expected in --token-file "
                "that of a user who may see children, and see, add, change and delete pumping entries."
            )
        case 404 if method in ("PATCH", "DELETE"):
            return GoneError("Baby Buddy has no such entry any more.")
        case 404:
            return InputError("There is no Baby Buddy at this address; expected the one that its own pages have.")
        case code if 300 <= code < 400:
            return VoiceError("Baby Buddy sends on without an end: give the address it is at as --url.")
        case code:
            # It answers 500 also where it has no such page and cannot draw its own "not found".
            return VoiceError(
                f"Baby Buddy answered with {code}; make sure of the address, look into its log, and run this again."
            )


def _said(error: urllib.error.HTTPError) -> str:
    """The words of a refusal: a list of sentences for each field, or for the whole; as plain text."""
    try:
        told = json.loads(_read(error))
    except (ValueError, RecursionError, OSError, VoiceError):
        return "it does not say why"
    fields = told.items() if isinstance(told, dict) else [("", told)]
    parts = []
    for field, sentences in fields:
        text = " ".join(map(str, sentences)) if isinstance(sentences, list) else str(sentences)
        parts.append(text if field in ("", "detail", "non_field_errors") else f"{field}: {text}")
    plain = html.unescape(_TAG.sub("", " ".join(parts)))
    readable = "".join(char if char.isprintable() else " " for char in plain)
    return " ".join(readable.split())[:300] or "it does not say why"


def _read(answer: IO[bytes]) -> bytes:
    """Raises VoiceError for an answer that is too long to be one of its."""
    content = answer.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise VoiceError("What answers there is no Baby Buddy; expected its own address in --url.")
    return content


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
