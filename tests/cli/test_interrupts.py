"""A Ctrl-C inside a callback of Python's own is not lost."""

from __future__ import annotations

import signal
import weakref

import pytest

from voice.cli.interrupts import interrupts_kept


class _Anything:
    """Something that can be referred to weakly."""


def _wait_after_a_dropped_ctrl_c() -> None:
    thing = _Anything()
    reference = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
    del thing
    assert reference() is None, "the callback has run, and what it raised is gone"
    signal.pause()


def test_a_ctrl_c_that_python_drops_comes_again() -> None:
    with interrupts_kept(), pytest.raises(KeyboardInterrupt):
        _wait_after_a_dropped_ctrl_c()


def test_a_request_to_terminate_is_a_ctrl_c() -> None:
    with interrupts_kept(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
