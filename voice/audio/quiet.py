"""A standard error that stays readable while system libraries start and work."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ErrorHandler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
_NOTHING = _ErrorHandler(lambda *_: None)
"""Kept for as long as ALSA may call it."""


def silence_alsa() -> None:
    """Keep ALSA from writing to standard error from now on; the underruns that it tells of are counted by us."""
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_NOTHING)
    except (OSError, AttributeError):
        pass  # a system without ALSA


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
