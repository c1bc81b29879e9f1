"""Ctrl-C that is never lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN_S = 0.05


@contextmanager
def interrupts_kept() -> Iterator[None]:
    """While the block runs, every Ctrl-C, and every SIGTERM too, raises KeyboardInterrupt in the main thread.

    Python drops one that comes while it runs a callback of its own, as in an import: that one is sent again.
    """
    hook, terminated = sys.unraisablehook, signal.signal(signal.SIGTERM, signal.default_int_handler)

    def dropped(unraisable: sys.UnraisableHookArgs) -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            threading.Timer(_AGAIN_S, _interrupt).start()
        else:
            hook(unraisable)

    sys.unraisablehook = dropped
    try:
        yield
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGTERM, terminated)


def _interrupt() -> None:
    """As Ctrl-C does it, so that the main thread wakes from whatever it waits for."""
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGINT)
