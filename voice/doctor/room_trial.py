"""The course of a room check: a second of quiet, some speech, then five commands asked for once each.

A state machine without sound, clock or device: it is told what time it is, what has been said and what was understood,
and says what is to be said next. Times are seconds of the stream.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

QUIET_S = 1.0
"""The room's noise is that of so long."""
_BREATH_S = 0.2
"""Before that: what opens a stream may click."""
RINGS_S = 0.7
"""So long after its end the guide's own voice may still be heard."""
WAITS_S = 5.0
"""For each command."""
_AFTER_S = 0.8
"""Between a command that was heard and the next request."""


class Part(Enum):
    """What a sentence of the check is for."""

    SPEECH = auto()
    """What the front end learns from."""
    REQUEST = auto()
    THANKS = auto()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to be said; of a request, `phrase` is the command that is wanted, else it is empty."""

    part: Part
    text: str
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the stream."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: from when until when it was waited, and how surely the command was heard, if it was."""

    phrase: str
    waited: Stretch
    confidence: float | None = None


class RoomTrial:
    """Owned by one thread; its sentences are said one at a time, each as soon as it is asked for."""

    def __init__(self, sentences: Sequence[Sentence], begins_s: float) -> None:
        self.finished = False
        self.quiet = Stretch(begins_s + _BREATH_S, begins_s + _BREATH_S + QUIET_S)
        self.said: list[tuple[Sentence, Stretch]] = []
        """What was said so far, and when."""
        self.answers: list[Answer] = []
        """To the requests so far."""
        self._coming = list(sentences)
        self._saying: Sentence | None = None
        self._next_s = self.quiet.end_s
        """When the next sentence is due, while none sounds."""
        self._waiting: Answer | None = None

    @property
    def wanted(self) -> str | None:
        """The command that is waited for."""
        return None if self._waiting is None else self._waiting.phrase

    def pass_time(self, now_s: float) -> Sentence | None:
        """What is to be said now."""
        if self.finished or self._saying is not None or now_s < self._next_s:
            return None
        self._close(now_s)
        if not self._coming:
            self.finished = True
            return None
        self._saying = self._coming.pop(0)
        return self._saying

    def fell_silent(self, start_s: float, end_s: float) -> None:
        """The sentence sounded from `start_s` to `end_s`."""
        sentence, self._saying = self._saying, None
        assert sentence is not None
        self.said.append((sentence, Stretch(start_s, end_s)))
        self._next_s = end_s + RINGS_S
        if sentence.part is Part.REQUEST:
            self._waiting = Answer(sentence.phrase, Stretch(end_s, end_s + WAITS_S))
            self._next_s = end_s + WAITS_S

    def answered(self, confidence: float, now_s: float) -> None:
        """The command that is waited for was heard."""
        assert self._waiting is not None
        self._waiting = replace(self._waiting, confidence=confidence)
        self._close(now_s)
        self._next_s = now_s + _AFTER_S

    def _close(self, now_s: float) -> None:
        if self._waiting is not None:
            waited = Stretch(self._waiting.waited.start_s, now_s)
            self.answers.append(replace(self._waiting, waited=waited))
            self._waiting = None
