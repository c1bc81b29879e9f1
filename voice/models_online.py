"""Speech models from their publisher: the only module of the program that touches the network.

Nothing here runs unless the user asks for a model by name.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from voice.errors import InputError, VoiceError

PUBLISHER = "https://alphacephei.com/vosk/models/"
MODEL_LIST = "model-list.json"
"""The publisher's list, with the size and MD5 of every archive. The MD5 guards against a broken download; that the
archive is the publisher's rests on HTTPS, since no second source gives a stronger checksum that agrees."""

_TIMEOUT_S = 30.0
"""For one read, not for the whole download."""
_ATTEMPTS_WITHOUT_PROGRESS = 3
_PIECE_BYTES = 64 * 1024
_LIST_BYTES = 4 * 1024**2

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be."""


@dataclass(frozen=True, slots=True)
class OnlineModel:
    """A model that can be had: our name for it, the publisher's, and what to expect of it."""

    name: str
    published: str
    about: str


ONLINE_MODELS = (
    OnlineModel("small-en-us", "vosk-model-small-en-us-0.15", "the official small English model, 40 MB, Apache-2.0"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the publisher's list says of one archive."""

    published: str
    size_bytes: int
    md5: str


def online_model(name: str) -> OnlineModel:
    """The model of this name; raises InputError with the names there are."""
    for model in ONLINE_MODELS:
        if model.name == name:
            return model
    names = ", ".join(model.name for model in ONLINE_MODELS)
    raise InputError(f'There is no model "{name}" to get; expected one of {names}.')


class Publisher:
    """The publisher's server; `base_url` ends with a slash."""

    def __init__(self, base_url: str = PUBLISHER) -> None:
        self._base_url = base_url

    def listing(self, model: OnlineModel) -> Listing:
        """Size and checksum of the model's archive; raises VoiceError when the list cannot be had or used."""
        try:
            with self._open(MODEL_LIST) as answer:
                entries = json.loads(answer.read(_LIST_BYTES))
            for entry in entries:
                if entry["name"] == model.published:
                    return Listing(model.published, int(entry["size"]), str(entry["md5"]).lower())
        except (OSError, http.client.HTTPException) as error:
            raise VoiceError(
                f"The list of models cannot be reached ({_reason(error)}); check the network and run this again."
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            raise VoiceError("The publisher's list of models cannot be read; try again another day.") from error
        raise VoiceError(f"The publisher no longer lists {model.published}; this program needs an update.")

    def download(self, listing: Listing, folder: Path, progress: Progress) -> Path:
        """Bring the archive into `folder`, going on where an earlier try stopped, and return its path once verified.

        Blocks for as long as it takes. Raises VoiceError when the network fails (what has come stays for the next
        try) or the archive is not the one listed (it is deleted).
        """
        # The checksum is in the name: parts of two different archives never meet in one file.
        partial = folder / f"{listing.published}-{listing.md5[:8]}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._fetch(listing, partial, progress)
            if _md5(partial) != listing.md5:
                partial.unlink()
                raise VoiceError(
                    f"{listing.published} does not match the publisher's checksum and was deleted; run this again."
                )
        except OSError as error:
            raise VoiceError(f"The download cannot be kept in {folder}: {error.strerror}.") from error
        return partial

    def _fetch(self, listing: Listing, partial: Path, progress: Progress) -> None:
        failures = 0
        while (have := _size(partial)) < listing.size_bytes:
            try:
                self._fetch_rest(listing, partial, have, progress)
                failure: Exception = ConnectionError("the connection was closed early")
            except (_NetworkError, http.client.HTTPException) as error:
                failure = error
            failures = 0 if _size(partial) > have else failures + 1
            if failures == _ATTEMPTS_WITHOUT_PROGRESS:
                raise VoiceError(
                    f"The download stopped at {_size(partial) / 1e6:.0f} of {listing.size_bytes / 1e6:.0f} MB "
                    f"({_reason(failure)}); run this again to go on from there."
                ) from failure

    def _fetch_rest(self, listing: Listing, partial: Path, have: int, progress: Progress) -> None:
        with self._open(f"{listing.published}.zip", first_byte=have) as answer:
            # A server that ignores the range answers 200 and begins again at the first byte.
            resumed = answer.status == http.client.PARTIAL_CONTENT
            have = have if resumed else 0
            with partial.open("ab" if resumed else "wb") as file:
                progress(have, listing.size_bytes)
                while have < listing.size_bytes and (piece := _read(answer, listing.size_bytes - have)):
                    file.write(piece)
                    have += len(piece)
                    progress(have, listing.size_bytes)

    def _open(self, file: str, *, first_byte: int = 0) -> http.client.HTTPResponse:
        request = urllib.request.Request(self._base_url + file, headers={"User-Agent": "voice-guide"})
        if first_byte:
            request.add_header("Range", f"bytes={first_byte}-")
        try:
            answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT_S)
        except OSError as error:
            raise _NetworkError(_reason(error)) from error
        return answer


class _NetworkError(OSError):
    """The other end failed: told apart from the disk, whose errors are OSErrors too."""


def _read(answer: IO[bytes], most: int) -> bytes:
    try:
        return answer.read(min(_PIECE_BYTES, most))
    except OSError as error:
        raise _NetworkError(_reason(error)) from error


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _md5(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
