"""Fixtures for every test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices import VirtualDevices


def pytest_configure() -> None:
    """Let Ctrl-C work here and in what is started, also in the background of a shell, which ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[VirtualDevices]:
    """A virtual loudspeaker and microphone, started for this test and stopped after it."""
    with VirtualDevices(tmp_path / "pulse") as running:
        yield running
