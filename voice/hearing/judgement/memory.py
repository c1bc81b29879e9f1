"""What both judgements remember of the last seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from voice.hearing.heard import PhraseHeard
from voice.hearing.judgement.guards import Insistence, Repeats, TalkMeter, meaning_of
from voice.hearing.judgement.own_voice import OwnVoice
from voice.hearing.meaning.utterance import Understood
from voice.hearing.words.word import HeardWord, Words

JOINED_GAP_S = 0.8
JOINED_S = 1.2
"""Two runs can be one phrase where the second follows so soon, and was decided so soon after the first."""


@dataclass(frozen=True, slots=True)
class Before:
    """The run before this one, and what came of it."""

    run: Words
    decided_s: float
    heard: PhraseHeard | None


@dataclass(slots=True)
class Memory:
    """Owned by whoever judges; driven by stream time."""

    own: OwnVoice
    talk: TalkMeter = field(default_factory=TalkMeter)
    insistence: Insistence = field(default_factory=Insistence)
    repeats: Repeats = field(default_factory=Repeats)
    before: Before | None = None
    acted_s: float = float("-inf")
    """When something last passed every guard."""
    acted: Understood | None = None
    """What that was."""

    def others_spoke(self, words: Iterable[HeardWord]) -> None:
        """These words were neither a command nor, as far as anybody can tell, the guide's."""
        for word in words:
            if not self.own.found(word.start_s, word.end_s).unjudged:
                self.talk.spoken(word.start_s, word.end_s)

    def has_acted(self, understood: Understood, now_s: float) -> None:
        """This passed every guard."""
        self.repeats.acted(understood)
        self.acted, self.acted_s = understood, now_s

    def is_acted_on(self, understood: Understood) -> bool:
        """Whether the very utterance has acted: both ears may come to its end at different moments."""
        acted = self.acted
        return acted is not None and understood.start_s < acted.end_s and meaning_of(acted) == meaning_of(understood)

    def just_before(self, run: Words, decided_s: float) -> Before | None:
        """The run before, where this one may go on with it."""
        before = self.before
        if before is None or not run or run[0].start_s - before.run[-1].end_s >= JOINED_GAP_S:
            return None
        return before if decided_s - before.decided_s <= JOINED_S else None
