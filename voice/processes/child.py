"""A child process that answers framed requests: the parent's end and the child's end.

A frame is two little-endian unsigned 32-bit lengths, a JSON header and a binary payload. One request is under way at a
time. The child keeps a private copy of standard output for its answers and points file descriptor 1 at standard error,
so that nothing a library prints can be taken for an answer.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

Header = dict[str, Any]
"""JSON values; every request and answer type is documented where it is handled."""

_LENGTHS = struct.Struct("<II")
_CLOSE_TIMEOUT_S = 1.0
_PIPE_BYTES = 32_768
"""Less than the pipe of any system takes at once."""


class ChildDiedError(Exception):
    """The child's end of the pipe is closed."""


class ChildTimeoutError(Exception):
    """No answer came in time; the child has been killed."""


class Child:
    """One child process running `python -m MODULE ARGUMENTS`; owned by one thread."""

    def __init__(self, module: str, environment: Mapping[str, str] = MappingProxyType({}), *arguments: str) -> None:
        """`environment` holds what the child's environment has besides ours."""
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            env={**os.environ, "PYTHONPATH": _search_path(), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is the parent's to answer
        )
        # One answer at a time is under way, so the queue never holds more than one frame and the end marker; a bound
        # would only cost what a simple queue does not: a lock made for every answer that is waited for.
        self._answers: queue.SimpleQueue[tuple[Header, bytes] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name=f"answers of {module}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id, for faults in a rehearsal and for measuring."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def request(self, header: Header, payload: bytes = b"", *, timeout_s: float) -> tuple[Header, bytes]:
        """Send one request and return its answer.

        Raises ChildDiedError when the process ended, ChildTimeoutError after `timeout_s` seconds without an answer.
        """
        if len(payload) < _PIPE_BYTES:
            self._send(header, payload)
        else:
            # A process that hangs does not empty its pipe, which holds no more than this.
            threading.Thread(target=self._send_large, args=(header, payload), daemon=True).start()
        try:
            answer = self._answers.get(timeout=timeout_s)
        except queue.Empty:
            self.kill()
            raise ChildTimeoutError(f"{self._module} gave no answer within {timeout_s:g} s") from None
        if answer is None:
            self._answers.put(None)  # every later request finds the end as well
            raise ChildDiedError(f"{self._module} has ended")
        return answer

    def _send(self, header: Header, payload: bytes) -> None:
        stdin = self._process.stdin
        assert stdin is not None
        try:
            _write(stdin, header, payload)
        except (BrokenPipeError, ValueError) as error:
            raise ChildDiedError(f"{self._module} has ended") from error

    def _send_large(self, header: Header, payload: bytes) -> None:
        try:
            self._send(header, payload)
        except ChildDiedError:
            pass  # whoever waits for the answer finds the end

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Let the process end by closing its input; kill it if it does not."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.close()
        except BrokenPipeError:
            pass  # it is gone already, which is what was wanted
        try:
            self._process.wait(_CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_CLOSE_TIMEOUT_S)
        self._reader.join(_CLOSE_TIMEOUT_S)
        stdout.close()

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        try:
            while (frame := _read(stdout)) is not None:
                self._answers.put(frame)
        except (OSError, ValueError):
            pass  # the pipe was closed under us: the same as its end
        self._answers.put(None)


def _search_path() -> str:
    """Where the child finds this very package, whatever folder the user stands in."""
    own = str(Path(__file__).parents[2])
    inherited = os.environ.get("PYTHONPATH")
    return f"{own}{os.pathsep}{inherited}" if inherited else own


def serve(answer: Callable[[Header, bytes], tuple[Header, bytes]]) -> None:
    """Answer requests from standard input until it is closed; for the child's main thread."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (frame := _read(sys.stdin.buffer)) is not None:
        _write(answers, *answer(*frame))


def _write(stream: IO[bytes], header: Header, payload: bytes) -> None:
    encoded = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(encoded), len(payload)) + encoded + payload)
    stream.flush()


def _read(stream: IO[bytes]) -> tuple[Header, bytes] | None:
    lengths = _read_exactly(stream, _LENGTHS.size)
    if lengths is None:
        return None
    header_bytes, payload_bytes = _LENGTHS.unpack(lengths)
    header = _read_exactly(stream, header_bytes)
    payload = _read_exactly(stream, payload_bytes)
    if header is None or payload is None:
        return None
    return json.loads(header), payload


def _read_exactly(stream: IO[bytes], count: int) -> bytes | None:
    read = b""
    while len(read) < count:
        piece = stream.read(count - len(read))
        if not piece:
            return None
        read += piece
    return read
