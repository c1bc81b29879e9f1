"""Fixtures for the tests of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.baby_buddy import TOKEN
from tests.cli.journals import Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """The user's folders in the test's own, with a key for Baby Buddy beside them, and the program run in them."""
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token.txt").write_text(f"{TOKEN}\n", encoding="ascii")
    return Home(tmp_path, capsys)
