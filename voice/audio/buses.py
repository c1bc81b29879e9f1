"""Narration and earcons on their way into the stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio.orders import Earcon, EarconStarted, Ended, Report, Started
from voice.audio.ramp import Gain
from voice.audio.sounding import Sound, Sounding


@dataclass(slots=True, eq=False)
class _Spoken:
    clip_id: int
    sounding: Sounding
    announced: bool = False


class NarrationBus:
    """One clip at a time, the one before it fading. Owned by the mixer's thread."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._spoken: list[_Spoken] = []
        self.until = 0
        """The frame from which no narration sounds, as far as is known now."""

    @property
    def sounding(self) -> bool:
        """Whether a clip sounds, or is about to."""
        return bool(self._spoken)

    def play(self, clip_id: int, sound: Sound, frame: int, lead: int) -> None:
        """Speak `lead` frames after `frame`; whatever was speaking is cut at `frame`."""
        self.hush(frame)
        self._spoken.append(_Spoken(clip_id, Sounding(sound, frame + lead, self._rate_hz)))
        self.until = self._last_end()

    def hush(self, frame: int) -> None:
        """Fade all narration from `frame` on."""
        for spoken in self._spoken:
            spoken.sounding.fade(frame)
        self.until = self._last_end()

    def mix(self, out: NDArray[np.float32], begin: int, gain: Gain) -> None:
        """Add a block that begins at frame `begin`."""
        for spoken in self._spoken:
            spoken.sounding.mix(out, begin, gain)

    def finished(self, end: int) -> list[Report]:
        """What began and what fell silent before frame `end`."""
        told: list[Report] = []
        for spoken in self._spoken:
            sounding = spoken.sounding
            if not spoken.announced and not sounding.unheard and sounding.start < end:
                spoken.announced = True
                told.append(Started(spoken.clip_id, sounding.start))
            if sounding.end < end:
                told.append(Ended(spoken.clip_id, sounding.end, sounding.cut))
        self._spoken = [spoken for spoken in self._spoken if spoken.sounding.end >= end]
        return told

    def _last_end(self) -> int:
        return max((spoken.sounding.end for spoken in self._spoken), default=0)


class EarconBus:
    """One earcon at a time, the one before it fading. Owned by the mixer's thread."""

    def __init__(self, rate_hz: int, earcons: Mapping[Earcon, NDArray[np.float32]]) -> None:
        self._rate_hz = rate_hz
        self._sounds = {name: Sound(samples) for name, samples in earcons.items()}
        self._playing: list[Sounding] = []
        self._begun: list[Report] = []
        self.until = 0
        """The frame from which no earcon sounds, as far as is known now."""

    @property
    def sounding(self) -> bool:
        """Whether an earcon sounds."""
        return bool(self._playing)

    def play(self, name: Earcon, frame: int) -> None:
        """Sound an earcon from `frame` on, in place of another."""
        for sounding in self._playing:
            sounding.fade(frame)
        sounding = Sounding(self._sounds[name], frame, self._rate_hz)
        self._playing.append(sounding)
        self.until = sounding.end
        self._begun.append(EarconStarted(name, frame))

    def mix(self, out: NDArray[np.float32], begin: int, gain: Gain) -> None:
        """Add a block that begins at frame `begin`."""
        for sounding in self._playing:
            sounding.mix(out, begin, gain)

    def finished(self, end: int) -> list[Report]:
        """The earcons that began since the last call; forgets those that are over before frame `end`."""
        self._playing = [sounding for sounding in self._playing if sounding.end >= end]
        begun, self._begun = self._begun, []
        return begun
