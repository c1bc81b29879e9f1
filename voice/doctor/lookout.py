"""Watches what the system offers while a session runs: devices that come, go, are muted, or become the choice."""

from __future__ import annotations

import os
import re
import select
import subprocess
import threading
from collections.abc import Callable
from enum import Enum, auto
from types import TracebackType
from typing import IO, Self

from voice.audio.fresh_listing import fresh_listing
from voice.audio.listing import End, Listing, through_server
from voice.audio.ports import Outlook
from voice.doctor.devices import is_there, name_of
from voice.doctor.readings import ask_server
from voice.doctor.sound_server import SoundServer
from voice.settings.settings import Settings

POLL_S = 15.0
"""How often devices are listed anew where no sound server tells of changes: a percent of a core."""
_SETTLED_S = 0.3
"""Changes come in heaps; so long after the last one it is looked."""
_DEVICES = re.compile(rb" on (server|card|sink|source)\b(?!-)")
"""What the server tells of devices, among what it tells of programs: our own questions are such."""
_RETRY_S = 2.0
_STOPS_S = 2.0


def outlook(listing: Listing, server: SoundServer | None, settings: Settings, *, fresh: bool) -> Outlook:
    """What a session with these settings would open; `fresh` when the listing is newer than PortAudio's own."""

    def at(end: End, chosen: str | None) -> str | None:
        return name_of(listing, end, chosen, server) if is_there(listing, end, chosen, server) else None

    microphone, loudspeaker = at(End.INPUT, settings.input_device), at(End.OUTPUT, settings.output_device)
    return Outlook(microphone or None, loudspeaker or None, listing.names() if fresh else frozenset())


class _Woken(Enum):
    CHANGE = auto()
    END = auto()
    """The server is gone."""
    STOP = auto()


class Lookout:
    """A context manager with a thread of its own ("lookout"), on which `tell` is called with what there is now.

    Where every device is behind a sound server, the server's own word is waited for and nothing is polled.
    """

    def __init__(self, settings: Settings, listing: Listing, tell: Callable[[Outlook], None]) -> None:
        """`listing` is PortAudio's."""
        self._settings = settings
        self._listing = listing
        self._tell = tell
        # One byte in the pipe ends the thread, whatever it waits for.
        self._stop_reads, self._stop_writes = os.pipe()
        self._thread = threading.Thread(target=self._run, name="lookout", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.write(self._stop_writes, b".")
        self._thread.join(_STOPS_S)

    def _run(self) -> None:
        watched = self._watch_server if self._behind_server() else self._watch_list
        while watched():
            pass
        os.close(self._stop_reads)
        os.close(self._stop_writes)

    def _behind_server(self) -> bool:
        chosen = ((End.INPUT, self._settings.input_device), (End.OUTPUT, self._settings.output_device))
        used = [self._listing.used(end, name) for end, name in chosen]
        return any(used) and all(device is None or through_server(device) for device in used)

    def _watch_server(self) -> bool:
        """Look whenever the server tells of a change, until it ends; whether to go on."""
        try:
            subscription = subprocess.Popen(
                ["pactl", "subscribe"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            return self._watch_list()  # no pactl
        with subscription:
            try:
                assert subscription.stdout is not None
                while (woken := self._wait(subscription.stdout, answered=self._tell_servers_word())) is _Woken.CHANGE:
                    pass
            finally:
                subscription.terminate()
        return woken is not _Woken.STOP and not self._stopped(_RETRY_S)

    def _wait(self, subscription: IO[bytes], *, answered: bool) -> _Woken:
        """Until a device changes, or for a moment where the server did not answer."""
        while True:
            waited = [self._stop_reads, subscription.fileno()]
            readable, _, _ = select.select(waited, [], [], None if answered else _RETRY_S)
            if self._stop_reads in readable:
                return _Woken.STOP
            heap = _heap(subscription) if readable else b""
            if heap is None:
                return _Woken.END
            if not readable or _DEVICES.search(heap):
                return _Woken.CHANGE

    def _tell_servers_word(self) -> bool:
        """Whether it answered; else nothing is known, and the streams tell themselves when they end."""
        server = ask_server()
        if server is not None:
            self._tell(outlook(self._listing, server, self._settings, fresh=False))
        return server is not None

    def _watch_list(self) -> bool:
        """Look at a fresh list once; whether to go on."""
        listing = fresh_listing()
        if listing is not None:
            self._tell(outlook(listing, ask_server(), self._settings, fresh=True))
        return not self._stopped(POLL_S)

    def _stopped(self, timeout_s: float) -> bool:
        """Whether it is to end within this time."""
        readable, _, _ = select.select([self._stop_reads], [], [], timeout_s)
        return bool(readable)


def _heap(stream: IO[bytes]) -> bytes | None:
    """What comes until nothing has come for a moment; None at the end of the stream."""
    heap = b""
    while select.select([stream], [], [], _SETTLED_S)[0]:
        piece = os.read(stream.fileno(), 1 << 16)
        if not piece:
            return None
        heap += piece
    return heap
