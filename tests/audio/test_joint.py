"""Two ends on one count of frames: lockstep, clocks that differ, and a microphone that comes and goes."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio.joint import MOST_AHEAD_S, PATIENCE_S, Joint
from voice.audio.ports import Captured, Heard, Played

RATE_HZ = 48_000
BLOCK = 480
NOISE = np.random.default_rng(5).standard_normal(RATE_HZ).astype(np.float32)


class Ends:
    """A loudspeaker that plays zeros and a microphone that counts its frames, both feeding one joint."""

    def __init__(self, rate_hz: int = RATE_HZ, *, own_clock: bool = False) -> None:
        self.joint = Joint(RATE_HZ)
        self.joint.connect(rate_hz, own_clock=own_clock)
        self._frame = 0
        self._counted = 0

    def play(self, blocks: int = 1) -> None:
        """The loudspeaker takes some blocks."""
        for _ in range(blocks):
            self.joint.play(Played(self._frame, np.zeros(BLOCK, np.float32)))
            self._frame += BLOCK

    def hear(self, frames: int = BLOCK) -> None:
        """The microphone gives some frames."""
        self.joint.hear(Heard(np.arange(self._counted, self._counted + frames, dtype=np.float32)))
        self._counted += frames

    def taken(self) -> list[Captured]:
        """Every pair that is ready."""
        return list(iter(self.joint.take, None))


def test_on_one_stream_each_block_keeps_its_own_frames() -> None:
    ends = Ends()
    for _ in range(3):
        ends.hear()
        ends.play()
    pairs = ends.taken()
    assert [pair.frame for pair in pairs] == [0, BLOCK, 2 * BLOCK]
    assert pairs[2].samples is not None and pairs[2].samples[0] == 2 * BLOCK


def test_a_block_waits_for_the_microphone_but_not_for_ever() -> None:
    ends = Ends()
    ends.play()
    assert ends.taken() == []
    ends.play(round(PATIENCE_S * RATE_HZ / BLOCK))
    assert [pair.samples for pair in ends.taken()] == [None]


def test_a_microphone_that_comes_late_begins_with_its_newest_block() -> None:
    ends = Ends()
    ends.play(100)
    assert all(pair.samples is None for pair in ends.taken())
    for _ in range(40):
        ends.hear()
    ends.play()
    newest = ends.taken()[-1].samples
    assert newest is not None and newest[0] >= 30 * BLOCK


def test_a_microphone_that_begins_later_hears_nothing_before_it_was_played() -> None:
    ends = Ends()
    ends.play(20)  # 0.2 s, which wait
    for _ in range(5):
        ends.hear(2 * BLOCK)
        ends.play(2)
    pairs = ends.taken()
    assert next(pair.frame for pair in pairs if pair.samples is not None) == 18 * BLOCK


def test_without_a_microphone_every_block_goes_on_at_once() -> None:
    ends = Ends()
    ends.joint.disconnect()
    ends.hear()
    ends.play(2)
    assert [pair.samples for pair in ends.taken()] == [None, None]


def test_what_was_heard_during_a_gap_of_the_loudspeaker_is_dropped() -> None:
    ends = Ends()
    ends.hear()
    ends.play()
    assert len(ends.taken()) == 1
    for _ in range(round(2 * MOST_AHEAD_S * RATE_HZ / BLOCK)):
        ends.hear()
    ends.play()
    (pair,) = ends.taken()
    assert pair.samples is not None
    assert pair.samples[0] == 2 * MOST_AHEAD_S * RATE_HZ  # the newest block


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_any_rate_comes_out_at_the_loudspeakers(rate_hz: int) -> None:
    ends = Ends(rate_hz)
    tone = np.sin(2 * np.pi * 500 * np.arange(rate_hz) / rate_hz).astype(np.float32)
    heard = []
    for begin in range(0, rate_hz, rate_hz // 100):
        ends.joint.hear(Heard(tone[begin : begin + rate_hz // 100]))
        ends.play()
        heard += [pair.samples for pair in ends.taken() if pair.samples is not None]
    found = np.concatenate(heard)[-RATE_HZ // 2 :]
    spectrum = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    assert np.argmax(spectrum) * RATE_HZ / len(found) == pytest.approx(500, abs=2)


@pytest.mark.parametrize("ppm", [-150, 20, 100])
def test_a_clock_of_its_own_is_followed_and_nothing_is_lost_in_ten_minutes(ppm: int) -> None:
    """The microphone's clock gains `ppm`; its blocks arrive in threes, as a sound server hands them over."""
    ends = Ends(own_clock=True)
    given, gaps, ahead = 0, 0, []
    for block in range(60_000):
        ends.play()
        due = round((block + 1) * BLOCK * (1 + ppm * 1e-6))
        if block % 3 == 2:
            ends.joint.hear(Heard(np.resize(NOISE, due - given)))
            given = due
        missing = sum(pair.samples is None for pair in ends.taken())
        gaps += missing if block > 3 else 0  # but for the first, whose frames the resampler still holds
        if block % 6000 == 5999:
            ahead.append(ends.joint.correction * 1e6)
    assert gaps == 0
    assert ahead[-1] == pytest.approx(ppm, abs=5)


def test_blocks_that_come_in_heaps_are_no_clock_that_runs_wrong() -> None:
    """Some heaps of 20 to 60 ms while the level settles, others later: the echo stays where it is."""
    ends, jitter = Ends(own_clock=True), np.random.default_rng(3)
    given = 0
    for due in range(1, 6001):
        ends.play()
        if due - given >= jitter.integers(2, 6):
            ends.hear((due - given) * BLOCK)
            given = due
        ends.taken()
        assert ends.joint.correction == 0.0


def test_a_microphone_alone_counts_its_own_frames() -> None:
    joint = Joint(RATE_HZ, plays=False)
    joint.connect(RATE_HZ, own_clock=True)
    for _ in range(4):
        joint.hear(Heard(np.ones(BLOCK, np.float32)))
    pairs = list(iter(joint.take, None))
    assert [pair.frame for pair in pairs[:2]] == [0, len(pairs[0].played)]
    assert all(pair.samples is not None and len(pair.samples) == len(pair.played) for pair in pairs)
