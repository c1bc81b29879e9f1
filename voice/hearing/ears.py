"""The ears: samples in, phrases out, decided as early as they can be.

A piece of sound goes its way through the rooms beside this module: what it is like (`sound`), the words in it
(`words`), what they mean (`meaning`), and whether that was meant for the guide (`judgement`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voice.guide.manner import Manner
from voice.guide.phrases import PhraseTable
from voice.hearing.heard import HeardEvent, PhraseHeard, Replaced
from voice.hearing.judgement.alone import Alone
from voice.hearing.judgement.deliberation import LONGEST_S, Deliberation, OnText, Second, tell_nobody
from voice.hearing.judgement.evidence import Said
from voice.hearing.judgement.memory import Memory
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import THRESHOLDS, Thresholds
from voice.hearing.sound.band import BandMeter
from voice.hearing.sound.crying import CryingDetector
from voice.hearing.sound.foreground import Change, Foreground
from voice.hearing.sound.phonation import phonation
from voice.hearing.sound.quiet import QuietDetector
from voice.hearing.sound.recent import RecentSound
from voice.hearing.sound.stretches import Stretch, Stretches
from voice.hearing.sound.voicing import Voicing
from voice.hearing.words.first_ear import PIECE_S, QUIET_S, FirstEar
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.sounding import nearest
from voice.hearing.words.word import Words

_OVER_CRYING_DB = 6.0
"""A word that is so much louder than crying is was not made of it."""
_RECENT_S = 0.2
_BEFORE_S, _LEAD_S = 1.0, 0.06
"""What a voice is compared with sounds in the second before it, but for the moment in which it begins."""

Samples = NDArray[np.float32]


class Ears:
    """Hears one microphone; owned by one thread. Time is the sound itself: 16,000 samples are a second.

    Raises RecogniserError from every method that feeds or switches; `revive` goes on after the recogniser's restart.
    """

    def __init__(
        self,
        recogniser: Listening,
        table: PhraseTable,
        first: ListeningSet,
        thresholds: Thresholds = THRESHOLDS,
        *,
        second: Second | None = None,
        on_text: OnText = tell_nobody,
        narrow: bool | None = None,
    ) -> None:
        """`second` hears what the first heard once more, and what it did not understand; None where there is none.

        `narrow` is whether the microphone is known to give telephone sound; None where that is to be heard.
        """
        self.own = OwnVoice()
        memory = Memory(self.own)
        self._band = BandMeter(narrow)
        self._quiet = QuietDetector(RATE_HZ)
        self._stretches = Stretches(QUIET_S)
        self._foreground = Foreground()
        self._voicing = Voicing()
        self._crying = CryingDetector()
        self._recent = RecentSound(RATE_HZ)
        self._first = FirstEar(recogniser, table, first, self._quiet, self._is_own)
        alone = Alone(table, memory, thresholds)
        self._deliberation = Deliberation(alone, second, memory, on_text)
        self._piece = round(PIECE_S * RATE_HZ)
        self._waiting = np.zeros((3, 0), np.float32)

    @property
    def position_s(self) -> float:
        """The last sample that was heard, in seconds of the stream."""
        return self._first.position_s

    @property
    def voice_heard(self) -> bool:
        """Whether somebody seems to be speaking now, whatever it is, and it is not the guide."""
        return self._voicing.speaks and not self.crying

    @property
    def awaits(self) -> bool:
        """Whether what was said is still being judged."""
        return self._deliberation.awaits

    @property
    def crying(self) -> bool:
        """Whether a baby near the microphone has been crying for two seconds, and not stopped for two."""
        return self._crying.crying

    @property
    def narrow(self) -> bool | None:
        """Whether the microphone gives telephone sound; None while too little was heard to tell."""
        return self._band.narrow

    def microphone_changed(self) -> None:
        """Another microphone is heard from now on, or the same in another way."""
        self._band.forget()

    def prepare(self, sets: Iterable[ListeningSet]) -> tuple[str, ...]:
        """Make sets ready before they are needed; returns the phrases that the model has no words for."""
        return self._first.prepare(sets)

    def listen_for(self, one: ListeningSet) -> None:
        """Listen for another set from now on, in the last 1.5 s too as far as nothing was decided there."""
        self._first.listen_for(one)

    def sleep(self, *, asleep: bool) -> None:
        """Asleep, little is asked of the second ear."""
        self._deliberation.asleep = asleep

    def revive(self) -> None:
        """Go on after the recogniser was restarted, with the last 1.5 s."""
        self._first.revive()

    def hear(self, heard: Samples, played: Samples | None = None, removed: Samples | None = None) -> list[HeardEvent]:
        """The events of the next samples, float32 mono at 16,000 Hz, any length.

        `played` is what the loudspeaker played meanwhile, and `removed` what a canceller has taken out of `heard`, both
        equally long; they only tell whether the guide hears itself.
        """
        both = [np.zeros_like(heard) if one is None else one for one in (played, removed)]
        self._waiting = np.concatenate((self._waiting, np.stack((heard, *both)).astype(np.float32)), axis=1)
        events: list[HeardEvent] = []
        while self._waiting.shape[1] >= self._piece:
            piece = self._waiting[:, : self._piece]
            self._waiting = self._waiting[:, self._piece :]
            events += self._hear_piece(*piece)
        return events

    def _hear_piece(self, heard: Samples, played: Samples, removed: Samples) -> list[HeardEvent]:
        self._crying.take(heard)
        self._quiet.hear(heard, self.own.residual.take(heard, removed, RATE_HZ))
        given = heard + removed
        self._band.take(given)
        self.own.echo.take(played, given, RATE_HZ)
        self._recent.take(heard)
        self._first.hear(heard)
        change = self._voices()
        decided_until_s = self._first.decided_until_s
        runs = self._first.finished(change)
        stretch = self._over(change)
        events = [event for said in self._said(runs, stretch, decided_until_s) for event in self._judged(said)]
        return events + [self._with_manner(event) for event in self._deliberation.pass_time(self.position_s)]

    def _is_own(self, start_s: float, end_s: float) -> bool:
        return self.own.found(start_s, end_s).mostly

    def _voices(self) -> Change:
        """Whether somebody speaks now, and whether a voice came to the fore or is over."""
        recent = (self.position_s - _RECENT_S, self.position_s)
        found = self.own.found(*recent)
        own = found.mostly or found.unjudged
        self._voicing.take(self.position_s, self._quiet.level_dbfs, self._quiet.over_floor_db, own=own)
        return self._foreground.take(self._quiet.last_levels_dbfs(PIECE_S), spoken=self._first.guesses and not own)

    def _over(self, change: Change) -> Stretch | None:
        """The stretch of sound that is over with the last piece."""
        if change.began_s is not None:
            self._stretches.begin_at(change.began_s)
        if change.ended:
            return self._stretches.end(self.position_s - QUIET_S)
        return self._stretches.take(self.position_s, PIECE_S, self._quiet.quiet_s)

    # ---- what was said

    def _said(self, runs: list[Words], stretch: Stretch | None, decided_until_s: float) -> list[Said]:
        """What is to be judged: the runs of a stretch together where it can be one utterance, else each by itself."""
        if not self._deliberation.both_listen:
            return [self._one(run[0].start_s, run[-1].end_s, (run,)) for run in runs]
        if stretch is not None:
            start_s = max(stretch.start_s, decided_until_s)
            first_s, last_s = (runs[0][0].start_s, runs[-1][-1].end_s) if runs else (start_s, stretch.end_s)
            start_s, end_s = min(start_s, first_s), max(stretch.end_s, last_s)
            if 0.0 < end_s - start_s <= LONGEST_S:
                return [self._one(start_s, end_s, tuple(runs))]
        return [self._one(run[0].start_s, run[-1].end_s, (run,)) for run in runs]

    def _one(self, start_s: float, end_s: float, runs: tuple[Words, ...]) -> Said:
        level_dbfs = self._quiet.active_level_dbfs(start_s, end_s)
        return Said(
            start_s,
            end_s,
            runs,
            tuple(nearest(run, self._quiet.active_level_dbfs) for run in runs),
            self.position_s,
            level_dbfs,
            level_dbfs - self._quiet.floor_dbfs,
            self._first.set.meanings,
            self._first.set.amounts,
            level_dbfs - self._quiet.active_level_dbfs(start_s - _BEFORE_S, start_s - _LEAD_S),
            crying=self.crying,
            drowned=self.crying and level_dbfs < self._crying.level_dbfs + _OVER_CRYING_DB,
            narrow=self.narrow is True,
            own_voice=self.own.found(start_s, end_s).possible,
        )

    def _judged(self, said: Said) -> list[HeardEvent]:
        return [self._with_manner(event) for event in self._deliberation.take(said, self._recent)]

    def _with_manner(self, event: HeardEvent) -> HeardEvent:
        """How she said what would act; nothing can be said of that where the guide's own voice may be in it."""
        match event:
            case PhraseHeard(ignored=None, speech_start_s=start_s, speech_end_s=end_s):
                if self.own.found(start_s, end_s).possible:
                    return event
                level_dbfs = self._quiet.active_level_dbfs(start_s, end_s)
                return replace(event, manner=Manner(level_dbfs, phonation(self._first.sound(start_s, end_s))))
            case Replaced(short, PhraseHeard() as long):
                return Replaced(short, replace(long, manner=short.manner))
            case _:
                return event
