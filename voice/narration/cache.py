"""Rendered sound on disk: bounded, checked when read, and never needed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from pathlib import Path

_DIGEST_BYTES = hashlib.sha256().digest_size
_SUFFIX = ".clip"
_PART_SUFFIX = ".part"


class DiskCache:
    """Bytes by key in `directory`; thread-safe, and safe beside other processes that use the same directory.

    An entry begins with a checksum of the rest: what does not match it is forgotten. When the entries exceed
    `limit_bytes`, those used longest ago go first. `shared` directories are only read. A write that fails is counted in
    `write_failures` and otherwise harmless.
    """

    def __init__(self, directory: Path, *, shared: tuple[Path, ...] = (), limit_bytes: int) -> None:
        self.fail_writes = False
        """A full disk, for rehearsing one: every write fails while this is set."""
        self._directory = directory
        self._shared = shared
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._write_failures = 0

    @property
    def write_failures(self) -> int:
        """How many entries could not be written."""
        return self._write_failures

    def get(self, key: str) -> bytes | None:
        """What was put under `key`; None when there is nothing, or nothing that can be trusted."""
        own = self._directory / f"{key}{_SUFFIX}"
        value = _checked(own)
        if value is None:
            with self._lock:  # lest we forget what another thread puts there just now
                value = _checked(own)
                if value is None:
                    _forget(own)
        if value is not None:
            _mark_used(own)
            return value
        for directory in self._shared:
            value = _checked(directory / f"{key}{_SUFFIX}")
            if value is not None:
                return value
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`, a name fit for a file; readers see either all of it or nothing."""
        with self._lock:
            try:
                self._write(key, value)
                self._shrink()
            except OSError:
                self._write_failures += 1

    def _write(self, key: str, value: bytes) -> None:
        if self.fail_writes:
            raise OSError("the disk is full, in rehearsal")
        self._directory.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=_PART_SUFFIX, dir=self._directory)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(value).digest() + value)
            Path(part).replace(self._directory / f"{key}{_SUFFIX}")
        except OSError:
            _forget(Path(part))
            raise

    def _shrink(self) -> None:
        """Parts that a killed process left behind age and go like entries."""
        entries = sorted(
            (entry.stat().st_mtime_ns, entry.name, entry.stat().st_size)
            for entry in os.scandir(self._directory)
            if entry.name.endswith((_SUFFIX, _PART_SUFFIX))
        )
        total = sum(size for _, _, size in entries)
        for _, name, size in entries:
            if total <= self._limit_bytes:
                return
            _forget(self._directory / name)
            total -= size


def _checked(path: Path) -> bytes | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    digest, value = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
    return value if hashlib.sha256(value).digest() == digest else None


def _mark_used(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        pass  # a read-only or vanished entry is as good as an old one


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass  # it stays, and is found wanting again next time
