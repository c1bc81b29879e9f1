"""The C library's one generator of random numbers, by which the engines of speech and of hearing add noise."""

from __future__ import annotations

import ctypes
import sys

_C_LIBRARY = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)


def begin_anew(seed: int) -> None:
    """What is drawn from now on in this process follows from `seed` alone, whoever drew before."""
    _C_LIBRARY.srand(seed)
