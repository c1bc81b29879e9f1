"""What holds back a phrase that was recognised: rules on values, in a fixed order."""

from __future__ import annotations

from collections import deque

from voice.guide.commands import SAFETY, Command
from voice.hearing.heard import Ignored
from voice.hearing.judgement.thresholds import Thresholds, kind_of
from voice.hearing.meaning.utterance import Understood

TALK_WINDOW_S = 8.0
TALK_S = 2.0
QUIET_BEFORE_S = 1.5
SAID_AGAIN_S = 5.0
REPEAT_S = 1.0

_STEPPING_FREELY = frozenset(
    {Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER, Command.UNDO, Command.LOG, Command.CORRECT}
)
"""What is meant twice when it is said twice at once."""


class TalkMeter:
    """How much others have talked; pure, times in stream seconds.

    Only words count, whether known or not: the recogniser gives none for crying, music and appliances.
    """

    def __init__(self) -> None:
        self._stretches: deque[tuple[float, float]] = deque()

    def spoken(self, start_s: float, end_s: float) -> None:
        """Someone said something that was neither a command nor the guide's."""
        self._stretches.append((start_s, end_s))
        while self._stretches[0][1] < end_s - 2 * TALK_WINDOW_S:
            self._stretches.popleft()

    def talking(self, start_s: float) -> bool:
        """Whether a phrase that begins here is said into talk, with too little quiet before it."""
        before = self._before(start_s)
        if sum(b - a for a, b in before) <= TALK_S:
            return False
        return start_s - max(b for _, b in before) < QUIET_BEFORE_S

    def talked_s(self, start_s: float) -> float:
        """How long others talked in the eight seconds before this."""
        return sum(b - a for a, b in self._before(start_s))

    def _before(self, start_s: float) -> list[tuple[float, float]]:
        before = ((max(a, start_s - TALK_WINDOW_S), min(b, start_s)) for a, b in self._stretches)
        return [(a, b) for a, b in before if b > a]


class Insistence:
    """Lets a command through that is said into talk a second time; pure."""

    def __init__(self) -> None:
        self._meaning: Meaning | None = None
        self._end_s = 0.0

    def again(self, understood: Understood) -> bool:
        """Whether the same was ignored a moment ago."""
        return meaning_of(understood) == self._meaning and understood.start_s - self._end_s <= SAID_AGAIN_S

    def ignored(self, understood: Understood) -> None:
        """This one was held back because of talk."""
        self._meaning, self._end_s = meaning_of(understood), understood.end_s


Meaning = tuple[Command | None, str | None, tuple[str, ...]]


def meaning_of(understood: Understood) -> Meaning:
    """What two utterances share when they ask for the same."""
    phrase = understood.phrase
    return (None, None, understood.texts) if phrase is None else (phrase.command, phrase.value, ())


class Repeats:
    """Keeps a command that is heard twice in a breath from acting twice; pure."""

    def __init__(self) -> None:
        self._meaning: Meaning | None = None
        self._end_s = 0.0

    def acted(self, understood: Understood) -> None:
        """This one passed every guard."""
        self._meaning, self._end_s = meaning_of(understood), understood.end_s

    def repeated(self, understood: Understood) -> bool:
        """Whether the same acted less than a second before this one began."""
        if understood.phrase is None or understood.phrase.command in (*_STEPPING_FREELY, *SAFETY):
            return False
        return meaning_of(understood) == self._meaning and understood.start_s - self._end_s < REPEAT_S


def verdict(
    understood: Understood,
    thresholds: Thresholds,
    *,
    own: bool,
    over_own_voice: bool,
    talking: bool,
    insisted: bool,
    repeated: bool,
) -> Ignored | None:
    """The first guard that holds the phrase back, or None.

    `own`: the guide itself says it now. `over_own_voice`: the guide speaks and the microphone hears it. `talking`: it
    was said into talk. `insisted`: the same was said into talk a moment ago. `repeated`: the same acted just before.
    """
    if own:
        return Ignored.OWN_VOICE
    safety = understood.phrase is not None and understood.phrase.is_safety
    needed = thresholds[kind_of(understood.phrase, alone=understood.alone, talking=talking)]
    if understood.confidence < (max(needed.asked, needed.over_own_voice) if over_own_voice else needed.asked):
        return Ignored.LOW_CONFIDENCE
    if talking and not insisted and not safety:
        return Ignored.TALK
    return Ignored.REPEAT if repeated else None
