"""A standard error that stays readable while system libraries start and work."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep ALSA and PortAudio from writing to standard error while they look for devices.

    They write to file descriptor 2 itself, so it is pointed elsewhere for that moment, for all threads.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no standard error to protect
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def libraries_muted() -> Iterator[None]:
    """Send nowhere what libraries and child processes write to file descriptor 2; `sys.stderr` still shows.

    PortAudio and ALSA report each underrun there, in words for programmers; we count them.
    """
    sys.stderr.flush()
    theirs = sys.stderr
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    with os.fdopen(os.dup(kept), "w", buffering=1, encoding=theirs.encoding, errors="backslashreplace") as ours:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            sys.stderr = ours
            yield
        finally:
            sys.stderr = theirs
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
