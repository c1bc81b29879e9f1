"""Whole recordings, heard with exactly the ears of a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from voice.guide import amounts
from voice.guide.commands import Command
from voice.guide.live import Situation, live_phrases
from voice.guide.measures import NONE, Amount, Kind, counted
from voice.guide.phrases import Phrase, PhraseTable
from voice.guide.steps import AT_WORK, Step
from voice.hearing.ears import Ears
from voice.hearing.heard import HeardEvent, NotUnderstood, PhraseHeard, Replaced
from voice.hearing.judgement.deliberation import OnText, Second, tell_nobody
from voice.hearing.judgement.thresholds import THRESHOLDS, Thresholds
from voice.hearing.words.listening import ListeningSet, listening_set
from voice.hearing.words.recogniser import RATE_HZ, Listening

BEFORE_S = 0.3
AFTER_S = 1.0
ALL = "all"
"""What stands for every phrase of the table in place of a step."""

Value = str | Kind | tuple[Amount, ...] | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A command that would act; times in seconds from the start of the recording."""

    command: Command
    phrase: str
    confidence: float
    speech_end_s: float
    decided_s: float
    value: Value = None


class Live:
    """What is live in a step while nothing was said for long; `step` None means every phrase of the table.

    `asked` are the commands that an open question makes live.
    """

    def __init__(
        self,
        table: PhraseTable,
        step: Step | None,
        *,
        asleep: bool = False,
        asked: frozenset[Command] = frozenset(),
    ) -> None:
        self.table = table
        self.situation = Situation(step, asleep=asleep, asked=asked)
        self.phrases: tuple[Phrase, ...] = live_phrases(table, self.situation)
        self.set: ListeningSet = listening_set(table, self.phrases, amounts=Command.LOG in self.situation.commands)
        self._step = step

    @property
    def name(self) -> str:
        """The step's name, or "all"."""
        return ALL if self._step is None else self._step.value

    def understood(self, heard: PhraseHeard) -> Understood | None:
        """What a phrase does here, or None where a guard holds it back or it is not live."""
        if heard.ignored is not None or not (heard.certain or _counts_unanswered(heard)):
            return None
        if heard.phrase is None:
            command, value = _amount(heard, self.table)
            if value is None:  # digits that correct what nobody has read back
                return None
        elif self.situation.lives(heard.phrase):
            command, value = self.acts_as(heard.phrase)
        else:
            return None
        return Understood(command, heard.text, heard.confidence, heard.speech_end_s, heard.decided_s, value)

    def acts_as(self, phrase: Phrase) -> tuple[Command, Value]:
        """What a live phrase does in this step."""
        match phrase.command:
            case Command.DONE if self._step not in AT_WORK:
                return Command.NEXT, phrase.value
            case Command.THIS_SIDE:
                return Command.SWITCH_SIDE, phrase.value
            case Command.LEFT | Command.RIGHT:
                return phrase.command, phrase.command.value
            case command:
                return command, phrase.value


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who hears recordings: the first ear's recogniser, and the second ear where there is one."""

    recogniser: Listening
    second: Second | None = None
    thresholds: Thresholds = field(default_factory=lambda: THRESHOLDS)


def hear_recording(
    hearer: Hearer,
    live: Live,
    samples: NDArray[np.float32],
    *,
    narrow: bool | None = None,
    on_text: OnText = tell_nobody,
) -> tuple[Understood, ...]:
    """The commands in a recording, float32 mono at 16,000 Hz, with 0.3 s of silence before it and 1 s after.

    `narrow` is whether it is known to be telephone sound; None where that is heard on the way. `on_text` is told the
    stretches that the second ear heard, in seconds from the start of the recording.
    """

    def from_its_start(start_s: float, end_s: float, text: str) -> None:
        on_text(start_s - BEFORE_S, end_s - BEFORE_S, text)

    return understood_of(live, hear_events(hearer, live, samples, narrow=narrow, on_text=from_its_start))


def hear_events(
    hearer: Hearer,
    live: Live,
    samples: NDArray[np.float32],
    *,
    narrow: bool | None = None,
    on_text: OnText = tell_nobody,
) -> list[HeardEvent]:
    """What the ears tell of a recording; their times count from the start of the silence before it."""
    ears = Ears(
        hearer.recogniser,
        live.table,
        live.set,
        hearer.thresholds,
        second=hearer.second,
        on_text=on_text,
        narrow=narrow,
    )
    before, after = (np.zeros(round(seconds * RATE_HZ), np.float32) for seconds in (BEFORE_S, AFTER_S))
    return ears.hear(np.concatenate((before, samples, after)))


def understood_of(live: Live, events: Iterable[HeardEvent]) -> tuple[Understood, ...]:
    """The commands among the events of a recording; their times count from its own start."""
    return tuple(
        replace(one, speech_end_s=one.speech_end_s - BEFORE_S, decided_s=one.decided_s - BEFORE_S)
        for heard in standing(events)
        if (one := live.understood(heard)) is not None
    )


def standing(events: Iterable[HeardEvent]) -> list[PhraseHeard]:
    """The phrases that were heard, without those that a longer one replaced."""
    phrases: list[PhraseHeard] = []
    for event in events:
        match event:
            case PhraseHeard():
                phrases.append(event)
            case Replaced():
                phrases = [*(phrase for phrase in phrases if phrase != event.short), event.long]
            case NotUnderstood():
                pass
    return phrases


def _counts_unanswered(heard: PhraseHeard) -> bool:
    """A phrase of two words or more that is asked back counts when nobody answers; a body word does not."""
    return heard.phrase is not None and not heard.phrase.body_word


def _amount(heard: PhraseHeard, table: PhraseTable) -> tuple[Command, Value]:
    if heard.correction:
        corrected = amounts.correction(heard.words, table.amounts, before=())
        return Command.CORRECT, corrected and (counted(corrected) or NONE)
    if heard.amounts:
        return Command.LOG, counted(heard.amounts) or NONE
    return Command.LOG, amounts.kind_of(heard.words, table.amounts)
