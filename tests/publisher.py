"""A publisher's server on this machine, which can be slow of wit, break off, and lie."""

from __future__ import annotations

import hashlib
import http.server
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from tests.loopback import served


@dataclass(slots=True)
class Shelf:
    """What the server offers and how it behaves; `requests` is what was asked of it, with the first byte wanted."""

    archive: bytes
    published: str = "vosk-model-small-en-us-0.15"
    listed: Any = None
    """The list to serve; None serves a true one."""
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    """How many bytes each coming answer brings before the connection breaks; empty: everything."""
    requests: list[tuple[str, int]] = field(default_factory=list)

    def true_list(self) -> list[dict[str, object]]:
        """The list as the publisher writes it: every model with its size and MD5."""
        other = {"name": "vosk-model-small-cn-0.3", "size": 1, "md5": "0" * 32, "obsolete": "true"}
        ours = {"name": self.published, "size": len(self.archive), "md5": hashlib.md5(self.archive).hexdigest()}
        return [other, ours]


@contextmanager
def serving(shelf: Shelf) -> Iterator[str]:
    """Serve the shelf while the block lasts; gives the base URL."""
    with served(partial(_answer, shelf)) as address:
        yield f"{address}/models/"


def _answer(shelf: Shelf, handler: http.server.BaseHTTPRequestHandler) -> None:
    name = handler.path.removeprefix("/models/")
    wanted = handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-")
    first = int(wanted) if shelf.ranges else 0
    shelf.requests.append((name, int(wanted)))
    if name == "model-list.json":
        content = json.dumps(shelf.true_list() if shelf.listed is None else shelf.listed).encode()
    elif name == f"{shelf.published}.zip":
        content = shelf.archive[first:]
    else:
        handler.send_error(HTTPStatus.NOT_FOUND)
        return
    handler.send_response(HTTPStatus.PARTIAL_CONTENT if first else HTTPStatus.OK)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    if name.endswith(".zip") and shelf.cuts:
        content = content[: shelf.cuts.pop(0)]
    handler.wfile.write(content)
