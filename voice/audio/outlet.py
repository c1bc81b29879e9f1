"""What a loudspeaker takes from a renderer, at the rate of either."""

from __future__ import annotations

import numpy as np

from voice.audio.pipe import Pipe
from voice.audio.ports import Played, Put, Renderer, Samples
from voice.audio.resample import StreamResampler

_CHUNK_S = 0.01


class Outlet:
    """Owned by the thread that calls `take`: an audio callback. Neither waits nor raises.

    What was rendered goes to `put`, two blocks as one: a session hears 20 ms at a time, and need not be woken for half
    of that. Where the rates differ, it sounds up to 25 ms later.
    """

    def __init__(self, renderer: Renderer, rate_hz: int, device_hz: int, put: Put) -> None:
        self.faults = 0
        """Blocks that the renderer failed to make; silence was played."""
        self._renderer = renderer
        self._put = put
        self._chunk = round(rate_hz * _CHUNK_S)
        self._resampler = None if rate_hz == device_hz else StreamResampler(rate_hz, device_hz)
        self._pipe = Pipe()
        self._untold: Played | None = None
        """A block that waits for the next."""

    def take(self, frames: int) -> Samples:
        """The next block at the device's rate, shape (frames,)."""
        if self._resampler is None:
            return self._rendered(frames)
        while self._pipe.frames < frames:
            self._pipe.push(self._resampler.push(self._rendered(self._chunk)))
        return self._pipe.pull(frames)

    def _rendered(self, frames: int) -> Samples:
        position = self._renderer.position
        try:
            samples = self._renderer.render(frames)
        except Exception:  # noqa: BLE001 - an exception would end the stream; silence and a count do not
            samples = np.zeros(frames, np.float32)
            self.faults += 1
        self._tell(Played(position, samples))
        return samples

    def _tell(self, block: Played) -> None:
        first, self._untold = self._untold, None
        if first is None:
            self._untold = block
        else:
            self._put(Played(first.frame, np.concatenate((first.samples, block.samples))))
