"""The lock of a running session: held by one program, gone with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from voice.journal.running import Running, left_behind

_DIES = """
import os, signal, sys
from pathlib import Path
from voice.journal.running import Running
assert Running(Path(sys.argv[1]), "a").take()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    with Running(tmp_path, "a") as one, Running(tmp_path, "a") as other, Running(tmp_path, "b") as another:
        assert one.take() and one.take()
        assert not other.take()
        assert another.take()
    assert left_behind(tmp_path) == []


def test_let_go_it_can_be_taken(tmp_path: Path) -> None:
    one, other = Running(tmp_path, "a"), Running(tmp_path, "a")
    assert one.take()
    one.release()
    assert other.take()
    assert not one.take()
    other.release()


def test_a_program_that_is_killed_lets_go_of_it(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", _DIES, str(tmp_path)], cwd=root, check=False)
    assert left_behind(tmp_path) == ["a"]
    with Running(tmp_path, "a") as running:
        assert running.take()
