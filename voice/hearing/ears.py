"""The ears: samples in, phrases out, decided as early as they can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from voice.guide.manner import Manner
from voice.guide.phrases import Found, PhraseTable
from voice.hearing.heard import HeardEvent, PhraseHeard, Replaced
from voice.hearing.judgement.judge import Judge
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.judgement.thresholds import THRESHOLDS, Thresholds
from voice.hearing.meaning.utterance import ALONE_S, amid, phrase_at_end, runs, safety_in, understand
from voice.hearing.sound.band import BandMeter
from voice.hearing.sound.crying import CryingDetector
from voice.hearing.sound.foreground import ONSET_LEAD_S, Foreground
from voice.hearing.sound.level import SlowGain
from voice.hearing.sound.phonation import phonation
from voice.hearing.sound.quiet import QuietDetector
from voice.hearing.sound.voicing import Voicing
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.sounding import nearest, sounding_words
from voice.hearing.words.track import Track
from voice.hearing.words.word import UNKNOWN, HeardWord, Words

PIECE_S = 0.04
QUIET_S = 0.26
"""Quiet by energy begins in the last sound of a word, so a little more than the 200 ms between commands and speech."""
STABLE_S = 0.36
PRESSING_STABLE_S = 0.24
PROBE_AGAIN_S = 0.24
MOST_PROBES = 3
REPLAY_S = 1.5
LONGEST_UNDECIDED_S = 15.0
LONGEST_UNHEARD_S = 60.0
REST_S = 0.6
"""After so long without a sound over the room's own noise the recogniser rests; it costs nothing then, and it cannot
take steady noise for words."""
_WAKE_S = 0.4
"""What it hears of the time before the sound that wakes it."""
_OVER_CRYING_DB = 6.0
"""A word that is so much louder than crying is was not made of it."""
_CONTEXT_S = 0.3
_UNFINISHED_S = 0.06
_OWN_S = 0.4
_RECENT_S = 0.2


class _Flush(Enum):
    """Why the recogniser is asked for its words now."""

    QUIET = auto()
    """Nothing was spoken for long enough: all that was said is said to its end."""
    PROBE = auto()
    """There is no quiet, but the guess has stood still: the words' own times must show the end."""


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
        narrow: bool | None = None,
    ) -> None:
        """`narrow` is whether the microphone is known to give telephone sound; None where that is to be heard."""
        self.own = OwnVoice()
        self._table = table
        self._judge = Judge(table, self.own, thresholds)
        self._band = BandMeter(narrow)
        self._gain = SlowGain(RATE_HZ)
        self._quiet = QuietDetector(RATE_HZ)
        self._foreground = Foreground()
        self._voicing = Voicing()
        self._crying = CryingDetector()
        self._track = Track(recogniser, first)
        self._piece = round(PIECE_S * RATE_HZ)
        self._waiting = np.zeros((3, 0), np.float32)
        self._cut_s = 0.0
        self._resting = True
        self._guess: tuple[str, ...] = ()
        self._guess_since_s = 0.0
        self._pressing: Found | None = None
        self._pressing_since_s = 0.0
        self._probes = 0
        self._probed_s = 0.0

    @property
    def position_s(self) -> float:
        """The last sample that was heard, in seconds of the stream."""
        return self._track.position_s

    @property
    def voice_heard(self) -> bool:
        """Whether somebody seems to be speaking now, whatever it is, and it is not the guide."""
        return self._voicing.speaks and not self.crying

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
        return tuple(dict.fromkeys(phrase for one in sets for phrase in self._track.open(one)))

    def listen_for(self, one: ListeningSet) -> None:
        """Listen for another set from now on, in the last 1.5 s too as far as nothing was decided there."""
        if one != self._track.set:
            replay_s = 0.0 if self._resting else REPLAY_S
            self._track.switch(one, max(self._cut_s, self.position_s - replay_s))
            self._watch_guess()

    def revive(self) -> None:
        """Go on after the recogniser was restarted, with the last 1.5 s."""
        self._track.rewind(max(self._cut_s, self.position_s - REPLAY_S))
        self._watch_guess()

    def hear(
        self,
        heard: NDArray[np.float32],
        played: NDArray[np.float32] | None = None,
        removed: NDArray[np.float32] | None = None,
    ) -> list[HeardEvent]:
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

    def _hear_piece(
        self, heard: NDArray[np.float32], played: NDArray[np.float32], removed: NDArray[np.float32]
    ) -> list[HeardEvent]:
        self._crying.take(heard)
        self._quiet.hear(heard, self.own.residual.take(heard, removed, RATE_HZ))
        given = heard + removed
        self._band.take(given)
        self.own.echo.take(played, given, RATE_HZ)
        self._listen(self._gain.apply(heard))
        recent = (self.position_s - _RECENT_S, self.position_s)
        own = self.own.covers(*recent) or self.own.doubtful(*recent)
        self._voicing.take(self.position_s, self._quiet.level_dbfs, self._quiet.over_floor_db, own=own)
        spoken = bool(self._track.partial) and not own
        change = self._foreground.take(self._quiet.last_levels_dbfs(PIECE_S), spoken=spoken)
        if self._resting:
            return []
        self._watch_guess()
        if change.began_s is not None:
            return self._come_forward(change.began_s)
        match self._due(ended=change.ended):
            case None:
                return []
            case _Flush.PROBE:
                self._probes += 1
                self._probed_s = self.position_s
                return self._decide(self._track.flush(), quiet=False)
            case _Flush.QUIET:
                return self._decide(self._track.flush(), quiet=True)

    def _listen(self, levelled: NDArray[np.float32]) -> None:
        """Feed the recogniser, or let it rest while there is nothing to hear."""
        silent_s = self._quiet.silent_s
        if not self._resting and not self._guess and silent_s >= REST_S:
            self._resting = True
        if not self._resting:
            self._track.feed(levelled)
            return
        self._track.pass_over(levelled)
        if silent_s < PIECE_S:
            self._resting = False
            self._track.rewind(max(self._cut_s, self.position_s - _WAKE_S))

    def _watch_guess(self) -> None:
        guess = self._track.partial
        if guess != self._guess:
            self._guess, self._guess_since_s = guess, self.position_s
            self._probes = 0
        pressing = self._find_pressing(guess)
        if pressing != self._pressing:
            self._pressing, self._pressing_since_s = pressing, self.position_s

    def _find_pressing(self, guess: tuple[str, ...]) -> Found | None:
        """What must not wait for quiet: a safety phrase, or anything while the guide itself speaks on."""
        safety = safety_in(guess, self._table)
        if safety is not None or not self.own.covers(self.position_s - _OWN_S, self.position_s):
            return safety
        return next(reversed(self._table.longest_in(guess)), None)

    def _due(self, *, ended: bool) -> _Flush | None:
        """`ended`: a voice that had come to the fore is over."""
        if not self._guess:
            if self._track.age_s > LONGEST_UNHEARD_S:
                self._track.rewind(self.position_s - _CONTEXT_S)  # nothing was said: keeps memory small over hours
            return None
        if ended or self._track.ended or self._quiet.quiet_s >= QUIET_S - 1e-6:
            return _Flush.QUIET
        if self._track.age_s > LONGEST_UNDECIDED_S:
            return _Flush.PROBE
        if self._probes >= MOST_PROBES or self.position_s - self._probed_s < PROBE_AGAIN_S:
            return None
        if self._pressing is not None and self.position_s - self._pressing_since_s >= PRESSING_STABLE_S:
            return _Flush.PROBE
        if self.position_s - self._guess_since_s < STABLE_S:
            return None
        return _Flush.PROBE if phrase_at_end(self._guess, self._table, unknown=UNKNOWN) is not None else None

    def _decide(self, words: Iterable[HeardWord], *, quiet: bool) -> list[HeardEvent]:
        """Judge what is said to its end; hear the rest again where it is not."""
        now_s = self.position_s
        grouped = runs(self._fresh(words))
        still_open: Words = ()
        if grouped and not self._finished(grouped[-1], quiet=quiet):
            still_open = grouped.pop()
        events = [event for run in grouped for event in self._judged(run)]
        if still_open:
            events += self._judged_early(still_open)
            self._rewind(max(self._cut_s, still_open[0].start_s - _CONTEXT_S))
        elif quiet:
            self._cut_s = now_s
            self._watch_guess()
        else:
            self._rewind(max(self._cut_s, now_s - REPLAY_S))
        return events

    def _come_forward(self, began_s: float) -> list[HeardEvent]:
        """Judge what others said up to where a voice came to the fore, and hear that voice by itself."""
        onset_s = max(self._cut_s, began_s - ONSET_LEAD_S)
        before = [word for word in self._fresh(self._track.flush()) if _middle_s(word) <= onset_s]
        events = [event for run in runs(before) for event in self._judged(run)]
        self._cut_s = onset_s
        self._rewind(onset_s)
        return events

    def _fresh(self, words: Iterable[HeardWord]) -> list[HeardWord]:
        """The words that nothing was decided about, and that have sound in them."""
        return [word for word in sounding_words(words, self._quiet) if _middle_s(word) > self._cut_s]

    def _finished(self, run: Words, *, quiet: bool) -> bool:
        after_s = self.position_s - run[-1].end_s
        return after_s >= (_UNFINISHED_S if quiet else ALONE_S - 1e-6)

    def _judged(self, run: Words) -> list[HeardEvent]:
        self._cut_s = max(self._cut_s, run[-1].end_s)
        level_dbfs = self._quiet.active_level_dbfs(run[0].start_s, run[-1].end_s)
        near, amounts_live = nearest(run, self._quiet.active_level_dbfs), self._track.set.amounts
        events = self._judge.take(
            run, near, decided_s=self.position_s, level_dbfs=level_dbfs, amounts_live=amounts_live
        )
        if self.crying and level_dbfs < self._crying.level_dbfs + _OVER_CRYING_DB:
            events = [replace(event, clear=False) if isinstance(event, PhraseHeard) else event for event in events]
        return [self._with_manner(event) for event in events]

    def _with_manner(self, event: HeardEvent) -> HeardEvent:
        """How she said what would act; nothing can be said of that where the guide's own voice may be in it."""
        match event:
            case PhraseHeard(ignored=None, speech_start_s=start_s, speech_end_s=end_s):
                if self.own.perhaps(start_s, end_s):
                    return event
                level_dbfs = self._quiet.active_level_dbfs(start_s, end_s)
                return replace(event, manner=Manner(level_dbfs, phonation(self._track.sound(start_s, end_s))))
            case Replaced(short, PhraseHeard() as long):
                return Replaced(short, replace(long, manner=short.manner))
            case _:
                return event

    def _judged_early(self, run: Words) -> list[HeardEvent]:
        """What counts in a run that goes on: a safety phrase, and whatever she says amid the guide's own voice."""
        understood = understand(run, self._table, amounts_live=False)
        early = [] if understood is None or safety_in(understood.texts, self._table) is None else [understood]
        if any(self.own.covers(word.start_s, word.end_s) for word in run):
            early = amid(run, self._table, lambda word: self.own.covers(word.start_s, word.end_s))
        # What ends only now may still become a longer word or phrase.
        ends_s = [one.end_s for one in early if one.end_s <= self.position_s - _UNFINISHED_S]
        return self._judged(tuple(word for word in run if word.end_s <= max(ends_s))) if ends_s else []

    def _rewind(self, from_s: float) -> None:
        probes = self._probes
        self._track.rewind(from_s)
        self._watch_guess()
        self._probes = probes


def _middle_s(word: HeardWord) -> float:
    return (word.start_s + word.end_s) / 2
