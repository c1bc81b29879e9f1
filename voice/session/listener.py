"""The session's end of the ears: what they are fed, what they listen for, and how they outlive their recogniser."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voice.audio.resample import StreamResampler
from voice.echo.front_end import Cleaned, FrontEnd
from voice.echo.speex import Canceller, is_installed
from voice.errors import RecogniserError
from voice.hearing.ears import Ears
from voice.hearing.heard import HeardEvent
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.recogniser import RATE_HZ, Recogniser
from voice.hearing.words.spelling import words_of
from voice.narration.clip import Clip
from voice.session.ports import Masks

Block = NDArray[np.float32]


class Cleaning(Protocol):
    """A front end at 16,000 Hz."""

    def hear(self, heard: Block, played: Block) -> Cleaned:
        """The next stretch of the microphone without the guide's own sound."""
        ...


def front_end(expected_delay_s: float | None) -> FrontEnd:
    """The front end of a session; where the canceller's library is missing it takes nothing out.

    `expected_delay_s` is how late the loudspeaker was heard when it was last measured, None where nobody did.
    """
    return FrontEnd(RATE_HZ, Canceller(RATE_HZ) if is_installed() else None, expected_delay_s)


class Listener:
    """Hears one session's stream at `rate_hz`; owned by the conductor's thread. Times are seconds of the stream.

    A recogniser that died is started again, and hears the last moment once more.
    """

    def __init__(self, ears: Ears, recogniser: Recogniser, masks: Masks, rate_hz: int, cleaning: Cleaning) -> None:
        self._ears = ears
        self._recogniser = recogniser
        self._masks = masks
        self._heard = StreamResampler(rate_hz, RATE_HZ)
        self._played = StreamResampler(rate_hz, RATE_HZ)
        self._front_end = cleaning
        self._set: ListeningSet | None = None

    def hear(self, heard: Block, played: Block) -> list[HeardEvent]:
        """The events of the next block; `played` sounded meanwhile and is equally long."""
        cleaned = self._front_end.hear(self._heard.push(heard), self._played.push(played))
        self._ears.own.arrives(cleaned.delay_s, moved=cleaned.moved)
        try:
            return self._ears.hear(cleaned.samples, cleaned.played, cleaned.removed)
        except RecogniserError:
            self._revive()
            return []

    @property
    def voice_heard(self) -> bool:
        """Whether somebody other than the guide seems to be speaking now."""
        return self._ears.voice_heard

    @property
    def undecided(self) -> bool:
        """Whether somebody speaks near the microphone, or what was said is not decided: nothing runs out."""
        return self._ears.voice_heard or self._ears.awaits

    def sleep(self, *, asleep: bool) -> None:
        """Asleep, the second ear is asked little."""
        self._ears.sleep(asleep=asleep)

    @property
    def crying(self) -> bool:
        """Whether a baby near the microphone cries, and has for about two seconds."""
        return self._ears.crying

    @property
    def narrow(self) -> bool | None:
        """Whether the microphone gives telephone sound; None while too little was heard to tell."""
        return self._ears.narrow

    def microphone_changed(self) -> None:
        """Another microphone is heard from now on, or the same in another way."""
        self._ears.microphone_changed()

    def listen_for(self, wanted: ListeningSet) -> None:
        """Listen for this set from now on."""
        if self._set is not None and wanted.name == self._set.name:
            return
        self._set = wanted
        try:
            self._ears.prepare([wanted])
            self._ears.listen_for(wanted)
        except RecogniserError:
            self._revive()

    def speaks(self, clip: Clip, at_s: float) -> None:
        """The guide's own voice sounds from `at_s` on."""
        if self._set is not None:
            mask = partial(self._masks.mask, clip, self._set)
            self._ears.own.started(at_s, clip.duration_s, mask, frozenset(words_of(clip.text)))

    def fell_silent(self, at_s: float) -> None:
        """The guide's own voice was cut."""
        self._ears.own.stopped(at_s)

    def answers(self) -> bool:
        """Whether a phrase would still be heard, after the recogniser was started again if need be."""
        if self._set is None:
            return True
        try:
            self._ears.prepare([self._set])
        except RecogniserError:
            try:
                self._revive()
            except RecogniserError:
                return False
        return True

    def _revive(self) -> None:
        self._recogniser.restart()
        self._ears.revive()
