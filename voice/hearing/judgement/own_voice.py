"""The guide's own voice: what it says now, when its words sound like commands, and whether the microphone hears it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from voice.guide.phrases import Phrase
from voice.hearing.sound.echo_watch import EchoWatch
from voice.hearing.sound.residual import Residual
from voice.hearing.words.mask import NEVER_LOST, MaskSource

SLACK_S = 0.3
NEVER_LOST_SLACK_S = 0.1
DELAY_UNTIL_MEASURED_S = 0.3
_RINGS_S = 0.15
"""How long a room still rings after the last word."""
_REMEMBERED_S = 20.0
SAID_AGO_S = 2.0
"""A text with the words of a sentence that ended so long ago is the guide's, where the delay is not known."""

_LIKE_PLAYED = 0.75
"""Measured with echoes from 10 dB above to 10 dB below her voice: her own words over narration reach 0.4 to 0.85."""


@dataclass(slots=True)
class _Sounding:
    start_s: float
    end_s: float
    mask: MaskSource
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class OwnSound:
    """What is known of the guide's own voice in a stretch of what the microphone heard."""

    possible: bool
    """It may be in it."""
    mostly: bool
    """Most of what is heard there can be it."""
    all_of_it: bool
    """Nothing else is heard there."""
    outdone: bool
    """Something is clearly louder than what is left of it."""
    excluded: bool
    """Whatever is heard there is surely not the guide: its own words act only then."""
    unjudged: bool
    """It sounds there, and nobody knows yet whether the microphone hears it."""


class OwnVoice:
    """What the guide has said in the last seconds; owned by whoever owns the ears. Times are stream seconds."""

    def __init__(self) -> None:
        self._sounding: deque[_Sounding] = deque()
        self.echo = EchoWatch()
        self.residual = Residual()
        self._arrives_s: float | None = None

    @property
    def delay_s(self) -> float:
        """How much later than it was played the own voice can arrive."""
        if self._arrives_s is not None:
            return self._arrives_s
        return self.echo.delay_s if self.echo.delay_s is not None else DELAY_UNTIL_MEASURED_S

    def arrives(self, delay_s: float | None, *, moved: bool) -> None:
        """The front end knows how late the own voice arrives (None: not yet), and whether that has just changed."""
        self._arrives_s = delay_s
        if moved:
            self.residual.forget()

    def started(self, at_s: float, duration_s: float, mask: MaskSource, words: frozenset[str] = frozenset()) -> None:
        """A clip, narration or cue, sounds from `at_s` on; `words` are those of its text, in small letters."""
        while self._sounding and self._sounding[0].end_s < at_s - _REMEMBERED_S:
            self._sounding.popleft()
        self._sounding.append(_Sounding(at_s, at_s + duration_s, mask, words))

    def stopped(self, at_s: float) -> None:
        """Everything that still sounds was cut at `at_s`."""
        for one in self._sounding:
            one.end_s = min(one.end_s, max(at_s, one.start_s))

    def masks(self, phrase: Phrase | None, words: tuple[str, ...], start_s: float) -> bool:
        """Whether words that begin at `start_s` are the guide's own: its own span of that phrase sounds then.

        Raises whatever a mask's source raises.
        """
        slack_s = NEVER_LOST_SLACK_S if phrase is not None and phrase.command in NEVER_LOST else SLACK_S
        no_echo = self.echo.judged and not self.echo.audible
        late_s = slack_s if no_echo else self.delay_s + slack_s  # what is not heard does not come late either
        return any(
            one.start_s + span.start_s - slack_s <= start_s <= min(one.start_s + span.end_s, one.end_s) + late_s
            for one in self._sounding
            if one.start_s - slack_s <= start_s <= one.end_s + late_s
            for span in one.mask().spans
            if one.start_s + span.start_s < one.end_s and _same_words(span.phrase, phrase, words)
            if span.said or not no_echo
        )

    def said(self, phrase: Phrase | None, words: tuple[str, ...], start_s: float, end_s: float) -> bool:
        """Whether the guide said it: what the canceller left tells, and where it cannot, the guide's own words do.

        Raises whatever a mask's source raises.
        """
        found = self.found(start_s, end_s)
        if self.masks(phrase, words, start_s):
            return not found.excluded
        return not found.outdone and found.all_of_it

    def says(self, words: tuple[str, ...], start_s: float) -> bool:
        """Whether all of these words stand in one sentence that sounds then, or that ended so little before that they
        can still be heard: up to two seconds where nobody knows how late it arrives.
        """
        if self.echo.judged and not self.echo.audible:
            return False
        late_s = self.delay_s + (SAID_AGO_S if self._arrives_s is None else SLACK_S)
        return any(
            one.start_s - SLACK_S <= start_s <= one.end_s + late_s and one.words.issuperset(words)
            for one in self._sounding
        )

    def found(self, start_s: float, end_s: float) -> OwnSound:
        """What is known of the own voice in a stretch of the last seconds."""
        echo, residual = self.echo, self.residual
        sounds = self.sounds(start_s, end_s)
        audible = sounds and echo.audible
        # An echo that is half taken out sounds like words that nobody said: only what is clearly louder is hers.
        half_done = audible and residual.learned and not residual.settled
        # Once the echo is taken out she is heard under it, and what is left tells more than how the whole follows it.
        like = audible and not residual.settled and echo.likeness(start_s, end_s) >= _LIKE_PLAYED
        outdone = residual.hers(start_s, end_s) and not (half_done and like)
        mostly = audible and not residual.more(start_s, end_s)
        follows = like and mostly and not residual.learned
        return OwnSound(
            possible=sounds and (echo.audible or not echo.judged) and (half_done or not outdone),
            mostly=mostly,
            all_of_it=half_done or follows or residual.explained(start_s, end_s),
            outdone=outdone,
            excluded=residual.proven and outdone and residual.more(start_s, end_s),
            unjudged=sounds and not echo.judged,
        )

    def sounds(self, start_s: float, end_s: float) -> bool:
        """Whether the guide speaks through most of this stretch, a moment for its way to the microphone included."""
        if end_s <= start_s:
            return False
        covered = sum(
            max(0.0, min(end_s, one.end_s + self.delay_s + _RINGS_S) - max(start_s, one.start_s))
            for one in self._sounding
        )
        return covered >= 0.5 * (end_s - start_s)


def _same_words(masked: str, phrase: Phrase | None, words: tuple[str, ...]) -> bool:
    """Whether the masked phrase is this one, or one of them is a part of the other ("switch side", "switch sides")."""
    said = phrase.words if phrase is not None else words
    own = tuple(masked.split())
    return set(own) <= set(said) or set(said) <= set(own)
