"""Single keys from the terminal, without Enter and without an echo; nothing where standard input is no terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ARROWS = {b"\x1b[D": "l", b"\x1b[C": "g", b"\x1bOD": "l", b"\x1bOC": "g"}
"""The arrows for left and right are the keys of the sides."""
_POLL_S = 0.05

Press = Callable[[str], None]

if sys.platform == "win32":
    import msvcrt
    import time

    @contextmanager
    def keystrokes(press: Press) -> Iterator[bool]:
        """Call `press` with each key, on a thread of its own ("keys"); gives whether there are keys at all."""
        if not sys.stdin.isatty():
            yield False
            return
        ended = threading.Event()

        def read() -> None:
            while not ended.is_set():
                if msvcrt.kbhit():
                    press(msvcrt.getwch().replace("\r", "\n"))
                else:
                    time.sleep(_POLL_S)

        threading.Thread(target=read, name="keys", daemon=True).start()
        try:
            yield True
        finally:
            ended.set()

else:
    import select
    import termios
    import tty

    @contextmanager
    def keystrokes(press: Press) -> Iterator[bool]:
        """Call `press` with each key, on a thread of its own ("keys"); gives whether there are keys at all.

        The terminal is put back as it was when the block ends, however it ends.
        """
        descriptor = _terminal()
        if descriptor is None:
            yield False
            return
        before = termios.tcgetattr(descriptor)
        ended = threading.Event()
        reader = threading.Thread(target=_read, args=(descriptor, press, ended), name="keys", daemon=True)
        try:
            tty.setcbreak(descriptor)
            reader.start()
            yield True
        finally:
            ended.set()
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _terminal() -> int | None:
        """Standard input where it is a terminal of ours: a program in the background must leave it alone."""
        try:
            descriptor = sys.stdin.fileno()
            ours = os.isatty(descriptor) and os.tcgetpgrp(descriptor) == os.getpgrp()
        except (OSError, ValueError, AttributeError):
            return None
        return descriptor if ours else None

    def _read(descriptor: int, press: Press, ended: threading.Event) -> None:
        while not ended.is_set():
            if not select.select([descriptor], [], [], _POLL_S)[0]:
                continue
            try:
                typed = os.read(descriptor, 64)
            except OSError:
                return  # the terminal was closed
            if not typed:
                return
            for char in _chars(typed):
                press(char)

    def _chars(typed: bytes) -> str:
        """Keys as characters; a key that sends a whole sequence is an arrow of ours or nothing."""
        if typed.startswith(b"\x1b"):
            return _ARROWS.get(typed, "")
        return typed.decode("utf-8", "ignore").replace("\r", "\n")
