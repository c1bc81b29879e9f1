"""The session's end of the guide's voice: what is being said, what waits to be rendered, what only the screen shows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from voice.audio import orders
from voice.audio.mixer import Mixer
from voice.content.spoken import CueWords
from voice.errors import RendererError
from voice.guide.actions import Say, Spoken
from voice.narration.clip import Clip
from voice.session import timeline
from voice.session.ports import Speech
from voice.session.watch import PromptWatch

SILENT_WORD_S = 0.4
"""How long the screen shows a word that cannot be spoken."""


@dataclass(slots=True)
class _Speech:
    say: Say
    clip: Clip
    started_frame: int | None = None


class Speaker:
    """Speaks for one session through its mixer; owned by the conductor's thread.

    Whoever calls tells the guide that a narration has ended, for each id that a method returns.
    """

    def __init__(
        self, speech: Speech, mixer: Mixer, record: Callable[[timeline.Record], None], watch: PromptWatch
    ) -> None:
        self._speech = speech
        self._mixer = mixer
        self._record = record
        self._watch = watch
        self._speeches: dict[int, _Speech] = {}
        self._silent: deque[tuple[float, int]] = deque()
        self._unrendered: Say | None = None

    def cues(self, words: CueWords, tempo_cpm: float) -> orders.Cues | None:
        """The words for a beat of so many cycles a minute, or None while one is being rendered; tones where there is no
        voice."""
        press, compress, relax = (self._cue(word, tempo_cpm) for word in (words.press, words.compress, words.relax))
        return None if press is None or compress is None or relax is None else orders.Cues(press, compress, relax)

    def say(self, say: Say, now_s: float) -> list[int]:
        """Speak, cutting what is being said; returns what was cut without having made a sound."""
        cut = self._cut_silent()
        self._watch.says(say, now_s)
        if not self._speak(say, now_s):
            self._mixer.post(orders.Hush())
            self._unrendered = say
        return cut

    def hush(self) -> list[int]:
        """Cut what is being said; returns what was cut without having made a sound."""
        self._mixer.post(orders.Hush())
        return self._cut_silent()

    def pass_time(self, now_s: float) -> list[int]:
        """Begin what has been rendered; returns what was only shown and has been shown for long enough."""
        over = []
        while self._silent and self._silent[0][0] <= now_s:
            over.append(self._silent.popleft()[1])
        say = self._unrendered
        if say is not None and self._speak(say, now_s):
            self._unrendered = None
        return over

    def started(self, report: orders.Started) -> Clip:
        """A clip began to sound; returns it."""
        speech = self._speeches[report.id]
        speech.started_frame = report.frame
        if speech.say.kind is Spoken.PROMPT:
            self._watch.started(speech.say, report.frame, report.frame + len(speech.clip.samples))
        return speech.clip

    def fell_silent(self, report: orders.Ended) -> None:
        """A clip is over, or was cut."""
        self._note(self._speeches.pop(report.id), report.frame, cut=report.cut)

    def end(self) -> None:
        """The session is over: what sounds now is as good as cut."""
        for speech in self._speeches.values():
            if speech.started_frame is not None:
                self._note(speech, self._mixer.position, cut=True)
        self._speeches.clear()

    def _speak(self, say: Say, now_s: float) -> bool:
        """Begin to speak, or to show what cannot be spoken; false while it is still being rendered."""
        try:
            clip = self._speech.sentence(say.text)
        except RendererError:
            self._mixer.post(orders.Hush())
            until_s = now_s + SILENT_WORD_S * len(say.text.split())
            self._silent.append((until_s, say.id))
            self._record(timeline.Said(now_s, say.step, say.kind, say.text, now_s, until_s, cut=False))
            return True
        if clip is None:
            return False
        self._speeches[say.id] = _Speech(say, clip)
        self._mixer.post(orders.Play(say.id, clip))
        return True

    def _cut_silent(self) -> list[int]:
        """Cut what makes no sound: what only the screen shows, and what is not rendered yet."""
        cut = [number for _, number in self._silent]
        self._silent.clear()
        if self._unrendered is not None:
            cut.insert(0, self._unrendered.id)
            self._unrendered = None
        return cut

    def _note(self, speech: _Speech, frame: int, *, cut: bool) -> None:
        rate_hz, say = self._mixer.rate_hz, speech.say
        start_frame = frame if speech.started_frame is None else speech.started_frame
        start_s, end_s = start_frame / rate_hz, frame / rate_hz
        self._record(timeline.Said(start_s, say.step, say.kind, say.text, start_s, end_s, cut))
        if say.kind is Spoken.PROMPT:
            self._watch.ended(say, frame)

    def _cue(self, word: str, tempo_cpm: float) -> Clip | None:
        try:
            return self._speech.cue(word, tempo_cpm)
        except RendererError:
            return Clip(word, np.zeros(0, np.float32), self._mixer.rate_hz)
