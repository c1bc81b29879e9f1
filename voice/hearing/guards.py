"""What holds back a phrase that was recognised: rules on values, in a fixed order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from voice.guide.commands import SAFETY, Command
from voice.guide.phrases import Phrase
from voice.hearing.heard import Ignored
from voice.hearing.utterance import Understood

TALK_WINDOW_S = 8.0
TALK_S = 2.0
QUIET_BEFORE_S = 1.5
SAID_AGAIN_S = 5.0
REPEAT_S = 1.0

_STEPPING_FREELY = frozenset(
    {Command.LOUDER, Command.QUIETER, Command.FASTER, Command.SLOWER, Command.UNDO, Command.LOG, Command.CORRECT}
)
"""What is meant twice when it is said twice at once."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences from 0 to 1, tuned on recordings of people; scripts/bench/phrases.py shows what they do to voices."""

    command: float = 0.5
    """For commands: from 0.65 down to here one word in twenty more is heard, and talk gives one false command an hour
    more; below, commands that were not said come up faster than those that were."""
    amount: float = 0.6
    """At 0.5 the guide's own prompts are taken for numbers ("few" for "two")."""
    erase: float = 0.85
    body_word: float = 0.65
    body_word_asked_back: float = 0.5
    safety: float = 0.5
    """For safety phrases of two words or more that stand alone."""
    safety_asked_back: float = 0.3
    """Below it not even they are asked back."""
    safety_in_speech: float = 0.7
    """For the same inside an utterance or into talk, where others' words can sound like them."""
    safety_in_speech_asked_back: float = 0.5
    over_own_voice: float = 0.9
    """For commands while the guide's own voice is heard in the microphone."""
    safety_over_own_voice: float = 0.6
    """For safety phrases then: below it they are not even asked back."""

    def needed(self, understood: Understood, *, talking: bool) -> float:
        """The confidence from which this counts."""
        phrase = understood.phrase
        if phrase is None:
            return self.amount
        if phrase.body_word:
            return self.body_word
        if is_safety(phrase):
            return self.safety if understood.alone and not talking else self.safety_in_speech
        if phrase.command is Command.ERASE:
            return self.erase
        return self.command

    def asked(self, understood: Understood, *, talking: bool) -> float:
        """The confidence from which this is asked back, where anything is."""
        phrase = understood.phrase
        if phrase is None or phrase.command not in SAFETY:
            return self.needed(understood, talking=talking)
        if phrase.body_word:
            return self.body_word_asked_back
        return self.safety_asked_back if understood.alone and not talking else self.safety_in_speech_asked_back


def is_safety(phrase: Phrase) -> bool:
    """Whether this counts anywhere in an utterance: pain, illness or emergency in two words or more."""
    return phrase.command in SAFETY and not phrase.body_word and len(phrase.words) >= 2


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
        before = [(max(a, start_s - TALK_WINDOW_S), min(b, start_s)) for a, b in self._stretches]
        before = [(a, b) for a, b in before if b > a]
        if sum(b - a for a, b in before) <= TALK_S:
            return False
        return start_s - max(b for _, b in before) < QUIET_BEFORE_S


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
    safety = understood.phrase is not None and is_safety(understood.phrase)
    needed = thresholds.asked(understood, talking=talking)
    if over_own_voice:
        needed = max(needed, thresholds.safety_over_own_voice if safety else thresholds.over_own_voice)
    if understood.confidence < needed:
        return Ignored.LOW_CONFIDENCE
    if talking and not insisted and not safety:
        return Ignored.TALK
    return Ignored.REPEAT if repeated else None
