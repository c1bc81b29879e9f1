"""What a loudspeaker takes: the renderer's own blocks, or the same at its own rate."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio.outlet import Outlet
from voice.audio.ports import Heard, Played

RATE_HZ = 48_000


class Tone:
    """A renderer of 500 Hz; it can be made to fail."""

    def __init__(self) -> None:
        self.position = 0
        self.fails = False

    def render(self, frames: int) -> np.ndarray:
        """The next block."""
        if self.fails:
            raise RuntimeError
        first, self.position = self.position, self.position + frames
        return np.sin(2 * np.pi * 500 * np.arange(first, self.position) / RATE_HZ).astype(np.float32)


def test_at_the_renderers_rate_blocks_pass_as_they_are_and_are_told_two_at_a_time() -> None:
    told: list[Heard | Played] = []
    outlet = Outlet(Tone(), RATE_HZ, RATE_HZ, told.append)
    blocks = [outlet.take(480) for _ in range(4)]
    _, second = told
    assert isinstance(second, Played) and second.frame == 960
    assert np.array_equal(second.samples, np.concatenate(blocks[2:]))


@pytest.mark.parametrize("device_hz", [16_000, 44_100, 96_000])
def test_another_rate_sounds_the_same_and_every_frame_is_told_once(device_hz: int) -> None:
    told: list[Heard | Played] = []
    outlet = Outlet(Tone(), RATE_HZ, device_hz, told.append)
    sound = np.concatenate([outlet.take(device_hz // 100) for _ in range(100)])[-device_hz // 2 :]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert np.argmax(spectrum) * device_hz / len(sound) == pytest.approx(500, abs=2)
    assert np.abs(sound).max() == pytest.approx(1.0, abs=0.01)
    frames = [block.frame for block in told if isinstance(block, Played)]
    assert frames == list(range(0, 960 * len(frames), 960))
    assert RATE_HZ <= 960 * len(frames) <= 1.03 * RATE_HZ


def test_a_renderer_that_fails_is_silence_and_a_count() -> None:
    tone = Tone()
    outlet = Outlet(tone, RATE_HZ, RATE_HZ, lambda _: None)
    tone.fails = True
    assert not outlet.take(480).any()
    assert outlet.faults == 1
