"""The first ear: feeds the recogniser while anything sounds, and tells as early as it can what was said to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from voice.guide.phrases import Found, PhraseTable
from voice.hearing.meaning.utterance import ALONE_S, amid, phrase_at_end, runs, safety_in, understand
from voice.hearing.sound.foreground import ONSET_LEAD_S, Change
from voice.hearing.sound.level import SlowGain
from voice.hearing.sound.quiet import QuietDetector
from voice.hearing.words.listening import ListeningSet
from voice.hearing.words.recogniser import RATE_HZ, Listening
from voice.hearing.words.sounding import sounding_words
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
_CONTEXT_S = 0.3
_UNFINISHED_S = 0.06
_OWN_S = 0.4

Samples = NDArray[np.float32]
OwnVoiceCovers = Callable[[float, float], bool]
"""Whether most of a stretch can be the guide's own voice."""


class _Flush(Enum):
    """Why the recogniser is asked for its words now."""

    QUIET = auto()
    """Nothing was spoken for long enough: all that was said is said to its end."""
    PROBE = auto()
    """There is no quiet, but the guess has stood still: the words' own times must show the end."""


class FirstEar:
    """Owned by the ears; raises RecogniserError from everything that feeds or switches."""

    def __init__(
        self,
        recogniser: Listening,
        table: PhraseTable,
        first: ListeningSet,
        quiet: QuietDetector,
        own_voice_covers: OwnVoiceCovers,
    ) -> None:
        """`quiet` follows the same stream, and has heard each piece before this does."""
        self._table = table
        self._quiet = quiet
        self._own_covers = own_voice_covers
        self._gain = SlowGain(RATE_HZ)
        self._track = Track(recogniser, first)
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
    def set(self) -> ListeningSet:
        """What is listened for."""
        return self._track.set

    @property
    def guesses(self) -> bool:
        """Whether there are words about which nothing was decided."""
        return bool(self._track.partial)

    @property
    def decided_until_s(self) -> float:
        """Up to where everything was decided."""
        return self._cut_s

    def sound(self, start_s: float, end_s: float) -> Samples:
        """The levelled sound of a stretch of the last four seconds."""
        return self._track.sound(start_s, end_s)

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

    def hear(self, samples: Samples) -> None:
        """The next piece: feed the recogniser, or let it rest while there is nothing to hear."""
        levelled = self._gain.apply(samples)
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

    def finished(self, change: Change) -> list[Words]:
        """The runs of words that were said to their end with the last piece, and what must not wait for its end.

        `change` tells of a voice that came to the fore, or is over.
        """
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
        if safety is not None or not self._own_covers(self.position_s - _OWN_S, self.position_s):
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

    def _decide(self, words: Iterable[HeardWord], *, quiet: bool) -> list[Words]:
        """What is said to its end; the rest is heard again."""
        now_s = self.position_s
        grouped = runs(self._fresh(words))
        still_open: Words = ()
        if grouped and not self._is_finished(grouped[-1], quiet=quiet):
            still_open = grouped.pop()
        if still_open:
            grouped += self._early(still_open)
        self._cut_s = max([self._cut_s, *(run[-1].end_s for run in grouped)])
        if still_open:
            self._rewind(max(self._cut_s, still_open[0].start_s - _CONTEXT_S))
        elif quiet:
            self._cut_s = now_s
            self._watch_guess()
        else:
            self._rewind(max(self._cut_s, now_s - REPLAY_S))
        return grouped

    def _come_forward(self, began_s: float) -> list[Words]:
        """What others said up to where a voice came to the fore, which is heard by itself from there on."""
        onset_s = max(self._cut_s, began_s - ONSET_LEAD_S)
        before = [word for word in self._fresh(self._track.flush()) if _middle_s(word) <= onset_s]
        self._cut_s = onset_s
        self._rewind(onset_s)
        return runs(before)

    def _fresh(self, words: Iterable[HeardWord]) -> list[HeardWord]:
        """The words that nothing was decided about, and that have sound in them."""
        return [word for word in sounding_words(words, self._quiet) if _middle_s(word) > self._cut_s]

    def _is_finished(self, run: Words, *, quiet: bool) -> bool:
        after_s = self.position_s - run[-1].end_s
        return after_s >= (_UNFINISHED_S if quiet else ALONE_S - 1e-6)

    def _early(self, run: Words) -> list[Words]:
        """What counts in a run that goes on: a safety phrase, and whatever she says amid the guide's own voice."""
        understood = understand(run, self._table, amounts_live=False)
        early = [] if understood is None or safety_in(understood.texts, self._table) is None else [understood]
        if any(self._own_covers(word.start_s, word.end_s) for word in run):
            early = amid(run, self._table, lambda word: self._own_covers(word.start_s, word.end_s))
        # What ends only now may still become a longer word or phrase.
        ends_s = [one.end_s for one in early if one.end_s <= self.position_s - _UNFINISHED_S]
        return [tuple(word for word in run if word.end_s <= max(ends_s))] if ends_s else []

    def _rewind(self, from_s: float) -> None:
        probes = self._probes
        self._track.rewind(from_s)
        self._watch_guess()
        self._probes = probes


def _middle_s(word: HeardWord) -> float:
    return (word.start_s + word.end_s) / 2
