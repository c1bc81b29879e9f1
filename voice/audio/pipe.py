"""Samples that wait between two ends of different pace."""

from __future__ import annotations

from collections import deque

import numpy as np

from voice.audio.ports import Samples


class Pipe:
    """First in, first out; owned by one thread."""

    def __init__(self) -> None:
        self.frames = 0
        self._blocks: deque[Samples] = deque()

    def push(self, samples: Samples) -> None:
        """Put samples at its end."""
        if len(samples):
            self._blocks.append(samples)
            self.frames += len(samples)

    def pull(self, frames: int) -> Samples:
        """Take so many, which there must be, from its beginning."""
        pulled: list[Samples] = []
        wanted = frames
        while wanted:
            block = self._blocks.popleft()
            if len(block) > wanted:
                self._blocks.appendleft(block[wanted:])
                block = block[:wanted]
            pulled.append(block)
            wanted -= len(block)
        self.frames -= frames
        if len(pulled) == 1:
            return pulled[0]
        return np.concatenate(pulled) if pulled else np.zeros(0, np.float32)

    def keep_last(self, frames: int) -> None:
        """Drop all but the newest."""
        self.pull(max(0, self.frames - frames))
