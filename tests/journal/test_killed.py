"""Programs that are killed while they write: the short form of `scripts/bench/journal_killed.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_nothing_is_lost_that_was_said_to_be_saved(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "scripts/bench/journal_killed.py", "--runs", "5", "--json", str(figures)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    tally = json.loads(figures.read_text())
    assert tally["runs"] == 5 and tally["said_saved"] > 0
    assert [tally[name] for name in ("lost", "doubled", "back_again", "broken")] == [0, 0, 0, 0]
