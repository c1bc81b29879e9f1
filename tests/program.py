"""The program as its users run it: a process, the lines it writes, and the keys it is given."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[1]
LINE_S = 60.0
END_S = 30.0


def own_folders(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """An environment in which the program's settings, data and cache lie in `folder`.

    The size of whatever terminal the tests run on, which pytest's own workers hand on, is none of the program's.
    """
    environment = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    return {**environment, **own, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def chooses(folder: Path, voice: str) -> None:
    """Write a voice into the settings of `own_folders`."""
    file = folder / "config" / "voice-guide" / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'voice = "{voice}"\n')


class Program:
    """`voice ARGUMENTS` running, standard output and error in one; a context manager that leaves nothing behind."""

    def __init__(
        self,
        environment: Mapping[str, str],
        *arguments: str,
        terminal: int | None = None,
        run: Sequence[str] = ("-m", "voice"),
    ) -> None:
        """`terminal` is the slave's end of a pseudo-terminal to read keys from; `run` is what Python runs."""
        self.lines: list[str] = []
        """What it has written so far and was waited for."""
        self._read: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, *run, *arguments],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A terminal obeys only programs in its foreground, so it becomes the terminal of a session of its own.
            preexec_fn=None if terminal is None else _own_terminal,
        )
        assert self._process.stdout is not None
        self._reader = threading.Thread(target=self._drain, args=(self._process.stdout,), name="program", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(END_S)
        self._reader.join(END_S)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def wait_for(self, *texts: str) -> str:
        """The next line that holds one of these texts."""
        while True:
            try:
                line = self._read.get(timeout=LINE_S)
            except queue.Empty:
                line = None
            if line is None:
                self._read.put(None)
                raise AssertionError(f"{texts} never came after:\n{''.join(self.lines)}")
            self.lines.append(line)
            if any(text in line for text in texts):
                return line

    def signal(self, number: int) -> None:
        """Send a signal, such as Ctrl-C is."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Its exit status, once it has ended; everything it wrote is in `lines` then."""
        status = self._process.wait(END_S)
        while (line := self._read.get(timeout=LINE_S)) is not None:
            self.lines.append(line)
        return status

    def _drain(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._read.put(line)
        self._read.put(None)


def _own_terminal() -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
