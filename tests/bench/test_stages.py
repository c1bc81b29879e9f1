"""Where the processor's time goes: each stage's own, whatever it calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bench.stages import STAGES, Clocks, Used, found, last_written


@pytest.mark.parametrize("place", [place for places in STAGES.values() for place in places])
def test_every_stage_is_a_part_of_the_program(place: str) -> None:
    owner, name = found(place)
    assert callable(getattr(owner, name))


class Clock:
    """Stands still but for work."""

    def __init__(self) -> None:
        self.now_ns = 0

    def work(self, seconds: int) -> None:
        """Let it run for so long."""
        self.now_ns += seconds * 1_000_000_000


def test_a_stage_is_not_charged_for_the_stages_that_it_calls() -> None:
    clock = Clock()
    clocks = Clocks(lambda: clock.now_ns)
    inner = clocks.timed("inner", clock.work)

    def calls_inner() -> None:
        clock.work(1)
        inner(3)
        inner(3)
        clock.work(1)

    clocks.timed("outer", calls_inner)()
    clock.work(5)
    assert clocks.used().seconds == {"inner": 6.0, "outer": 2.0}


def test_shares_are_of_the_time_that_passed_and_end_with_what_is_in_no_stage() -> None:
    before, after = Used(1.0, {"mixer": 0.25}), Used(3.0, {"mixer": 0.75, "guide": 1.0})
    assert list(after.since(before).shares(10.0).items()) == [
        ("guide", 0.1),
        ("mixer", 0.05),
        ("everything else", 0.05),
    ]


def test_a_line_that_is_only_half_written_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "stages"
    file.write_text('{"process_s": 1.0, "seconds": {"mixer": 0.5}}\n{"process_s": 2.0, "sec')
    assert last_written(file) == Used(1.0, {"mixer": 0.5})
