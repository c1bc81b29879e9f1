"""The program on a terminal, as its users see it: keys go in, and a screen can be read."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from tests.program import END_S, LINE_S, ROOT
from tests.terminal import TerminalScreen

_POLL_S = 0.2


class OnTerminal:
    """`voice ARGUMENTS` on a pseudo-terminal of so many columns and lines; a context manager that leaves nothing."""

    def __init__(self, environment: Mapping[str, str], *arguments: str, columns: int = 80, lines: int = 24) -> None:
        self.screen = TerminalScreen(columns, lines)
        self.read = 0
        """How many bytes it has written so far."""
        self._master, self._terminal = pty.openpty()
        self._set_size(columns, lines)
        self._modes = termios.tcgetattr(self._terminal)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "voice", *arguments],
            env={**environment, "TERM": "xterm-256color"},
            cwd=ROOT,
            stdin=self._terminal,
            stdout=self._terminal,
            stderr=self._terminal,
            preexec_fn=self._own_terminal,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(END_S)
        os.close(self._master)
        os.close(self._terminal)

    def wait_for(self, *texts: str) -> str:
        """The screen, once all these texts stand on it."""
        self._read_until(lambda: all(text in self.screen.text for text in texts), texts)
        return self.screen.text

    def wait_for_line(self, text: str) -> None:
        """Return once this was written outside any picture."""
        self._read_until(lambda: text in self.screen.normal, (text,))

    def watch(self, seconds: float) -> None:
        """Read for so long."""
        until = time.monotonic() + seconds
        while (left_s := until - time.monotonic()) > 0:
            if select.select([self._master], [], [], left_s)[0]:
                self._read()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; it begins empty."""
        screen = TerminalScreen(columns, lines)
        screen.alternate, screen.cursor, screen.normal = True, self.screen.cursor, self.screen.normal
        self.screen = screen
        self._set_size(columns, lines)

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Its exit status, once it has ended; then everything it wrote has been read."""
        self._read_until(lambda: self._process.poll() is not None, ("the end",))
        while select.select([self._master], [], [], 0)[0]:
            self._read()
        return self._process.wait(END_S)

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was: its modes, its screen and its cursor."""
        return termios.tcgetattr(self._terminal) == self._modes and self.screen.cursor and not self.screen.alternate

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read_until(self, reached: Callable[[], bool], wanted: tuple[str, ...]) -> None:
        until = time.monotonic() + LINE_S
        while not reached():
            assert time.monotonic() < until, f"{wanted} never came:\n{self.screen.text}\n{self.screen.normal}"
            if select.select([self._master], [], [], _POLL_S)[0]:
                self._read()

    def _read(self) -> None:
        written = os.read(self._master, 65536)
        self.read += len(written)
        self.screen.feed(self._decoder.decode(written))

    def _own_terminal(self) -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
