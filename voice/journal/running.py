"""Which sessions are running: each program holds a lock for its own, which ends with it however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Running:
    """The lock of one session: an empty file beside the journal. A context manager; both ends may be called twice."""

    def __init__(self, folder: Path, session_id: str) -> None:
        self._file = folder / f"journal.{session_id}.running"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Hold the lock; false where another program does. Raises OSError where the folder takes no file."""
        while self._descriptor is None:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(descriptor)
            except OSError:
                os.close(descriptor)
                return False
            if _is(descriptor, self._file):
                self._descriptor = descriptor
            else:
                os.close(descriptor)  # whoever held it has let it go, and the file with it, in between
        return True

    def release(self) -> None:
        """Let it go, and the file with it."""
        if self._descriptor is not None:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def left_behind(folder: Path) -> list[str]:
    """The sessions of which there are locks, held or left behind by a crash."""
    return [file.name.split(".")[1] for file in folder.glob("journal.*.running")]


def _is(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    """Raises OSError where it is held already."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
