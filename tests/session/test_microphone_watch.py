"""A microphone that gives nothing, or only zeros, and comes back."""

from __future__ import annotations

from voice.guide.events import Trouble
from voice.session.microphone_watch import FLOOR_S, LOST_S, NEVER_S, SILENT_S, MicrophoneWatch

BLOCK_S = 0.02
ROOM = 1e-9
"""A quiet room's power."""


class _Story:
    def __init__(self) -> None:
        self._watch = MicrophoneWatch()
        self._blocks = 0

    def gives(self, power: float | None, seconds: float) -> list[tuple[Trouble, float]]:
        """What is told over so many seconds, each with the seconds since they began."""
        told = []
        for n in range(1, round(seconds / BLOCK_S) + 1):
            self._blocks += 1
            trouble = self._watch.saw(self._blocks * BLOCK_S, power)
            if trouble is not None:
                told.append((trouble, round((n - 1) * BLOCK_S, 2)))
        return told


def test_nothing_for_a_second_is_lost_and_the_next_block_brings_it_back() -> None:
    story = _Story()
    assert story.gives(ROOM, 10) == []
    assert story.gives(None, 30) == [(Trouble.MICROPHONE_LOST, LOST_S)]
    assert story.gives(ROOM, 10) == [(Trouble.MICROPHONE_BACK, 0.0)]
    assert story.gives(None, 30) == [(Trouble.MICROPHONE_LOST, LOST_S)]


def test_zeros_for_five_seconds_are_as_good_as_lost() -> None:
    story = _Story()
    assert story.gives(ROOM, FLOOR_S + 1) == []
    assert story.gives(0.0, 30) == [(Trouble.MICROPHONE_SILENT, SILENT_S)]
    assert story.gives(ROOM, 1) == [(Trouble.MICROPHONE_BACK, 0.0)]


def test_one_that_never_gave_anything_is_waited_for() -> None:
    story = _Story()
    assert story.gives(0.0, 60) == [(Trouble.MICROPHONE_SILENT, NEVER_S)]
    assert story.gives(ROOM, 1) == [(Trouble.MICROPHONE_BACK, 0.0)]


def test_short_gaps_and_short_silences_are_nothing() -> None:
    story = _Story()
    assert story.gives(ROOM, FLOOR_S + 1) == []
    for _ in range(10):
        assert story.gives(None, 0.9) + story.gives(0.0, 4.9) + story.gives(ROOM, 0.1) == []


def test_one_that_is_back_but_gives_zeros_is_not_back() -> None:
    story = _Story()
    assert story.gives(None, 2) == [(Trouble.MICROPHONE_LOST, LOST_S)]
    assert story.gives(0.0, 20) == []
    assert story.gives(ROOM, 1) == [(Trouble.MICROPHONE_BACK, 0.0)]


def test_one_that_closes_itself_between_words_may_give_zeros() -> None:
    story = _Story()
    for _ in range(60):
        assert story.gives(ROOM, 3) + story.gives(0.0, 40) == []
