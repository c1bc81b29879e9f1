"""What is left of the journal when programs that write it are killed: all of which she heard that it is saved.

    scripts/bench/journal_killed.py                 200 kills
    scripts/bench/journal_killed.py --runs 20 --json FILE

Each run starts one or two programs on one journal (`tests/journal/player.py`: guide and diary as in `voice start`, room
time much faster than real), lets some also live through an erasure by a third, and kills them with SIGKILL at a random
moment. Then the journal is opened: it must be whole, hold each amount that was said to be saved once, and nothing that
was erased. Five runs in a row share a journal, so that what was killed is also gone on with. Ends with status 1 where
anything is lost, doubled, back again or broken.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from voice.journal.journal import Journal

_ROOT = Path(__file__).resolve().parents[2]
_SHARED = 5
"""So many runs in a row have one journal; with two programs each that is one seed for each hundred below 1000."""
_STARTS_S = 60.0
_LONGEST_S = 2.0
_ERASES = 0.3
"""How often a third program erases everything in the middle."""


@dataclass(slots=True)
class Tally:
    """What came of all runs."""

    runs: int = 0
    programs: int = 0
    erasures: int = 0
    said_saved: int = 0
    lost: int = 0
    doubled: int = 0
    back_again: int = 0
    broken: int = 0


class _Program:
    """One player, and what it has said."""

    def __init__(self, folder: Path, seed: int) -> None:
        environment = os.environ | {"PYTHONPATH": str(_ROOT)}
        command = [sys.executable, "-m", "tests.journal.player", str(folder), str(seed)]
        self._process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.said: list[str] = []

    def _read(self) -> None:
        if self._process.stdout is None:
            raise ValueError("a player's lines are read")
        for line in self._process.stdout:
            if line.endswith("\n"):
                self._lines.put(line.strip())

    def wait_for_line(self) -> None:
        """Until it has said something."""
        self.said.append(self._lines.get(timeout=_STARTS_S))

    def listen(self) -> None:
        """Take what it has said since."""
        while not self._lines.empty():
            self.said.append(self._lines.get())

    def kill(self) -> None:
        """SIGKILL, and what it had said until then."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self.listen()


def main() -> int:
    """Kill, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200, help="how often programs are killed (default 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments; the scheduler has its say too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures as JSON")
    args = parser.parse_args()
    chance, tally = random.Random(args.seed), Tally()
    while tally.runs < args.runs:
        with tempfile.TemporaryDirectory(prefix="voice-journal-") as folder:
            _several(Path(folder), min(_SHARED, args.runs - tally.runs), chance, tally)
    for name, number in asdict(tally).items():
        print(f"{name.replace('_', ' '):12} {number:6}")
    if args.json is not None:
        args.json.write_text(json.dumps(asdict(tally), indent=1) + "\n", encoding="utf-8")
    return 1 if tally.lost or tally.doubled or tally.back_again or tally.broken else 0


def _several(folder: Path, runs: int, chance: random.Random, tally: Tally) -> None:
    """Runs on one journal."""
    must, may, never = set[str](), set[str](), set[str]()
    for run in range(runs):
        programs = [_Program(folder, 2 * run + number) for number in range(chance.choice([1, 2]))]
        tally.programs += len(programs)
        for program in programs:
            program.wait_for_line()
        if chance.random() < _ERASES:
            time.sleep(chance.uniform(0.0, _LONGEST_S / 2))
            for program in programs:
                program.listen()
            never |= must | may | {line for program in programs for line in program.said}
            with Journal.open(folder) as journal:
                journal.erase()
            must, may = set(), set()
            tally.erasures += 1
            for program in programs:
                program.said.append("erasing")
        time.sleep(chance.uniform(0.0, _LONGEST_S))
        for program in programs:
            program.kill()
            _sort(program.said, must, may, never)
        tally.said_saved += sum(line.startswith("saved") for program in programs for line in program.said)
        _look(folder, must, never, tally)
        tally.runs += 1
        print(f"{tally.runs} runs, {tally.said_saved} said to be saved, {tally.lost} lost", file=sys.stderr)


def _sort(said: list[str], must: set[str], may: set[str], never: set[str]) -> None:
    """What must be there: said to be saved, after the program knew of an erasure where there was one."""
    since_known = said
    if "erasing" in said:
        after = said[said.index("erasing") + 1 :]
        since_known = after[after.index("erased") + 1 :] if "erased" in after else []
        may |= set(after) - set(since_known) - never
    must |= {line for line in since_known if line.startswith("saved")}


def _look(folder: Path, must: set[str], never: set[str], tally: Tally) -> None:
    with Journal.open(folder) as journal:
        tally.broken += bool(journal.notice)
        there = Counter(f"saved {one.amount}" for session in journal.sessions() for one in session.amounts)
    lost, back = must - there.keys(), never & there.keys()
    tally.lost += len(lost)
    tally.back_again += len(back)
    tally.doubled += sum(count - 1 for count in there.values())
    for name, lines in (("lost", lost), ("back again", back)):
        if lines:
            print(f"{name}: {', '.join(sorted(lines))}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
