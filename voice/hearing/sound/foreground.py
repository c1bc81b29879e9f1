"""A voice near the microphone over talk that goes on behind it, told by level alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voice.hearing.sound.quiet import FRAME_S

CONTRAST_DB = 9.0
"""What lies this far below a voice is not spoken beside it."""
ONSET_LEAD_S = 0.25
"""A word's first consonant can be as soft as the talk behind it, so it begins this long before it is loud."""
BEHIND_DB = 12.0
"""What lies this far below the loudest of an utterance, before or after it, is said by somebody else far behind: the
syllables of one speaker lie closer together."""
_SOFT_S = 0.12
"""So much before and after the loud part belongs to it: soft consonants, and the silence before a last "p"."""
_FADE_S = 0.02
_LOUD_FRAMES = 3
_LEAD_FRAMES = 15
_BEHIND_FRAMES = 45
_BELOW_FRAMES = 13
_LONGEST_FRAMES = 150
"""Who speaks for longer than this is giving no command."""


class Change(NamedTuple):
    """What happened in a piece: where in the stream a voice came to the fore, and whether one has ended."""

    began_s: float | None
    ended: bool


class Foreground:
    """Follows the level of one microphone in frames of 20 ms; pure.

    A voice comes to the fore where somebody has been speaking and it rises by `CONTRAST_DB` over all that was heard
    from 1.2 s to 0.3 s before, which one speaker's words hardly ever do without a pause. It has ended when it has
    stayed so far below its peak for 260 ms.
    """

    def __init__(self) -> None:
        self._levels_dbfs: deque[float] = deque(maxlen=_BEHIND_FRAMES + _LEAD_FRAMES + _LOUD_FRAMES)
        self._spoken: deque[bool] = deque(maxlen=_LEAD_FRAMES + _LOUD_FRAMES)
        self._frames = 0
        self._near_frames: int | None = None
        self._peak_dbfs = 0.0
        self._below = 0

    def take(self, levels_dbfs: Iterable[float], *, spoken: bool) -> Change:
        """The levels of the next frames; `spoken`: there are words that nothing was decided about."""
        began_s, ended = None, False
        for level_dbfs in levels_dbfs:
            self._levels_dbfs.append(level_dbfs)
            self._spoken.append(spoken)
            self._frames += 1
            if self._near_frames is not None:
                ended = self._goes_on(level_dbfs) or ended
            elif self._rises():
                began_s = (self._frames - _LOUD_FRAMES) * FRAME_S
                self._near_frames, self._below, self._peak_dbfs = 0, 0, level_dbfs
        return Change(began_s, ended)

    def _rises(self) -> bool:
        levels = list(self._levels_dbfs)
        behind = levels[: -_LEAD_FRAMES - _LOUD_FRAMES]
        # Words that are there only now may be its own first ones.
        if len(behind) < _BEHIND_FRAMES or not self._spoken[0]:
            return False
        return min(levels[-_LOUD_FRAMES:]) >= max(behind) + CONTRAST_DB

    def _goes_on(self, level_dbfs: float) -> bool:
        """Take a frame while a voice is at the fore; whether it has ended with it."""
        self._near_frames = (self._near_frames or 0) + 1
        self._peak_dbfs = max(self._peak_dbfs, level_dbfs)
        self._below = self._below + 1 if level_dbfs < self._peak_dbfs - CONTRAST_DB else 0
        ended = self._below >= _BELOW_FRAMES
        if ended or self._near_frames >= _LONGEST_FRAMES:
            self._near_frames = None
        return ended


def nearest_sound(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The sound of one utterance with silence in place of what lies far below it at its beginning and its end."""
    frame = round(FRAME_S * rate_hz)
    powers = np.mean(np.square(samples[: len(samples) // frame * frame].reshape(-1, frame)), axis=1)
    if len(powers) < _LOUD_FRAMES:
        return samples
    smooth = np.convolve(powers, np.full(_LOUD_FRAMES, 1.0 / _LOUD_FRAMES), mode="same")
    loud = np.flatnonzero(smooth >= smooth.max() * 10 ** (-BEHIND_DB / 10))
    soft, fade = round(_SOFT_S * rate_hz), round(_FADE_S * rate_hz)
    first, last = loud[0] * frame - soft, (loud[-1] + 1) * frame + soft
    at = np.arange(len(samples))
    gains: NDArray[np.float64] = np.clip(np.minimum(at - first, last - at) / fade, 0.0, 1.0)
    return samples * gains.astype(np.float32)
