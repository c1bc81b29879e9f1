"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices import VirtualDevices


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[VirtualDevices]:
    """A virtual loudspeaker and microphone, started for this test and stopped after it."""
    with VirtualDevices(tmp_path / "pulse") as running:
        yield running
